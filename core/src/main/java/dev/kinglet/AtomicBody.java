package dev.kinglet;

/**
 * What is done in a transaction.
 *
 * @param <X> the checked exception that it may throw, which passes through
 */
@FunctionalInterface
public interface AtomicBody<X extends Exception> {

    /** Runs inside of the transaction, in the thread that began it. */
    void run(Transaction transaction) throws X;
}
