package dev.kinglet.migrate.internal.run;

import dev.kinglet.migrate.change.BackfillStatus;
import dev.kinglet.migrate.change.LockWait;
import dev.kinglet.migrate.change.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told what the runner does, in its thread or one that it waits for. */
public interface Progress {
    /** Another process migrates; null where who that is cannot be seen. */
    void waiting(@Nullable Holder holder);

    /** A migration is begun. */
    void started(String id, boolean down);

    /**
     * A step is about to be sent.
     *
     * @param number from 1
     */
    void step(String id, boolean down, int number, Step step);

    /** A step waits for a lock of somebody who uses the table. */
    void blocked(String id, boolean down, LockWait wait);

    /** A chunk of a backfill is done. */
    void filled(String id, boolean down, BackfillStatus status);

    /** A migration is done, and its history row written. */
    void finished(String id, boolean down, Duration took);

    /** A migration failed. */
    void failed(String id, boolean down, Duration took, Throwable error);

    /** Something is not as it should be, and goes on. */
    void warned(String what);
}
