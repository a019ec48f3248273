package dev.kinglet.query;

import dev.kinglet.expr.Expr;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT as an immutable value; nothing runs before {@link #execute()}.
 *
 * @param <R> what it answers
 */
@CheckReturnValue
public final class Insert<R extends @Nullable Object> {
    private final InsertDefinition definition;
    private final BiFunction<QueryExecutor, InsertDefinition, R> run;
    private final @Nullable QueryExecutor executor;

    private Insert(
            InsertDefinition definition,
            BiFunction<QueryExecutor, InsertDefinition, R> run,
            @Nullable QueryExecutor executor) {
        this.definition = definition;
        this.run = run;
        this.executor = executor;
    }

    /** An insert and how its answer is made; for tables. */
    public static <R extends @Nullable Object> Insert<R> of(
            InsertDefinition definition, BiFunction<QueryExecutor, InsertDefinition, R> run) {
        return new Insert<>(definition, run, null);
    }

    /** Runs on this database, whatever the table is bound to. */
    public Insert<R> using(QueryExecutor database) {
        return new Insert<>(definition, run, database);
    }

    /**
     * Inserts. Of one row the answer is its key, of many their number. All rows are stored, or
     * none.
     */
    @CanIgnoreReturnValue
    public R execute() {
        return run.apply(executor(), definition);
    }

    /**
     * The same as a write that answers the rows it wrote.
     *
     * @param rows the table
     * @param columns what of each row; without any all of it
     */
    public <M extends @Nullable Object> Returning<M> returning(Source<M> rows, Expr<?>... columns) {
        return Returning.of(
                rows,
                columns,
                items ->
                        new InsertDefinition(
                                definition.root(),
                                definition.columns(),
                                definition.values(),
                                items,
                                definition.query()),
                this::executor);
    }

    /** SQL text and bind values, without running it. */
    public BoundSql sql() {
        return executor().sql(definition);
    }

    @Override
    public String toString() {
        return sql().text();
    }

    private QueryExecutor executor() {
        return executor == null ? definition.root().executor() : executor;
    }
}
