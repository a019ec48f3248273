package dev.kinglet.migrate.internal.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who migrates a database at the moment.
 *
 * @param host null where that is not known
 * @param pid of the process there
 * @param since null where that is not known
 * @param doing the migration that is being run, and which step; null where that is not known
 */
public record Holder(
        @Nullable String host, long pid, @Nullable Instant since, @Nullable String doing) {}
