package dev.kinglet.migrate.internal.ddl;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Chunks;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.backfill.Engine;
import dev.kinglet.migrate.internal.postgres.Blocks;
import dev.kinglet.migrate.internal.postgres.Facts;
import dev.kinglet.schema.SchemaName;
import java.time.Duration;
import java.util.Map;

/** A new column gets its value in the rows that are there, while others read and write them. */
final class PostgresFill {
    private static final int CHUNK = 1000;
    private static final Duration CHUNK_TIME = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private PostgresFill() {}

    static Step step(Database database, SchemaName table, String column, String value) {
        Chunks chunks =
                new Chunks(
                        "fill " + table + "." + column,
                        table,
                        Map.of(column, value),
                        SqlNames.quote(column) + " is null",
                        CHUNK,
                        CHUNK_TIME,
                        PAUSE);
        return Facts.primaryKey(database, table) == null
                ? Step.of(
                                chunks.toString(),
                                there -> Blocks.run(there, chunks),
                                Step.Place.NO_TRANSACTION)
                        .rewriting()
                : SchemaSteps.rows(chunks, there -> forget(there, chunks));
    }

    /** The condition tells what is left to do; the next column of that name begins anew. */
    private static void forget(Database database, Chunks chunks) {
        new Engine(database).forget(chunks.name());
    }
}
