package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import java.util.ArrayList;
import java.util.List;

/**
 * A limit on the rows of the root, of which a join makes several: a condition that the root's key
 * is among the first ones, found by the same joins and conditions grouped by that key.
 */
final class RootLimit {
    private RootLimit() {}

    static SelectDefinition of(SelectDefinition select, long roots) {
        List<? extends ColumnExpr<?>> key = select.root().keyColumns();
        if (key.isEmpty()) {
            throw new ProgrammingException(
                    "'" + select.root() + "' has no primary key, so its rows cannot be counted",
                    select.root().toString(),
                    "use limit(..), which counts joined rows");
        }
        List<Selection> keys = new ArrayList<>(key);
        List<Sort> sorts = new ArrayList<>();
        for (Sort sort : select.orderBy()) {
            sorts.add(new Sort(extreme(sort), sort.descending(), sort.nulls()));
        }
        SelectDefinition first =
                select.withItems(keys)
                        .withOptions(select.options().withLock(null))
                        .withDistinct(false)
                        .withGroupBy(keys)
                        .withOrderBy(sorts)
                        .withLimit(roots, select.offset());
        Select<?> query = Select.of(first);
        Condition among =
                key.size() == 1
                        ? key.get(0).in(query)
                        : Fn.row(key.get(0), key.subList(1, key.size()).toArray(Expr<?>[]::new))
                                .in(query);
        return select.withWhere(Conditions.all(select.where(), among)).withLimit(null, null);
    }

    private static Expr<?> extreme(Sort sort) {
        Expr<?> expr = sort.expr();
        return sort.descending() ? Fn.max(expr) : Fn.min(expr);
    }
}
