package dev.kinglet.migrate;

import dev.kinglet.migrate.change.BackfillStatus;
import dev.kinglet.migrate.change.LockWait;
import dev.kinglet.migrate.change.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What happens while migrations run. */
public sealed interface MigrationEvent {

    /**
     * Another process migrates the database; it is waited for.
     *
     * @param holder null where who that is cannot be seen
     */
    record Waiting(@Nullable MigrationHolder holder) implements MigrationEvent {
        @Override
        public String toString() {
            return "waiting for "
                    + (holder == null ? "another process that migrates" : holder.toString());
        }
    }

    /** A migration is begun. */
    record Started(String id, Direction direction) implements MigrationEvent {
        @Override
        public String toString() {
            return id + " " + direction;
        }
    }

    /**
     * A step of it is about to be sent.
     *
     * @param number from 1
     */
    record Sending(String id, Direction direction, int number, Step step)
            implements MigrationEvent {
        @Override
        public String toString() {
            return id + " " + direction + " " + number + ": " + step;
        }
    }

    /** A step waits for somebody who uses the table. */
    record Blocked(String id, Direction direction, LockWait lock) implements MigrationEvent {
        @Override
        public String toString() {
            return id + " " + direction + ": " + lock;
        }
    }

    /** A chunk of a backfill is done; or it waits, because somebody has paused it. */
    record Filling(String id, Direction direction, BackfillStatus status)
            implements MigrationEvent {
        @Override
        public String toString() {
            return status.toString();
        }
    }

    /** A migration is done. */
    record Finished(String id, Direction direction, Duration took) implements MigrationEvent {
        @Override
        public String toString() {
            return id + " " + direction + " in " + took.toMillis() + " ms";
        }
    }

    /** A migration failed. */
    record Failed(String id, Direction direction, Duration took, Throwable error)
            implements MigrationEvent {
        @Override
        public String toString() {
            return id + " " + direction + " failed after " + took.toMillis() + " ms: " + error;
        }
    }
}
