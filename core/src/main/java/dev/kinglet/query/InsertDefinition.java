package dev.kinglet.query;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT of one row; many rows are the same definition with other values.
 *
 * @param root the table
 * @param columns what is set; empty for a row of defaults
 * @param values one for each column
 * @param returning what of each row it answers; empty for nothing
 * @param query where the values come from instead; null for a row of values
 */
public record InsertDefinition(
        Source<?> root,
        List<ColumnExpr<?>> columns,
        List<Expr<?>> values,
        List<Selection> returning,
        @Nullable SelectDefinition query)
        implements QueryDefinition {

    /** A row of values. */
    public InsertDefinition(
            Source<?> root,
            List<ColumnExpr<?>> columns,
            List<Expr<?>> values,
            List<? extends Selection> returning) {
        this(root, columns, values, List.copyOf(returning), null);
    }
}
