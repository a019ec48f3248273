package dev.kinglet.model;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A value of a row that is no column: an expression in queries, and computed in Java by {@code
 * row.get(attribute)}. Made by {@link Table#attribute}.
 *
 * @param <T> the Java type of its values
 */
public interface Attribute<T extends @Nullable Object> extends Expr<T> {

    /**
     * The value of a row; what it reads has to be loaded.
     *
     * @throws dev.kinglet.errors.ModelException for a row of another table
     */
    T read(Model<?> row);

    /** One that is true or false, and a condition in queries. */
    interface Test extends Attribute<@Nullable Boolean>, Condition {}
}
