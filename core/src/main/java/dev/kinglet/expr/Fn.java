package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import dev.kinglet.type.Range;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * SQL's functions, and the ways from plain values and raw SQL to expressions. What is written
 * differently on the two databases means the same on both, unless a function says otherwise; NULL
 * in gives NULL out, unless it says otherwise.
 */
public final class Fn {
    private static final Expr<?> STAR = new Nodes.Raw<>("*", List.of(), DataType.BIGINT);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

    private Fn() {}

    // ---- aggregates

    /** {@code count(*)}: the number of rows. */
    public static Aggregate<Long> count() {
        return Calls.aggregate(SqlFunction.named("count"), Nulls.NEVER, DataType.BIGINT, STAR);
    }

    /** The number of rows where the expression is not NULL. */
    public static Aggregate<Long> count(Expr<?> expr) {
        return Calls.aggregate(SqlFunction.named("count"), Nulls.NEVER, DataType.BIGINT, expr);
    }

    /** The number of different values; NULL is none. */
    public static Aggregate<Long> countDistinct(Expr<?> expr) {
        return count(expr).distinct();
    }

    /** The largest value; null over no rows. */
    public static <T extends @Nullable Object> Aggregate<@Nullable T> max(Expr<T> expr) {
        return Calls.aggregate(SqlFunction.named("max"), Nulls.ALWAYS, expr, expr);
    }

    /** The smallest value; null over no rows. */
    public static <T extends @Nullable Object> Aggregate<@Nullable T> min(Expr<T> expr) {
        return Calls.aggregate(SqlFunction.named("min"), Nulls.ALWAYS, expr, expr);
    }

    /**
     * The sum, in the type of what is summed; null over no rows. A sum that does not fit that type
     * is a DataException; {@code sum(x.cast(Long.class))} makes room.
     */
    public static <T extends @Nullable Number> Aggregate<@Nullable T> sum(Expr<T> expr) {
        return Calls.aggregate(SqlFunction.named("sum"), Nulls.ALWAYS, expr, expr);
    }

    /** The mean as a double; null over no rows. */
    public static Aggregate<@Nullable Double> avg(Expr<? extends @Nullable Number> expr) {
        return Calls.aggregate(SqlFunction.named("avg"), Nulls.ALWAYS, DataType.DOUBLE, expr);
    }

    /**
     * The texts of all rows with the separator between them, NULLs left out; null over no rows. Say
     * in which order: {@code stringAgg(x, ", ").orderBy(x)}.
     */
    public static Aggregate<@Nullable String> stringAgg(
            Expr<? extends @Nullable String> expr, String separator) {
        return Calls.aggregate(
                FnSql.STRING_AGG,
                Nulls.ALWAYS,
                DataType.TEXT,
                expr,
                Nodes.value(separator, DataType.TEXT));
    }

    /**
     * The values of all rows as a list, NULLs among them; null over no rows. Say in which order:
     * {@code arrayAgg(x).orderBy(x)}. PostgreSQL only.
     */
    public static <T extends @Nullable Object> Aggregate<@Nullable List<T>> arrayAgg(Expr<T> expr) {
        return Calls.aggregate(ArraySql.AGGREGATE, Nulls.ALWAYS, new Kind.ListOf(expr), expr);
    }

    // ---- arrays and ranges

    /** An expression whose values are lists, with the operators of arrays. */
    public static <T extends @Nullable List<E>, E extends @Nullable Object> ArrayExpr<T, E> array(
            Expr<T> expr) {
        return new Kind.OfArray<>(expr);
    }

    /** An expression whose values are ranges, with the operators of ranges. */
    public static <T extends @Nullable Range<E>, E extends Comparable<? super E>>
            RangeExpr<T, E> range(Expr<T> expr) {
        // a value alone would be a text to PostgreSQL
        return new Kind.OfRange<>(Exprs.isValue(expr) ? new Nodes.Cast<>(expr, expr.type()) : expr);
    }

    // ---- text

    /** Lower case, of ASCII letters only on SQLite. */
    public static <T extends @Nullable String> Expr<T> lower(Expr<T> expr) {
        return plain("lower", expr);
    }

