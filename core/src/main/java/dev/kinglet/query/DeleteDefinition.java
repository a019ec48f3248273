package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A DELETE.
 *
 * @param root the table
 * @param where which rows; null for all
 */
public record DeleteDefinition(Source<?> root, @Nullable Condition where)
        implements QueryDefinition {}
