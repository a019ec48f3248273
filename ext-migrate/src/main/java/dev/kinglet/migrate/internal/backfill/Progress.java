package dev.kinglet.migrate.internal.backfill;

import dev.kinglet.migrate.change.BackfillStatus;
import dev.kinglet.migrate.change.BackfillStatus.State;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The row of a backfill: how far it came, written in the transaction of each chunk. */
final class Progress extends Model<String> {
    static final Rows PROGRESS = new Rows();

    /** Bound to no database: the engine says which with each query. */
    static final class Rows extends Table<Progress, String> {
        final Column<String> name = text().primaryKey();
        final Column<String> tableName = text();
        final Column<String> state = varchar(20);
        // of the last row that was passed; empty before the first
        final Column<String> position = text();
        final Column<Long> passed = bigint();
        final Column<Long> changed = bigint();
        final Column<Long> skipped = bigint();
        final Column<Long> total = bigint();
        final Column<Integer> batch = integer();
        final Column<Long> retries = bigint();
        final Column<String> worker = text(); // empty before the first chunk
        // in UTC: programs of several time zones write here
        final Column<LocalDateTime> startedAt = datetime();
        final Column<LocalDateTime> updatedAt = datetime();
        final Column<String> error = text(); // empty for none

        Rows() {
            super(Progress::new);
            named("kinglet_backfills");
        }
    }

    static LocalDateTime now() {
        return LocalDateTime.now(ZoneOffset.UTC);
    }

    State state() {
        return State.valueOf(get(PROGRESS.state));
    }

    BackfillStatus status() {
        State state = state();
        boolean ended = state == State.DONE || state == State.CANCELLED;
        String error = get(PROGRESS.error);
        return new BackfillStatus(
                get(PROGRESS.name),
                get(PROGRESS.tableName),
                state,
                get(PROGRESS.passed),
                get(PROGRESS.changed),
                get(PROGRESS.skipped),
                get(PROGRESS.total),
                get(PROGRESS.batch),
                get(PROGRESS.retries),
                get(PROGRESS.worker),
                instant(get(PROGRESS.startedAt)),
                instant(get(PROGRESS.updatedAt)),
                ended ? instant(get(PROGRESS.updatedAt)) : null,
                error.isEmpty() ? null : error);
    }

    private static Instant instant(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
    }
}
