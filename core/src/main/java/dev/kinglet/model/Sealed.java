package dev.kinglet.model;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.query.Assignment;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table's declaration, named and checked; shared by its aliases.
 *
 * @param generated the key column whose value the database makes, null for none
 * @param version the column that counts the writes of a row, null for none
 * @param withDefault the columns that a new row has a value for, without being told
 * @param made the columns that the database gives a new row a value for
 * @param readOnly the columns that only the database writes
 * @param onWrite the columns that get a new value with each write
 */
record Sealed(
        Class<?> modelClass,
        String modelName,
        String tableName,
        List<String> names,
        List<String> labels,
        List<Column<?>> primaryKey,
        @Nullable Column<?> generated,
        @Nullable Column<?> version,
        List<Column<?>> withDefault,
        List<Column<?>> made,
        List<Column<?>> readOnly,
        List<Column<?>> onWrite,
        List<Index> indexes,
        List<Table.Check> checks,
        Map<String, TableRelation> relations) {

    int size() {
        return names.size();
    }

    String name(int ordinal) {
        return names.get(ordinal);
    }

    String label(int ordinal) {
        return labels.get(ordinal);
    }

    /** Gives a new row the defaults of its columns. */
    void applyDefaults(Model<?> row) {
        for (Column<?> column : withDefault) {
            if (column.defaultValue != null) {
                applyDefault(row, column);
            }
        }
    }

    /** Adds the defaults of the columns that an insert does not name. */
    /** How many columns have a default that is made here. */
    int defaults() {
        return withDefault.size();
    }

    void addDefaults(List<ColumnExpr<?>> columns, List<Expr<?>> values) {
        for (int i = 0; i < withDefault.size(); i++) {
            Column<?> column = withDefault.get(i);
            if (!columns.contains(column)) {
                for (Assignment.Part part : defaultOf(column).parts()) {
                    columns.add(part.column());
                    values.add(part.value());
                }
            }
        }
    }

    static <T extends @Nullable Object> Assignment defaultOf(Column<T> column) {
        return column.to(supplier(column).get());
    }

    private static <T extends @Nullable Object> void applyDefault(Model<?> row, Column<T> column) {
        row.set(column, supplier(column).get());
    }

    /** Adds what an update of rows changes without being told. */
    void addOnWrite(List<Assignment.Part> set) {
        for (Column<?> column : onWrite) {
            if (!names(set, column)) {
                set.addAll(written(column).parts());
            }
        }
        if (version != null && !names(set, version)) {
            set.add(new Assignment.Part(version, Versions.next(version)));
        }
    }

    /** What notes the changes of a row. */
    BitSet changes() {
        return version == null ? new BitSet(size()) : new Changes(size());
    }

    private static boolean names(List<Assignment.Part> set, Column<?> column) {
        return set.stream().anyMatch(part -> part.column().equals(column));
    }

    private static <T extends @Nullable Object> Assignment written(Column<T> column) {
        return column.to(Objects.requireNonNull(column.onWrite).get());
    }

    @SuppressWarnings("unchecked") // the first version is of the column's type
    private static <T extends @Nullable Object> Supplier<? extends T> supplier(Column<T> column) {
        if (column.defaultValue != null) {
            return column.defaultValue;
        }
        return column.onWrite != null ? column.onWrite : () -> (T) Versions.first(column);
    }
}
