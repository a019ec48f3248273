package dev.kinglet.web;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Sort;
import dev.kinglet.model.Column;
import dev.kinglet.query.Compound;
import dev.kinglet.query.Join;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.Select;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The order of a query, made complete: no two rows are equal in it. */
final class RowOrder {
    private RowOrder() {}

    /**
     * The order, and behind it, in the direction of its last part, what tells the rows apart that
     * are equal in it. Null where that is not known.
     */
    static @Nullable List<Sort> of(SelectDefinition select) {
        List<List<Expr<?>>> keys = RowKeys.of(select);
        if (keys == null) {
            return null;
        }
        List<Sort> order = new ArrayList<>();
        Set<Object> said = new HashSet<>();
        for (Sort sort : select.orderBy()) {
            Expr<?> plain = Exprs.aliased(sort.expr());
            if (said.add(plain == null ? sort.expr() : plain)) {
                order.add(sort); // said again it decides nothing
            }
        }
        boolean descending = !order.isEmpty() && order.get(order.size() - 1).descending();
        for (List<Expr<?>> key : keys) {
            if (!hasUnique(said, key, select)) {
                for (Expr<?> part : key) {
                    if (said.add(part)) {
                        order.add(new Sort(part, descending, Sort.Nulls.DEFAULT));
                    }
                }
            }
        }
        return order;
    }

    /** The query in the complete order; as it is, where that is not known or cannot be said. */
    static <M extends @Nullable Object> Select<M> completed(Select<M> query) {
        SelectDefinition select = query.definition();
        List<Sort> order = of(select);
        if (order == null) {
            return query;
        }
        // of folded rows any column may tell them apart, also one that has no order
        boolean sortable =
                order.stream()
                        .allMatch(sort -> KeyValues.takes(sort.expr().type().stored().javaType()));
        return sortable || !select.folds() ? query.orderBy(order.toArray(Ordering[]::new)) : query;
    }

    /** Whether a column of the key's table is there that is as good as the key. */
    private static boolean hasUnique(Set<Object> said, List<Expr<?>> key, SelectDefinition select) {
        if (said.containsAll(key)) {
            return true;
        }
        return !select.folds()
                && !key.isEmpty()
                && key.get(0) instanceof Column<?> of
                && said.stream()
                        .anyMatch(
                                e ->
                                        e instanceof Column<?> column
                                                && column.table().equals(of.table())
                                                && column.isUnique()
                                                && !column.isNullable());
    }

    /** The parts of an order, each with what is known of its NULLs. */
    static List<SortKey> keys(List<Sort> order, SelectDefinition select) {
        List<SortKey> keys = new ArrayList<>();
        for (Sort sort : order) {
            keys.add(SortKey.of(sort, mayBeNull(sort.expr(), select)));
        }
        return List.copyOf(keys);
    }

    private static boolean mayBeNull(Expr<?> expr, SelectDefinition select) {
        return Exprs.mayBeNull(expr, column -> mayBeNull(column, select));
    }

    private static boolean mayBeNull(ColumnExpr<?> column, SelectDefinition select) {
        Source<?> at = null;
        boolean optional = false;
        if (select.root().qualifier().equals(column.qualifier())) {
            at = select.root();
        }
        for (Join join : select.joins()) {
            optional |= at != null && join.kind().missesLeft();
            if (join.right().qualifier().equals(column.qualifier())) {
                at = join.right();
                optional = join.kind().missesRight();
            }
        }
        if (at == null || optional) {
            return true;
        }
        if (at instanceof NamedQuery<?> named) {
            // what a query shows may be NULL where its own columns are not
            if (!(named.body() instanceof SelectDefinition body)) {
                return true;
            }
            Compound compound = body.options().compound();
            return compound != null
                    || !(column.identity() instanceof Expr<?> inner)
                    || mayBeNull(Objects.requireNonNullElse(Exprs.aliased(inner), inner), body);
        }
        return column.isNullable();
    }
}
