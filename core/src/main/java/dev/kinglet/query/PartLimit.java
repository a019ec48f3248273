package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import dev.kinglet.expr.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * A limit on the rows of the root for each value of an expression: a condition that the root's key
 * is among those that a window function numbers so low. Where a join makes several rows of one, it
 * is numbered once for each value, by the smallest (descending: the largest) of its own.
 */
final class PartLimit {
    private PartLimit() {}

    static SelectDefinition of(SelectDefinition select, List<? extends Expr<?>> values, long rows) {
        Object value = values.size() == 1 ? values.get(0) : values;
        List<? extends ColumnExpr<?>> key = select.root().keyColumns();
        if (key.isEmpty()) {
            throw refused(select, "'" + select.root() + "' has no primary key to number rows by");
        }
        if (select.folds()) {
            throw refused(select, "a query that groups rows is limited for each " + value);
        }
        if (select.limit() != null || select.offset() != null) {
            throw refused(
                    select,
                    "a query with a limit of its own is limited for each " + value,
                    "say one of the two");
        }
        boolean joins = !select.joins().isEmpty();
        Expr<Long> number =
                Fn.rowNumber()
                        .over(
                                Window.partitionBy(values.toArray(Expr<?>[]::new))
                                        .orderBy(order(select, key, joins)))
                        .as("number");
        List<Expr<?>> told = new ArrayList<>(key);
        // a row may be joined to several of the values, and be among the first of some of them
        values.stream().filter(one -> isOfJoined(select, one)).forEach(told::add);
        List<Selection> items = new ArrayList<>(told);
        items.add(number);
        SelectDefinition numbered =
                select.withItems(items)
                        .withOrderBy(List.of())
                        .withOptions(select.options().withLock(null));
        if (joins) {
            List<Selection> groups = new ArrayList<>(key);
            groups.addAll(values);
            numbered = numbered.withGroupBy(groups);
        }
        Derived<?> source = new Derived<>("numbered", Select.of(numbered));
        List<Expr<?>> keys = new ArrayList<>();
        told.forEach(column -> keys.add(source.col(column)));
        Select<?> first =
                Select.from(source, keys.toArray(Selection[]::new))
                        .where(source.col(number).le(rows));
        Condition among =
                told.size() == 1
                        ? told.get(0).in(first)
                        : Fn.row(told.get(0), told.subList(1, told.size()).toArray(Expr<?>[]::new))
                                .in(first);
        // what was joined is filtered again; without joins the key says it all
        return select.withWhere(joins ? Conditions.all(select.where(), among) : among);
    }

    /** Whether it is a column, never NULL, of a source that each row of the root has rows of. */
    private static boolean isOfJoined(SelectDefinition select, Expr<?> value) {
        if (!(value instanceof ColumnExpr<?> column) || Exprs.isNullable(column)) {
            return false;
        }
        boolean inner = false;
        for (Join join : select.joins()) {
            if (join.kind().missesLeft()) {
                return false;
            }
            inner |=
                    join.right().qualifier().equals(column.qualifier())
                            && !join.kind().missesRight();
        }
        return inner;
    }

    /** As the query sorts, and then by the key, so that the same rows are the first each time. */
    private static Ordering[] order(
            SelectDefinition select, List<? extends ColumnExpr<?>> key, boolean joins) {
        List<Ordering> order = new ArrayList<>();
        for (Sort sort : select.orderBy()) {
            Expr<?> expr = sort.expr();
            Expr<?> one = joins ? (sort.descending() ? Fn.max(expr) : Fn.min(expr)) : expr;
            order.add(new Sort(one, sort.descending(), sort.nulls()));
        }
        order.addAll(key);
        return order.toArray(Ordering[]::new);
    }

    private static ProgrammingException refused(SelectDefinition select, String what) {
        return refused(select, what, "say it of the plain rows of a table that has a key");
    }

    private static ProgrammingException refused(SelectDefinition select, String what, String hint) {
        return new ProgrammingException(what, select.root().toString(), hint);
    }
}