    /** Upper case, of ASCII letters only on SQLite. */
    public static <T extends @Nullable String> Expr<T> upper(Expr<T> expr) {
        return plain("upper", expr);
    }

    /** The number of characters. */
    public static Expr<@Nullable Integer> length(Expr<? extends @Nullable String> expr) {
        return Nodes.call(SqlFunction.named("length"), Nulls.ALWAYS, DataType.INTEGER, expr);
    }

    /** Without the blanks at both ends. */
    public static <T extends @Nullable String> Expr<T> trim(Expr<T> expr) {
        return plain("trim", expr);
    }

    /** Without the blanks in front. */
    public static <T extends @Nullable String> Expr<T> ltrim(Expr<T> expr) {
        return plain("ltrim", expr);
    }

    /** Without the blanks behind. */
    public static <T extends @Nullable String> Expr<T> rtrim(Expr<T> expr) {
        return plain("rtrim", expr);
    }

    /**
     * The characters from a place on.
     *
     * @param from counts from 1
     */
    public static <T extends @Nullable String> Expr<T> substring(Expr<T> expr, int from) {
        return plain("substr", expr, integer(atLeast(1, from, "substring from")));
    }

    /**
     * So many characters from a place on; fewer where the text ends.
     *
     * @param from counts from 1
     */
    public static <T extends @Nullable String> Expr<T> substring(
            Expr<T> expr, int from, int length) {
        return plain(
                "substr",
                expr,
                integer(atLeast(1, from, "substring from")),
                integer(atLeast(0, length, "substring of")));
    }

    /** With each occurrence of one text replaced by another. */
    public static <T extends @Nullable String> Expr<T> replace(
            Expr<T> expr, String text, String replacement) {
        return plain(
                "replace",
                expr,
                Nodes.value(text, DataType.TEXT),
                Nodes.value(replacement, DataType.TEXT));
    }

    /** Where a text is first found in another, counted from 1; 0 where it is not. */
    public static Expr<@Nullable Integer> position(
            Expr<? extends @Nullable String> expr, String text) {
        return Nodes.call(
                FnSql.POSITION,
                Nulls.ALWAYS,
                DataType.INTEGER,
                expr,
                Nodes.value(text, DataType.TEXT));
    }

    /** Where a text is first found in another, counted from 1; 0 where it is not. */
    public static Expr<@Nullable Integer> position(
            Expr<? extends @Nullable String> expr, Expr<? extends @Nullable String> text) {
        return Nodes.call(FnSql.POSITION, Nulls.ALWAYS, DataType.INTEGER, expr, text);
    }

    // ---- numbers

    /** Without its sign. */
    public static <T extends @Nullable Number> Expr<T> abs(Expr<T> expr) {
        return plain("abs", expr);
    }

    /** With its sign turned. */
    public static <T extends @Nullable Number> Expr<T> negate(Expr<T> expr) {
        return Nodes.call(FnSql.NEGATE, expr, expr);
    }

    /** To a whole number; what lies in the middle goes as the database has it. */
    public static <T extends @Nullable Number> Expr<T> round(Expr<T> expr) {
        return round(expr, 0);
    }

    /** To so many digits behind the point; what lies in the middle goes as the database has it. */
    public static <T extends @Nullable Number> Expr<T> round(Expr<T> expr, int digits) {
        return Nodes.call(
                FnSql.isWhole(expr)
                        ? FnSql.ROUND_WHOLE
                        : FnSql.isFloat(expr) ? FnSql.ROUND_DOUBLE : SqlFunction.named("round"),
                expr,
                expr,
                integer(atLeast(0, digits, "round to")));
    }

    /** The largest whole number that is not larger. */
    public static <T extends @Nullable Number> Expr<T> floor(Expr<T> expr) {
        return FnSql.isWhole(expr)
                ? Nodes.call(FnSql.FLOOR_WHOLE, expr, expr)
                : plain("floor", expr);
    }

    /** The smallest whole number that is not smaller. */
    public static <T extends @Nullable Number> Expr<T> ceil(Expr<T> expr) {
        return FnSql.isWhole(expr) ? Nodes.call(FnSql.CEIL_WHOLE, expr, expr) : plain("ceil", expr);
    }

