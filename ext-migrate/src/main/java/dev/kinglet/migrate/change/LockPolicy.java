package dev.kinglet.migrate.change;

import dev.kinglet.errors.ProgrammingException;
import java.time.Duration;

/**
 * How a migration behaves on a PostgreSQL that others use. A statement that waits for a lock makes
 * everybody who comes after it wait, too; so it waits shortly, steps back, and tries again. The
 * methods answer new policies.
 *
 * @param timeout how long a statement may wait for a lock that keeps others from reading or
 *     writing; in whole milliseconds
 * @param budget how long it is tried again
 * @param direct whether operations are written as the plain statements that lock a table for as
 *     long as they take, for when nobody uses it
 */
public record LockPolicy(Duration timeout, Duration budget, boolean direct) {

    public LockPolicy {
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new ProgrammingException(
                    "a lock timeout of " + timeout,
                    null,
                    "one millisecond is the shortest, and "
                            + Integer.MAX_VALUE
                            + " the longest: ofMillis(100) is usual");
        }
        if (budget.isNegative()) {
            throw new ProgrammingException(
                    "a budget of " + budget + " for locks",
                    null,
                    "zero for one attempt, or how long to go on: ofMinutes(2) is usual");
        }
    }

    /** 100 milliseconds at a time, for 2 minutes, in ways that hold nobody up. */
    public static LockPolicy defaults() {
        return new LockPolicy(Duration.ofMillis(100), Duration.ofMinutes(2), false);
    }

    /** Waits so long for a lock at a time. Nobody who uses the table waits much longer. */
    public LockPolicy timeout(Duration atATime) {
        return new LockPolicy(atATime, budget, direct);
    }

    /** Gives up after so long; zero: after the first attempt. */
    public LockPolicy budget(Duration inAll) {
        return new LockPolicy(timeout, inAll, direct);
    }

    /**
     * Plain statements, each in the transaction of the migration: shorter in all, and whoever uses
     * the table waits. For a maintenance window.
     */
    public LockPolicy directly() {
        return new LockPolicy(timeout, budget, true);
    }
}
