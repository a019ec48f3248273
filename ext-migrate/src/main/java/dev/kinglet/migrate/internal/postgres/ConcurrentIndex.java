package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.schema.SchemaName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An index that is made or dropped while others write. It is no part of a transaction: what fails
 * leaves an invalid index, which costs every write and serves no query, and which IF NOT EXISTS
 * would take for the real one. So leftovers are looked for before, and removed after a failure.
 */
public final class ConcurrentIndex {
    private static final String INDEXES =
            "select n.nspname as schema, x.relname as name, i.indisvalid as valid from pg_index i"
                    + " join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid ="
                    + " x.relnamespace where i.indrelid = to_regclass({0}) order by x.relname";

    private static final String MAKERS =
            "select p.pid from pg_stat_progress_create_index p join pg_index i on i.indexrelid ="
                    + " p.index_relid where p.relid = to_regclass({0}) and not i.indisvalid";

    private ConcurrentIndex() {}

    /**
     * The step that makes an index.
     *
     * @param sql CREATE INDEX CONCURRENTLY without IF NOT EXISTS
     */
    public static Step create(SchemaName table, String index, boolean ifNotExists, String sql) {
        return step(sql, new Create(SqlNames.quote(table), index, ifNotExists, sql)).scanning();
    }

    /** The step that drops an index. */
    public static Step drop(SchemaName table, String index, boolean ifExists) {
        String sql =
                "drop index concurrently "
                        + (ifExists ? "if exists " : "")
                        + Sql.beside(table, index);
        return step(sql, new Drop(Sql.beside(table, index), sql));
    }

    private static Step step(String sql, Step.Guarded work) {
        return Step.of(sql, work, Step.Place.NO_TRANSACTION)
                .locking(Step.Lock.SHARE_UPDATE_EXCLUSIVE);
    }

    private record Create(String table, String index, boolean ifNotExists, String sql)
            implements Step.Guarded {

        @Override
        public boolean isDone(Database database) {
            return found(database).stream()
                    .anyMatch(row -> row.is("valid") && row.text("name").equals(index));
        }

        @Override
        public void accept(Database database) {
            if (!invalid(database).isEmpty()) {
                awaitOthers(database);
                if (isDone(database)) {
                    return;
                }
                dropInvalid(database);
            } else if (ifNotExists && isDone(database)) {
                return;
            }
            try {
                database.execute(sql);
            } catch (RuntimeException e) {
                try {
                    dropInvalid(database);
                } catch (RuntimeException second) { // the next run finds it
                    e.addSuppressed(second);
                }
                throw e;
            }
        }

        /**
         * Somebody may be making it just now: a server goes on when its client is gone. It waits
         * for whoever has a snapshot, so we must not wait for its lock: that is a deadlock.
         */
        private void awaitOthers(Database database) {
            List<Row> makers;
            for (int n = 0; !(makers = Row.all(database, MAKERS, table)).isEmpty(); n++) {
                if (n % 50 == 0) {
                    Errors.LOG.info(
                            "waiting for process {}, which makes an index of {}: {}",
                            makers.get(0).text("pid"),
                            table,
                            sql);
                }
                try {
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw Errors.interrupted(sql, e);
                }
            }
        }

        private void dropInvalid(Database database) {
            for (Row row : invalid(database)) {
                SchemaName name = new SchemaName(row.text("schema"), row.text("name"));
                database.execute("drop index concurrently if exists " + SqlNames.quote(name));
            }
        }

        private List<Row> invalid(Database database) {
            return found(database).stream().filter(row -> !row.is("valid")).toList();
        }

        /** The index, and what a REINDEX CONCURRENTLY of it left. */
        private List<Row> found(Database database) {
            Pattern names = Pattern.compile(Pattern.quote(index) + "(_cc(new|old)\\d*)?");
            return Row.all(database, INDEXES, table).stream()
                    .filter(row -> names.matcher(row.text("name")).matches())
                    .toList();
        }
    }

    private record Drop(String index, String sql) implements Step.Guarded {
        @Override
        public boolean isDone(Database database) {
            return Row.one(database, "select to_regclass({0}) is null as gone", index).is("gone");
        }

        @Override
        public void accept(Database database) {
            database.execute(sql);
        }
    }
}
