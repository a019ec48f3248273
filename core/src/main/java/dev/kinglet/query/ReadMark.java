package dev.kinglet.query;

/**
 * A point in the writing of a database. What was read at it is shown to a thread only as long as
 * that thread has not written since, nor entered or left a transaction.
 */
@FunctionalInterface
public interface ReadMark {

    /** Whether what was read at the mark has all that the current thread wrote. */
    boolean holds();
}
