package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.SchemaPlan;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For PostgreSQL: a schema of its own with copies of the tables, in a transaction that is rolled
 * back, before all others in the search path. Only what names no schema is done there. SQL as it is
 * written may name anything, and is not: what it makes is not there for what follows.
 *
 * <p>Where no schema can be made operations are asked on the database itself, and nothing is run.
 */
final class PostgresStage implements Stage {
    private static final Pattern CONCURRENTLY =
            Pattern.compile("^([^\"']*)\\bconcurrently ", Pattern.CASE_INSENSITIVE);

    private final Database database;
    private final boolean runs;
    private final boolean asWritten;

    private PostgresStage(Database database, boolean runs, boolean asWritten) {
        this.database = database;
        this.runs = runs;
        this.asWritten = asWritten;
    }

    static <R> R play(Database database, boolean empty, Function<Stage, R> play) {
        if (database.defaultSchema() != null) {
            return play.apply(new PostgresStage(database, false, false));
        }
        SchemaInfo there = empty ? null : database.schema().read();
        return database.<R, RuntimeException>atomicResult(
                transaction -> {
                    boolean runs = built(database, there);
                    R played = play.apply(new PostgresStage(database, runs, empty));
                    transaction.rollback();
                    return played;
                });
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public @Nullable String run(Operation operation, Step step) {
        if (step.work() != null) {
            return null;
        }
        if (operation instanceof Operation.Sql && !asWritten) {
            boolean schema =
                    List.of("create", "alter", "drop").contains(SqlSplitter.firstWord(step.sql()));
            return schema
                    ? "what follows does not know of: " + step.sql().lines().findFirst().orElse("")
                    : null;
        }
        boolean elsewhere = operation.name() != null && operation.name().schema() != null;
        if (!runs || elsewhere) {
            return null;
        }
        String sql = CONCURRENTLY.matcher(step.sql()).replaceFirst("$1");
        return Stage.tried(
                operation,
                step,
                () -> database.<RuntimeException>atomic(inner -> database.execute(sql)));
    }

    /** Whether there is a stage now. */
    private static boolean built(Database database, @Nullable SchemaInfo there) {
        String name =
                "kinglet_rehearsal_"
                        + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);
        try {
            database.<RuntimeException>atomic(
                    inner -> {
                        database.execute("set local lock_timeout = 1000");
                        database.execute("create schema " + name);
                        database.execute(
                                "select set_config('search_path', '"
                                        + name
                                        + ", ' || current_setting('search_path'), true)");
                        if (there != null) {
                            List<SchemaChange> changes = new ArrayList<>();
                            there.enums()
                                    .forEach(
                                            type ->
                                                    changes.add(
                                                            new SchemaChange.CreateEnum(
                                                                    type.name(),
                                                                    type.values(),
                                                                    SchemaChange.Existing.FAIL)));
                            changes.addAll(
                                    SchemaPlan.create(
                                            there.tables(),
                                            Dialect.POSTGRES,
                                            SchemaChange.Existing.FAIL));
                            there.views()
                                    .forEach(
                                            view ->
                                                    changes.add(
                                                            new SchemaChange.CreateView(
                                                                    view.name(),
                                                                    view.sql(),
                                                                    view.materialized(),
                                                                    false,
                                                                    SchemaChange.Existing.FAIL)));
                            database.schema().change(changes).execute();
                        }
                    });
            return true;
        } catch (KingletException e) {
            return false;
        }
    }
}
