package dev.kinglet.expr;

import org.jspecify.annotations.Nullable;

/** An expression that is true, false or, for NULL operands, unknown. */
public interface Condition extends Expr<@Nullable Boolean>, On {

    /** Both. */
    default Condition and(Condition other) {
        return new Nodes.Comparison(Operator.AND, this, other);
    }

    /** Either, or both. */
    default Condition or(Condition other) {
        return new Nodes.Comparison(Operator.OR, this, other);
    }

    /** The opposite; unknown stays unknown. */
    default Condition not() {
        return new Nodes.Not(this);
    }
}
