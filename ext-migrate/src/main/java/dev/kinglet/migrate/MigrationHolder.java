package dev.kinglet.migrate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The process that migrates a database at the moment.
 *
 * @param host null where that is not known
 * @param pid of the process there
 * @param since null where that is not known
 * @param doing the migration that it runs, and which step: {@code 0003_index#2}; null where that is
 *     not known. On PostgreSQL its beginning
 */
public record MigrationHolder(
        @Nullable String host, long pid, @Nullable Instant since, @Nullable String doing) {

    /** Such as {@code process 4711 on web-1, since 2026-01-01T10:00:00Z: 0003_index#2}. */
    @Override
    public String toString() {
        return "process "
                + pid
                + (host == null ? "" : " on " + host)
                + (since == null ? "" : ", since " + since.truncatedTo(ChronoUnit.SECONDS))
                + (doing == null ? "" : ": " + doing);
    }
}
