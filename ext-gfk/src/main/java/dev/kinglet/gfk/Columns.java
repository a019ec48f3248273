package dev.kinglet.gfk;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Subquery;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import java.util.List;

/** Conditions on columns whose type is known when the declaration was checked. */
final class Columns {
    private Columns() {}

    static Condition eq(Column<?> column, Object value) {
        return typed(column).eq(value);
    }

    static Condition eq(Column<?> column, Column<?> other) {
        return typed(column).eq(typed(other));
    }

    static Condition in(Column<?> column, List<?> values) {
        return typed(column).in(values);
    }

    static Condition notIn(Column<?> column, List<?> values) {
        return typed(column).notIn(values);
    }

    static Condition in(Column<?> column, Subquery query) {
        return typed(column).in(query);
    }

    @SuppressWarnings("unchecked") // raw keys, and tags, of the type that was checked
    private static Expr<Object> typed(Column<?> column) {
        return (Expr<Object>)
                (Expr<?>) (column instanceof ForeignKey<?, ?, ?> fk ? fk.key() : column);
    }
}
