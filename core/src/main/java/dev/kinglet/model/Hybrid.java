package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.ExprVisitor;
import dev.kinglet.type.DataType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An expression, and what computes the same in Java. In SQL it is the expression itself. */
class Hybrid<M extends Model<?>, T extends @Nullable Object> implements Attribute<T> {
    private final Table<M, ?> table;
    private final Expr<T> sql;
    private final Function<? super M, ? extends T> java;

    Hybrid(Table<M, ?> table, Expr<T> sql, Function<? super M, ? extends T> java) {
        this.table = table;
        this.sql = sql;
        this.java = java;
    }

    @Override
    @SuppressWarnings("unchecked") // a row of the table
    public T read(Model<?> row) {
        if (row.table().base() != table.base()) {
            throw new ModelException(
                    this + " is of rows of " + table.base() + ", and the row is a " + row.table(),
                    row.table().toString(),
                    "use a row of " + table.base());
        }
        return java.apply((M) row);
    }

    @Override
    public DataType<?> type() {
        return sql.type();
    }

    @Override
    public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
        return sql.accept(visitor);
    }

    @Override
    public String toString() {
        return sql.toString();
    }

    /** A condition, which stands where conditions do. */
    static final class OfCondition<M extends Model<?>> extends Hybrid<M, @Nullable Boolean>
            implements Attribute.Test {
        OfCondition(
                Table<M, ?> table,
                Condition sql,
                Function<? super M, ? extends @Nullable Boolean> java) {
            super(table, sql, java);
        }
    }
}
