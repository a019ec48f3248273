package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.FunctionCall;
import dev.kinglet.expr.Operator;
import dev.kinglet.type.DataType;
import java.math.BigDecimal;
import java.util.Set;

/**
 * Decimals of so many digits that SQLite keeps them as text. It would calculate with them as with
 * the numbers that their texts begin with, and compare them with real numbers as texts: refused.
 */
final class TextDecimals {
    /** What looks at values as they are, and answers one of them. */
    private static final Set<String> CHOOSING =
            Set.of(
                    "count",
                    "min",
                    "max",
                    "coalesce",
                    "nullif",
                    "greatest",
                    "least",
                    "lag",
                    "lead",
                    "first_value",
                    "last_value",
                    "nth_value");

    private TextDecimals() {}

    static boolean is(DataType<?> type) {
        return type.javaType() == BigDecimal.class && SqlTypes.storage(type).equals("text");
    }

    static void check(Operator operator, Expr<?> left, Expr<?> right) {
        if (Exprs.parts(left) > 1 || Exprs.parts(right) > 1) {
            return;
        }
        boolean one = is(left.type());
        boolean other = is(right.type());
        boolean compares =
                switch (operator) {
                    case EQ, NE, LT, LE, GT, GE, DISTINCT, NOT_DISTINCT -> true;
                    default -> false;
                };
        if (compares ? one != other : one || other) {
            throw refused("'" + operator + "'", one ? left : right);
        }
    }

    static void check(FunctionCall call) {
        boolean chooses = CHOOSING.contains(call.function().name());
        for (Expr<?> argument : call.arguments()) {
            if (argument.type().javaType() == BigDecimal.class
                    && is(argument.type()) != is(call.arguments().get(0).type())) {
                throw refused(call.function() + " with other numbers", argument);
            }
            if (is(argument.type()) && !chooses) {
                throw refused(call.function().toString(), argument);
            }
        }
    }

    static void checkCast(Expr<?> operand, DataType<?> type) {
        if (is(operand.type()) != is(type)) {
            throw refused("a cast to " + type, operand);
        }
    }

    /** A column is set to what another expression is, which is stored as it is. */
    static void checkStored(ColumnExpr<?> column, Expr<?> value) {
        if (!Exprs.isValue(value)
                && Number.class.isAssignableFrom(value.type().javaType())
                && is(column.type()) != is(value.type())) {
            throw is(value.type())
                    ? refused(column + ", of type " + column.type(), value)
                    : refused(value + ", of type " + value.type(), column);
        }
    }

    private static ProgrammingException refused(String what, Expr<?> operand) {
        return new ProgrammingException(
                "SQLite keeps "
                        + operand
                        + ", of type "
                        + operand.type()
                        + ", as text, which is not for "
                        + what,
                null,
                "compute it in Java, or declare the column with 15 digits at most");
    }
}
