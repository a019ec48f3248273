package dev.kinglet.internal.exec;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of SQLite. One that may write takes the writer's turn before its BEGIN; a DEFERRED
 * one takes it when it first writes, a read-only one never.
 */
final class SqliteTransaction implements PhysicalTransaction {
    private final SqliteLease lease;
    private final TransactionMode mode;
    private final WriterTurn turn;
    private boolean hasTurn;
    private boolean over;

    private SqliteTransaction(SqliteLease lease, TransactionMode mode, WriterTurn turn) {
        this.lease = lease;
        this.mode = mode;
        this.turn = turn;
    }

    static SqliteTransaction begin(SqliteLease lease, TransactionMode mode, WriterTurn turn)
            throws SQLException {
        SqliteTransaction begun = new SqliteTransaction(lease, mode, turn);
        try {
            begun.begin();
        } catch (Throwable e) {
            begun.isOver(); // else it is there, and what came after BEGIN failed
            try {
                begun.rollback();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        return begun;
    }

    private void begin() throws SQLException {
        TransactionMode.LockType lock = mode.sqliteLock();
        Duration wait = longest();
        if (wait != null) {
            lease.busyTimeout(wait);
        }
        if (lock != TransactionMode.LockType.DEFERRED) {
            beforeWrite();
        }
        lease.execute(
                switch (lock) {
                    case DEFERRED -> "begin deferred";
                    case IMMEDIATE -> "begin immediate";
                    case EXCLUSIVE -> "begin exclusive";
                });
        if (mode.readOnly()) {
            lease.pragma("query_only = 1");
        }
        if (mode.statementTimeout() != null) {
            lease.statementTimeout(mode.statementTimeout());
        }
    }

    @Override
    public void beforeWrite() {
        if (!hasTurn && !mode.readOnly()) {
            turn.take(longest());
            hasTurn = true;
        }
    }

    @Override
    public void commit() throws SQLException {
        // where this fails the transaction is still there, and so is the turn
        lease.execute("commit");
        reset(null);
    }

    @Override
    public void rollback() throws SQLException {
        try {
            if (!over) {
                lease.execute("rollback");
            }
        } catch (SQLException e) {
            if (!isOver()) { // a commit that failed may have undone it
                reset(e);
                throw e;
            }
        }
        reset(null);
    }

    /** A disk that is full, or a statement that was interrupted, may undo the whole transaction. */
    @Override
    public boolean isOver() {
        if (!over) {
            try {
                lease.execute("begin"); // refused inside of a transaction
            } catch (SQLException stillThere) {
                return false;
            }
            over = true;
            try {
                lease.execute("rollback");
            } catch (SQLException e) {
                over = false; // then the end of the transaction says so
            }
        }
        return over;
    }

    /** How long a lock is waited for; a statement that waits for one runs. */
    private @Nullable Duration longest() {
        return mode.lockTimeout() == null ? mode.statementTimeout() : mode.lockTimeout();
    }

    /** Leaves the connection as it was, and lets the next writer in, whatever fails of it. */
    private void reset(@Nullable Throwable because) throws SQLException {
        try {
            if (mode.statementTimeout() != null) {
                lease.statementTimeout(null);
            }
            if (mode.readOnly()) {
                lease.pragma("query_only = 0");
            }
            if (longest() != null) {
                lease.busyTimeout(null);
            }
        } catch (SQLException e) {
            if (because == null) {
                throw e;
            }
            because.addSuppressed(e);
        } finally {
            if (hasTurn) {
                hasTurn = false;
                turn.give();
            }
        }
    }
}
