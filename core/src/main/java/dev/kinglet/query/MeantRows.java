package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.Ordering;
import dev.kinglet.expr.Selection;
import dev.kinglet.expr.Sort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows an UPDATE or DELETE is about, beside its condition. No database has an order and a
 * limit there in every build, so the rows are found by their keys in a sub-select.
 *
 * @param limit null for none
 * @param all whether every row is meant where nothing says which
 */
record MeantRows(List<Sort> orderBy, @Nullable Long limit, boolean all) {
    static final MeantRows UNSAID = new MeantRows(List.of(), null, false);

    MeantRows plus(Ordering... orderings) {
        List<Sort> sorts = Clauses.plus(orderBy, Ordering.of(orderings).sorts());
        return new MeantRows(sorts, limit, all);
    }

    MeantRows most(Source<?> table, long rows) {
        if (rows < 0) {
            throw new ProgrammingException(
                    "a limit of " + rows + " rows", table.toString(), "say 0 or more");
        }
        return new MeantRows(orderBy, rows, all);
    }

    MeantRows every() {
        return new MeantRows(orderBy, limit, true);
    }

    /**
     * The condition that says it, as {@link #of}; refuses where none does and nobody said that all
     * are meant.
     *
     * @param effect what it would do to every row
     */
    @Nullable Condition checked(
            Source<?> table, @Nullable Condition where, String statement, String effect) {
        Condition said = of(table, where, statement);
        if (said == null && !all) {
            throw new ProgrammingException(
                    statement + " " + table + " without a condition would " + effect + " every row",
                    table.toString(),
                    "add where(..), or all() if every row is meant");
        }
        return said;
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
}
