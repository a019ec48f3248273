package dev.kinglet.query;

import java.util.Arrays;
import java.util.List;

/**
 * Locks the rows that a query reads until the transaction ends: {@code
 * query.lock(Lock.forUpdate().skipLocked())}. PostgreSQL only: SQLite locks the database, not rows.
 * The methods answer new locks.
 *
 * @param strength what others may still do with the rows
 * @param of whose rows; empty for all sources
 * @param ifLocked what happens where another transaction has locked a row already
 */
public record Lock(Strength strength, List<Source<?>> of, IfLocked ifLocked) {

    /** Others can neither change nor lock the rows. */
    public static Lock forUpdate() {
        return new Lock(Strength.UPDATE, List.of(), IfLocked.WAIT);
    }

    /**
     * As {@link #forUpdate()}, and others may store rows that refer to these: for those who change
     * what belongs to a row, and not its key.
     */
    public static Lock forNoKeyUpdate() {
        return new Lock(Strength.NO_KEY_UPDATE, List.of(), IfLocked.WAIT);
    }

    /** Others can lock the rows likewise, and not change them. */
    public static Lock forShare() {
        return new Lock(Strength.SHARE, List.of(), IfLocked.WAIT);
    }

    /** Only the rows of these sources. */
    public Lock of(Source<?>... sources) {
        return new Lock(strength, List.copyOf(Arrays.asList(sources)), ifLocked);
    }

    /** Leaves out the rows that are locked: what a queue with several workers wants. */
    public Lock skipLocked() {
        return new Lock(strength, of, IfLocked.SKIP);
    }

    /** Fails at once where a row is locked: an OperationalException that is retryable. */
    public Lock noWait() {
        return new Lock(strength, of, IfLocked.FAIL);
    }

    /** What others may still do with the rows. */
    public enum Strength {
        UPDATE,
        NO_KEY_UPDATE,
        SHARE
    }

    /** What happens where a row is locked. */
    public enum IfLocked {
        WAIT,
        FAIL,
        SKIP
    }
}
