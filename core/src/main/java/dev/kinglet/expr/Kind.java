package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import dev.kinglet.type.Range;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An expression taken as one of a kind that has operators of its own. Visitors see the expression
 * itself.
 */
sealed interface Kind {

    /** What is taken so. */
    Expr<?> operand();

    record OfArray<T extends @Nullable List<E>, E extends @Nullable Object>(Expr<?> operand)
            implements Kind, ArrayExpr<T, E> {
        @Override
        public DataType<?> type() {
            return operand.type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return operand.accept(visitor);
        }

        @Override
        public String toString() {
            return operand.toString();
        }
    }

    record OfRange<T extends @Nullable Range<E>, E extends Comparable<? super E>>(Expr<?> operand)
            implements Kind, RangeExpr<T, E> {
        @Override
        public DataType<?> type() {
            return operand.type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return operand.accept(visitor);
        }

        @Override
        public String toString() {
            return operand.toString();
        }
    }

    /** The type of an array's elements, or of a range's bounds; asked for late. */
    record Element(HasType of) implements HasType {
        @Override
        public DataType<?> type() {
            return Objects.requireNonNull(of.type().element());
        }
    }

    /** The type of the list of an expression's values; asked for late. */
    record ListOf(Expr<?> expr) implements HasType {
        @Override
        public DataType<?> type() {
            DataType<?> element = expr.type().unlimited();
            return Exprs.isNullable(expr)
                    ? DataType.arrayOfNullable(element)
                    : DataType.array(element);
        }
    }
}
