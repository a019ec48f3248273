package dev.kinglet.migrate.internal.run;

import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** One row of the history: a migration that was applied, or was begun and is not done yet. */
final class HistoryRow extends Model<String> {

    /** Bound to no database: the runner says which with each query. Times are UTC. */
    @SuppressWarnings("NullAway") // it reads no annotations of core's generic types on JDK 17
    static final class Rows extends Table<HistoryRow, String> {
        final Column<String> id = text().primaryKey();
        final Column<@Nullable String> checksum = text().nullable();
        final Column<String> direction = text();
        final Column<LocalDateTime> startedAt = datetime();
        final Column<@Nullable LocalDateTime> finishedAt = datetime().nullable();
        final Column<Integer> attempt = integer();
        final Column<Integer> step = integer();
        final Column<Boolean> faked = bool();
        final Column<@Nullable String> tool = text().nullable();
        final Column<@Nullable String> runBy = text().nullable();
        final Column<@Nullable String> host = text().nullable();
        final Column<@Nullable String> error = text().nullable();
        final Column<@Nullable String> resume = text().nullable();

        Rows(String name) {
            super(HistoryRow::new);
            named(name);
        }
    }
}
