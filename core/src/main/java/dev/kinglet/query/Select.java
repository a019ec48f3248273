package dev.kinglet.query;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import dev.kinglet.expr.Subquery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT as an immutable value: each clause answers a new one, and nothing runs before a terminal
 * ({@code list}, {@code first}, {@code count}, a loop) is called. Each terminal runs the query
 * again.
 *
 * @param <M> the rows: models of the root source
 */
@CheckReturnValue
public class Select<M extends @Nullable Object> implements Iterable<M>, Subquery {
    private final SelectDefinition definition;
    private final Source<?> context;
    private final @Nullable QueryExecutor executor;

    /** For query types that add methods of their own; the clauses answer plain queries. */
    protected Select(Select<M> other) {
        this(other.definition, other.context, other.executor);
    }

    private Select(
            SelectDefinition definition, Source<?> context, @Nullable QueryExecutor executor) {
        this.definition = definition;
        this.context = context;
        this.executor = executor;
    }

    /** All rows of a source; without items all its columns. */
    public static <M extends @Nullable Object> Select<M> from(Source<M> root, Selection... items) {
        return new Select<>(SelectDefinition.of(root, List.of(items)), root, null);
    }

    // ---- clauses

    /** Adds conditions; all of them and all of before have to hold. None adds nothing. */
    public final Select<M> where(Condition... conditions) {
        return with(definition.withWhere(Conditions.all(definition.where(), conditions)));
    }

    /**
     * Joins by the one foreign key between the last joined source and this one, in either
     * direction.
     *
     * @throws ProgrammingException if there is none, or more than one; then say which, see {@link
     *     #join(Source, On)}
     */
    public final Select<M> join(Source<?> target) {
        return join(Join.Kind.INNER, context, target, null);
    }

    /** Joins by a condition, or by a foreign key of either side. */
    public final Select<M> join(Source<?> target, On on) {
        return join(Join.Kind.INNER, context, target, on);
    }

    /** As {@link #join(Source)}, and rows without a partner stay. */
    public final Select<M> leftJoin(Source<?> target) {
        return join(Join.Kind.LEFT, context, target, null);
    }

    /** As {@link #join(Source, On)}, and rows without a partner stay. */
    public final Select<M> leftJoin(Source<?> target, On on) {
        return join(Join.Kind.LEFT, context, target, on);
    }

    /** Joins from a source of the query that is named, instead of the last joined one. */
    public final Select<M> joinFrom(Source<?> source, Source<?> target) {
        return join(Join.Kind.INNER, present(source), target, null);
    }

    /** As {@link #joinFrom(Source, Source)}, by a condition or a foreign key. */
    public final Select<M> joinFrom(Source<?> source, Source<?> target, On on) {
        return join(Join.Kind.INNER, present(source), target, on);
    }

    /** As {@link #joinFrom(Source, Source)}, and rows without a partner stay. */
    public final Select<M> leftJoinFrom(Source<?> source, Source<?> target) {
        return join(Join.Kind.LEFT, present(source), target, null);
    }

    /** As {@link #leftJoinFrom(Source, Source)}, by a condition or a foreign key. */
    public final Select<M> leftJoinFrom(Source<?> source, Source<?> target, On on) {
        return join(Join.Kind.LEFT, present(source), target, on);
    }

    /** Lets the next join start from a source that is already in the query. */
    public final Select<M> switchTo(Source<?> source) {
        return new Select<>(definition, present(source), executor);
    }

    /** Groups by these as well. */
    public final Select<M> groupBy(Expr<?>... exprs) {
        return with(definition.withGroupBy(plus(definition.groupBy(), Arrays.asList(exprs))));
    }

    /** Adds conditions on groups; all have to hold. */
    public final Select<M> having(Condition... conditions) {
        return with(definition.withHaving(Conditions.all(definition.having(), conditions)));
    }

    /** Sorts by these, in place of what was said before; without arguments the order is dropped. */
    public final Select<M> orderBy(Ordering... orderings) {
        List<Sort> sorts = new ArrayList<>(orderings.length);
        for (Ordering ordering : orderings) {
            sorts.add(ordering.sort());
        }
        return with(definition.withOrderBy(List.copyOf(sorts)));
    }

    /** At most so many rows. */
    public final Select<M> limit(long rows) {
        return with(definition.withLimit(notNegative("limit", rows), definition.offset()));
    }

    /** Passes over so many rows. */
    public final Select<M> offset(long rows) {
        return with(definition.withLimit(definition.limit(), notNegative("offset", rows)));
    }

