package dev.kinglet;

import dev.kinglet.internal.exec.Manual;

/**
 * Transactions that the application begins and ends itself, in one thread, until it is closed; see
 * {@link Database#manual()}. Outside of them each statement commits by itself. A savepoint in one
 * is what {@link Database#atomically} runs.
 */
public final class ManualTransactions implements Scope {
    private final Manual manual;

    ManualTransactions(Manual manual) {
        this.manual = manual;
    }

    /**
     * Begins a transaction.
     *
     * @throws dev.kinglet.errors.ProgrammingException where one is open
     */
    public void begin() {
        begin(TransactionOptions.defaults());
    }

    /** Begins a transaction; see {@link #begin()}. */
    public void begin(TransactionOptions options) {
        manual.begin(options.mode());
    }

    /**
     * Ends the transaction well. Where the database refuses, it is rolled back.
     *
     * @throws dev.kinglet.errors.ProgrammingException where none is open
     */
    public void commit() {
        manual.commit();
    }

    /**
     * Undoes the transaction.
     *
     * @throws dev.kinglet.errors.ProgrammingException where none is open
     */
    public void rollback() {
        manual.rollback();
    }

    /**
     * Gives the thread back to automatic commits. A transaction that was begun here and is still
     * open is rolled back, and an error, because a commit was forgotten.
     */
    @Override
    public void close() {
        manual.close();
    }
}
