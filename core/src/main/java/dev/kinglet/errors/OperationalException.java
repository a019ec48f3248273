package dev.kinglet.errors;

import org.jspecify.annotations.Nullable;

/**
 * The database could not do it now: no connection, a lock, a time-out, a deadlock, a full disk. The
 * statement may be right.
 */
public final class OperationalException extends KingletException {
    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    public enum Kind {
        /**
         * No connection could be made, or it was lost. Whether a statement that was under way was
         * carried out is not known; a transaction that was not committed is undone.
         */
        CONNECTION,
        /** All connections of the pool were in use for as long as one may wait for one. */
        POOL_EXHAUSTED,
        /** The database object was closed before. */
        CLOSED,
        /** Another transaction held a lock for longer than one may wait for it. */
        LOCK_TIMEOUT,
        /** Two transactions waited for each other, and this one was chosen to give way. */
        DEADLOCK,
        /** What this transaction has read was changed meanwhile, so it cannot write on it. */
        SERIALIZATION,
        /** The statement or the transaction took longer than it may, or somebody cancelled it. */
        TIMEOUT,
        /**
         * An earlier statement failed, and PostgreSQL takes no other before a rollback, or SQLite
         * has undone the transaction by itself.
         */
        ABORTED_TRANSACTION,
        /** There is no space left where the database is kept. */
        DISK_FULL,
        /** The database, or the transaction, may only be read. */
        READ_ONLY,
        /** Something else; the message and the cause say what. */
        OTHER
    }

    private final Kind kind;

    public OperationalException(
            String summary, ErrorContext context, @Nullable Throwable cause, Kind kind) {
        super(summary, context, cause);
        this.kind = kind;
    }

    /** What stood in the way; never null. */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether the same transaction, begun again from its start, may succeed: serialization
     * failures, deadlocks and locks that were not had in time. A lost connection is not among them,
     * because a commit may have been on its way.
     */
    public boolean isRetryable() {
        return kind == Kind.SERIALIZATION || kind == Kind.DEADLOCK || kind == Kind.LOCK_TIMEOUT;
    }
}
