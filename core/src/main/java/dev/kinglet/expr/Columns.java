package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the columns of an expression, and notes whether there is an aggregate among them. */
final class Columns implements ExprVisitor<@Nullable Void> {
    private final Set<ColumnExpr<?>> found = new LinkedHashSet<>();
    private boolean aggregate;

    private Columns() {}

    static Set<ColumnExpr<?>> of(Expr<?> expr) {
        Columns columns = new Columns();
        columns.visit(expr);
        return columns.found;
    }

    static boolean aggregate(Expr<?> expr) {
        Columns columns = new Columns();
        columns.visit(expr);
        return columns.aggregate;
    }

    private @Nullable Void all(List<? extends Expr<?>> exprs) {
        exprs.forEach(this::visit);
        return null;
    }

    private @Nullable Void visit(@Nullable Expr<?> expr) {
        aggregate |= expr instanceof Aggregate<?>;
        return expr == null ? null : expr.accept(this);
    }

    private void sorts(List<Sort> sorts) {
        sorts.forEach(sort -> visit(sort.expr()));
    }

    @Override
    public @Nullable Void column(ColumnExpr<?> column) {
        found.add(column);
        return null;
    }

    @Override
    public @Nullable Void value(@Nullable Object value, HasType type) {
        return null;
    }

    @Override
    public @Nullable Void operator(Operator operator, Expr<?> left, Expr<?> right) {
        return all(List.of(left, right));
    }

    @Override
    public @Nullable Void not(Condition condition) {
        return visit(condition);
    }

    @Override
    public @Nullable Void isNull(Expr<?> operand, boolean negated) {
        return visit(operand);
    }

    @Override
    public @Nullable Void between(Expr<?> operand, Expr<?> low, Expr<?> high) {
        return all(List.of(operand, low, high));
    }

    @Override
    public @Nullable Void inList(
            Expr<?> operand, List<? extends @Nullable Object> values, boolean negated) {
        return visit(operand);
    }

    @Override
    public @Nullable Void inQuery(Expr<?> operand, Subquery query, boolean negated) {
        return visit(operand);
    }

    @Override
    public @Nullable Void exists(Subquery query) {
        return null;
    }

    @Override
    public @Nullable Void constant(boolean value) {
        return null;
    }

    @Override
    public @Nullable Void inRows(Expr<?> row, List<Expr<?>> rows, boolean negated) {
        visit(row);
        return all(rows);
    }

    @Override
    public @Nullable Void row(List<Expr<?>> parts) {
        return all(parts);
    }

    @Override
    public @Nullable Void function(FunctionCall call) {
        all(call.arguments());
        sorts(call.orderBy());
        return visit(call.filter());
    }

    @Override
    public @Nullable Void over(FunctionCall call, Window window) {
        function(call);
        sorts(window.orderBy());
        return all(window.partitionBy());
    }

    @Override
    public @Nullable Void caseOf(
            @Nullable Expr<?> subject, List<Expr<?>> branches, @Nullable Expr<?> otherwise) {
        visit(subject);
        all(branches);
        return visit(otherwise);
    }

    @Override
    public @Nullable Void subquery(Subquery query, HasType type) {
        return null;
    }

    @Override
    public @Nullable Void collate(Expr<?> operand, String collation) {
        return visit(operand);
    }

    @Override
    public @Nullable Void orNull(Expr<?> operand) {
        return visit(operand);
    }

    @Override
    public @Nullable Void cast(Expr<?> operand, DataType<?> type) {
        return visit(operand);
    }

    @Override
    public @Nullable Void alias(Expr<?> operand, String name) {
        return visit(operand);
    }

    @Override
    public @Nullable Void byDialect(Expr<?> sqlite, Expr<?> postgres) {
        return all(List.of(sqlite, postgres));
    }

    @Override
    public @Nullable Void raw(String sql, List<Expr<?>> arguments, HasType type) {
        return all(arguments);
    }
}
