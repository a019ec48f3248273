/**
 * SQL expressions as immutable values: columns, comparisons, functions, orderings.
 *
 * <p>In: columns and plain values. Out: nodes that compare structurally and show themselves, part
 * by part, to an {@link dev.kinglet.expr.ExprVisitor}; nothing here knows SQL text or a connection.
 * This room may import {@code errors} and {@code type}.
 */
@NullMarked
package dev.kinglet.expr;

import org.jspecify.annotations.NullMarked;
