package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.StaleRowException;
import dev.kinglet.expr.Selection;
import dev.kinglet.query.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lost races for rows with a version. */
final class Stale {
    private Stale() {}

    /** The version that a row was read with. */
    static Object version(Model<?> row, Column<?> version, String what) {
        Object known = row.raw(version.ordinal);
        if (known == null) {
            throw new ModelException(
                    what
                            + "() of a row of "
                            + row.table()
                            + " whose version "
                            + version
                            + " is not known",
                    row.table().toString(),
                    "select the version with the row");
        }
        return known;
    }

    /** The row as it is now, of the columns that it was read with; null where it is gone. */
    static @Nullable Row now(Model<?> row) {
        List<Row> found =
                row.table()
                        .select(read(row).toArray(Selection[]::new))
                        .where(RowWriter.byKey(row, "save"))
                        .using(row.executor())
                        .rows();
        return found.isEmpty() ? null : found.get(0);
    }

    /**
     * @param now null where it is gone
     */
    static StaleRowException lost(Model<?> row, String what, @Nullable Row now) {
        List<String> others = new ArrayList<>();
        List<Column<?>> read = read(row);
        for (int i = 0; now != null && i < read.size(); i++) {
            Column<?> column = read.get(i);
            if (!column.isVersion && !same(before(row, column), now.get(i))) {
                others.add(column.label());
            }
        }
        String model = row.table().sealed().modelName();
        return new StaleRowException(
                "a row of "
                        + model
                        + " was not "
                        + what
                        + ": someone else "
                        + (now == null ? "deleted" : "wrote")
                        + " it since it was read"
                        + (others.isEmpty() ? "" : " (" + String.join(", ", others) + ")"),
                ErrorContext.NONE
                        .withModel(model)
                        .withHint(
                                now == null
                                        ? "insert() stores it again"
                                        : "refresh() it, and do again what was to be changed"),
                row.keyOrNull(),
                others,
                now == null);
    }

    private static List<Column<?>> read(Model<?> row) {
        List<Column<?>> read = new ArrayList<>();
        for (Column<?> column : row.table().columns()) {
            if (before(row, column) != Model.UNSET) {
                read.add(column);
            }
        }
        return read;
    }

    /** What the row was read with, before it was changed. */
    private static @Nullable Object before(Model<?> row, Column<?> column) {
        return row.changed instanceof Changes changes && changes.get(column.ordinal)
                ? changes.before(column.ordinal)
                : row.values()[column.ordinal];
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return a instanceof BigDecimal x && b instanceof BigDecimal y
                ? x.compareTo(y) == 0 // 1.5 and 1.50
                : Objects.deepEquals(a, b);
    }
}
