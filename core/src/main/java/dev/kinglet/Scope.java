package dev.kinglet;

/**
 * Something that lasts until it is closed, in the thread that began it. Closing it twice is as
 * closing it once.
 */
public interface Scope extends AutoCloseable {

    @Override
    void close();
}
