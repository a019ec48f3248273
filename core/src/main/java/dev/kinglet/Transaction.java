package dev.kinglet;

import dev.kinglet.internal.exec.Transactions;

/**
 * The transaction, or the savepoint, that a body runs in. Used by the thread that runs the body,
 * while it runs.
 */
public final class Transaction {
    private final Transactions.Open open;

    Transaction(Transactions.Open open) {
        this.open = open;
    }

    /** 1 in a transaction, 2 in a savepoint of it, and so on. */
    public int depth() {
        return open.depth();
    }

    /**
     * Undoes what this block has done so far and goes on with a new transaction, or savepoint, in
     * its place.
     */
    public void rollback() {
        open.restart();
    }

    /**
     * Keeps what this block has done so far, whatever comes, and goes on with a new transaction in
     * its place.
     */
    public void commit() {
        open.commitAndRestart();
    }

    /**
     * Runs the work once the outermost transaction is committed, in the order of registration, in
     * this thread, with the connection given back and in no transaction. What was registered in a
     * block that is rolled back never runs.
     *
     * <p>Work that throws stops neither the rest of the work nor undoes the commit: when all has
     * run, {@link dev.kinglet.errors.AfterCommitException} tells of it. If the process dies between
     * the commit and the work, the work is lost: what has to happen needs a row that says so.
     */
    public void afterCommit(Runnable work) {
        open.afterCommit(work);
    }

    /**
     * Runs the work when this block, or one around it, is rolled back: to put objects back that the
     * database knows nothing of. It runs after the rollback; what it throws is suppressed by the
     * error that was the reason, or comes out of {@link #rollback()}.
     */
    public void afterRollback(Runnable work) {
        open.afterRollback(work);
    }

    @Override
    public String toString() {
        return depth() == 1 ? "transaction" : "savepoint at depth " + depth();
    }
}
