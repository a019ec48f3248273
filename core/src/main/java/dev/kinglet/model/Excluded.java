package dev.kinglet.model;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.type.DataType;
import org.jspecify.annotations.Nullable;

/** A column of the row that an insert was to store. */
record Excluded<T extends @Nullable Object>(Column<T> column) implements ColumnExpr<T> {
    private static final String NAME = "excluded";

    @Override
    public String name() {
        return column.name();
    }

    @Override
    public String qualifier() {
        return NAME;
    }

    @Override
    public Object identity() {
        return column.identity();
    }

    @Override
    public boolean isNullable() {
        return column.isNullable();
    }

    @Override
    public String label() {
        return column.label();
    }

    @Override
    public DataType<?> type() {
        return column.type();
    }

    @Override
    public String toString() {
        return NAME + "." + column.name();
    }
}
