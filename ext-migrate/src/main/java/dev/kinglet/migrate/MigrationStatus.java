package dev.kinglet.migrate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one migration stands in one database.
 *
 * @param appliedAt null unless it was applied
 */
public record MigrationStatus(String id, State state, @Nullable Instant appliedAt) {

    /** Whether a migration was run. */
    public enum State {
        /** It was run. */
        APPLIED,
        /** It will be run by the next {@code up()}. */
        PENDING,
        /** The database says that it was run, and nobody declares it. */
        UNKNOWN
    }
}
