package dev.kinglet.query;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import java.util.List;

/**
 * An INSERT of one row; many rows are the same definition with other values.
 *
 * @param root the table
 * @param columns what is set; empty for a row of defaults
 * @param values one for each column
 * @param returning what the database answers; empty for nothing
 */
public record InsertDefinition(
        Source<?> root, List<ColumnExpr<?>> columns, List<Expr<?>> values, List<Expr<?>> returning)
        implements QueryDefinition {}
