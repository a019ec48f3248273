package dev.kinglet;

import dev.kinglet.errors.OperationalException;
import dev.kinglet.internal.exec.Transactions;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The transactions of a database. */
abstract sealed class TransactionDoors permits Database {

    private final Retries retries = new Retries();

    TransactionDoors() {}

    abstract Transactions transactions();

    final Retries retries() {
        return retries;
    }

    /**
     * Runs the body in a transaction, or in a savepoint where there is one already: commits when it
     * returns, rolls back when it throws, and lets through what it threw. The transaction belongs
     * to this thread and begins with its first statement. From Kotlin call {@code transaction { }}.
     *
     * @throws dev.kinglet.errors.KingletException where the commit fails; the block is rolled back
     */
    public <X extends Exception> void atomic(AtomicBody<X> body) throws X {
        atomic(TransactionOptions.defaults(), body);
    }

    /** As {@link #atomic(AtomicBody)}, begun in that way. */
    public <X extends Exception> void atomic(TransactionOptions options, AtomicBody<X> body)
            throws X {
        this.<@Nullable Void, X>atomicResult(options, withoutAnswer(body));
    }

    /** As {@link #atomic(AtomicBody)}, with an answer. */
    public <R extends @Nullable Object, X extends Exception> R atomicResult(
            AtomicFunction<R, X> body) throws X {
        return atomicResult(TransactionOptions.defaults(), body);
    }

    /** As {@link #atomic(AtomicBody)}, with an answer, begun in that way. */
    public <R extends @Nullable Object, X extends Exception> R atomicResult(
            TransactionOptions options, AtomicFunction<R, X> body) throws X {
        return transactions().<R, X>run(options.mode(), open -> body.run(new Transaction(open)));
    }

    /**
     * As {@link #atomic(AtomicBody)}, and runs the body again where that may help: after a
     * serialization failure or a deadlock, and on SQLite after a lock that was not had in time.
     * Other errors pass. Ten attempts with growing random pauses unless options say otherwise.
     *
     * <p>The body may run several times, so it should do nothing but database work: mails go to
     * {@link Transaction#afterCommit}, of which that of failed attempts is dropped. Objects that it
     * changed stay changed, so it should read its rows itself.
     *
     * @throws dev.kinglet.errors.RetryException where the last attempt failed, too
     * @throws dev.kinglet.errors.ProgrammingException inside of a transaction: only a whole one can
     *     be repeated
     */
    public <X extends Exception> void retrying(AtomicBody<X> body) throws X {
        retrying(RetryOptions.defaults(), body);
    }

    /** As {@link #retrying(AtomicBody)}, in that way. */
    public <X extends Exception> void retrying(RetryOptions options, AtomicBody<X> body) throws X {
        this.<@Nullable Void, X>retryingResult(options, withoutAnswer(body));
    }

    /** As {@link #retrying(AtomicBody)}, with an answer. */
    public <R extends @Nullable Object, X extends Exception> R retryingResult(
            AtomicFunction<R, X> body) throws X {
        return retryingResult(RetryOptions.defaults(), body);
    }

    /** As {@link #retrying(AtomicBody)}, with an answer, in that way. */
    public <R extends @Nullable Object, X extends Exception> R retryingResult(
            RetryOptions options, AtomicFunction<R, X> body) throws X {
        Retries.refuseInside(transactions());
        for (int attempt = 1; ; attempt++) {
            try {
                return atomicResult(options.transaction(), body);
            } catch (OperationalException e) {
                Retries.sleep(retries.pauseAfter(attempt, e, options, transactions()));
            }
        }
    }

    /** How often transactions were repeated. */
    public RetryStats retryStats() {
        return retries.stats();
    }

    /** A function that runs in a transaction, or a savepoint, each time it is called. */
    public <T extends @Nullable Object, R extends @Nullable Object> Function<T, R> atomicFunction(
            Function<T, R> body) {
        return argument -> atomicResult(transaction -> body.apply(argument));
    }

    /** As {@link #atomicFunction}, of what needs no argument. */
    public <R extends @Nullable Object> Supplier<R> atomicSupplier(Supplier<R> body) {
        return () -> atomicResult(transaction -> body.get());
    }

    /**
     * Takes transactions into the application's own hands, in this thread, until it is closed.
     * Inside of it {@link #atomic(AtomicBody)} is refused, and it is refused inside of that; it may
     * be nested in itself.
     */
    public ManualTransactions manual() {
        return new ManualTransactions(transactions().manual());
    }

    /**
     * A connection that goes from thread to thread; without a transaction, so each statement
     * commits by itself. Close it in the end.
     */
    public Work work() {
        return new Work(transactions().work(null));
    }

    /**
     * A transaction that goes from thread to thread, begun in that way with its first statement. It
     * is one of its own, also where this thread is in another. Commit it, and close it in the end.
     */
    public Work work(TransactionOptions options) {
        return new Work(transactions().work(options.mode()));
    }

    /**
     * Runs the work when the transaction that this thread is in is committed; see {@link
     * Transaction#afterCommit}. Outside of a transaction it runs at once.
     */
    public void afterCommit(Runnable work) {
        transactions().afterCommit(work);
    }

    /** Whether this thread is in a transaction. */
    public boolean inTransaction() {
        return transactionDepth() > 0;
    }

    /** 0 outside of transactions, 1 in one, 2 in a savepoint of it, and so on. */
    public int transactionDepth() {
        return transactions().depth();
    }

    private static <X extends Exception> AtomicFunction<@Nullable Void, X> withoutAnswer(
            AtomicBody<X> body) {
        return transaction -> {
            body.run(transaction);
            return null;
        };
    }
}
