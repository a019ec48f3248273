package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions and changes of columns that hold sets of flags. */
public final class Flags {
    private Flags() {}

    /** Whether a set has this flag. */
    public static <E extends Enum<E>> Condition has(
            Expr<? extends @Nullable Set<E>> flags, E flag) {
        return new Nodes.Comparison(
                Operator.NE,
                bits(Operator.BIT_AND, flags, 1L << flag.ordinal()),
                Nodes.value(0L, DataType.BIGINT));
    }

    /** The set with this flag: {@code update(USER.rights.to(Flags.with(USER.rights, WRITE)))}. */
    public static <E extends Enum<E>, T extends @Nullable Set<E>> Expr<T> with(
            Expr<T> flags, E flag) {
        return bits(Operator.BIT_OR, flags, 1L << flag.ordinal());
    }

    /** The set without this flag. */
    public static <E extends Enum<E>, T extends @Nullable Set<E>> Expr<T> without(
            Expr<T> flags, E flag) {
        return bits(Operator.BIT_AND, flags, ~(1L << flag.ordinal()));
    }

    private static <T extends @Nullable Object> Expr<T> bits(
            Operator operator, Expr<T> flags, long mask) {
        return new Nodes.Arithmetic<>(operator, flags, Nodes.value(mask, DataType.BIGINT));
    }
}
