package dev.kinglet.model;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A column that a virtual table has and that is no part of its rows. */
record HiddenColumn<T extends @Nullable Object>(Table<?, ?> table, String name, DataType<T> type)
        implements ColumnExpr<T> {
    @Override
    public String qualifier() {
        return table.qualifier();
    }

    @Override
    public @Nullable String schema() {
        return table.aliasName() == null ? table.schema() : null;
    }

    @Override
    public Table<?, ?> source() {
        return table;
    }

    @Override
    public Object identity() {
        return List.of(table.base(), name);
    }

    @Override
    public boolean isNullable() {
        return false;
    }

    @Override
    public String toString() {
        return qualifier() + "." + name;
    }
}