    /** -1, 0 or 1. */
    public static Expr<@Nullable Integer> sign(Expr<? extends @Nullable Number> expr) {
        return Nodes.call(FnSql.SIGN, Nulls.ALWAYS, DataType.INTEGER, expr);
    }

    /**
     * The rest of a division of whole numbers, with the sign of the dividend. By zero it is NULL on
     * SQLite and an error on PostgreSQL.
     */
    public static <T extends @Nullable Number> Expr<T> mod(Expr<T> expr, @NonNull T divisor) {
        return Nodes.arithmetic(Operator.MODULO, expr, Nodes.operand(divisor, expr));
    }

    /**
     * The rest of a division of whole numbers, with the sign of the dividend. By zero it is NULL on
     * SQLite and an error on PostgreSQL.
     */
    public static <T extends @Nullable Number> Expr<T> mod(
            Expr<T> expr, Expr<? extends @Nullable T> divisor) {
        return Nodes.arithmetic(Operator.MODULO, expr, divisor);
    }

    /** The square root; of a negative number NULL on SQLite and an error on PostgreSQL. */
    public static Expr<@Nullable Double> sqrt(Expr<? extends @Nullable Number> expr) {
        return Nodes.call(SqlFunction.named("sqrt"), Nulls.ALWAYS, DataType.DOUBLE, expr);
    }

    /** The number to a power. */
    public static Expr<@Nullable Double> power(
            Expr<? extends @Nullable Number> expr, double exponent) {
        return Nodes.call(
                FnSql.POWER,
                Nulls.ALWAYS,
                DataType.DOUBLE,
                expr,
                Nodes.value(exponent, DataType.DOUBLE));
    }

    /**
     * A random number from 0 to 1, another one for each row: {@code orderBy(random())} shuffles.
     */
    public static Expr<Double> random() {
        return Nodes.call(FnSql.RANDOM, Nulls.NEVER, DataType.DOUBLE);
    }

    /** The bits that both have. */
    public static <T extends @Nullable Number> Expr<T> bitAnd(Expr<T> expr, @NonNull T bits) {
        return Nodes.arithmetic(Operator.BIT_AND, expr, Nodes.value(bits, expr));
    }

    /** The bits that one of them has, or both. */
    public static <T extends @Nullable Number> Expr<T> bitOr(Expr<T> expr, @NonNull T bits) {
        return Nodes.arithmetic(Operator.BIT_OR, expr, Nodes.value(bits, expr));
    }

    /** The bits that just one of them has. */
    public static <T extends @Nullable Number> Expr<T> bitXor(Expr<T> expr, @NonNull T bits) {
        return Nodes.arithmetic(Operator.BIT_XOR, expr, Nodes.value(bits, expr));
    }

    /** The bits that it has not. */
    public static <T extends @Nullable Number> Expr<T> bitNot(Expr<T> expr) {
        if (expr instanceof ColumnExpr<?> column) {
            Nodes.requireNumber("~", true, column);
        }
        return Nodes.call(FnSql.BIT_NOT, expr, expr);
    }

    /** The bits moved up by so many places. */
    public static <T extends @Nullable Number> Expr<T> shiftLeft(Expr<T> expr, int places) {
        return Nodes.arithmetic(Operator.SHIFT_LEFT, expr, integer(places));
    }

    /** The bits moved down by so many places. */
    public static <T extends @Nullable Number> Expr<T> shiftRight(Expr<T> expr, int places) {
        return Nodes.arithmetic(Operator.SHIFT_RIGHT, expr, integer(places));
    }

    // ---- search

    /**
     * Whether these texts, taken together, have what is looked for. Computed for each row, unless
     * an index has just this expression. PostgreSQL only; {@code Table.search(..)} is for both.
     */
    public static Condition match(
            TsQuery query, Expr<? extends @Nullable String> first, Expr<?>... more) {
        return query.match(first, List.of(more));
    }

    // ---- dates and times

    /** A part of a date or time as a number; of a point in time, that in UTC. */
    public static Expr<@Nullable Integer> part(
            DatePart part, Expr<? extends @Nullable Temporal> expr) {
        return Nodes.call(Dates.part(part, expr), Nulls.ALWAYS, DataType.INTEGER, expr);
    }

