package dev.kinglet.migrate.internal.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the history says of a migration.
 *
 * @param checksum of what was applied; null where that was not kept
 * @param down whether it was being taken back
 * @param finishedAt null while it is not done: it failed, was killed, or is being run
 * @param attempt 1 for the first
 * @param step how many steps are done; only where it could not run in one transaction
 * @param faked whether it was only recorded
 * @param error why the last attempt failed; null where it did not, or was killed
 * @param resume where to go on
 */
public record Entry(
        String id,
        @Nullable String checksum,
        boolean down,
        Instant startedAt,
        @Nullable Instant finishedAt,
        int attempt,
        int step,
        boolean faked,
        @Nullable String host,
        @Nullable String error,
        @Nullable String resume) {

    /** Whether it is there, all of it. */
    public boolean isApplied() {
        return finishedAt != null;
    }

    /** Whether it was begun and is not done. */
    public boolean isHalf() {
        return finishedAt == null;
    }
}
