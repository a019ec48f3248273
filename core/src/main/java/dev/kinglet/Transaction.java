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

    @Override
    public String toString() {
        return depth() == 1 ? "transaction" : "savepoint at depth " + depth();
    }
}