    /** {@code part(YEAR, ..)}. */
    public static Expr<@Nullable Integer> year(Expr<? extends @Nullable Temporal> expr) {
        return part(DatePart.YEAR, expr);
    }

    /** {@code part(MONTH, ..)}: 1 to 12. */
    public static Expr<@Nullable Integer> month(Expr<? extends @Nullable Temporal> expr) {
        return part(DatePart.MONTH, expr);
    }

    /** {@code part(DAY, ..)}: the day of the month, from 1. */
    public static Expr<@Nullable Integer> day(Expr<? extends @Nullable Temporal> expr) {
        return part(DatePart.DAY, expr);
    }

    /** {@code part(HOUR, ..)}. */
    public static Expr<@Nullable Integer> hour(Expr<? extends @Nullable Temporal> expr) {
        return part(DatePart.HOUR, expr);
    }

    /**
     * The beginning of the year, month, hour, .. that a date or moment is in; of a point in time,
     * in UTC.
     */
    public static <T extends @Nullable Temporal> Expr<T> truncate(DatePart part, Expr<T> expr) {
        return Nodes.call(Dates.truncation(part, expr), expr, expr);
    }

    /**
     * So many years, days, hours, .. later, or earlier where the number is negative. A day that the
     * month reached does not have becomes its last.
     */
    public static <T extends @Nullable Temporal> Expr<T> add(
            DatePart part, Expr<T> expr, int number) {
        return Nodes.call(Dates.addition(part, expr), expr, expr, integer(number));
    }

    /**
     * The whole seconds since 1970 of a moment, which is taken to be in UTC where it has no zone.
     */
    public static Expr<@Nullable Long> epochSecond(Expr<? extends @Nullable Temporal> expr) {
        return Nodes.call(Dates.epochSecond(expr), Nulls.ALWAYS, DataType.BIGINT, expr);
    }

    /** The moment at which the statement (on PostgreSQL: its transaction) began, in UTC. */
    public static Expr<LocalDateTime> utcNow() {
        return Nodes.call(FnSql.UTC_NOW, Nulls.NEVER, DataType.DATETIME);
    }

    // ---- whichever

    /** NULL where both are equal, else the first. */
    public static <T> Expr<@Nullable T> nullIf(Expr<? extends @Nullable T> expr, T value) {
        return Nodes.call(
                SqlFunction.named("nullif"), Nulls.ALWAYS, expr, expr, Nodes.operand(value, expr));
    }

    /** The larger of two; NULL only where both are. */
    public static <T extends @Nullable Object> Expr<@Nullable T> greatest(
            Expr<? extends @Nullable T> a, Expr<? extends @Nullable T> b) {
        return Nodes.call(FnSql.GREATEST, Nulls.ALWAYS, Nodes.computed(a), a, b);
    }

    /** The smaller of two; NULL only where both are. */
    public static <T extends @Nullable Object> Expr<@Nullable T> least(
            Expr<? extends @Nullable T> a, Expr<? extends @Nullable T> b) {
        return Nodes.call(FnSql.LEAST, Nulls.ALWAYS, Nodes.computed(a), a, b);
    }

    /**
     * Begins a CASE: where the condition holds, this value. Its type is that of all branches; where
     * one of them may be NULL, say so: {@code Fn.<@Nullable String>when(..)}.
     */
    public static <T extends @Nullable Object> Case<T> when(Condition condition, @NonNull T value) {
        return new Case<>(null, List.of(condition, plainValue(value)));
    }

    /** Begins a CASE: where the condition holds, the value of this expression. */
    public static <T extends @Nullable Object> Case<T> when(Condition condition, Expr<T> value) {
        return new Case<>(null, List.of(condition, value));
    }

