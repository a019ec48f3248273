package dev.kinglet.query;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE that sets each row to values of its own, which travel beside the statement, the columns
 * in this order.
 *
 * @param root the table
 * @param match what a row is found by; not empty
 * @param set what is set to the row's values
 * @param more what is set in all rows alike, by expressions
 */
public record RowsUpdate(
        Source<?> root,
        List<ColumnExpr<?>> match,
        List<ColumnExpr<?>> set,
        List<Assignment.Part> more) {

    /** What a row of values consists of. */
    public List<ColumnExpr<?>> columns() {
        List<ColumnExpr<?>> columns = new ArrayList<>(match);
        columns.addAll(set);
        return columns;
    }

    /**
     * The statement for so many rows, with placeholders for their values.
     *
     * @param rows {@link InsertDefinition#MANY} for any number, in arrays
     */
    public UpdateDefinition of(int rows) {
        List<ColumnExpr<?>> columns = columns();
        List<Expr<?>> row = new ArrayList<>(columns.size());
        for (ColumnExpr<?> column : columns) {
            row.add(Fn.<@Nullable Object>value(null, column));
        }
        Cte<@Nullable Object> values =
                Cte.values("kinglet_rows", columns, List.of(List.copyOf(row)), rows);
        List<Assignment.Part> parts = new ArrayList<>();
        for (ColumnExpr<?> column : set) {
            parts.add(new Assignment.Part(column, values.col(column)));
        }
        parts.addAll(more);
        Condition where = null;
        for (ColumnExpr<?> column : match) {
            Condition one = same(column, values.col(column));
            where = where == null ? one : where.and(one);
        }
        return new UpdateDefinition(root, List.copyOf(parts), Objects.requireNonNull(where))
                .withFrom(List.of(values))
                .withCtes(List.of(values)); // their values come first
    }

    @SuppressWarnings("unchecked") // the same column
    private static Condition same(Expr<?> column, Expr<?> value) {
        return ((Expr<@Nullable Object>) column).eq((Expr<@Nullable Object>) value);
    }
}
