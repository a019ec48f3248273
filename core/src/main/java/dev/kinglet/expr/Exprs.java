package dev.kinglet.expr;

import org.jspecify.annotations.Nullable;

/** Looks into an expression, where a visitor would be too much. */
public final class Exprs {
    private Exprs() {}

    /** The alias of {@code expr.as(alias)}; null for every other expression. */
    public static @Nullable String alias(Expr<?> expr) {
        return expr instanceof Nodes.Alias<?> alias ? alias.name() : null;
    }

    /** Whether it is a plain value, bound as it is. */
    public static boolean isValue(Expr<?> expr) {
        return expr instanceof Nodes.Value<?>;
    }

    /** The plain value; null for NULL and for every other expression. */
    public static @Nullable Object value(Expr<?> expr) {
        return expr instanceof Nodes.Value<?> value ? value.value() : null;
    }

    /** The parts of a comparison or a junction; null for every other expression. */
    public static @Nullable Binary binary(Expr<?> expr) {
        return expr instanceof Nodes.Comparison comparison
                ? new Binary(comparison.operator(), comparison.left(), comparison.right())
                : null;
    }

    /** Two expressions and the operator between them. */
    public record Binary(Operator operator, Expr<?> left, Expr<?> right) {}
}
