package dev.kinglet.expr;

import dev.kinglet.type.HasType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function, with what only aggregates have.
 *
 * @param function what is called
 * @param arguments in order
 * @param distinct whether equal arguments count once
 * @param orderBy the order in which an aggregate takes its rows; empty for any
 * @param filter which rows an aggregate takes; null for all
 * @param type of the result
 * @param nulls whether the result may be NULL
 */
public record FunctionCall(
        SqlFunction function,
        List<Expr<?>> arguments,
        boolean distinct,
        List<Sort> orderBy,
        @Nullable Condition filter,
        HasType type,
        Nulls nulls) {

    static FunctionCall of(
            SqlFunction function, HasType type, Nulls nulls, List<Expr<?>> arguments) {
        return new FunctionCall(function, arguments, false, List.of(), null, type, nulls);
    }

    FunctionCall asDistinct() {
        return new FunctionCall(function, arguments, true, orderBy, filter, type, nulls);
    }

    FunctionCall ordered(List<Sort> orderBy) {
        return new FunctionCall(function, arguments, distinct, orderBy, filter, type, nulls);
    }

    FunctionCall filtered(Condition filter) {
        return new FunctionCall(function, arguments, distinct, orderBy, filter, type, nulls);
    }

    /** What the static type of a call says. */
    public enum Nulls {
        /** It may be NULL. */
        ALWAYS,
        /** It is never NULL. */
        NEVER,
        /** As the type of the first argument says; SQL gives NULL where any argument is. */
        AS_ARGUMENT,
        /** As the type of the last argument says; SQL gives NULL where all arguments are. */
        AS_LAST_ARGUMENT
    }
}
