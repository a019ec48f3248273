package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.exec.TransactionMode;
import dev.kinglet.internal.exec.TransactionMode.Isolation;
import dev.kinglet.internal.exec.TransactionMode.LockType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction is begun: {@code TransactionOptions.defaults().serializable().readOnly()}. A
 * value; each method answers a new one.
 *
 * <p>They are said where the outermost transaction begins. A block inside of it may say them, too:
 * it is refused where the transaction around it gives less. What only one of the databases has is
 * of no effect on the other, as long as the other gives no less.
 */
public final class TransactionOptions {
    private static final TransactionOptions DEFAULTS =
            new TransactionOptions(TransactionMode.USUAL);

    private final TransactionMode mode;

    private TransactionOptions(TransactionMode mode) {
        this.mode = mode;
    }

    /** Nothing said: what the database does by itself. */
    public static TransactionOptions defaults() {
        return DEFAULTS;
    }

    /**
     * As if transactions ran one after the other. PostgreSQL refuses one that does not fit, with a
     * retryable error: see {@link Database#retrying}. SQLite's transactions are always so.
     */
    public TransactionOptions serializable() {
        return isolation(Isolation.SERIALIZABLE);
    }

    /**
     * All statements see what was there at the first of them. On PostgreSQL a write on what others
     * changed since is refused with a retryable error.
     */
    public TransactionOptions repeatableRead() {
        return isolation(Isolation.REPEATABLE_READ);
    }

    /** Each statement sees what is committed when it begins: PostgreSQL's usual. */
    public TransactionOptions readCommitted() {
        return isolation(Isolation.READ_COMMITTED);
    }

    /**
     * Writes are refused. On SQLite such a transaction does not wait for writers, nor they for it:
     * its BEGIN is DEFERRED, and the connection is {@code query_only} meanwhile.
     */
    public TransactionOptions readOnly() {
        return with(new TransactionMode(null, true, false, null, null, null, false));
    }

    /**
     * PostgreSQL: a {@link #serializable} and {@link #readOnly} transaction waits at its start
     * until it can neither fail nor make others fail. For long reports.
     */
    public TransactionOptions deferrable() {
        return with(new TransactionMode(null, false, true, null, null, null, false));
    }

    /**
     * How long each statement may run, its waiting for locks included; in whole milliseconds. What
     * runs longer is interrupted with an {@link dev.kinglet.errors.OperationalException}, and the
     * transaction cannot go on.
     */
    public TransactionOptions statementTimeout(Duration timeout) {
        return with(
                new TransactionMode(
                        null, false, false, checked("statement", timeout), null, null, false));
    }

    /**
     * How long a statement may wait for a lock; in whole milliseconds. On SQLite also how long the
     * transaction may wait for its turn to write; 10 seconds unless said.
     */
    public TransactionOptions lockTimeout(Duration timeout) {
        return with(
                new TransactionMode(
                        null, false, false, null, checked("lock", timeout), null, false));
    }

    /** SQLite: the transaction takes the turn to write at its start. This is the usual one. */
    public TransactionOptions immediate() {
        return lock(LockType.IMMEDIATE);
    }

    /** SQLite: as {@link #immediate()}, and where there is no write-ahead log nobody reads. */
    public TransactionOptions exclusive() {
        return lock(LockType.EXCLUSIVE);
    }

    /**
     * SQLite: the transaction takes the turn to write with its first write. Where others wrote
     * after its first read, that write is refused with a retryable error.
     */
    public TransactionOptions deferred() {
        return lock(LockType.DEFERRED);
    }

    /**
     * Inside of a transaction the block is a part of it, with no savepoint of its own: what it did
     * stays when its error is caught outside, and its {@code commit()} and {@code rollback()} are
     * those of the block around it. Spares two round trips a block. Outside of a transaction it
     * begins one as any other does.
     */
    public TransactionOptions joined() {
        return with(new TransactionMode(null, false, false, null, null, null, true));
    }

    TransactionMode mode() {
        return mode;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransactionOptions options && options.mode.equals(mode);
    }

    @Override
    public int hashCode() {
        return mode.hashCode();
    }

    /** What is said, in words. */
    @Override
    public String toString() {
        return "options" + mode.toString().substring("TransactionMode".length());
    }

    private TransactionOptions with(TransactionMode further) {
        return new TransactionOptions(further.over(mode));
    }

    private TransactionOptions isolation(Isolation isolation) {
        return with(new TransactionMode(isolation, false, false, null, null, null, false));
    }

    private TransactionOptions lock(LockType lock) {
        return with(new TransactionMode(null, false, false, null, null, lock, false));
    }

    private static Duration checked(String what, Duration timeout) {
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new ProgrammingException(
                    "a " + what + " timeout of " + timeout,
                    null,
                    "one millisecond is the shortest, and " + Integer.MAX_VALUE + " the longest");
        }
        return timeout;
    }
}
