package dev.kinglet.expr;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of expression nodes and how they are made. Records, so that equality is that of the
 * parts.
 */
final class Nodes {
    private Nodes() {}

    static <T extends @Nullable Object> Expr<T> value(T value, HasType type) {
        return new Value<>(value, type);
    }

    /** A value that is compared or computed with an expression, without the limits of a column. */
    static <T extends @Nullable Object> Expr<T> operand(T value, HasType like) {
        return value(value, like.compared());
    }

    /** The type of what is computed from an expression. */
    static HasType computed(HasType operand) {
        return operand.compared();
    }

    /** Refuses to sort what both databases sort in ways of their own. */
    static void requireOrder(Operator operator, Expr<?> operand) {
        switch (operator) {
            case LT, LE, GT, GE -> Jsons.refuse(operand, operator.toString(), "asLong()");
            default -> {}
        }
    }

    static Condition between(Expr<?> operand, Expr<?> low, Expr<?> high) {
        Jsons.refuse(operand, "between", "asLong()");
        return new Between(operand, low, high);
    }

    /** Refuses a column that is no text; answers the pattern as a value. */
    static Expr<String> text(Expr<?> left, String method, String value) {
        requireText(left, method);
        return value(value, DataType.TEXT);
    }

    /** The pattern of LIKE, which SQLite takes as one of GLOB. */
    static Expr<String> like(Expr<?> left, String pattern) {
        requireText(left, "like");
        return value(complete("like", pattern), DataType.LIKE_PATTERN);
    }

    static Expr<String> ilike(Expr<?> left, String pattern) {
        return text(left, "ilike", complete("ilike", pattern));
    }

    /** Refuses a pattern that PostgreSQL would refuse, and only once there is a row to match. */
    private static String complete(String method, String pattern) {
        int end = pattern.length();
        while (end > 0 && pattern.charAt(end - 1) == '\\') {
            end--;
        }
        if ((pattern.length() - end) % 2 != 0) {
            throw new ProgrammingException(
                    "a pattern of " + method + " that ends with a single backslash",
                    null,
                    "write two for a backslash, or use endsWith(..), which has no special characters");
        }
        return pattern;
    }

    static void requireText(Expr<?> left, String method) {
        Jsons.refuse(left, method, "asText()");
        if (left instanceof ColumnExpr<?> column && column.type().javaType() != String.class) {
            throw new ModelException(
                    method + " is for text, and " + column + " is of type " + column.type(),
                    null,
                    "compare with eq, or cast the column: cast(String.class)");
        }
    }

