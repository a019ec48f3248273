package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.sqlite.Statements;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.SchemaName;
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
 * back, before all others in the search path. Only what changes something that is in it is done; of
 * SQL as it is written only what makes a table or the like, since the rest may reach anything.
 *
 * <p>Where no schema can be made operations are asked on the database itself, and nothing is run.
 */
final class PostgresStage implements Stage {
    private static final Pattern CONCURRENTLY =
            Pattern.compile("^([^\"']*)\\bconcurrently ", Pattern.CASE_INSENSITIVE);

    private static final Pattern OWN =
            Pattern.compile("(?i)^create\\s+(table|view|type|sequence)\\b");
    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");

    /** A name with a schema, or of a column of a table that may be anywhere. */
    private static final Pattern ELSEWHERE = Pattern.compile("[\\p{L}_\"]\\s*\\.");

    private static final String HERE =
            "select 1 as here from pg_namespace n where n.nspname = {0} and (exists (select 1 from"
                    + " pg_class c where c.relnamespace = n.oid and c.relname = {1}) or exists"
                    + " (select 1 from pg_type t where t.typnamespace = n.oid and t.typname = {1}))";

    private final Database database;
    private final @Nullable String stage;
    private final boolean asWritten;
    private @Nullable String doubt;

    /**
     * @param stage the schema; null where there is none
     * @param asWritten whether SQL as it is written is run, whatever it is
     * @param doubt why there is none; told once
     */
    private PostgresStage(
            Database database, @Nullable String stage, boolean asWritten, @Nullable String doubt) {
        this.database = database;
        this.stage = stage;
        this.asWritten = asWritten;
        this.doubt = doubt;
    }

    static <R> R play(Database database, boolean empty, Function<Stage, R> play) {
        if (database.defaultSchema() != null) {
            return play.apply(new PostgresStage(database, null, false, null));
        }
        SchemaInfo there = empty ? null : database.schema().read();
        return database.<R, RuntimeException>atomicResult(
                transaction -> {
                    List<String> doubts = new ArrayList<>();
                    String stage = built(database, there, doubts);
                    String doubt = doubts.isEmpty() ? null : doubts.get(0);
                    R played = play.apply(new PostgresStage(database, stage, empty, doubt));
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
        String first = doubt;
        doubt = null;
        String own = tried(operation, step);
        return first == null ? own : own == null ? first : first + "\n" + own;
    }

    private @Nullable String tried(Operation operation, Step step) {
        if (step.work() != null && !(step.work() instanceof Step.Guarded)) {
            return null;
        }
        if (operation instanceof Operation.Sql) {
            if (stage == null || !asWritten && !isOwn(step.sql())) {
                boolean schema =
                        List.of("create", "alter", "drop")
                                .contains(Statements.firstWord(step.sql()));
                return schema
                        ? "what follows does not know of: "
                                + step.sql().lines().findFirst().orElse("")
                        : null;
            }
        } else if (stage == null || !isHere(operation)) {
            return null;
        }
        String sql = CONCURRENTLY.matcher(step.sql()).replaceFirst("$1");
        return Stage.tried(
                operation,
                step,
                () -> database.<RuntimeException>atomic(inner -> database.execute(sql)));
    }

    /** Whether what is changed stands on the stage, so that nothing else is met. */
    private boolean isHere(Operation operation) {
        SchemaName of = operation.name();
        if (of == null || of.schema() != null) {
            return false;
        }
        boolean makes =
                operation instanceof Operation.CreateTable
                        || operation instanceof Operation.CreateView
                        || operation instanceof Operation.CreateEnum
                        || operation instanceof Operation.CreateSequence;
        return makes || !database.query(HERE, stage, of.name()).maps().isEmpty();
    }

    /** Whether SQL as it is written makes a thing of the stage, and reaches no other. */
    private static boolean isOwn(String sql) {
        return OWN.matcher(sql).find()
                && !ELSEWHERE.matcher(LITERAL.matcher(sql).replaceAll("''")).find();
    }

    /** The schema; null where none could be made. */
    private static @Nullable String built(
            Database database, @Nullable SchemaInfo there, List<String> doubts) {
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
                            // without its schema, which is another one here
                            copy(database, SchemaState.of(there, Dialect.POSTGRES));
                        }
                    });
            return name;
        } catch (KingletException e) {
            doubts.add("the tables cannot be copied: " + e.summary());
            return null;
        }
    }

    private static void copy(Database database, SchemaState there) {
        List<SchemaChange> changes = new ArrayList<>();
        there.enums()
                .forEach(
                        (type, values) ->
                                changes.add(
                                        new SchemaChange.CreateEnum(
                                                type, values, SchemaChange.Existing.FAIL)));
        there.sequences()
                .forEach(
                        sequence ->
                                changes.add(
                                        new SchemaChange.CreateSequence(
                                                sequence.name(),
                                                sequence.start(),
                                                sequence.increment(),
                                                SchemaChange.Existing.FAIL)));
        changes.addAll(
                SchemaPlan.create(
                        List.copyOf(there.tables()), Dialect.POSTGRES, SchemaChange.Existing.FAIL));
        there.views()
                .forEach(
                        view ->
                                changes.add(
                                        new SchemaChange.CreateView(
                                                view.name(),
                                                view.query(),
                                                view.materialized(),
                                                false,
                                                SchemaChange.Existing.FAIL)));
        database.schema().change(changes).execute();
    }
}
