package dev.kinglet.query;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Exprs;
import org.jspecify.annotations.Nullable;

/** The conditions of one clause, joined by AND. */
final class Conditions {
    /** What CROSS JOIN and LATERAL have where others have a condition. */
    static final Condition ALWAYS = Exprs.always();

    private Conditions() {}

    static @Nullable Condition all(@Nullable Condition before, Condition... more) {
        Condition all = before;
        for (Condition condition : more) {
            all = all == null ? condition : all.and(condition);
        }
        return all;
    }
}
