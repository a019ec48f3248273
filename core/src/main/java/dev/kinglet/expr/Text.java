package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.ArrayList;
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
    public String inRows(Expr<?> row, List<Expr<?>> rows, boolean negated) {
        return of(row) + (negated ? " not" : "") + " in (" + rows.size() + " rows)";
    }

    @Override
    public String row(List<Expr<?>> parts) {
        return "(" + list(parts) + ")";
    }

    @Override
    public String function(FunctionCall call) {
        String order = call.orderBy().isEmpty() ? "" : " order by " + joined(call.orderBy());
        String filter = call.filter() == null ? "" : " filter (where " + of(call.filter()) + ")";
        return call.function()
                + "("
                + (call.distinct() ? "distinct " : "")
                + list(call.arguments())
                + order
                + ")"
                + filter;
    }

    @Override
    public String over(FunctionCall call, Window window) {
        return function(call) + " over " + (window.name() == null ? of(window) : window.name());
    }

    @Override
    public String caseOf(
            @Nullable Expr<?> subject, List<Expr<?>> branches, @Nullable Expr<?> otherwise) {
        StringBuilder text = new StringBuilder("case");
        if (subject != null) {
            text.append(' ').append(of(subject));
        }
        for (int i = 0; i < branches.size(); i += 2) {
            text.append(" when ").append(of(branches.get(i)));
            text.append(" then ").append(of(branches.get(i + 1)));
        }
        if (otherwise != null) {
            text.append(" else ").append(of(otherwise));
        }
        return text.append(" end").toString();
    }

    @Override
    public String subquery(Subquery query, HasType type) {
        return "(" + query + ")";
    }

    @Override
    public String collate(Expr<?> operand, String collation) {
        return of(operand) + " collate " + collation;
    }

    @Override
    public String orNull(Expr<?> operand) {
        return of(operand);
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
    public String byDialect(Expr<?> sqlite, Expr<?> postgres) {
        return of(postgres);
    }

    @Override
    public String raw(String sql, List<Expr<?>> arguments, HasType type) {
        return arguments.isEmpty() ? sql : sql + " with " + list(arguments);
    }

    private static String of(Window window) {
        List<String> parts = new ArrayList<>();
        if (!window.partitionBy().isEmpty()) {
            parts.add("partition by " + list(window.partitionBy()));
        }
        if (!window.orderBy().isEmpty()) {
            parts.add("order by " + joined(window.orderBy()));
        }
        if (window.frame() != null) {
            parts.add(window.frame().toString());
        }
        return "(" + String.join(" ", parts) + ")";
    }

    private static String joined(List<Sort> sorts) {
        return sorts.stream().map(Sort::toString).collect(Collectors.joining(", "));
    }

    private static String list(List<Expr<?>> exprs) {
        return exprs.stream().map(Text::of).collect(Collectors.joining(", "));
    }
}
