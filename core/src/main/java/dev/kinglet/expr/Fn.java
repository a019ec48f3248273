package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL's functions, and the ways from plain values and raw SQL to expressions. */
public final class Fn {
    private static final Expr<?> STAR = new Nodes.Raw<>("*", List.of(), DataType.BIGINT);

    private Fn() {}

    /** {@code count(*)}: the number of rows. */
    public static Expr<Long> count() {
        return call("count", DataType.BIGINT, STAR);
    }

    /** The number of rows where the expression is not NULL. */
    public static Expr<Long> count(Expr<?> expr) {
        return call("count", DataType.BIGINT, expr);
    }

    /** The number of different values; NULL is none. */
    public static Expr<Long> countDistinct(Expr<?> expr) {
        return new Nodes.Call<>("count", true, List.of(expr), DataType.BIGINT);
    }

    /** The largest value; null over no rows. */
    public static <T extends @Nullable Object> Expr<@Nullable T> max(Expr<T> expr) {
        return call("max", expr, expr);
    }

    /** The smallest value; null over no rows. */
    public static <T extends @Nullable Object> Expr<@Nullable T> min(Expr<T> expr) {
        return call("min", expr, expr);
    }

    /**
     * The sum, in the type of what is summed; null over no rows. A sum that does not fit that type
     * is a DataException; {@code sum(x.cast(Long.class))} makes room.
     */
    public static <T extends @Nullable Number> Expr<@Nullable T> sum(Expr<T> expr) {
        return call("sum", expr, expr);
    }

    /** The mean as a double; null over no rows. */
    public static Expr<@Nullable Double> avg(Expr<? extends @Nullable Number> expr) {
        return call("avg", DataType.DOUBLE, expr);
    }

    /** Lower case, of ASCII letters only on SQLite. */
    public static <T extends @Nullable String> Expr<T> lower(Expr<T> expr) {
        return call("lower", expr, expr);
    }

    /** Upper case, of ASCII letters only on SQLite. */
    public static <T extends @Nullable String> Expr<T> upper(Expr<T> expr) {
        return call("upper", expr, expr);
    }

    /** The number of characters. */
    public static Expr<@Nullable Integer> length(Expr<? extends @Nullable String> expr) {
        return call("length", DataType.INTEGER, expr);
    }

    /** A plain value as an expression, bound as any other. */
    public static <T> Expr<T> value(T value) {
        @SuppressWarnings("unchecked")
        Class<T> javaType = (Class<T>) value.getClass();
        DataType<T> type = Nodes.typeOf(javaType);
        return new Nodes.Cast<>(Nodes.value(value, type), type);
    }

    /** A value, or NULL, bound as those of a column or another expression are. */
    public static <T extends @Nullable Object> Expr<T> value(T value, HasType like) {
        return Nodes.value(value, like);
    }

    /** Whether the query has any row. */
    public static Condition exists(Subquery query) {
        return new Nodes.Exists(query);
    }

    /** The opposite; unknown stays unknown. */
    public static Condition not(Condition condition) {
        return condition.not();
    }

    /** The same expression, said to be nullable: for a column of an outer-joined source. */
    @SuppressWarnings(
            "unchecked") // only widens: Expr gives values of T, and takes them back as comparisons
    public static <T extends @Nullable Object> Expr<@Nullable T> orNull(Expr<T> expr) {
        return (Expr<@Nullable T>) expr;
    }

    /**
     * SQL as written. {@code {0}}, {@code {1}}, .. in it stand for the arguments: expressions, or
     * values, which are bound. Never put a value into the text itself.
     *
     * @param type the Java class of the result
     */
    public static <T> Expr<@Nullable T> raw(Class<T> type, String sql, Object... arguments) {
        return new Nodes.Raw<>(sql, rawArguments(arguments), Nodes.typeOf(type));
    }

    /** A condition in SQL as written; see {@link #raw}. */
    public static Condition rawCondition(String sql, Object... arguments) {
        return new Nodes.RawCondition(sql, rawArguments(arguments));
    }

    private static List<Expr<?>> rawArguments(Object[] arguments) {
        List<Expr<?>> exprs = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            exprs.add(
                    argument instanceof Expr<?> expr
                            ? expr
                            : Nodes.value(argument, Nodes.typeOf(argument.getClass())));
        }
        return List.copyOf(exprs);
    }

    private static <T extends @Nullable Object> Expr<T> call(
            String name, HasType type, Expr<?> argument) {
        return new Nodes.Call<>(name, false, List.of(argument), type);
    }
}
