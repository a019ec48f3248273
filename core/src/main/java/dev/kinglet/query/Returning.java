package dev.kinglet.query;

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
 * A write that answers the rows it wrote, or of a delete those it removed, in no particular order.
 * Each terminal carries it out; {@link #cte} does not.
 *
 * @param <M> the rows
 */
@CheckReturnValue
public final class Returning<M extends @Nullable Object> {
    private final List<Selection> items;
    private final Function<List<Selection>, QueryDefinition> write;
    private final Supplier<QueryExecutor> executor;

    /**
     * @param write answers the write with these items to return; refuses one that may not run
     */
    private Returning(
            List<Selection> items,
            Function<List<Selection>, QueryDefinition> write,
            Supplier<QueryExecutor> executor) {
        this.items = items;
        this.write = write;
        this.executor = executor;
    }

    static <M extends @Nullable Object> Returning<M> of(
            Source<M> rows,
            Expr<?>[] columns,
            Function<List<Selection>, QueryDefinition> write,
            Supplier<QueryExecutor> executor) {
        List<Selection> items = new ArrayList<>(Arrays.asList(columns));
        if (items.isEmpty()) {
            items.add(rows);
        }
        return new Returning<>(List.copyOf(items), write, executor);
    }

    /** The rows; empty when none was touched. */
    @CanIgnoreReturnValue
    public List<M> list() {
        return executor.get().list(write.apply(items), new RowShape.Models<M>());
    }

    /** One of the rows; null when none was touched. All of them were written. */
    @CanIgnoreReturnValue
    public @Nullable M first() {
        return executor.get().first(write.apply(items), new RowShape.Models<M>());
    }

    /** The values of one expression, which is returned in place of the rows. */
    @CanIgnoreReturnValue
    public <T extends @Nullable Object> List<T> values(Expr<T> expr) {
        return executor.get().list(write.apply(List.of(expr)), new RowShape.Single<T>());
    }

    /** The rows as maps; see {@link Select#maps()}. */
    @CanIgnoreReturnValue
    public List<Map<String, @Nullable Object>> maps() {
        return executor.get().list(write.apply(items), new RowShape.Maps());
    }

    /** The rows as objects of a class; see {@link Select#into}. */
    @CanIgnoreReturnValue
    public <R> List<R> into(Class<R> type) {
        return executor.get().list(write.apply(items), new RowShape.Into<>(type));
    }

    /**
     * The write as a source for another statement, which carries it out once. PostgreSQL only;
     * SQLite refuses when the statement is planned.
     */
    public Cte<M> cte(String name) {
        return Cte.of(name, write.apply(items), executor);
    }

    /** SQL text and bind values, without running it. */
    public BoundSql sql() {
        return executor.get().sql(write.apply(items));
    }

    /** The SQL, values hidden. */
    @Override
    public String toString() {
        return sql().text();
    }
}
