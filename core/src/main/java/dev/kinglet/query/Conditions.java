package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import org.jspecify.annotations.Nullable;

/** The conditions of one clause, joined by AND. */
final class Conditions {
    private Conditions() {}

    static @Nullable Condition all(@Nullable Condition before, Condition... more) {
        Condition all = before;
        for (Condition condition : more) {
            all = all == null ? condition : all.and(condition);
        }
        return all;
    }
}
