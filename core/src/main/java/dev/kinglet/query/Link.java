package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.On;
import org.jspecify.annotations.Nullable;

/**
 * How two joined sources hang together: the rows by the condition, the objects by the relation.
 *
 * @param condition what follows ON
 * @param relation from the left source to the right one, as models know it; null where there is
 *     none
 */
public record Link(Condition condition, @Nullable On relation) {}
