package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an INSERT does where a row of the same key is there already.
 *
 * @param target the columns or expressions of the unique index that is meant; empty for any
 * @param where the predicate of a partial index; null for a whole one
 * @param constraint the name of a constraint, in place of a target; null for none
 * @param set what is assigned to the row that is there; empty unless it is updated
 * @param condition which rows are updated; null for all
 */
public record Conflict(
        List<Expr<?>> target,
        @Nullable Condition where,
        @Nullable String constraint,
        Action action,
        List<Assignment.Part> set,
        @Nullable Condition condition) {

    /** Any conflict, and nothing more is said of it. */
    static Conflict any(Action action) {
        return new Conflict(List.of(), null, null, action, List.of(), null);
    }

    /** The same conflict, and the row that is there stays as it is. */
    public Conflict ignored() {
        return new Conflict(target, where, constraint, Action.NOTHING, List.of(), null);
    }

    /** What is done. */
    public enum Action {
        /** The row that is there stays, the new one is dropped. */
        NOTHING,
        /** The row that is there is changed. */
        UPDATE,
        /** The row that is there is deleted first. */
        REPLACE
    }
}
