package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DELETE.
 *
 * @param root the table
 * @param where which rows; null for all
 * @param returning what of each row it answers; empty for nothing
 */
public record DeleteDefinition(Source<?> root, @Nullable Condition where, List<Selection> returning)
        implements QueryDefinition {

    /** Answers nothing. */
    public DeleteDefinition(Source<?> root, @Nullable Condition where) {
        this(root, where, List.of());
    }
}
