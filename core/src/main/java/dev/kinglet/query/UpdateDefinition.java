package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE.
 *
 * @param root the table
 * @param set what is assigned, never empty
 * @param where which rows; null for all
 * @param returning what of each row it answers; empty for nothing
 */
public record UpdateDefinition(
        Source<?> root,
        List<Assignment.Part> set,
        @Nullable Condition where,
        List<Selection> returning)
        implements QueryDefinition {

    /** Answers nothing. */
    public UpdateDefinition(Source<?> root, List<Assignment.Part> set, @Nullable Condition where) {
        this(root, set, where, List.of());
    }
}
