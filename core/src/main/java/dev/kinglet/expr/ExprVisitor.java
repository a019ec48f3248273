package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes an expression apart, one kind of node a method. The shape of a query and its SQL are both
 * made by visitors, from the same parts: what a node does not hand to its visitor cannot reach the
 * SQL, and what it does hand over is part of the shape.
 *
 * @param <R> what a visit answers
 */
public interface ExprVisitor<R extends @Nullable Object> {

    R column(ColumnExpr<?> column);

    /**
     * A bound value. The type is asked for only when SQL is made, because that of a foreign key
     * resolves a table.
     */
    R value(@Nullable Object value, HasType type);

    R operator(Operator operator, Expr<?> left, Expr<?> right);

    R not(Condition condition);

    R isNull(Expr<?> operand, boolean negated);

    R between(Expr<?> operand, Expr<?> low, Expr<?> high);

    /** Membership in a list that is not empty; it may hold nulls. */
    R inList(Expr<?> operand, List<? extends @Nullable Object> values, boolean negated);

    R inQuery(Expr<?> operand, Subquery query, boolean negated);

    R exists(Subquery query);

    /** Always true, or never. */
    R constant(boolean value);

    /** A function by name; {@code distinct} belongs to an aggregate's only argument. */
    R function(String name, boolean distinct, List<Expr<?>> arguments, HasType type);

    R cast(Expr<?> operand, DataType<?> type);

    R alias(Expr<?> operand, String name);

    /** SQL as written, with {@code {0}}, {@code {1}} where the arguments go. */
    R raw(String sql, List<Expr<?>> arguments, HasType type);
}
