package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Chunks;
import dev.kinglet.migrate.change.SqlNames;

/**
 * Changes rows a few blocks of the file at a time, for a table without a key to go along. An update
 * moves a row to another block; so it goes round until no row is left that the condition names,
 * which has to exclude what was changed.
 */
public final class Blocks {
    private static final int FIRST = 8;
    private static final int MOST = 1000;

    private Blocks() {}

    /** Changes them all, each few blocks in a transaction of their own. */
    public static void run(Database database, Chunks chunks) {
        String table = SqlNames.quote(chunks.table());
        String update =
                "with done as (update "
                        + table
                        + " set "
                        + Sql.assignments(chunks.set())
                        + " where ("
                        + chunks.where()
                        + ") and ctid >= '(%d,0)' and ctid < '(%d,0)' returning 1)"
                        + " select count(*) as n from done";
        long found;
        do {
            found = 0;
            long blocks = size(database, table);
            long step = FIRST;
            for (long block = 0; block < blocks; block += step) {
                String sql = update.formatted(block, block + step);
                long rows = (long) Row.one(database, sql).number("n");
                found += rows;
                if (rows > 0) {
                    sleep(chunks.pause().toMillis());
                }
                step = Math.max(1, Math.min(MOST, step * chunks.size() / Math.max(1, rows)));
            }
        } while (found > 0);
    }

    private static long size(Database database, String table) {
        String sql =
                "select pg_relation_size(to_regclass({0})) /"
                        + " current_setting('block_size')::integer as n";
        return (long) Row.one(database, sql, table).number("n");
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
