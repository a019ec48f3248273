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
 * @param from what else is read, in the order it was added
 * @param where which rows; null for all
 * @param returning what of each row it answers; empty for nothing
 * @param with the queries that were put in front, in the order they were added
 */
public record UpdateDefinition(
        Source<?> root,
        List<Assignment.Part> set,
        List<Source<?>> from,
        @Nullable Condition where,
        List<Selection> returning,
        List<Cte<?>> with)
        implements QueryDefinition {

    /** Answers nothing. */
    public UpdateDefinition(Source<?> root, List<Assignment.Part> set, @Nullable Condition where) {
        this(root, set, List.of(), where, List.of(), List.of());
    }

    /** The same, answering this of each row. */
    public UpdateDefinition withReturning(List<? extends Selection> returning) {
        return new UpdateDefinition(root, set, from, where, List.copyOf(returning), with);
    }

    UpdateDefinition withFrom(List<Source<?>> from) {
        return new UpdateDefinition(root, set, from, where, returning, with);
    }

    UpdateDefinition withWhere(@Nullable Condition where) {
        return new UpdateDefinition(root, set, from, where, returning, with);
    }

    UpdateDefinition withCtes(List<Cte<?>> with) {
        return new UpdateDefinition(root, set, from, where, returning, with);
    }
}
