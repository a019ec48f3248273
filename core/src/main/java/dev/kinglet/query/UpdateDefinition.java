package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE.
 *
 * @param root the table
 * @param set what is assigned, never empty
 * @param where which rows; null for all
 */
public record UpdateDefinition(Source<?> root, List<Assignment.Part> set, @Nullable Condition where)
        implements QueryDefinition {}
