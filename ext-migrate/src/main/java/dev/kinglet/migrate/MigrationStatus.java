package dev.kinglet.migrate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where one migration stands in one database.
 *
 * @param appliedAt null unless it was applied
 * @param note what else there is to say: how far it came, why it failed, that it was edited since;
 *     null for nothing
 */
public record MigrationStatus(
        String id, State state, @Nullable Instant appliedAt, @Nullable String note) {

    /** Whether a migration was run. */
    public enum State {
        /** It was run, or said to have been. */
        APPLIED("x"),
        /** It was run, and says something else now. */
        EDITED("!"),
        /** It will be run by the next {@code up()}. */
        PENDING(" "),
        /** It was begun, and some of its steps are done. */
        INTERRUPTED("~"),
        /** The database says that it was run, and nobody declares it. */
        MISSING("?");

        private final String mark;

        State(String mark) {
            this.mark = mark;
        }
    }

    /** A line, such as {@code [x] 0001_initial 2026-01-01T10:00:00Z}. */
    @Override
    public String toString() {
        return "["
                + state.mark
                + "] "
                + id
                + (appliedAt == null ? "" : "  " + appliedAt.truncatedTo(ChronoUnit.SECONDS))
                + (note == null ? "" : "  " + note);
    }
}
