package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.Selection;
import dev.kinglet.query.Row;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a row again. */
final class Refresh {
    private Refresh() {}

    static void row(Model<?> row, Column<?>[] given) {
        Table<?, ?> table = row.table();
        for (Column<?> column : given) {
            row.ordinal(column); // refuses those of other tables
        }
        List<Column<?>> columns = given.length == 0 ? table.columns() : Arrays.asList(given);
        List<Row> found =
                table.select(columns.toArray(Selection[]::new))
                        .where(RowWriter.byKey(row, "refresh"))
                        .using(row.executor())
                        .rows();
        if (found.isEmpty()) {
            throw new NotFoundException(
                    "the row of " + table + " is gone",
                    ErrorContext.NONE
                            .withModel(table.toString())
                            .withHint("someone deleted it; insert() stores it again"),
                    null);
        }
        @Nullable Object[] values = row.values();
        for (int i = 0; i < columns.size(); i++) {
            Column<?> column = table.column(columns.get(i).ordinal);
            values[column.ordinal] = found.get(0).get(i);
            if (row.changed != null) {
                row.changed.clear(column.ordinal);
            }
            Related.forget(row, column);
        }
        if (given.length == 0) {
            row.related = null; // those that refer to it, too
            row.persisted = true;
        }
        if (row.changed != null && row.changed.isEmpty()) {
            row.changed = null;
        }
        if (Hooks.of(row.getClass()).load()) {
            row.afterLoad();
        }
    }
}
