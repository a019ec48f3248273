package dev.kinglet.query;

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
public class Select<M extends @Nullable Object> implements Iterable<M>, Subquery, Prefetch {
    private final SelectDefinition definition;
    private final Source<?> context;
    private final @Nullable QueryExecutor executor;
    private final RowShape.Models<M> models;
    private final @Nullable RelatedRows<M> related;

    /** For query types that add methods of their own; the clauses answer plain queries. */
    protected Select(Select<M> other) {
        this(other, null);
    }

    /**
     * For query types whose rows may be in memory already. The terminals that answer rows, {@link
     * #count} and {@link #exists} take them from there; what any clause answers asks the database.
     */
    protected Select(Select<M> other, @Nullable RelatedRows<M> related) {
        this.definition = other.definition;
        this.context = other.context;
        this.executor = other.executor;
        this.models = other.models;
        this.related = related;
    }

    private Select(
            SelectDefinition definition,
            Source<?> context,
            @Nullable QueryExecutor executor,
            RowShape.Models<M> models) {
        this.definition = definition;
        this.context = context;
        this.executor = executor;
        this.models = models;
        this.related = null;
    }

    /** All rows of a source; without items all its columns. */
    public static <M extends @Nullable Object> Select<M> from(Source<M> root, Selection... items) {
        return new Select<>(
                SelectDefinition.of(root, List.of(items)), root, null, new RowShape.Models<>());
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
        return new Select<>(definition, present(source), executor, models);
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
        return new Select<>(definition, context, database, models);
    }

    /**
     * Loads related rows along, one query a relation, whenever rows of this query are read as
     * models; {@code count}, {@code maps} and the like load nothing. Adds to what was said before.
     *
     * @throws ProgrammingException where one relation is loaded in two ways
     */
    @SafeVarargs
    public final Select<M> load(EagerLoad<? super M>... loads) {
        List<EagerLoad<?>> all = new ArrayList<>(models.loads());
        for (EagerLoad<? super M> load : loads) {
            load.addTo(all);
        }
        return with(new RowShape.Models<>(List.copyOf(all), models.lazy()));
    }

    /**
     * Loads these tables along, one query each. Each hangs on the nearest one named before it that
     * a foreign key relates it to, in either direction; the first on the rows of this query.
     *
     * @throws ProgrammingException where none does, or more than one; then say it by {@link #load}
     */
    @SuppressWarnings("unchecked") // the source is that of these rows
    public final Select<M> prefetch(Prefetch... branches) {
        List<? extends EagerLoad<?>> loads = definition.root().prefetching(List.of(branches));
        return load(loads.toArray(new EagerLoad[0]));
    }

    /** What happens when the rows are asked for related rows that were not loaded. */
    public final Select<M> lazy(Lazy lazy) {
        return with(new RowShape.Models<>(models.loads(), lazy));
    }

    /** The query as a table with a name, to join or select from. */
    public final Derived<M> as(String name) {
        return new Derived<>(name, this);
    }

    // ---- terminals

    /** All rows, in the database's order; empty when there are none. */
    public final List<M> list() {
        List<M> known = related == null ? null : related.loadedTogether();
        return known == null ? executor().list(definition, models) : new ArrayList<>(known);
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
        return known == null ? executor().stream(definition, models) : known.stream();
    }

    /** The first row; null when there is none. */
    public final @Nullable M first() {
        List<M> known = loaded();
        if (known != null) {
            return known.isEmpty() ? null : known.get(0);
        }
        return executor().first(one(), models);
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
        List<M> known = loaded();
        if (known != null) {
            return known.size();
        }
        boolean asWritten =
                definition.folds() || definition.limit() != null || definition.offset() != null;
        // Inside a limit the order decides which rows, but never how many.
        SelectDefinition unordered = definition.withOrderBy(List.of());
        SelectDefinition counting =
                asWritten
                        ? SelectDefinition.of(
                                new Derived<>(
                                        "counted", new Select<>(unordered, context, null, models)),
                                List.of(Fn.count()))
                        : unordered.withItems(List.of(Fn.count()));
        Long count = executor().<Long>first(counting, new RowShape.Single<>());
        return Objects.requireNonNull(count);
    }

    /** Whether there is any row. */
    public final boolean exists() {
        List<M> known = loaded();
        if (known != null) {
            return !known.isEmpty();
        }
        SelectDefinition unordered =
                definition.folds() ? definition : definition.withItems(List.of(Derived.ONE));
        SelectDefinition first =
                unordered.withOrderBy(List.of()).withLimit(least(1), definition.offset());
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
     * favCount} and {@code fav_count} do.
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

    /** What the query says, as data. */
    public final SelectDefinition definition() {
        return definition;
    }

    /** How its rows are read as models. */
    public final RowShape.Models<M> rowShape() {
        return models;
    }

    /** The database that it was told to use; null where that of its source counts. */
    public final @Nullable QueryExecutor usedDatabase() {
        return executor;
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
        return new Select<>(changed, context, executor, models);
    }

    private Select<M> with(RowShape.Models<M> changed) {
        return new Select<>(definition, context, executor, changed);
    }

    private @Nullable List<M> loaded() {
        return related == null ? null : related.loaded();
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
                definition.withJoins(plus(definition.joins(), List.of(join))),
                right,
                executor,
                models);
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
}
