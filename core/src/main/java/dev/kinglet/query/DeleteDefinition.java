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
 * @param with the queries that were put in front, in the order they were added
 */
public record DeleteDefinition(
        Source<?> root, @Nullable Condition where, List<Selection> returning, List<Cte<?>> with)
        implements QueryDefinition {

    /** Answers nothing. */
    public DeleteDefinition(Source<?> root, @Nullable Condition where) {
        this(root, where, List.of(), List.of());
    }

    /** The same, answering this of each row. */
    public DeleteDefinition withReturning(List<? extends Selection> returning) {
        return new DeleteDefinition(root, where, List.copyOf(returning), with);
    }

    DeleteDefinition withWhere(@Nullable Condition where) {
        return new DeleteDefinition(root, where, returning, with);
    }

    DeleteDefinition withCtes(List<Cte<?>> with) {
        return new DeleteDefinition(root, where, returning, with);
    }
}
