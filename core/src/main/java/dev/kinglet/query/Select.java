package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.On;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Subquery;
import dev.kinglet.expr.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT as an immutable value: each clause answers a new one, and nothing runs before a terminal
 * ({@code list}, {@code first}, {@code count}, a loop) is called. Each terminal runs the query
 * again.
 *
 * @param <M> the rows: models of the root source
 */
@CheckReturnValue
public class Select<M extends @Nullable Object> extends Results<M>
        implements Subquery, EagerLoad.Branch {
    private final @Nullable SelectDefinition definition;
    private final @Nullable Source<?> context;
    private final @Nullable QueryExecutor executor;
    private final RowShape.@Nullable Models<M> models;
    private final EagerLoad.@Nullable Loaded<M> related;
    private final @Nullable Supplier<Select<M>> said;
    private volatile @Nullable Select<M> made;

    /** For query types that add methods of their own; the clauses answer plain queries. */
    protected Select(Select<M> other) {
        this(other, null);
    }

    /**
     * For query types whose rows may be in memory already. The terminals that answer rows, {@link
     * #count} and {@link #exists} take them from there; what any clause answers asks the database.
     */
    protected Select(Select<M> other, EagerLoad.@Nullable Loaded<M> related) {
        this.definition = other.definition();
        this.context = other.context();
        this.executor = other.usedDatabase();
        this.models = other.models();
        this.related = related;
        this.said = null;
    }

    /** As {@link #Select(Select, EagerLoad.Loaded)}, and the query is made when it is needed. */
    protected Select(Supplier<Select<M>> later, EagerLoad.Loaded<M> related) {
        this.definition = null;
        this.context = null;
        this.executor = null;
        this.models = null;
        this.related = related;
        this.said = later;
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
        this.said = null;
    }

    /** All rows of a source; without items all its columns. */
    public static <M extends @Nullable Object> Select<M> from(Source<M> root, Selection... items) {
        return new Select<>(
                SelectDefinition.of(root, List.of(items)), root, null, new RowShape.Models<>());
    }

    static Select<?> of(SelectDefinition definition) {
        return new Select<>(definition, definition.root(), null, new RowShape.Models<>());
    }

    // ---- clauses

    /** Selects these in place of what was selected before; without items all of the root. */
    public final Select<M> select(Selection... items) {
        return with(plain("select").withItems(List.of(items)));
    }

    /** Selects these as well. */
    public final Select<M> selectAlso(Selection... items) {
        List<Selection> before =
                definition().items().isEmpty()
                        ? List.of(definition().root())
                        : definition().items();
        return with(plain("selectAlso").withItems(Clauses.plus(before, Arrays.asList(items))));
    }

    /** Adds conditions; all of them and all of before have to hold. None adds nothing. */
    public final Select<M> where(Condition... conditions) {
        return with(plain("where").withWhere(Conditions.all(definition().where(), conditions)));
    }

    /** Or else these conditions, all of them, have to hold, whatever was said before. */
    public final Select<M> orWhere(Condition first, Condition... more) {
        Condition other = Objects.requireNonNull(Conditions.all(first, more));
        Condition before = plain("orWhere").where();
        return with(definition().withWhere(before == null ? other : before.or(other)));
    }

    /**
     * As {@link #where}, and joins what the conditions speak of and the query does not have yet:
     * each such source by the one foreign key between it and a source of the query. A source that
     * is there is not joined again, so filters may be put together in any order. What subqueries in
     * the conditions speak of is not joined.
     *
     * @throws ProgrammingException where no foreign key leads there, or more than one
     */
    public final Select<M> filter(Condition... conditions) {
        return Filter.joining(this, conditions).where(conditions);
    }

    /**
     * Joins by the one foreign key between the last joined source and this one, in either
     * direction.
     *
     * @throws ProgrammingException if there is none, or more than one; then say which, see {@link
     *     #join(Source, On)}
     */
    public final Select<M> join(Source<?> target) {
        return join(Join.Kind.INNER, context(), target, null);
    }

    /** Joins by a condition, or by a foreign key of either side. */
    public final Select<M> join(Source<?> target, On on) {
        return join(Join.Kind.INNER, context(), target, on);
    }

    /** As {@link #join(Source)}, and rows without a partner stay. */
    public final Select<M> leftJoin(Source<?> target) {
        return join(Join.Kind.LEFT, context(), target, null);
    }

    /** As {@link #join(Source, On)}, and rows without a partner stay. */
    public final Select<M> leftJoin(Source<?> target, On on) {
        return join(Join.Kind.LEFT, context(), target, on);
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

    /** As {@link #join(Source)}, and rows of the target without a partner stay. */
    public final Select<M> rightJoin(Source<?> target) {
        return join(Join.Kind.RIGHT, context(), target, null);
    }

    /** As {@link #join(Source, On)}, and rows of the target without a partner stay. */
    public final Select<M> rightJoin(Source<?> target, On on) {
        return join(Join.Kind.RIGHT, context(), target, on);
    }

    /** As {@link #join(Source)}, and rows without a partner stay, of both sides. */
    public final Select<M> fullJoin(Source<?> target) {
        return join(Join.Kind.FULL, context(), target, null);
    }

    /** As {@link #join(Source, On)}, and rows without a partner stay, of both sides. */
    public final Select<M> fullJoin(Source<?> target, On on) {
        return join(Join.Kind.FULL, context(), target, on);
    }

    /** Each row with every row of the target. */
    public final Select<M> crossJoin(Source<?> target) {
        boolean lateral =
                target instanceof Relation
                        || target instanceof JsonRows
                        || target instanceof Unnest;
        return add(Join.Kind.CROSS, target, Conditions.ALWAYS, lateral);
    }

    /**
     * Each row with the rows of a query that may read its columns: the newest three tweets of each
     * user. PostgreSQL only.
     */
    public final Select<M> joinLateral(Derived<?> target) {
        return add(Join.Kind.INNER, target, Conditions.ALWAYS, true);
    }

    /** As {@link #joinLateral(Derived)}, and rows for which the query finds none stay. */
    public final Select<M> leftJoinLateral(Derived<?> target) {
        return add(Join.Kind.LEFT, target, Conditions.ALWAYS, true);
    }

    /** As {@link #joinLateral(Derived)}, with a condition. */
    public final Select<M> joinLateral(Derived<?> target, Condition on) {
        return add(Join.Kind.INNER, target, on, true);
    }

    /** As {@link #leftJoinLateral(Derived)}, with a condition. */
    public final Select<M> leftJoinLateral(Derived<?> target, Condition on) {
        return add(Join.Kind.LEFT, target, on, true);
    }

    /** As {@link #join(Source)}, unless the target is in the query; the context stays. */
    public final Select<M> ensureJoin(Source<?> target) {
        return ensure(context(), target, null);
    }

    /** As {@link #join(Source, On)}, unless the target is in the query; the context stays. */
    public final Select<M> ensureJoin(Source<?> target, On on) {
        return ensure(context(), target, on);
    }

    /** Lets the next join start from a source that is already in the query. */
    public final Select<M> switchTo(Source<?> source) {
        return new Select<>(definition(), present(source), usedDatabase(), models());
    }

    /** Groups by these as well; a source stands for all its columns. */
    public final Select<M> groupBy(Selection... items) {
        return with(
                plain("groupBy")
                        .withGroupBy(Clauses.plus(definition().groupBy(), Arrays.asList(items))));
    }

    /** Adds conditions on groups; all have to hold. */
    public final Select<M> having(Condition... conditions) {
        return with(plain("having").withHaving(Conditions.all(definition().having(), conditions)));
    }

    /** Sorts by these, in place of what was said before; without arguments the order is dropped. */
    public final Select<M> orderBy(Ordering... orderings) {
        return with(definition().withOrderBy(Ordering.of(orderings).sorts()));
    }

    /** At most so many rows. */
    public final Select<M> limit(long rows) {
        return with(definition().withLimit(notNegative("limit", rows), definition().offset()));
    }

    /** Passes over so many rows. */
    public final Select<M> offset(long rows) {
        return with(definition().withLimit(definition().limit(), notNegative("offset", rows)));
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
        return with(definition().withLimit(size, before));
    }

    /**
     * At most so many rows of the root, each with all that was joined to it: a limit alone counts
     * joined rows. Roots are sorted by the smallest (descending: the largest) of their values.
     *
     * @throws ProgrammingException where the root has no primary key
     */
    public final Select<M> limitRoots(long roots) {
        return with(RootLimit.of(plain("limitRoots"), notNegative("limit", roots)));
    }

    /**
     * At most so many rows of the root for each value of an expression, the first in the order of
     * the query: the newest three tweets of each user, {@code limitPer(TWEET.user, 3)}. Each comes
     * with all that was joined to it.
     *
     * @throws ProgrammingException where the root has no primary key, and for a query that groups
     *     rows or has a limit
     */
    public final Select<M> limitPer(Expr<?> value, long rows) {
        return limitPer(List.of(value), rows);
    }

    /** As {@link #limitPer(Expr, long)}, for each combination of the values of several. */
    public final Select<M> limitPer(List<? extends Expr<?>> values, long rows) {
        return with(PartLimit.of(plain("limitPer"), values, notNegative("limitPer", rows)));
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
                    definition().root().toString(),
                    "say where it begins, from 0, and behind its last row, as subList does");
        }
        Long limit = definition().limit();
        Long offset = definition().offset();
        long rows = to - from;
        if (limit != null) {
            rows = Math.max(0, Math.min(rows, limit - from));
        }
        long before = from + (offset == null ? 0 : offset);
        // behind the largest number there are no rows
        return with(
                definition().withLimit(rows, before < 0 ? (Long) Long.MAX_VALUE : (Long) before));
    }

    /** The query without its limit and offset, such as for the total of a page. */
    public final Select<M> withoutLimit() {
        return with(definition().withLimit(null, null));
    }

    /** Equal rows once. */
    public final Select<M> distinct() {
        return with(plain("distinct").withDistinct(true));
    }

    /**
     * Of the rows that agree in these the first, in the order of the query, which has to begin with
     * them. PostgreSQL only.
     */
    public final Select<M> distinctOn(Expr<?>... exprs) {
        return options(
                plain("distinctOn").options().withDistinctOn(List.copyOf(Arrays.asList(exprs))));
    }

    /** Declares named windows, for functions {@code over(window)}. */
    public final Select<M> window(Window... windows) {
        for (Window window : windows) {
            if (window.name() == null) {
                throw new ProgrammingException(
                        "a window without a name cannot be declared",
                        definition().root().toString(),
                        "name it: as(\"w\"); over(..) needs no declaration of others");
            }
        }
        SelectOptions options = plain("window").options();
        return options(
                options.withWindows(Clauses.plus(options.windows(), Arrays.asList(windows))));
    }

    /** Locks the rows until the transaction ends; {@code lock(Lock.forUpdate())}. */
    public final Select<M> forUpdate() {
        return lock(Lock.forUpdate());
    }

    /** Locks the rows until the transaction ends. PostgreSQL only. */
    public final Select<M> lock(Lock lock) {
        return options(plain("lock").options().withLock(lock));
    }

    /**
     * Puts queries in front of the statement. One that is read from is put there anyway; this is
     * for one that no one reads from, such as a write.
     */
    public final Select<M> with(Cte<?>... ctes) {
        SelectOptions options = definition().options();
        return options(options.withCtes(Clauses.plus(options.with(), Arrays.asList(ctes))));
    }

    /** The rows of both queries, equal ones once. Each keeps its own order and limit. */
    public final Select<M> union(Select<?> other) {
        return compound(Compound.Operator.UNION, other);
    }

    /** The rows of both queries. Each keeps its own order and limit. */
    public final Select<M> unionAll(Select<?> other) {
        return compound(Compound.Operator.UNION_ALL, other);
    }

    /** The rows that both queries have, equal ones once. */
    public final Select<M> intersect(Select<?> other) {
        return compound(Compound.Operator.INTERSECT, other);
    }

    /** The rows that this query has and the other has not, equal ones once. */
    public final Select<M> except(Select<?> other) {
        return compound(Compound.Operator.EXCEPT, other);
    }

    /** What a function makes of the query, for parts that several queries share. */
    public final Select<M> refine(UnaryOperator<Select<M>> part) {
        return part.apply(this);
    }

    /** Runs on this database, whatever the source is bound to. */
    public final Select<M> using(QueryExecutor database) {
        return new Select<>(definition(), context(), database, models());
    }

    /**
     * Loads related rows along, one query a relation, whenever rows of this query are read as
     * models; {@code count}, {@code maps} and the like load nothing. Adds to what was said before.
     *
     * @throws ProgrammingException where one relation is loaded in two ways
     */
    @SafeVarargs
    public final Select<M> load(EagerLoad<? super M>... loads) {
        List<EagerLoad<?>> all = new ArrayList<>(models().loads());
        for (EagerLoad<? super M> load : loads) {
            load.addTo(all);
        }
        return with(new RowShape.Models<>(List.copyOf(all), models().lazy()));
    }

    /**
     * Loads these tables along, one query each. Each hangs on the nearest one named before it that
     * foreign keys relate it to, or where {@code Load.under(..)} says; the first on the rows of
     * this query. The foreign keys of the later table count, all that lead to the earlier one: each
     * row goes to the list of every one of them that it matches. If there are none those of the
     * earlier table count.
     *
     * @throws ProgrammingException where there are none either
     */
    @SuppressWarnings("unchecked") // the source is that of these rows
    public final Select<M> prefetch(EagerLoad.Branch... branches) {
        List<? extends EagerLoad<?>> loads = definition().root().prefetching(List.of(branches));
        return load(loads.toArray(new EagerLoad[0]));
    }

    /** What happens when the rows are asked for related rows that were not loaded. */
    public final Select<M> lazy(Lazy lazy) {
        return with(new RowShape.Models<>(models().loads(), lazy));
    }

    /** The query as a table with a name, to join or select from. */
    public final Derived<M> as(String name) {
        return new Derived<>(name, this);
    }

    /** The query as a common table expression: {@code with "name" as (..)}. */
    public final Cte<M> cte(String name) {
        return Cte.of(name, definition(), this::executor);
    }

    /**
     * The value of one expression as an expression, in place of the select list, for a query of at
     * most one row; NULL where it has none. It may read the columns of the query around it.
     */
    public final <T extends @Nullable Object> Expr<@Nullable T> asValue(Expr<T> expr) {
        return Exprs.scalar(with(selecting(expr)), expr);
    }

    /** What the query says, as data. */
    @Override
    public final SelectDefinition definition() {
        SelectDefinition known = definition;
        return known == null ? said().definition() : known;
    }

    /** How its rows are read as models. */
    @Override
    public final RowShape.Models<M> rowShape() {
        return models();
    }

    /** The database that it was told to use; null where that of its source counts. */
    public final @Nullable QueryExecutor usedDatabase() {
        return said == null ? executor : said().usedDatabase();
    }

    // ---- inside

    @Override
    final EagerLoad.@Nullable Loaded<M> related() {
        return related;
    }

    /** The query that this one is, where it was not said before it was needed. */
    private Select<M> said() {
        Select<M> known = made;
        if (known == null) {
            known = Objects.requireNonNull(said).get();
            made = known; // two threads may both make it, and make it equal
        }
        return known;
    }

    private Source<?> context() {
        Source<?> known = context;
        return known == null ? said().context() : known;
    }

    private RowShape.Models<M> models() {
        RowShape.Models<M> known = models;
        return known == null ? said().models() : known;
    }

    private Select<M> with(RowShape.Models<M> changed) {
        return new Select<>(definition(), context(), usedDatabase(), changed);
    }

    private Select<M> with(SelectDefinition changed) {
        return new Select<>(changed, context(), usedDatabase(), models());
    }

    private Select<M> options(SelectOptions options) {
        return with(definition().withOptions(options));
    }

    /** The definition, for a clause that two queries put together do not have. */
    private SelectDefinition plain(String clause) {
        Compound compound = definition().options().compound();
        if (compound != null) {
            throw new ProgrammingException(
                    clause + "(..) on the " + compound.operator() + " of two queries",
                    definition().root().toString(),
                    "say it of each query, or of both as one: query.as(\"both\").select()");
        }
        return definition();
    }

    private Select<M> compound(Compound.Operator operator, Select<?> other) {
        return new Select<>(
                SelectDefinition.of(new Compound(operator, definition(), other.definition())),
                definition().root(),
                usedDatabase(),
                models());
    }

    /** Joins a source unless it is there; the context stays. */
    final Select<M> ensure(Source<?> from, Source<?> target, @Nullable On on) {
        if (inQuery(target)) {
            return this;
        }
        Select<M> joined = join(Join.Kind.INNER, present(from), target, on);
        return new Select<>(joined.definition(), context(), usedDatabase(), models());
    }

    private Select<M> join(Join.Kind kind, Source<?> left, Source<?> right, @Nullable On on) {
        return add(kind, left, right, left.link(right, on), false);
    }

    private Select<M> add(Join.Kind kind, Source<?> right, Condition on, boolean lateral) {
        return add(kind, context(), right, new Link(on, null), lateral);
    }

    private Select<M> add(
            Join.Kind kind, Source<?> left, Source<?> right, Link link, boolean lateral) {
        if (inQuery(right)) {
            throw new ProgrammingException(
                    "'" + right.qualifier() + "' is in the query twice",
                    definition().root().toString(),
                    "join an alias: alias(table, \"name\")");
        }
        Join join = new Join(kind, left, right, link, lateral);
        return new Select<>(
                plain("join").withJoins(Clauses.plus(definition().joins(), List.of(join))),
                right,
                usedDatabase(),
                models());
    }

    private Source<?> present(Source<?> source) {
        if (!inQuery(source)) {
            throw new ProgrammingException(
                    "'"
                            + source.qualifier()
                            + "' is not in the query, so nothing can be joined from it",
                    definition().root().toString(),
                    "join it first");
        }
        return source;
    }

    final boolean inQuery(Source<?> source) {
        if (definition().root().qualifier().equals(source.qualifier())) {
            return true;
        }
        for (Join join : definition().joins()) {
            if (join.right().qualifier().equals(source.qualifier())) {
                return true;
            }
        }
        return false;
    }

    /** The root and what was joined, in order. */
    final List<Source<?>> sources() {
        List<Source<?>> all = new ArrayList<>();
        all.add(definition().root());
        definition().joins().forEach(join -> all.add(join.right()));
        return all;
    }

    @Override
    final QueryExecutor executor() {
        QueryExecutor told = usedDatabase();
        return told == null ? definition().root().executor() : told;
    }

    private Long notNegative(String clause, long rows) {
        if (rows < 0) {
            throw new ProgrammingException(
                    clause + " of " + rows + " rows",
                    definition().root().toString(),
                    "say 0 or more");
        }
        return rows;
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
