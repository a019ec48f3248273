package dev.kinglet.spi;

/**
 * Is told of every statement, in the thread that ran it, after it ran. Implementations are quick
 * and throw nothing: what they throw reaches the caller of a statement that did not fail itself,
 * when all listeners were told. A statement that commits by itself is committed then.
 */
@FunctionalInterface
public interface StatementListener {

    /** A statement ran, or failed. */
    void ran(StatementEvent event);
}
