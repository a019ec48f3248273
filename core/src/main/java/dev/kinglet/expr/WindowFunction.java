package dev.kinglet.expr;

import org.jspecify.annotations.Nullable;

/**
 * A function that needs a window of rows to be a value: {@code
 * rowNumber().over(Window.partitionBy(..))}.
 *
 * @param <T> the Java type of the values
 */
public interface WindowFunction<T extends @Nullable Object> {

    /** The value over the window that each row is in. */
    Expr<T> over(Window window);

    /** The value over all rows of the result. */
    default Expr<T> over() {
        return over(Window.ALL);
    }
}
