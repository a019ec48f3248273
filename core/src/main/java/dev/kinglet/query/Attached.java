package dev.kinglet.query;

import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Selection;

/**
 * An expression of the select list that is read from the row of a joined source instead of that of
 * the root; made by {@link Source#attach}.
 */
public record Attached(Source<?> source, Expr<?> expr) implements Selection {}
