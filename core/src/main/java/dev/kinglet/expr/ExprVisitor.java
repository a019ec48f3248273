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

    /** Membership of a row of values in a list of such rows, which is not empty. */
    R inRows(Expr<?> row, List<Expr<?>> rows, boolean negated);

    /** Several expressions as one row value. */
    R row(List<Expr<?>> parts);

    /** A call of a function or an aggregate. */
    R function(FunctionCall call);

    /** A function over a window of rows. */
    R over(FunctionCall call, Window window);

    /**
     * CASE.
     *
     * @param subject what the branches are compared with; null where each has a condition
     * @param branches when and then, in turn; never empty
     * @param otherwise null for NULL
     */
    R caseOf(@Nullable Expr<?> subject, List<Expr<?>> branches, @Nullable Expr<?> otherwise);

    /** The value of a query that answers one row of one column. */
    R subquery(Subquery query, HasType type);

    /** The operand, compared and sorted by the rules of a named collation. */
    R collate(Expr<?> operand, String collation);

    /** The operand, whose type says that it may be NULL. */
    R orNull(Expr<?> operand);

    R cast(Expr<?> operand, DataType<?> type);

    R alias(Expr<?> operand, String name);

    /** One expression on SQLite, the other on PostgreSQL. */
    R byDialect(Expr<?> sqlite, Expr<?> postgres);

    /** SQL as written, with {@code {0}}, {@code {1}} where the arguments go. */
    R raw(String sql, List<Expr<?>> arguments, HasType type);
}
