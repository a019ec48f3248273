package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a row: its key for SQL, the row itself for a model that is created with it.
 *
 * @param row null for none
 */
record RowAssignment(Reference<?, ?> reference, @Nullable Model<?> row) implements Assignment {
    @Override
    public List<Part> parts() {
        if (reference instanceof ForeignKey<?, ?, ?> column && row != null) {
            return List.of(new Part(column, Fn.value(column.savedKey(row), column)));
        }
        if (reference instanceof ForeignKey<?, ?, ?> column) {
            return column.toNull().parts();
        }
        CompositeForeignKey<?, ?> composite = (CompositeForeignKey<?, ?>) reference;
        List<Part> parts = new ArrayList<>();
        if (row == null) {
            for (Column<?> column : cleared(composite)) {
                parts.addAll(column.toNull().parts());
            }
            return parts;
        }
        List<Object> key = ((CompositeKey) composite.savedKey(row)).parts();
        for (int i = 0; i < key.size(); i++) {
            Column<?> column = composite.columns().get(i);
            parts.add(new Part(column, Fn.value(key.get(i), column)));
        }
        return parts;
    }

    /** The columns that become NULL where there is nothing to refer to. */
    static List<Column<?>> cleared(CompositeForeignKey<?, ?> reference) {
        List<Column<?>> columns = reference.clearable();
        if (columns.isEmpty()) {
            throw new ModelException(
                    reference + " is never null",
                    reference.table().toString(),
                    "declare one of its columns nullable(), or set a row");
        }
        return columns;
    }
}
