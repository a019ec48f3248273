package dev.kinglet.expr;

import java.util.function.Predicate;

/** Whether an expression may be NULL, as far as its parts tell. */
final class Nullability {
    private final Predicate<ColumnExpr<?>> columns;
    private final boolean typed;

    /**
     * @param columns which columns may be NULL
     * @param typed whether to believe the static types, which say less than SQL: the sum of a
     *     column and one that may be NULL is of the type of the first
     */
    Nullability(Predicate<ColumnExpr<?>> columns, boolean typed) {
        this.columns = columns;
        this.typed = typed;
    }

    boolean of(Expr<?> expr) {
        if (expr instanceof ColumnExpr<?> column) {
            return columns.test(column);
        }
        if (expr instanceof Nodes.Alias<?> alias) {
            return of(alias.operand());
        }
        if (expr instanceof Nodes.Arithmetic<?> arithmetic) {
            return of(arithmetic.left()) || !typed && of(arithmetic.right());
        }
        if (expr instanceof Kind kind) {
            return of(kind.operand());
        }
        if (expr instanceof Nodes.Collate<?> collate) {
            return of(collate.operand());
        }
        if (expr instanceof Exprs.Plain<?> plain) {
            return plain.value() == null;
        }
        if (expr instanceof Nodes.Cast<?> cast) {
            return !typed && of(cast.operand());
        }
        if (expr instanceof Nodes.OrNull<?> orNull) {
            return typed || of(orNull.operand());
        }
        if (expr instanceof Nodes.ByDialect<?> each) {
            return of(each.sqlite()) || of(each.postgres());
        }
        if (expr instanceof Calls.Made made) {
            return of(made.call());
        }
        if (expr instanceof Nodes.CaseOf<?> caseOf) {
            boolean nullable = caseOf.otherwise() == null || of(caseOf.otherwise());
            for (int i = 1; i < caseOf.branches().size(); i += 2) {
                nullable |= of(caseOf.branches().get(i));
            }
            return nullable;
        }
        return true;
    }

    private boolean of(FunctionCall call) {
        return switch (call.nulls()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AS_ARGUMENT ->
                    typed
                            ? of(call.arguments().get(0))
                            : call.arguments().stream().anyMatch(this::of);
            case AS_LAST_ARGUMENT ->
                    typed
                            ? of(call.arguments().get(call.arguments().size() - 1))
                            : call.arguments().stream().allMatch(this::of);
        };
    }
}
