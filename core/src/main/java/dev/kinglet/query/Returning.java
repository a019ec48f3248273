package dev.kinglet.query;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A write that answers the rows it wrote, or of a delete those it removed: of an insert of many in
 * the order in which they were given, else in no particular one. Each terminal carries it out;
 * {@link #cte} does not.
 *
 * @param <M> the rows
 */
@CheckReturnValue
public final class Returning<M extends @Nullable Object> {
    private final List<Selection> items;
    private final Function<List<Selection>, ? extends QueryDefinition> write;
    private final @Nullable Supplier<Insert.Many> many;
    private final Supplier<QueryExecutor> executor;

    /**
     * @param write answers the write with these items to return; refuses one that may not run
     * @param many the rows of an insert of many; null for any other write
     */
    private Returning(
            List<Selection> items,
            Function<List<Selection>, ? extends QueryDefinition> write,
            @Nullable Supplier<Insert.Many> many,
            Supplier<QueryExecutor> executor) {
        this.items = items;
        this.write = write;
        this.many = many;
        this.executor = executor;
    }

    static <M extends @Nullable Object> Returning<M> of(
            Source<M> rows,
            Expr<?>[] columns,
            Function<List<Selection>, ? extends QueryDefinition> write,
            @Nullable Supplier<Insert.Many> many,
            Supplier<QueryExecutor> executor) {
        List<Selection> items = new ArrayList<>(Arrays.asList(columns));
        if (items.isEmpty()) {
            items.add(rows);
        }
        return new Returning<>(List.copyOf(items), write, many, executor);
    }

    /** The rows; empty when none was touched. */
    @CanIgnoreReturnValue
    public List<M> list() {
        return run(items, new RowShape.Models<M>());
    }

    /** One of the rows; null when none was touched. All of them were written. */
    @CanIgnoreReturnValue
    public @Nullable M first() {
        return one(items, new RowShape.Models<M>());
    }

    /**
     * The only row. All of them were written when it is found that there are more: roll back where
     * that matters.
     *
     * @throws NotFoundException when none was touched
     * @throws DataException when more than one was
     */
    @CanIgnoreReturnValue
    public M single() {
        List<M> rows = list();
        if (rows.size() == 1) {
            return rows.get(0);
        }
        QueryDefinition wrote = write.apply(items);
        String model = wrote.root().toString();
        if (rows.isEmpty()) {
            throw new NotFoundException(
                    "no row of " + model + " was written",
                    ErrorContext.NONE.withModel(model).withHint("first() answers null instead"),
                    null);
        }
        throw new DataException(
                rows.size() + " rows of " + model + " were written, where one was meant",
                ErrorContext.NONE
                        .withModel(model)
                        .withHint("say more of the row that is meant, or ask for the list()"),
                null);
    }

    /** The values of one expression, which is returned in place of the rows. */
    @CanIgnoreReturnValue
    public <T extends @Nullable Object> List<T> values(Expr<T> expr) {
        return run(List.of(expr), new RowShape.Single<T>());
    }

    /**
     * The value of one expression in one of the rows, which is returned in place of the rows; null
     * when none was touched.
     */
    @CanIgnoreReturnValue
    public <T extends @Nullable Object> @Nullable T scalar(Expr<T> expr) {
        return one(List.of(expr), new RowShape.Single<T>(true));
    }

    /** The rows as maps; see {@link Select#maps()}. */
    @CanIgnoreReturnValue
    public List<Map<String, @Nullable Object>> maps() {
        return run(items, new RowShape.Maps());
    }

    /** The rows as values that are found by their expressions; see {@link Select#rows()}. */
    @CanIgnoreReturnValue
    public List<Row> rows() {
        return run(items, new RowShape.Rows());
    }

    /** The rows as objects of a class; see {@link Select#into}. */
    @CanIgnoreReturnValue
    public <R> List<R> into(Class<R> type) {
        return run(items, new RowShape.Into<>(type));
    }

    /**
     * The write as a source for another statement, which carries it out once. PostgreSQL only;
     * SQLite refuses when the statement is planned.
     *
     * @throws ProgrammingException for an insert of many rows
     */
    public Cte<M> cte(String name) {
        QueryDefinition body = write.apply(items);
        if (many != null) {
            throw new ProgrammingException(
                    "an insert of many rows into " + body.root() + " may take several statements",
                    body.root().toString(),
                    "insert from a query: insertFrom(columns, Cte.values(..).select(..))");
        }
        return Cte.of(name, body, executor);
    }

    /** SQL text and bind values, without running it. */
    public BoundSql sql() {
        QueryDefinition body = write.apply(items);
        return executor.get().sql(many == null ? body : prepared(body, many.get()));
    }

    /** The SQL, values hidden. */
    @Override
    public String toString() {
        return sql().text();
    }

    private <R extends @Nullable Object> List<R> run(List<Selection> returned, RowShape<R> shape) {
        QueryDefinition body = write.apply(returned);
        if (many == null) {
            return executor.get().list(body, shape);
        }
        Insert.Many all = many.get();
        return executor.get().insertAll(prepared(body, all), all.rows(), shape);
    }

    private <R extends @Nullable Object> @Nullable R one(
            List<Selection> returned, RowShape<R> shape) {
        if (many == null) {
            return executor.get().first(write.apply(returned), shape);
        }
        List<R> rows = run(returned, shape);
        return rows.isEmpty() ? null : rows.get(0);
    }

    private static InsertDefinition prepared(QueryDefinition body, Insert.Many all) {
        return ((InsertDefinition) body).withColumns(all.columns(), all.values());
    }
}
