package dev.kinglet.expr;

/**
 * What may stand in ORDER BY: an expression, which sorts ascending, or an expression with a
 * direction.
 */
public interface Ordering {

    /** The expression and how it sorts. */
    Sort sort();
}
