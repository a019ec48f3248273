package dev.kinglet.expr;

import org.jspecify.annotations.Nullable;

/**
 * An aggregate: one value for a group of rows, or, with {@link #over(Window)}, for each row one
 * over the rows around it. The methods answer new expressions.
 *
 * @param <T> the Java type of the values
 */
public interface Aggregate<T extends @Nullable Object> extends Expr<T>, WindowFunction<T> {

    /** Equal arguments count once. */
    Aggregate<T> distinct();

    /** Takes only the rows that meet the conditions, and those of before: FILTER (WHERE ..). */
    Aggregate<T> filter(Condition first, Condition... more);

    /** Takes the rows in this order, in place of what was said before. */
    Aggregate<T> orderBy(Ordering... orderings);
}
