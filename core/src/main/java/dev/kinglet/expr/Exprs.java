package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks into an expression, where a visitor would be too much. */
public final class Exprs {
    private Exprs() {}

    /** The alias of {@code expr.as(alias)}; null for every other expression. */
    public static @Nullable String alias(Expr<?> expr) {
        return expr instanceof Nodes.Alias<?> alias ? alias.name() : null;
    }

    /** What {@code expr.as(alias)} names; null for every other expression. */
    public static @Nullable Expr<?> aliased(Expr<?> expr) {
        return expr instanceof Nodes.Alias<?> alias ? alias.operand() : null;
    }

    /** How many values are compared: of a row value its parts, of every other expression one. */
    public static int parts(Expr<?> expr) {
        return expr instanceof Nodes.Row row ? row.parts().size() : 1;
    }

    /**
     * An argument of raw SQL: an expression as it is, a value to be bound.
     *
     * @throws dev.kinglet.errors.ModelException where no column type stands for its class
     */
    public static Expr<?> argument(@Nullable Object argument) {
        if (argument instanceof Expr<?> expr) {
            return expr;
        }
        return argument == null
                ? Nodes.<@Nullable Object>value(null, DataType.TEXT)
                : Nodes.value(argument, Nodes.typeOf(argument.getClass()));
    }

    /**
     * Raw SQL as it is.
     *
     * @param arguments how many there are
     * @throws dev.kinglet.errors.ProgrammingException for a placeholder of its own, and where the
     *     text does not use just these arguments
     */
    public static String checkedSql(String sql, int arguments) {
        return RawSql.checked(sql, arguments);
    }

    /** A call of a function that may give NULL. */
    public static <T> Expr<@Nullable T> call(
            SqlFunction function, DataType<T> type, Expr<?>... arguments) {
        return Nodes.call(function, FunctionCall.Nulls.ALWAYS, type, arguments);
    }

    /** A condition that every row meets. */
    public static Condition always() {
        return new Nodes.Constant(true);
    }

    /** The value of a query of one row and one column, of the type of an expression. */
    public static <T extends @Nullable Object> Expr<T> scalar(Subquery query, HasType like) {
        return new Nodes.Scalar<>(query, like);
    }

    /** One expression on SQLite, another on PostgreSQL; only that of the database is sent. */
    public static <T extends @Nullable Object> Expr<T> byDialect(Expr<T> sqlite, Expr<T> postgres) {
        return new Nodes.ByDialect<>(sqlite, postgres);
    }

    /** One condition on SQLite, another on PostgreSQL; only that of the database is sent. */
    public static Condition byDialect(Condition sqlite, Condition postgres) {
        return new Nodes.TestByDialect(sqlite, postgres);
    }

    /** The columns in an expression, each once, in order; without those of subqueries. */
    public static Set<ColumnExpr<?>> columns(Expr<?> expr) {
        return Columns.of(expr);
    }

    /** Whether it is an aggregate or made of one, which makes groups of the rows of its query. */
    public static boolean aggregates(Expr<?> expr) {
        return Columns.aggregate(expr);
    }

    /** Whether it is a plain value, bound as it is. */
    public static boolean isValue(Expr<?> expr) {
        return expr instanceof Plain<?>;
    }

    /** The plain value; null for NULL and for every other expression. */
    public static @Nullable Object value(Expr<?> expr) {
        return expr instanceof Plain<?> plain ? plain.value : null;
    }

    /** The parts of a comparison or a junction; null for every other expression. */
    public static @Nullable Binary binary(Expr<?> expr) {
        return expr instanceof Nodes.Comparison comparison
                ? new Binary(comparison.operator(), comparison.left(), comparison.right())
                : null;
    }

    /**
     * Whether the static type of an expression says that it may be NULL. The values themselves may
     * still be NULL where it does not, as those of an outer-joined source.
     */
    public static boolean isNullable(Expr<?> expr) {
        return new Nullability(ColumnExpr::isNullable, true).of(expr);
    }

    /** Whether SQL may give NULL for an expression, where these columns may be NULL. */
    public static boolean mayBeNull(Expr<?> expr, Predicate<ColumnExpr<?>> columns) {
        return new Nullability(columns, false).of(expr);
    }

    /** Two expressions and the operator between them. */
    public record Binary(Operator operator, Expr<?> left, Expr<?> right) {}

    /** A plain value, bound as it is; written as those of what it is like. */
    public abstract static class Plain<T extends @Nullable Object> implements Expr<T> {
        private final @Nullable Object value;

        protected Plain(@Nullable Object value) {
            this.value = value;
        }

        /** What it is compared with, or stored in. */
        public abstract HasType like();

        /** The value; null for NULL. */
        public final @Nullable Object value() {
            return value;
        }

        @Override
        public final DataType<?> type() {
            return like().type();
        }

        @Override
        public final <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.value(value, like());
        }

        @Override
        public final boolean equals(@Nullable Object other) {
            return other instanceof Plain<?> that
                    && Objects.deepEquals(value, that.value)
                    && like().equals(that.like());
        }

        @Override
        public final int hashCode() {
            return value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value);
        }

        @Override
        public final String toString() {
            return Text.of(this);
        }
    }
}