    /**
     * A CASE that looks a value up: {@code caseOf(TASK.state, Map.of("new", 1, "done", 9))}.
     *
     * @param results not empty; the branches stand in its order
     */
    public static <S extends @Nullable Object, T extends @Nullable Object> Case<T> caseOf(
            Expr<S> subject, Map<? extends @NonNull S, ? extends @NonNull T> results) {
        List<Expr<?>> branches = new ArrayList<>();
        results.forEach(
                (value, result) -> {
                    branches.add(Nodes.operand(value, subject));
                    branches.add(plainValue(result));
                });
        if (branches.isEmpty()) {
            throw new ProgrammingException(
                    "a CASE of " + subject + " without a branch", null, "give one result or more");
        }
        return new Case<>(subject, List.copyOf(branches));
    }

    /** Several expressions compared as one. */
    public static RowValue row(Expr<?> first, Expr<?>... more) {
        List<Expr<?>> parts = new ArrayList<>(List.of(first));
        parts.addAll(Arrays.asList(more));
        return new RowValue(List.copyOf(parts));
    }

    // ---- window functions

    /** The number of the row in its window, from 1. */
    public static WindowFunction<Long> rowNumber() {
        return Calls.ranking("row_number", Nulls.NEVER, DataType.BIGINT);
    }

    /** The number of the first of its peers, from 1: after two firsts comes a third. */
    public static WindowFunction<Long> rank() {
        return Calls.ranking("rank", Nulls.NEVER, DataType.BIGINT);
    }

    /** The number of its group of peers, from 1: after two firsts comes a second. */
    public static WindowFunction<Long> denseRank() {
        return Calls.ranking("dense_rank", Nulls.NEVER, DataType.BIGINT);
    }

    /** The rank between 0 and 1. */
    public static WindowFunction<Double> percentRank() {
        return Calls.ranking("percent_rank", Nulls.NEVER, DataType.DOUBLE);
    }

    /** The share of rows that are not behind this one. */
    public static WindowFunction<Double> cumeDist() {
        return Calls.ranking("cume_dist", Nulls.NEVER, DataType.DOUBLE);
    }

    /** The rows dealt out into so many groups, from 1, as even as can be. */
    public static WindowFunction<Integer> ntile(int groups) {
        return Calls.ranking(
                "ntile", Nulls.NEVER, DataType.INTEGER, integer(atLeast(1, groups, "ntile of")));
    }

    /** The value of the row before; null in the first. */
    public static <T extends @Nullable Object> WindowFunction<@Nullable T> lag(Expr<T> expr) {
        return lag(expr, 1);
    }

    /** The value so many rows before; null where there is none. */
    public static <T extends @Nullable Object> WindowFunction<@Nullable T> lag(
            Expr<T> expr, int rows) {
        return Calls.ranking("lag", Nulls.ALWAYS, expr, expr, integer(atLeast(0, rows, "lag of")));
    }

    /** The value of the next row; null in the last. */
    public static <T extends @Nullable Object> WindowFunction<@Nullable T> lead(Expr<T> expr) {
        return lead(expr, 1);
    }

    /** The value so many rows behind; null where there is none. */
    public static <T extends @Nullable Object> WindowFunction<@Nullable T> lead(
            Expr<T> expr, int rows) {
        return Calls.ranking(
                "lead", Nulls.ALWAYS, expr, expr, integer(atLeast(0, rows, "lead of")));
    }

    /** The value of the first row of the frame. */
    public static <T extends @Nullable Object> WindowFunction<@Nullable T> firstValue(
            Expr<T> expr) {
        return Calls.ranking("first_value", Nulls.ALWAYS, expr, expr);
    }

    /**
     * The value of the last row of the frame, which by default ends with the current row: say
     * {@code rows(unboundedPreceding(), unboundedFollowing())} for the last of the partition.
     */
    public static <T extends @Nullable Object> WindowFunction<@Nullable T> lastValue(Expr<T> expr) {
        return Calls.ranking("last_value", Nulls.ALWAYS, expr, expr);
    }

    /** The value of the n-th row of the frame, from 1; null where it has fewer. */
    public static <T extends @Nullable Object> WindowFunction<@Nullable T> nthValue(
            Expr<T> expr, int n) {
        return Calls.ranking(
                "nth_value", Nulls.ALWAYS, expr, expr, integer(atLeast(1, n, "nthValue of")));
    }

    // ---- JSON

