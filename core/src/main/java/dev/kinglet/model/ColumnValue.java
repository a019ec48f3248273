package dev.kinglet.model;

import dev.kinglet.expr.Exprs;
import dev.kinglet.query.Assignment;
import dev.kinglet.type.HasType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code column.to(value)} says, and the value as an expression, in one object: rows are
 * stored one by one more often than anything else is written.
 */
final class ColumnValue<T extends @Nullable Object> extends Exprs.Plain<T> implements Assignment {
    private final Column<?> column;

    ColumnValue(Column<?> column, @Nullable Object value) {
        super(value);
        this.column = column;
    }

    Column<?> column() {
        return column;
    }

    @Override
    public HasType like() {
        return column;
    }

    @Override
    public List<Part> parts() {
        return List.of(new Part(column, this));
    }
}