    /** One page. Pages count from 1; a smaller number means the first. */
    public final Select<M> paginate(long page, long size) {
        if (size < 1) {
            throw new ProgrammingException(
                    "paginate: a page of " + size + " rows", null, "ask for 1 row or more");
        }
        long before;
        try {
            before = Math.multiplyExact(Math.max(page, 1) - 1, size);
        } catch (ArithmeticException e) {
            before = Long.MAX_VALUE; // no table has a row there: an empty page, as any page past
            // the end
        }
        return with(definition.withLimit(size, before));
    }

    /** Equal rows once. */
    public final Select<M> distinct() {
        return with(definition.withDistinct(true));
    }

    /** Runs on this database, whatever the source is bound to. */
    public final Select<M> using(QueryExecutor database) {
        return new Select<>(definition, context, database);
    }

    /** The query as a table with a name, to join or select from. */
    public final Derived<M> as(String name) {
        return new Derived<>(name, this);
    }

    // ---- terminals

    /** All rows, in the database's order; empty when there are none. */
    public final List<M> list() {
        return executor().list(definition, new RowShape.Models<>());
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
        return executor().stream(definition, new RowShape.Models<>());
    }

    /** The first row; null when there is none. */
    public final @Nullable M first() {
        return executor().first(one(), new RowShape.Models<M>());
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
                    "no row of " + definition.root() + " matches",
                    new ErrorContext(
                            executor().sql(one()).text(),
                            List.of(),
                            definition.root().toString(),
                            "find(..) and first() answer null instead"),
                    null);
        }
        return row;
    }

    /** The number of rows this query has; its order does not matter, its limit does. */
    public final long count() {
        boolean asWritten =
                definition.folds() || definition.limit() != null || definition.offset() != null;
        // Inside a limit the order decides which rows, but never how many.
        SelectDefinition rows = definition.withOrderBy(List.of());
        SelectDefinition counting =
                asWritten
                        ? SelectDefinition.of(
                                new Derived<>("counted", new Select<>(rows, context, null)),
                                List.of(Fn.count()))
                        : rows.withItems(List.of(Fn.count()));
        Long count = executor().<Long>first(counting, new RowShape.Single<>());
        return Objects.requireNonNull(count);
    }

    /** Whether there is any row. */
    public final boolean exists() {
        SelectDefinition rows =
                definition.folds() ? definition : definition.withItems(List.of(Derived.ONE));
        SelectDefinition first =
                rows.withOrderBy(List.of()).withLimit(least(1), definition.offset());
        return !executor().list(first, new RowShape.Maps()).isEmpty();
    }

    /** The values of one expression, which takes the place of the select list. */
    public final <T extends @Nullable Object> List<T> values(Expr<T> expr) {
        return executor().list(definition.withItems(List.of(expr)), new RowShape.Single<T>());
    }

    /**
     * The value of one expression in the first row, in place of the select list; null when there is
     * no row.
     */
    public final <T extends @Nullable Object> @Nullable T scalar(Expr<T> expr) {
        return executor()
                .first(
                        definition
                                .withItems(List.of(expr))
                                .withLimit(least(1), definition.offset()),
                        new RowShape.Single<T>());
    }

    /**
     * The rows as maps, keys in the order of the select list: the Java name of a column, the alias
     * of an expression. A name that is there already gets {@code _2}, {@code _3}.
     */
    public final List<Map<String, @Nullable Object>> maps() {
        return executor().list(definition, new RowShape.Maps());
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
        return executor().list(definition, new RowShape.Into<>(type));
    }

    /** SQL text and bind values, without running it. */
    public final BoundSql sql() {
        return executor().sql(definition);
    }

    /** The database's plan, without running the query. */
    public final String explain() {
        return executor().explain(definition);
    }

    /**
     * The only row. No more than two are read.
     *
     * @throws NotFoundException when there is none
     * @throws DataException when there are more
     */
    public final M single() {
        SelectDefinition two = definition.withLimit(least(2), definition.offset());
        List<M> rows = executor().list(two, new RowShape.Models<>());
        if (rows.isEmpty()) {
            throw new NotFoundException(
                    "no row of " + definition.root() + " matches",
                    at(two, "find(..) and first() answer null instead"),
                    null);
        }
        if (rows.size() > 1) {
            throw new DataException(
                    "more than one row of " + definition.root() + " matches",
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
        return executor().list(definition, new RowShape.Rows());
    }

    /** As {@link #stream()}, of {@link #rows()}; with {@code Row::asMap} it is a stream of maps. */
    public final Stream<Row> streamRows() {
        return executor().stream(definition, new RowShape.Rows());
    }

    /** As {@link #stream()}, of {@link #into(Class)}. */
    public final <R> Stream<R> streamInto(Class<R> type) {
        return executor().stream(definition, new RowShape.Into<>(type));
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
                    definition.root().toString(),
                    "ask for 1 row or more");
        }
        return executor().chunks(definition, new RowShape.Models<>(), size);
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
                    Of3<? super A, ? super B, ? super C, ? extends R> make) {
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
                    Of4<? super A, ? super B, ? super C, ? super D, ? extends R> make) {
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
        return executor().explainAnalyze(definition);
    }

    /**
     * The rows {@code from}, counted from 0, to {@code to}, which is not among them, of the rows
     * that this query has within its own limit and offset. Without an order the database may choose
     * others each time.
     */
    public final Select<M> slice(long from, long to) {
        if (from < 0 || to < from) {
            throw new ProgrammingException(
                    "a slice from " + from + " to " + to,
                    definition.root().toString(),
                    "say where it begins, from 0, and behind its last row, as subList does");
        }
        Long limit = definition.limit();
        Long offset = definition.offset();
        long rows = to - from;
        if (limit != null) {
            rows = Math.max(0, Math.min(rows, limit - from));
        }
        long before = from + (offset == null ? 0 : offset);
        // behind the largest number there are no rows
        return with(definition.withLimit(rows, before < 0 ? (Long) Long.MAX_VALUE : (Long) before));
    }

    /** The query without its limit and offset, such as for the total of a page. */
    public final Select<M> withoutLimit() {
        return with(definition.withLimit(null, null));
    }

    /** What the query says, as data. */
    public final SelectDefinition definition() {
        return definition;
    }

    /** The SQL, values hidden; a note where the query cannot be rendered. */
    @Override
    public final String toString() {
        try {
            return sql().text();
        } catch (RuntimeException e) {
            return "select from " + definition.root() + " (" + e.getMessage() + ")";
        }
    }

    // ---- inside

    private Select<M> with(SelectDefinition changed) {
        return new Select<>(changed, context, executor);
    }

    private Select<M> join(Join.Kind kind, Source<?> left, Source<?> right, @Nullable On on) {
        if (inQuery(right)) {
            throw new ProgrammingException(
                    "'" + right.qualifier() + "' is in the query twice",
                    definition.root().toString(),
                    "join an alias: alias(table, \"name\")");
        }
        Join join = new Join(kind, left, right, left.link(right, on));
        return new Select<>(
                definition.withJoins(plus(definition.joins(), List.of(join))), right, executor);
    }

    private Source<?> present(Source<?> source) {
        if (!inQuery(source)) {
            throw new ProgrammingException(
                    "'"
                            + source.qualifier()
                            + "' is not in the query, so nothing can be joined from it",
                    definition.root().toString(),
                    "join it first");
        }
        return source;
    }

    private boolean inQuery(Source<?> source) {
        if (definition.root().qualifier().equals(source.qualifier())) {
            return true;
        }
        for (Join join : definition.joins()) {
            if (join.right().qualifier().equals(source.qualifier())) {
                return true;
            }
        }
        return false;
    }

    private <R extends @Nullable Object> List<R> made(
            Function<Row, ? extends R> make, Expr<?>... exprs) {
        List<Row> rows = executor().list(definition.withItems(List.of(exprs)), new RowShape.Rows());
        List<R> made = new ArrayList<>(rows.size());
        for (Row row : rows) {
            made.add(make.apply(row));
        }
        return made;
    }

    private ErrorContext at(SelectDefinition asked, String hint) {
        return new ErrorContext(
                executor().sql(asked).text(), List.of(), definition.root().toString(), hint);
    }

    private SelectDefinition one() {
        return definition.withLimit(least(1), definition.offset());
    }

    private Long least(long rows) {
        Long limit = definition.limit();
        return limit == null ? (Long) rows : (Long) Math.min(limit, rows);
    }

    private QueryExecutor executor() {
        return executor == null ? definition.root().executor() : executor;
    }

    private Long notNegative(String clause, long rows) {
        if (rows < 0) {
            throw new ProgrammingException(
                    clause + " of " + rows + " rows",
                    definition.root().toString(),
                    "say 0 or more");
        }
        return rows;
    }

    private static <T> List<T> plus(List<T> some, List<? extends T> more) {
        List<T> all = new ArrayList<>(some.size() + more.size());
        all.addAll(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** Makes something of three values, such as a constructor does. */
    @FunctionalInterface
    public interface Of3<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            R extends @Nullable Object> {
        R apply(A first, B second, C third);
    }

    /** Makes something of four values, such as a constructor does. */
    @FunctionalInterface
    public interface Of4<
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            R extends @Nullable Object> {
        R apply(A first, B second, C third, D fourth);
    }
}
