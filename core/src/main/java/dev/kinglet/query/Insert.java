package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT as an immutable value; nothing runs before {@link #execute()}.
 *
 * @param <R> what it answers: of one row the key, of many their number
 * @param <N> what it answers where rows may be passed over: of one row the key or null, of many
 *     their number
 */
@CheckReturnValue
public final class Insert<R extends @Nullable Object, N extends @Nullable Object> {
    private final InsertDefinition definition;
    private final BiFunction<QueryExecutor, InsertDefinition, ? extends @Nullable Object> run;
    private final @Nullable Supplier<Many> many;
    private final @Nullable QueryExecutor executor;

    private Insert(
            InsertDefinition definition,
            BiFunction<QueryExecutor, InsertDefinition, ? extends @Nullable Object> run,
            @Nullable Supplier<Many> many,
            @Nullable QueryExecutor executor) {
        this.definition = definition;
        this.run = run;
        this.many = many;
        this.executor = executor;
    }

    /** What became of a row. */
    public enum Outcome {
        /** It is stored, as a new row. */
        INSERTED,
        /** A row that was there was changed, or replaced. */
        UPDATED,
        /** Nothing happened: a row was there, or the condition did not hold. */
        IGNORED
    }

    /**
     * Many rows, as an insert asks for them when it is executed.
     *
     * @param columns what each row sets
     * @param values a placeholder for each
     */
    public record Many(
            List<ColumnExpr<?>> columns, List<Expr<?>> values, QueryExecutor.Rows rows) {}

    /** An insert and how its answer is made; for tables. */
    public static <R extends @Nullable Object, N extends @Nullable Object> Insert<R, N> of(
            InsertDefinition definition, BiFunction<QueryExecutor, InsertDefinition, N> run) {
        return new Insert<>(definition, run, null, null);
    }

    /**
     * An insert of many rows; for tables.
     *
     * @param rows called at each execution, and only then
     */
    public static Insert<Integer, Integer> many(Source<?> table, Supplier<Many> rows) {
        return new Insert<>(
                new InsertDefinition(table, List.of(), List.of(), List.of())
                        .withRows(InsertDefinition.MANY),
                (executor, insert) -> {
                    throw new IllegalStateException(insert.root().toString());
                },
                rows,
                null);
    }

    // ---- conflicts

    /** Drops a row where one with an equal key is there, by any key or unique index. */
    public Insert<N, N> onConflictIgnore() {
        return with(Conflict.any(Conflict.Action.NOTHING));
    }

    /**
     * Says what happens where a row agrees with one that is there in these columns.
     *
     * @param target the columns, or expressions, of the primary key or of a unique index
     * @throws ProgrammingException without a target, and where a conflict was spoken of already
     */
    public OnConflict<R, N> onConflict(Expr<?>... target) {
        if (target.length == 0) {
            throw new ProgrammingException(
                    "a conflict of an insert into " + root() + " has no target",
                    model(),
                    "name the columns of a key or a unique index, or call onConflictIgnore()");
        }
        for (Expr<?> part : target) {
            if (part instanceof ColumnExpr<?> column
                    && !column.qualifier().equals(root().qualifier())) {
                throw new ProgrammingException(
                        column + " is no column of " + root(),
                        model(),
                        "name columns of the table that is inserted into");
            }
        }
        return new OnConflict<>(
                this,
                new Conflict(
                        List.copyOf(Arrays.asList(target)),
                        null,
                        null,
                        Conflict.Action.NOTHING,
                        List.of(),
                        null));
    }

    /**
     * As {@link #onConflict}, by the name of a constraint. PostgreSQL only, and an index is no
     * constraint there; SQLite refuses when the statement is planned.
     */
    public OnConflict<R, N> onConflictConstraint(String name) {
        return new OnConflict<>(
                this,
                new Conflict(List.of(), null, name, Conflict.Action.NOTHING, List.of(), null));
    }

    /**
     * Deletes the rows that are in the way, by any key or unique index, and stores the new one:
     * what it does not set is lost, and a generated key is another. SQLite only; PostgreSQL refuses
     * when the statement is planned.
     */
    public Insert<R, N> onConflictReplace() {
        return with(Conflict.any(Conflict.Action.REPLACE));
    }

    // ---- running

    /** Puts queries in front of the statement; see {@link Select#with}. */
    public Insert<R, N> with(Cte<?>... ctes) {
        return new Insert<>(
                definition.withCtes(Clauses.plus(definition.with(), Arrays.asList(ctes))),
                run,
                many,
                executor);
    }

    /** Runs on this database, whatever the table is bound to. */
    public Insert<R, N> using(QueryExecutor database) {
        return new Insert<>(definition, run, many, database);
    }

    /**
     * Inserts. Of one row the answer is its key, or that of the row that was updated instead; null
     * where it was passed over. Of many it is the number of rows that were stored or updated. All
     * rows are stored, or none.
     */
    @CanIgnoreReturnValue
    @SuppressWarnings("unchecked") // what the table that made it says
    public R execute() {
        if (many == null) {
            return (R) run.apply(executor(), definition);
        }
        Many all = many.get();
        Integer count = executor().insertAll(prepared(all), all.rows());
        return (R) count;
    }

    /**
     * Inserts one row, and says what became of it. On SQLite an insert that may update takes two
     * statements in one transaction.
     *
     * @throws ProgrammingException for an insert of many rows, of which nobody can say it
     */
    @CanIgnoreReturnValue
    public Outcome outcome() {
        if (many != null || definition.query() != null) {
            throw new ProgrammingException(
                    "an insert of many rows into " + root() + " has no one outcome",
                    model(),
                    "insert row by row in a transaction, or count what execute() answers");
        }
        return executor().outcome(definition.withReturning(List.of()));
    }

    /**
     * The same as a write that answers the rows that were stored or updated, of many in the order
     * in which they were given.
     *
     * @param rows the table
     * @param columns what of each row; without any all of it
     */
    public <M extends @Nullable Object> Returning<M> returning(Source<M> rows, Expr<?>... columns) {
        return Returning.of(rows, columns, definition::withReturning, many, this::executor);
    }

    /**
     * SQL text and bind values, without running it. Many rows go in several statements; this is
     * that of one row, or of all where they travel in arrays.
     */
    public BoundSql sql() {
        return executor().sql(many == null ? definition : prepared(many.get()));
    }

    @Override
    public String toString() {
        return sql().text();
    }

    // ---- inside

    /** What is inserted; of many rows without their columns, see {@link #given()}. */
    public InsertDefinition definition() {
        return definition;
    }

    /** The rows of an insert of many, asked for now; null for any other insert. */
    public @Nullable Many given() {
        return many == null ? null : many.get();
    }

    Source<?> root() {
        return definition.root();
    }

    String model() {
        return root().toString();
    }

    <A extends @Nullable Object> Insert<A, N> with(Conflict conflict) {
        if (definition.conflict() != null) {
            throw new ProgrammingException(
                    "an insert into " + root() + " says twice what happens on a conflict",
                    model(),
                    "say it once");
        }
        return new Insert<>(definition.withConflict(conflict), run, many, executor);
    }

    private InsertDefinition prepared(Many all) {
        return definition.withColumns(all.columns(), all.values());
    }

    private QueryExecutor executor() {
        return executor == null ? definition.root().executor() : executor;
    }
}
