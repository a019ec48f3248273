package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows an UPDATE or DELETE is about that has an order and a limit. No database has these
 * clauses there in every build, so the rows are found by their keys in a sub-select.
 *
 * @param limit null for none
 */
record FirstRows(List<Sort> orderBy, @Nullable Long limit) {
    static final FirstRows ALL = new FirstRows(List.of(), null);

    FirstRows plus(Ordering... orderings) {
        List<Sort> sorts = new ArrayList<>(orderBy);
        for (Ordering ordering : orderings) {
            sorts.addAll(ordering.sorts());
        }
        return new FirstRows(List.copyOf(sorts), limit);
    }

    FirstRows most(Source<?> table, long rows) {
        if (rows < 0) {
            throw new ProgrammingException(
                    "a limit of " + rows + " rows", table.toString(), "say 0 or more");
        }
        return new FirstRows(orderBy, rows);
    }

    /** The condition that says it: that of the statement where there is no limit. */
    @Nullable Condition of(Source<?> table, @Nullable Condition where, String statement) {
        if (limit == null) {
            if (!orderBy.isEmpty()) {
                throw new ProgrammingException(
                        statement + " " + table + " has an order and no limit, so it says nothing",
                        table.toString(),
                        "add limit(..), or leave orderBy(..) out");
            }
            return where;
        }
        List<? extends ColumnExpr<?>> key = table.keyColumns();
        if (key.isEmpty()) {
            throw new ProgrammingException(
                    statement
                            + " "
                            + table
                            + " has a limit, and no primary key tells its rows apart",
                    table.toString(),
                    "say by a condition which rows are meant");
        }
        SelectDefinition rows =
                SelectDefinition.of(table, List.<Selection>copyOf(key))
                        .withWhere(where)
                        .withOrderBy(orderBy)
                        .withLimit(limit, null);
        Expr<?> first = key.get(0);
        return key.size() == 1
                ? first.in(Select.of(rows))
                : Fn.row(first, key.subList(1, key.size()).toArray(Expr<?>[]::new))
                        .in(Select.of(rows));
    }

    /** The queries in front of a statement, and more of them. */
    static List<Cte<?>> plus(List<Cte<?>> before, Cte<?>... more) {
        List<Cte<?>> all = new ArrayList<>(before);
        all.addAll(Arrays.asList(more));
        return List.copyOf(all);
    }
}
