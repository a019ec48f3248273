package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that columns have in the rows of a query, as a query to look in. */
final class ValuesOf {
    private ValuesOf() {}

    static Select<?> of(SelectDefinition query, List<Expr<?>> columns, boolean once) {
        Expr<?> column = columns.size() == 1 ? columns.get(0) : null;
        if (writes(query)) {
            throw new ProgrammingException(
                    "the query of " + query.root() + " writes, and as a sub-select it would again",
                    query.root().toString(),
                    "load by keys: leave by(..) out");
        }
        if (!settled(query, column)) {
            throw new ProgrammingException(
                    "the rows of "
                            + query.root()
                            + " have a limit, and no order that says which they are, so a"
                            + " sub-select may find others",
                    query.root().toString(),
                    "order by the key as well, or load by keys: leave by(..) out");
        }
        SelectDefinition rows = query.withOptions(query.options().withLock(null));
        boolean cut = cut(query);
        if (!cut) {
            rows = rows.withOrderBy(List.of());
        }
        boolean compound = query.options().compound() != null;
        if (!compound && !cut) {
            return Select.of(
                    rows.withItems(List.<Selection>copyOf(columns))
                            .withDistinct(once || query.distinct()));
        }
        if (!compound && !query.distinct()) {
            rows = rows.withItems(List.<Selection>copyOf(columns));
            if (!once) {
                return Select.of(rows);
            }
        }
        // equal values become one behind the limit, not before it
        Derived<?> source = new Derived<>("asked", Select.of(Results.named(rows)));
        Select<?> values =
                source.select(columns.stream().map(source::col).toArray(Selection[]::new));
        return once ? values.distinct() : values;
    }

    private static boolean cut(SelectDefinition query) {
        return query.limit() != null
                || query.offset() != null
                || !query.options().distinctOn().isEmpty();
    }

    /** Whether the query has the same rows each time; those that count for a column, if any. */
    private static boolean settled(SelectDefinition query, @Nullable Expr<?> column) {
        if (cut(query) && !ordered(query, column)) {
            return false;
        }
        for (QueryDefinition part : parts(query)) {
            if (part instanceof SelectDefinition inner && !settled(inner, only(query))) {
                return false;
            }
        }
        return true;
    }

    /** The one column that counts of what a query reads from; null where there are more. */
    private static @Nullable Expr<?> only(SelectDefinition query) {
        boolean plain =
                query.root() instanceof Derived<?>
                        && parts(query).size() == 1
                        && query.joins().isEmpty()
                        && query.where() == null
                        && query.items().size() == 1
                        && !cut(query);
        return plain
                        && query.items().get(0) instanceof ColumnExpr<?> column
                        && column.identity() instanceof Expr<?> inner
                ? inner
                : null;
    }

    private static boolean ordered(SelectDefinition query, @Nullable Expr<?> column) {
        Lock lock = query.options().lock();
        if (lock != null && lock.ifLocked() == Lock.IfLocked.SKIP) {
            return false;
        }
        Set<Expr<?>> key = new HashSet<>();
        boolean known = query.options().compound() == null;
        for (Source<?> source : sources(query)) {
            List<? extends ColumnExpr<?>> some = source.keyColumns();
            // rows of one root agree in its columns, whatever was joined to it
            if (source == query.root() || column == null && selects(query, source)) {
                known &= !some.isEmpty();
                key.addAll(some);
            }
        }
        for (Sort sort : query.orderBy()) {
            if (sort.expr().equals(column)) {
                return true;
            }
            if (Exprs.columns(sort.expr()).isEmpty()) {
                return false; // random() is another one each time
            }
            key.remove(sort.expr());
            if (known && key.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean selects(SelectDefinition query, Source<?> source) {
        for (Selection item : query.items()) {
            boolean other =
                    item instanceof Expr<?> expr
                            ? Exprs.columns(expr).stream()
                                    .noneMatch(c -> c.qualifier().equals(source.qualifier()))
                            : item == query.root();
            if (!other) {
                return true;
            }
        }
        return false;
    }

    private static boolean writes(SelectDefinition query) {
        for (QueryDefinition part : parts(query)) {
            if (part instanceof SelectDefinition inner
                    ? writes(inner)
                    : !(part instanceof ValuesDefinition)) {
                return true;
            }
        }
        return false;
    }

    private static List<Source<?>> sources(SelectDefinition query) {
        List<Source<?>> all = new ArrayList<>(List.of(query.root()));
        query.joins().forEach(join -> all.add(join.right()));
        return all;
    }

    /** The queries that it reads from or is put together of. */
    private static List<QueryDefinition> parts(SelectDefinition query) {
        List<QueryDefinition> parts = new ArrayList<>();
        Compound compound = query.options().compound();
        if (compound != null) {
            parts.add(compound.left());
            parts.add(compound.right());
        }
        List<Source<?>> sources = sources(query);
        sources.addAll(query.options().with());
        for (Source<?> source : sources) {
            if (source instanceof NamedQuery<?> named && named.body() != null) {
                parts.add(named.body());
            }
            if (source instanceof Cte<?> cte
                    && cte.definition() != null
                    && cte.definition().recursion() != null) {
                parts.add(cte.definition().recursion());
            }
        }
        return parts;
    }
}
