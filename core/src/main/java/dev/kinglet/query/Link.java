package dev.kinglet.query;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import org.jspecify.annotations.Nullable;

/**
 * How two joined sources hang together: the rows by the condition, the objects by the foreign key.
 *
 * @param condition what follows ON
 * @param foreignKey the foreign key that relates the two, null where none does
 * @param forward whether the foreign key is the left source's; of no meaning without one
 */
public record Link(Condition condition, @Nullable ColumnExpr<?> foreignKey, boolean forward) {}
