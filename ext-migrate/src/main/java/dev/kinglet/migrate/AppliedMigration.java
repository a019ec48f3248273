package dev.kinglet.migrate;

import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** One row of the history: a migration that was applied. */
final class AppliedMigration extends Model<String> {
    static final History HISTORY = new History();

    /** Bound to no database: the runner says which with each query. */
    static final class History extends Table<AppliedMigration, String> {
        final Column<String> id = text().primaryKey();
        // in UTC: programs of several time zones write here
        final Column<LocalDateTime> appliedAt =
                datetime().defaultTo(() -> LocalDateTime.now(ZoneOffset.UTC));

        History() {
            super(AppliedMigration::new);
            named("kinglet_migrations");
        }
    }
}
