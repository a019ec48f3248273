package dev.kinglet.query;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import java.util.List;

/**
 * What {@code column.to(value)} says: one column set to one value, or several for a value that
 * spans columns.
 */
public interface Assignment {

    /** The columns and their values, in order; never empty. */
    List<Part> parts();

    /** One column and what it is set to. */
    record Part(ColumnExpr<?> column, Expr<?> value) {}
}
