package dev.kinglet.internal.exec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction is begun.
 *
 * @param isolation null for the database's own
 * @param lock SQLite's; null for IMMEDIATE, or DEFERRED where it only reads
 * @param joined whether a block inside of a transaction becomes a part of it, with no savepoint
 */
public record TransactionMode(
        @Nullable Isolation isolation,
        boolean readOnly,
        boolean deferrable,
        @Nullable Duration statementTimeout,
        @Nullable Duration lockTimeout,
        @Nullable LockType lock,
        boolean joined) {

    /** Nothing is asked for. */
    public static final TransactionMode USUAL =
            new TransactionMode(null, false, false, null, null, null, false);

    /** From weak to strong. */
    public enum Isolation {
        READ_COMMITTED,
        REPEATABLE_READ,
        SERIALIZABLE
    }

    /** From weak to strong. */
    public enum LockType {
        DEFERRED,
        IMMEDIATE,
        EXCLUSIVE
    }

    /** What is asked for here, and where nothing is, what the others say. */
    public TransactionMode over(TransactionMode others) {
        if (this == USUAL || others == USUAL) {
            return this == USUAL ? others : this;
        }
        return new TransactionMode(
                isolation == null ? others.isolation : isolation,
                readOnly || others.readOnly,
                deferrable || others.deferrable,
                statementTimeout == null ? others.statementTimeout : statementTimeout,
                lockTimeout == null ? others.lockTimeout : lockTimeout,
                lock == null ? others.lock : lock,
                joined || others.joined);
    }

    /** The lock that SQLite's BEGIN takes. */
    LockType sqliteLock() {
        if (lock != null) {
            return lock;
        }
        return readOnly ? LockType.DEFERRED : LockType.IMMEDIATE;
    }

    /**
     * What a block asks for that the transaction around it does not give; null where it gives all.
     *
     * @param serializable whether every transaction of the database is
     */
    @Nullable String missingIn(TransactionMode outer, boolean serializable) {
        if (isolation != null && !serializable) {
            Isolation given = outer.isolation == null ? Isolation.READ_COMMITTED : outer.isolation;
            if (given.compareTo(isolation) < 0) {
                return "the isolation level " + isolation;
            }
        }
        if (readOnly && !outer.readOnly) {
            return "to be read-only";
        }
        if (deferrable && !outer.deferrable && !serializable) {
            return "to be deferrable";
        }
        if (isLonger(outer.statementTimeout, statementTimeout)) {
            return "a statement timeout of " + millis(statementTimeout) + " ms";
        }
        if (isLonger(outer.lockTimeout, lockTimeout)) {
            return "a lock timeout of " + millis(lockTimeout) + " ms";
        }
        if (lock != null && serializable && outer.sqliteLock().compareTo(lock) < 0) {
            return "the lock " + lock;
        }
        return null;
    }

    private static boolean isLonger(@Nullable Duration given, @Nullable Duration asked) {
        return asked != null && (given == null || given.compareTo(asked) > 0);
    }

    static long millis(@Nullable Duration time) {
        return time == null ? 0 : time.toMillis();
    }
}
