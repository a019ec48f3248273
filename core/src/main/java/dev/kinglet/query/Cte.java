package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A common table expression: a query that is written once in front of the statement ({@code with
 * "name" as (..)}) and read from by its name, anywhere in the statement. A statement that reads
 * from one puts it in front by itself; {@link Select#with} is for those that no one reads from, and
 * for their order. It sees no column of the queries around it.
 *
 * @param <M> the rows of the query
 */
public final class Cte<M extends @Nullable Object> extends NamedQuery<M> {

    private static final String CYCLE_PATH = "cycle_path";

    /** Between the keys of a path: a character that no key has. */
    private static final String SEPARATOR = "\u001f";

    private final @Nullable CteDefinition definition;
    private final Supplier<QueryExecutor> executor;

    Cte(String name, @Nullable CteDefinition definition, Supplier<QueryExecutor> executor) {
        super(name);
        this.definition = definition;
        this.executor = executor;
    }

    static <M extends @Nullable Object> Cte<M> of(
            String name, QueryDefinition body, Supplier<QueryExecutor> executor) {
        return new Cte<>(
                name, new CteDefinition(body, null, Compound.Operator.UNION_ALL, null), executor);
    }

    /**
     * A list of rows as a source: {@code values("prices", List.of(ITEM.id, ITEM.price), rows)}.
     *
     * @param columns the names and types of its columns are those of these columns or aliased
     *     expressions; {@code col} takes them
     * @param rows values in the order of the columns
     * @throws ProgrammingException without rows or columns, and for a row of another length
     */
    public static Cte<@Nullable Object> values(
            String name,
            List<? extends Expr<?>> columns,
            List<? extends List<? extends @Nullable Object>> rows) {
        if (rows.isEmpty() || columns.isEmpty()) {
            throw new ProgrammingException(
                    "the values '" + name + "' have no rows, or no columns",
                    null,
                    "give one or more; an empty list matches nothing, so the query is not needed");
        }
        List<List<Expr<?>>> all = new ArrayList<>(rows.size());
        for (List<? extends @Nullable Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new ProgrammingException(
                        "a row of '"
                                + name
                                + "' has "
                                + row.size()
                                + " values for "
                                + columns.size()
                                + " columns",
                        null,
                        "give one value for each column");
            }
            List<Expr<?>> values = new ArrayList<>(row.size());
            for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i);
                values.add(value instanceof Expr<?> e ? e : Fn.value(value, columns.get(i)));
            }
            all.add(List.copyOf(values));
        }
        return values(name, columns, all, 1);
    }

    /**
     * @param times see {@link ValuesDefinition}
     */
    static Cte<@Nullable Object> values(
            String name, List<? extends Expr<?>> columns, List<List<Expr<?>>> rows, int times) {
        Supplier<QueryExecutor> none =
                () -> {
                    throw new ProgrammingException(
                            "the values '" + name + "' are of no database",
                            null,
                            "call query.using(database)");
                };
        Cte<@Nullable Object> self = new Cte<>(name, null, none);
        ValuesDefinition values =
                new ValuesDefinition(self, List.copyOf(columns), List.copyOf(rows), times);
        return of(name, values, none);
    }

    /**
     * Adds a query that reads from this one, and whose rows are added until it finds no more: all
     * rows, equal ones too. Rows that refer to each other in a circle make it run forever; see
     * {@link #guardedBy}.
     *
     * @param next is handed what to read from, and selects as many columns as this query
     */
    public Cte<M> recursive(Function<Cte<M>, ? extends Select<?>> next) {
        return recursive(Compound.Operator.UNION_ALL, next);
    }

    /** As {@link #recursive}, and a row that is there already is not added: circles end. */
    public Cte<M> recursiveDistinct(Function<Cte<M>, ? extends Select<?>> next) {
        return recursive(Compound.Operator.UNION, next);
    }

    /**
     * Lets a recursive query follow no circle: a row whose key is on the way to it already is not
     * added. The way is kept in a column of its own, {@code cycle_path}.
     *
     * @param key one of the select list; the recursive query selects in its place the key of the
     *     next row
     * @throws ProgrammingException where it is not recursive or the key not selected
     */
    public Cte<M> guardedBy(Expr<?> key) {
        CteDefinition known = known();
        if (!(known.body() instanceof SelectDefinition base) || known.recursion() == null) {
            throw new ProgrammingException(
                    "'" + this + "' is not recursive, so there is no circle to guard against",
                    known.body().root().toString(),
                    "call recursive(..) first");
        }
        SelectDefinition next = known.recursion();
        int index = base.items().indexOf(key);
        if (index < 0
                || next.items().size() != base.items().size()
                || !(next.items().get(index) instanceof Expr<?> nextKey)) {
            throw new ProgrammingException(
                    key + " is not in the select list of '" + this + "'",
                    base.root().toString(),
                    "name the columns of both queries, the key at the same place");
        }
        Expr<String> start = Fn.value(SEPARATOR).concat(text(key)).concat(SEPARATOR);
        Expr<String> path = start.as(CYCLE_PATH);
        Expr<String> step = text(nextKey).concat(SEPARATOR);
        Expr<String> way = col(path);
        SelectDefinition guarded =
                next.withItems(plus(next.items(), way.concat(step)))
                        .withWhere(
                                Conditions.all(
                                        next.where(),
                                        Fn.position(way, Fn.value(SEPARATOR).concat(step)).eq(0)));
        return new Cte<>(
                qualifier(),
                new CteDefinition(
                        base.withItems(plus(base.items(), path)),
                        guarded,
                        known.operator(),
                        known.materialized()),
                executor);
    }

    /**
     * The column that {@link #guardedBy} added: the keys on the way to a row, the first one's
     * first, as text.
     *
     * @throws ProgrammingException where the query is not guarded
     */
    public Expr<String> cyclePath() {
        if (body() instanceof SelectDefinition base) {
            for (Selection item : base.items()) {
                if (item instanceof Expr<?> expr && CYCLE_PATH.equals(Exprs.alias(expr))) {
                    @SuppressWarnings("unchecked") // made by guardedBy
                    Expr<String> path = (Expr<String>) expr;
                    return col(path);
                }
            }
        }
        throw new ProgrammingException(
                "'" + this + "' keeps no way to its rows", qualifier(), "call guardedBy(key)");
    }

    /** The way to the row above, of a {@link #cyclePath}; of a first row a text that no row has. */
    public static String pathAbove(String path) {
        return path.substring(0, path.lastIndexOf(SEPARATOR, path.length() - 2) + 1);
    }

    /** Asks the database to run it once and keep its rows while the statement runs. */
    public Cte<M> materialized() {
        return hinted(true);
    }

    /** Asks the database to make it a part of the queries that read from it. */
    public Cte<M> notMaterialized() {
        return hinted(false);
    }

    /** What the name stands for; null inside of a recursive query, for itself. */
    public @Nullable CteDefinition definition() {
        return definition;
    }

    @Override
    public @Nullable QueryDefinition body() {
        return definition == null ? null : definition.body();
    }

    @Override
    public QueryExecutor executor() {
        return executor.get();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cte<?> that
                && qualifier().equals(that.qualifier())
                && Objects.equals(definition, that.definition);
    }

    @Override
    public int hashCode() {
        return qualifier().hashCode();
    }

    private Cte<M> recursive(
            Compound.Operator operator, Function<Cte<M>, ? extends Select<?>> next) {
        CteDefinition known = known();
        Select<?> query = next.apply(new Cte<>(qualifier(), null, executor));
        return new Cte<>(
                qualifier(),
                new CteDefinition(known.body(), query.definition(), operator, known.materialized()),
                executor);
    }

    private Cte<M> hinted(boolean materialized) {
        CteDefinition known = known();
        return new Cte<>(
                qualifier(),
                new CteDefinition(known.body(), known.recursion(), known.operator(), materialized),
                executor);
    }

    private CteDefinition known() {
        if (definition == null) {
            throw new ProgrammingException(
                    "'" + this + "' stands for the recursive query inside of itself",
                    null,
                    "call this on the query that cte(..) made");
        }
        return definition;
    }

    private static Expr<String> text(Expr<?> key) {
        return key.cast(String.class);
    }

    private static List<Selection> plus(List<Selection> items, Selection item) {
        List<Selection> all = new ArrayList<>(items);
        all.add(item);
        return List.copyOf(all);
    }
}
