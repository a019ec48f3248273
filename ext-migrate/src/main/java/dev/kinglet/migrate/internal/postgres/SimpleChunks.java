package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Chunks;
import dev.kinglet.migrate.change.Step;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Changes rows a chunk at a time until none is left that its condition names. Keeps no progress:
 * the condition has to exclude what was changed.
 */
public final class SimpleChunks {
    private SimpleChunks() {}

    /** As a step, which makes a transaction for each chunk. */
    public static Step step(Chunks chunks) {
        return Step.of(
                statement(chunks), database -> run(database, chunks), Step.Place.NO_TRANSACTION);
    }

    private static String statement(Chunks chunks) {
        return "update "
                + Sql.name(chunks.table())
                + " set "
                + set(chunks.set())
                + (chunks.where() == null ? "" : " where " + chunks.where());
    }

    private static void run(Database database, Chunks chunks) {
        // from the first block to the last, again and again while rows are found
        long found = 1;
        while (found > 0) {
            found = 0;
            long blocks =
                    (long)
                            Row.one(
                                            database,
                                            "select pg_relation_size(to_regclass({0})) /"
                                                    + " current_setting('block_size')::integer as n",
                                            Sql.name(chunks.table()))
                                    .number("n");
            long step = 8;
            for (long block = 0; block < blocks; block += step) {
                String range =
                        "ctid >= '("
                                + block
                                + ",0)' and ctid < '("
                                + (block + step)
                                + ",0)' and ("
                                + chunks.where()
                                + ")";
                Row done =
                        Row.one(
                                database,
                                "with done as (update "
                                        + Sql.name(chunks.table())
                                        + " set "
                                        + set(chunks.set())
                                        + " where "
                                        + range
                                        + " returning 1) select count(*) as n from done");
                long rows = (long) done.number("n");
                found += rows;
                if (rows > 0) {
                    step = Math.max(1, Math.min(1000, step * chunks.size() / rows));
                    sleep(chunks.pause().toMillis());
                }
            }
        }
    }

    private static String set(Map<String, String> columns) {
        return columns.entrySet().stream()
                .map(set -> Sql.quote(set.getKey()) + " = " + set.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Errors.interrupted("a chunk of rows", e);
        }
    }
}
