package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.BackfillStatus;
import dev.kinglet.schema.SchemaName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Backfills as Java says them. */
final class JavaBackfills {
    private JavaBackfills() {}

    static List<Object> all(Database db) {
        List<Object> seen = new ArrayList<>();
        Backfills backfills = Backfills.of(db);
        Backfill doubled =
                Backfill.of(SchemaName.of("bird"))
                        .named("doubled")
                        .set("age", "age * 2")
                        .where("age > 0")
                        .along("id")
                        .batchOf(2)
                        .batchTime(Duration.ofMillis(50))
                        .pause(Duration.ZERO)
                        .waitWhile(database -> false)
                        .skipBadRows();
        seen.add(doubled.toString());
        seen.add(backfills.run(doubled).state());
        BackfillStatus end =
                backfills.run(
                        Backfill.of("bird")
                                .named("named")
                                .fixedBatchOf(2)
                                .process(
                                        (database, rows) ->
                                                rows.forEach(row -> seen.add(row.get("age")))));
        seen.add(end.passed());
        seen.add(backfills.list().size());
        backfills.forget("named");
        seen.add(backfills.status("named") == null);
        return seen;
    }

    static void steer(Backfills backfills, String name) {
        backfills.pause(name);
        backfills.resume(name);
        backfills.cancel(name);
    }
}
