package dev.kinglet;

import org.jspecify.annotations.Nullable;

/**
 * What is done in a transaction, with an answer.
 *
 * @param <R> the answer
 * @param <X> the checked exception that it may throw, which passes through
 */
@FunctionalInterface
public interface AtomicFunction<R extends @Nullable Object, X extends Exception> {

    /** Runs inside of the transaction, in the thread that began it. */
    R run(Transaction transaction) throws X;
}