    /**
     * An expression of a type of JSON, such as a column of a derived table, with what can be asked
     * of JSON.
     */
    public static <T extends @Nullable Object> JsonExpr<T> json(Expr<T> expr) {
        return Jsons.of(expr);
    }

    /** A text, a number or a boolean as JSON; NULL stays NULL. */
    public static JsonExpr<@Nullable Object> toJson(Expr<?> expr) {
        return Jsons.toJson(expr);
    }

    /**
     * All values as a JSON array, of texts, numbers, booleans or JSON, NULL as JSON's null; NULL
     * where there are no rows. Read as a list of plain values, see {@link DataType#JSON}.
     */
    public static Aggregate<@Nullable Object> jsonAgg(Expr<?> expr) {
        return Calls.aggregate(FnSql.JSON_AGG, Nulls.ALWAYS, DataType.JSON, Jsons.element(expr));
    }

    /**
     * A JSON object of a key and a value for each row; of equal keys one value is kept. Keys are
     * not NULL. Otherwise as {@link #jsonAgg}.
     */
    public static Aggregate<@Nullable Object> jsonObjectAgg(Expr<String> key, Expr<?> value) {
        return Calls.aggregate(
                FnSql.JSON_OBJECT_AGG, Nulls.ALWAYS, DataType.JSON, key, Jsons.element(value));
    }

    // ---- values, conditions, raw SQL

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

    /**
     * The same expression, said to be nullable: for a column of an outer-joined source. Reading
     * NULL through an expression that is not is a DataException.
     */
    public static <T extends @Nullable Object> Expr<@Nullable T> orNull(Expr<T> expr) {
        return new Nodes.OrNull<>(expr);
    }

    /**
     * Any function of the database by its name.
     *
     * @param type the Java class of the result
     * @param arguments expressions, or values, which are bound
     * @throws ProgrammingException for a name that is none
     */
    public static <T> Expr<@Nullable T> call(Class<T> type, String name, Object... arguments) {
        if (!NAME.matcher(name).matches()) {
            throw new ProgrammingException(
                    "'" + name + "' is no name of a function", null, "for other SQL use raw(..)");
        }
        return Nodes.call(
                SqlFunction.named(name),
                Nulls.ALWAYS,
                Nodes.typeOf(type),
                arguments(arguments).toArray(Expr<?>[]::new));
    }

    /**
     * SQL as written. {@code {0}}, {@code {1}}, .. in it stand for the arguments: expressions, or
     * values, which are bound. Never put a value into the text itself.
     *
     * @param type the Java class of the result
     * @throws ProgrammingException for a question mark outside of quotes, which JDBC would take for
     *     a value; PostgreSQL's operators with one are written {@code ??}. Also where the text and
     *     the arguments do not agree
     */
    public static <T> Expr<@Nullable T> raw(Class<T> type, String sql, Object... arguments) {
        return new Nodes.Raw<>(
                RawSql.checked(sql, arguments.length), arguments(arguments), Nodes.typeOf(type));
    }

    /** A condition in SQL as written; see {@link #raw}. */
    public static Condition rawCondition(String sql, Object... arguments) {
        return new Nodes.RawCondition(RawSql.checked(sql, arguments.length), arguments(arguments));
    }

    // ---- inside

    private static <T extends @Nullable Object> Expr<T> plain(
            String name, Expr<T> first, Expr<?>... more) {
        Expr<?>[] all = new Expr<?>[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return Nodes.call(SqlFunction.named(name), first, all);
    }

    private static Expr<Integer> integer(int value) {
        return Nodes.value(value, DataType.INTEGER);
    }

    private static int atLeast(int least, int value, String what) {
        if (value < least) {
            throw new ProgrammingException(what + " " + value, null, "say " + least + " or more");
        }
        return value;
    }

    private static Expr<?> plainValue(Object value) {
        return Nodes.value(value, Nodes.typeOf(value.getClass()));
    }

    private static List<Expr<?>> arguments(Object[] arguments) {
        List<Expr<?>> exprs = new ArrayList<>(arguments.length);
        for (Object argument : arguments) {
            exprs.add(Exprs.argument(argument));
        }
        return List.copyOf(exprs);
    }
}
