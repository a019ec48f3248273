package dev.kinglet.query;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Selection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What runs a query: each terminal runs it again.
 *
 * @param <M> the rows: models of the root source
 */
abstract class Results<M extends @Nullable Object> implements Iterable<M> {
    private static final Expr<?> ONE = Fn.raw(Integer.class, "1");
    private static final List<Selection> COUNT = List.of(Fn.count());
    private static final RowShape<Long> COUNTED = new RowShape.Single<>();

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
            throw one().notFound(executor());
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
        SelectDefinition rows = definition();
        boolean plain = rows.options() == SelectOptions.NONE;
        if (!plain) {
            rows = rows.withOptions(rows.options().withLock(null));
        }
        if (!rows.orderBy().isEmpty() && rows.options().distinctOn().isEmpty()) {
            rows = rows.withOrderBy(List.of());
        }
        SelectDefinition counting =
                asWritten
                        ? SelectDefinition.of(
                                new Derived<>("counted", Select.of(named(rows))), COUNT)
                        : rows.withItems(COUNT);
        if (!asWritten && !plain) {
            counting = counting.withOptions(rows.options().withWindows(List.of()));
        }
        Long count = executor().first(counting, COUNTED);
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
                        new RowShape.Single<T>(true));
    }

    /**
     * The rows as models of the root with everything on them: what was selected of joined sources
     * is read from the root's row, {@code tweet.get(USER.username)}, and no joined rows are made.
     */
    public final List<M> flat() {
        return executor().list(definition(), new RowShape.Flat<>(rowShape()));
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
     * favCount} and {@code fav_count} do. A component that is such an object itself is filled from
     * the joined source of that name: its foreign key's, its alias or its model's; null where an
     * outer join missed.
     *
     * @throws ProgrammingException where nothing is selected for a name; nothing is sent then
     * @throws DataException where a value does not fit its component
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

    /**
     * The only row. No more than two are read.
     *
     * @throws NotFoundException when there is none
     * @throws DataException when there are more
     */
    public final M single() {
        SelectDefinition two = definition().withLimit(least(2), definition().offset());
        List<M> known = loaded();
        List<M> rows = known == null ? executor().list(two, rowShape()) : known;
        if (rows.isEmpty()) {
            throw two.notFound(executor());
        }
        if (rows.size() > 1) {
            throw new DataException(
                    "more than one row of " + definition().root() + " matches",
                    at(two, "say more of the row that is meant, or take the first() of an order"),
                    null);
        }
        return rows.get(0);
    }

    /**
     * The rows as values that are found by the expression they were selected by, whatever sources
     * they come from; in the database's order, empty when there are none.
     */
    public final List<Row> rows() {
        return executor().list(definition(), new RowShape.Rows());
    }

    /** As {@link #stream()}, of {@link #rows()}; with {@code Row::asMap} it is a stream of maps. */
    public final Stream<Row> streamRows() {
        return executor().stream(definition(), new RowShape.Rows());
    }

    /** As {@link #stream()}, of {@link #into(Class)}. */
    public final <R> Stream<R> streamInto(Class<R> type) {
        return executor().stream(definition(), new RowShape.Into<>(type));
    }

    /**
     * The rows in lists of so many, from a cursor of the database; the last list may be shorter,
     * and none is empty. The lists cannot be changed. No more rows than those of one list are read
     * ahead. Close the stream, see {@link #stream()}.
     */
    public final Stream<List<M>> chunked(int size) {
        if (size < 1) {
            throw new ProgrammingException(
                    "chunks of " + size + " rows",
                    definition().root().toString(),
                    "ask for 1 row or more");
        }
        return executor().chunks(definition(), rowShape(), size);
    }

    /**
     * What is made of the value of one expression, which takes the place of the select list. What
     * the function throws passes through.
     */
    public final <A extends @Nullable Object, R extends @Nullable Object> List<R> into(
            Expr<A> first, Function<? super A, ? extends R> make) {
        return made(row -> make.apply(row.get(first)), first);
    }

    /** What is made of two expressions: {@code into(USER.username, tweets, Author::new)}. */
    public final <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    R extends @Nullable Object>
            List<R> into(
                    Expr<A> first,
                    Expr<B> second,
                    BiFunction<? super A, ? super B, ? extends R> make) {
        return made(row -> make.apply(row.get(first), row.get(second)), first, second);
    }

    /** What is made of three expressions. */
    public final <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            List<R> into(
                    Expr<A> first,
                    Expr<B> second,
                    Expr<C> third,
                    Select.Of3<? super A, ? super B, ? super C, ? extends R> make) {
        return made(
                row -> make.apply(row.get(first), row.get(second), row.get(third)),
                first,
                second,
                third);
    }

    /** What is made of four expressions. */
    public final <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            List<R> into(
                    Expr<A> first,
                    Expr<B> second,
                    Expr<C> third,
                    Expr<D> fourth,
                    Select.Of4<? super A, ? super B, ? super C, ? super D, ? extends R> make) {
        return made(
                row -> make.apply(row.get(first), row.get(second), row.get(third), row.get(fourth)),
                first,
                second,
                third,
                fourth);
    }

    /**
     * The database's plan with what was measured while the query ran: PostgreSQL's times, rows and
     * buffers of each step, or SQLite's plan with the rows and the time of the whole. The query
     * does run; where it can write, what it wrote is undone.
     */
    public final String explainAnalyze() {
        return executor().explainAnalyze(definition());
    }

    // ---- inside

    private <R extends @Nullable Object> List<R> made(
            Function<Row, ? extends R> make, Expr<?>... exprs) {
        List<Row> rows = executor().list(selecting(exprs), new RowShape.Rows());
        List<R> made = new ArrayList<>(rows.size());
        for (Row row : rows) {
            made.add(make.apply(row));
        }
        return made;
    }

    /** The same with a name for each item that has none: one that is read from has to have one. */
    static SelectDefinition named(SelectDefinition query) {
        List<Selection> items = new ArrayList<>(query.items().size());
        for (Selection item : query.items()) {
            Selection plain = item instanceof Attached attached ? attached.expr() : item;
            boolean nameless =
                    plain instanceof Expr<?> expr
                            && !(expr instanceof ColumnExpr<?>)
                            && Exprs.alias(expr) == null;
            items.add(nameless ? ((Expr<?>) plain).as("counted_" + items.size()) : item);
        }
        SelectOptions options = query.options();
        Compound both = options.compound();
        if (both != null) {
            Compound named = new Compound(both.operator(), named(both.left()), both.right());
            options =
                    new SelectOptions(
                            options.distinctOn(),
                            options.windows(),
                            options.with(),
                            options.lock(),
                            named);
        }
        return query.withItems(List.copyOf(items)).withOptions(options);
    }

    private ErrorContext at(SelectDefinition asked, String hint) {
        return new ErrorContext(
                executor().sql(asked).text(), List.of(), definition().root().toString(), hint);
    }

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

    /** The same rows with these expressions in place of the select list. */
    final SelectDefinition selecting(Expr<?>... exprs) {
        if (definition().options().compound() == null) {
            return definition().withItems(List.of(exprs));
        }
        Derived<?> rows = new Derived<>("compound", Select.of(definition()));
        List<Selection> columns = new ArrayList<>();
        for (Expr<?> expr : exprs) {
            columns.add(rows.col(expr));
        }
        return SelectDefinition.of(rows, List.copyOf(columns));
    }
}
