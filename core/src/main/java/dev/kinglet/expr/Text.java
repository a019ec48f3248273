package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Expressions as people read them, for toString and messages. Values are hidden. */
final class Text implements ExprVisitor<String> {
    private static final Text INSTANCE = new Text();

    private Text() {}

    static String of(Expr<?> expr) {
        return expr.accept(INSTANCE);
    }

    @Override
    public String column(ColumnExpr<?> column) {
        return column.toString();
    }

    @Override
    public String value(@Nullable Object value, HasType type) {
        return "?";
    }

    @Override
    public String operator(Operator operator, Expr<?> left, Expr<?> right) {
        return "(" + of(left) + " " + operator + " " + of(right) + ")";
    }

    @Override
    public String not(Condition condition) {
        return "not " + of(condition);
    }

    @Override
    public String isNull(Expr<?> operand, boolean negated) {
        return of(operand) + (negated ? " is not null" : " is null");
    }

    @Override
    public String between(Expr<?> operand, Expr<?> low, Expr<?> high) {
        return of(operand) + " between " + of(low) + " and " + of(high);
    }

    @Override
    public String inList(
            Expr<?> operand, List<? extends @Nullable Object> values, boolean negated) {
        return of(operand) + (negated ? " not" : "") + " in (" + values.size() + " values)";
    }

    @Override
    public String inQuery(Expr<?> operand, Subquery query, boolean negated) {
        return of(operand) + (negated ? " not" : "") + " in (" + query + ")";
    }

    @Override
    public String exists(Subquery query) {
        return "exists (" + query + ")";
    }

    @Override
    public String constant(boolean value) {
        return Boolean.toString(value);
    }

    @Override
    public String function(String name, boolean distinct, List<Expr<?>> arguments, HasType type) {
        return name + "(" + (distinct ? "distinct " : "") + list(arguments) + ")";
    }

    @Override
    public String cast(Expr<?> operand, DataType<?> type) {
        return "cast(" + of(operand) + " as " + type + ")";
    }

    @Override
    public String alias(Expr<?> operand, String name) {
        return of(operand) + " as " + name;
    }

    @Override
    public String raw(String sql, List<Expr<?>> arguments, HasType type) {
        return arguments.isEmpty() ? sql : sql + " with " + list(arguments);
    }

    private static String list(List<Expr<?>> exprs) {
        return exprs.stream().map(Text::of).collect(Collectors.joining(", "));
    }
}