    /**
     * {@code !} escapes, because a backslash would need an escape of its own in some string
     * literals.
     */
    static String escape(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /** The same in SQL, for text that is an expression. */
    static Expr<?> escape(Expr<?> text, String before, String after) {
        return call(
                new SqlFunction(
                        "escape",
                        ESCAPE_IN_SQL.formatted(before, after),
                        ESCAPE_IN_SQL.formatted(before, after)),
                DataType.TEXT,
                text);
    }

    private static final String ESCAPE_IN_SQL =
            "('%s' || replace(replace(replace({0}, '!', '!!'), '%%', '!%%'), '_', '!_') || '%s')";

    static <T extends @Nullable Object> Expr<T> arithmetic(
            Operator operator, Expr<T> left, Expr<?> right) {
        requireNumber(operator, left);
        return new Arithmetic<>(operator, left, right);
    }

    static void requireNumber(Operator operator, Expr<?> operand) {
        Jsons.refuse(operand, operator.toString(), "asLong()");
        if (operand instanceof ColumnExpr<?> column) {
            requireNumber(operator.toString(), operator.needsWhole(), column);
            boolean scales = operator != Operator.PLUS && operator != Operator.MINUS;
            if (scales && column.type().stored() != column.type()) {
                throw new ModelException(
                        "'"
                                + operator
                                + "' would be done with what is stored for "
                                + column
                                + ", a type of the application's own",
                        null,
                        "compute it in Java, or declare the column as what is stored");
            }
        }
    }

    static boolean isFraction(Class<?> type) {
        return type == Double.class || type == Float.class || type == BigDecimal.class;
    }

    static void requireNumber(String operator, boolean whole, ColumnExpr<?> column) {
        Class<?> type = column.type().javaType();
        if (!Number.class.isAssignableFrom(type) || whole && isFraction(type)) {
            throw new ModelException(
                    "'"
                            + operator
                            + (whole ? "' is for whole numbers, and " : "' is for numbers, and ")
                            + column
                            + " is of type "
                            + column.type(),
                    null,
                    "cast the column, or use a function of Fn");
        }
    }

    /** A call whose NULLs are those of its first argument. */
    static <T extends @Nullable Object> Expr<T> call(
            SqlFunction function, HasType type, Expr<?>... arguments) {
        return call(function, Nulls.AS_ARGUMENT, type, arguments);
    }

    static <T extends @Nullable Object> Expr<T> call(
            SqlFunction function, Nulls nulls, HasType type, Expr<?>... arguments) {
        return new Calls.Plain<>(FunctionCall.of(function, type, nulls, List.of(arguments)));
    }

    static Condition inList(
            Expr<?> operand, Collection<? extends @Nullable Object> values, boolean negated) {
        if (values.isEmpty()) {
            return new Constant(negated);
        }
        // not List.copyOf: it refuses nulls
        return new InList(operand, Collections.unmodifiableList(new ArrayList<>(values)), negated);
    }

    @SuppressWarnings("unchecked") // of int.class the box, as everywhere
    static <T> DataType<T> typeOf(Class<T> javaType) {
        Class<T> boxed = (Class<T>) MethodType.methodType(javaType).wrap().returnType();
        DataType<T> type = DataType.of(boxed);
        if (type == null) {
            throw new ModelException(
                    "no column type stands for " + javaType.getName(),
                    null,
                    "use a class that a column factory of Table gives, such as Long, String or LocalDateTime");
        }
        return type;
    }

    static final class Value<T extends @Nullable Object> extends Exprs.Plain<T> {
        private final HasType like;

        Value(@Nullable Object value, HasType like) {
            super(value);
            this.like = like;
        }

        @Override
        public HasType like() {
            return like;
        }
    }

    record Comparison(Operator operator, Expr<?> left, Expr<?> right) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.operator(operator, left, right);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Arithmetic<T extends @Nullable Object>(Operator operator, Expr<?> left, Expr<?> right)
            implements Expr<T> {
        @Override
        public DataType<?> type() {
            return computed(left).type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.operator(operator, left, right);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public Condition not() {
            return condition;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.not(condition);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record IsNull(Expr<?> operand, boolean negated) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.isNull(operand, negated);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Between(Expr<?> operand, Expr<?> low, Expr<?> high) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.between(operand, low, high);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record InList(Expr<?> operand, List<? extends @Nullable Object> values, boolean negated)
            implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.inList(operand, values, negated);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record InQuery(Expr<?> operand, Subquery query, boolean negated) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.inQuery(operand, query, negated);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Exists(Subquery query) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.exists(query);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Constant(boolean value) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.constant(value);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Cast<T extends @Nullable Object>(Expr<?> operand, DataType<?> type) implements Expr<T> {
        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.cast(operand, type);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Alias<T extends @Nullable Object>(Expr<T> operand, String name) implements Expr<T> {
        @Override
        public DataType<?> type() {
            return operand.type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.alias(operand, name);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Raw<T extends @Nullable Object>(String sql, List<Expr<?>> arguments, HasType like)
            implements Expr<T> {
        @Override
        public DataType<?> type() {
            return like.type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.raw(sql, arguments, like);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record RawCondition(String sql, List<Expr<?>> arguments) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.raw(sql, arguments, DataType.BOOLEAN);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record InRows(Expr<?> row, List<Expr<?>> rows, boolean negated) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.inRows(row, rows, negated);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    /** Only for comparing; its type is that of its first part, which nothing reads. */
    record Row(List<Expr<?>> parts) implements Expr<@Nullable Object> {
        @Override
        public DataType<?> type() {
            return parts.get(0).type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.row(parts);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record CaseOf<T extends @Nullable Object>(
            @Nullable Expr<?> subject, List<Expr<?>> branches, @Nullable Expr<?> otherwise)
            implements Expr<T> {
        @Override
        public DataType<?> type() {
            return computed(branches.get(1)).type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.caseOf(subject, branches, otherwise);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Scalar<T extends @Nullable Object>(Subquery query, HasType like) implements Expr<T> {
        @Override
        public DataType<?> type() {
            return like.type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.subquery(query, like);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Collate<T extends @Nullable Object>(Expr<T> operand, String collation)
            implements Expr<T> {
        @Override
        public DataType<?> type() {
            return operand.type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.collate(operand, collation);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record OrNull<T extends @Nullable Object>(Expr<?> operand) implements Expr<T> {
        @Override
        public DataType<?> type() {
            return operand.type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.orNull(operand);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record ByDialect<T extends @Nullable Object>(Expr<T> sqlite, Expr<T> postgres)
            implements Expr<T> {
        @Override
        public DataType<?> type() {
            return postgres.type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.byDialect(sqlite, postgres);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record TestByDialect(Condition sqlite, Condition postgres) implements Condition {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.byDialect(sqlite, postgres);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }
}
