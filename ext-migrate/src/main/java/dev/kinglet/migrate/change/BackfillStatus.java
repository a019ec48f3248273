package dev.kinglet.migrate.change;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a backfill came.
 *
 * @param table whose rows it changes
 * @param state whether it runs
 * @param passed rows that it went past, changed or not
 * @param changed rows that it changed, as the database counts them
 * @param skipped rows that the database refused, and that were left as they are
 * @param total rows when it began; counted up to ten millions, and taken from the statistics of
 *     PostgreSQL beyond that
 * @param batch rows of the next chunk
 * @param retries chunks that were tried again, because others held locks
 * @param worker host and process that worked on it last; empty before
 * @param started when it was first run
 * @param updated when the last chunk was committed, or somebody changed its state
 * @param finished null before
 * @param error why it failed; null unless it did
 */
public record BackfillStatus(
        String name,
        String table,
        State state,
        long passed,
        long changed,
        long skipped,
        long total,
        int batch,
        long retries,
        String worker,
        Instant started,
        Instant updated,
        @Nullable Instant finished,
        @Nullable String error) {
    private static final int PERCENT = 100;

    /** Whether a backfill runs. */
    public enum State {
        /** Somebody works on it, or will as soon as it is run again. */
        RUNNING,
        /** Whoever works on it waits until it is resumed. */
        PAUSED,
        /** A chunk failed; run again, it goes on where it was. */
        FAILED,
        /** Every row was passed. */
        DONE,
        /** It was given up; the rows that it had changed stay so. */
        CANCELLED
    }

    /** The part that is done, from 0 to 1. */
    public double part() {
        if (state == State.DONE) {
            return 1;
        }
        return total == 0 ? 0 : Math.min(1, (double) passed / total);
    }

    /** How long the rest takes at the pace so far; null where that is not known yet. */
    public @Nullable Duration remaining() {
        if (state == State.DONE) {
            return Duration.ZERO;
        }
        if (passed == 0) {
            return null;
        }
        double past = Duration.between(started, updated).toMillis();
        return Duration.ofMillis((long) (past * Math.max(0, total - passed) / passed));
    }

    /** A line: {@code user.bio: running, 45 %, 450,000 of 1,000,000 rows, 1:20 left}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name).append(": ");
        text.append(state.name().toLowerCase(java.util.Locale.ROOT));
        text.append(
                String.format(
                        java.util.Locale.ROOT,
                        ", %d %%, %,d of %,d rows",
                        (int) (part() * PERCENT),
                        passed,
                        total));
        if (skipped > 0) {
            text.append(String.format(java.util.Locale.ROOT, ", %,d skipped", skipped));
        }
        Duration left = remaining();
        if (state == State.RUNNING && left != null) {
            long minutes = left.toMinutes();
            text.append(
                    String.format(
                            java.util.Locale.ROOT,
                            ", %d:%02d left",
                            minutes,
                            left.toSecondsPart()));
        }
        return text.append(error == null ? "" : ": " + error).toString();
    }
}
