package dev.kinglet.model;

import dev.kinglet.expr.RangeExpr;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Range;
import org.jspecify.annotations.Nullable;

/**
 * A column of ranges. PostgreSQL only.
 *
 * @param <T> the ranges; nullable where the column is
 * @param <E> the Java type of the bounds
 */
public final class RangeColumn<T extends @Nullable Range<E>, E extends Comparable<? super E>>
        extends KindColumn<T, RangeColumn<T, E>> implements RangeExpr<T, E> {

    RangeColumn(Table<?, ?> table, DataType<?> type) {
        super(table, type);
    }

    @Override
    @SuppressWarnings("unchecked") // the same object: nothing of it was used yet
    public RangeColumn<@Nullable T, E> nullable() {
        super.nullable();
        return (RangeColumn<@Nullable T, E>) this;
    }

    @Override
    Column<?> copyTo(Table<?, ?> alias) {
        return new RangeColumn<>(alias, type());
    }
}
