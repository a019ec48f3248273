package dev.kinglet.query;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs a query: each terminal runs it again.
 *
 * @param <M> the rows: models of the root source
 */
abstract class Results<M extends @Nullable Object> implements Iterable<M> {
    private static final Expr<?> ONE = Fn.raw(Integer.class, "1");

    abstract SelectDefinition definition();

    abstract QueryExecutor executor();

    abstract RowShape.Models<M> rowShape();

    /** What may know the rows without a query; null for nothing. */
    abstract EagerLoad.@Nullable Loaded<M> related();

    /** All rows, in the database's order; empty when there are none. */
    public final List<M> list() {
        EagerLoad.Loaded<M> related = related();
        List<M> known = related == null ? null : related.loadedTogether();
        return known == null ? executor().list(definition(), rowShape()) : new ArrayList<>(known);
    }

    /**
     * {@code list().iterator()}: the rows are read before the loop starts, so leaving it early
     * leaks nothing.
     */
    @Override
    public final Iterator<M> iterator() {
        return list().iterator();
    }

    /**
     * The rows one by one, from a cursor of the database. Close the stream: it holds a connection
     * until then, in the thread that opened it.
     */
    public final Stream<M> stream() {
        List<M> known = loaded();
        return known == null ? executor().stream(definition(), rowShape()) : known.stream();
    }

    /** The first row; null when there is none. */
    public final @Nullable M first() {
        List<M> known = loaded();
        if (known != null) {
            return known.isEmpty() ? null : known.get(0);
        }
        return executor().first(one(), rowShape());
    }

    /**
     * The first row.
     *
     * @throws NotFoundException when there is none
     */
    public final M get() {
        M row = first();
        if (row == null) {
            throw new NotFoundException(
                    "no row of " + definition().root() + " matches",
                    new ErrorContext(
                            executor().sql(one()).text(),
                            List.of(),
                            definition().root().toString(),
                            "find(..) and first() answer null instead"),
                    null);
        }
        return row;
    }

    /** The number of rows this query has; its order does not matter, its limit does. */
    public final long count() {
        List<M> known = loaded();
        if (known != null) {
            return known.size();
        }
        boolean asWritten =
                definition().folds()
                        || definition().limit() != null
                        || definition().offset() != null;
        // Inside a limit the order decides which rows, but never how many.
        SelectDefinition rows =
                definition()
                        .withOrderBy(List.of())
                        .withOptions(definition().options().withLock(null));
        if (!definition().options().distinctOn().isEmpty()) {
            rows = rows.withOrderBy(definition().orderBy());
        }
        SelectDefinition counting =
                asWritten
                        ? SelectDefinition.of(
                                new Derived<>("counted", Select.of(rows)), List.of(Fn.count()))
                        : rows.withItems(List.of(Fn.count()));
        Long count = executor().<Long>first(counting, new RowShape.Single<>());
        return Objects.requireNonNull(count);
    }

    /** Whether there is any row. */
    public final boolean exists() {
        List<M> known = loaded();
        if (known != null) {
            return !known.isEmpty();
        }
        SelectDefinition rows =
                definition().folds() ? definition() : definition().withItems(List.of(ONE));
        SelectDefinition first =
                rows.withOrderBy(List.of()).withLimit(least(1), definition().offset());
        return !executor().list(first, new RowShape.Maps()).isEmpty();
    }

    /** The values of one expression, which takes the place of the select list. */
    public final <T extends @Nullable Object> List<T> values(Expr<T> expr) {
        return executor().list(selecting(expr), new RowShape.Single<T>());
    }

    /**
     * The value of one expression in the first row, in place of the select list; null when there is
     * no row.
     */
    public final <T extends @Nullable Object> @Nullable T scalar(Expr<T> expr) {
        return executor()
                .first(
                        selecting(expr).withLimit(least(1), definition().offset()),
                        new RowShape.Single<T>());
    }

    /**
     * The rows as maps, keys in the order of the select list: the Java name of a column, the alias
     * of an expression. A name that is there already gets {@code _2}, {@code _3}.
     */
    public final List<Map<String, @Nullable Object>> maps() {
        return executor().list(definition(), new RowShape.Maps());
    }

    /**
     * The rows as objects of a class: a record, a Kotlin data class, or a class with one public
     * constructor whose parameter names are kept ({@code -parameters}). Names match as {@code
     * favCount} and {@code fav_count} do.
     */
    public final <R> List<R> into(Class<R> type) {
        return executor().list(definition(), new RowShape.Into<>(type));
    }

    /** SQL text and bind values, without running it. */
    public final BoundSql sql() {
        return executor().sql(definition());
    }

    /** The database's plan, without running the query. */
    public final String explain() {
        return executor().explain(definition());
    }

    /** The SQL, values hidden; a note where the query cannot be rendered. */
    @Override
    public final String toString() {
        try {
            return sql().text();
        } catch (RuntimeException e) {
            return "select from " + definition().root() + " (" + e.getMessage() + ")";
        }
    }

    // ---- inside

    private @Nullable List<M> loaded() {
        EagerLoad.Loaded<M> related = related();
        return related == null ? null : related.loaded();
    }

    private SelectDefinition one() {
        return definition().withLimit(least(1), definition().offset());
    }

    private Long least(long rows) {
        Long limit = definition().limit();
        return limit == null ? (Long) rows : (Long) Math.min(limit, rows);
    }

    /** The same rows with one expression in place of the select list. */
    final SelectDefinition selecting(Expr<?> expr) {
        if (definition().options().compound() == null) {
            return definition().withItems(List.of(expr));
        }

        Derived<?> rows = new Derived<>("compound", Select.of(definition()));
        return SelectDefinition.of(rows, List.of(rows.col(expr)));
    }
}
