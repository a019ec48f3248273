package dev.kinglet.model;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.query.Assignment;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table's declaration, named and checked; shared by its aliases.
 *
 * @param generated the key column whose value the database makes, null for none
 */
record Sealed(
        Class<?> modelClass,
        String tableName,
        List<String> names,
        List<String> labels,
        List<Column<?>> primaryKey,
        @Nullable Column<?> generated,
        List<Column<?>> withDefault,
        List<ForeignKey<?, ?, ?>> foreignKeys,
        List<Index> indexes,
        List<Table.Check> checks) {

    int size() {
        return names.size();
    }

    String name(int ordinal) {
        return names.get(ordinal);
    }

    String label(int ordinal) {
        return labels.get(ordinal);
    }

    String modelName() {
        return modelClass.getSimpleName();
    }

    /** Gives a new row the defaults of its columns. */
    void applyDefaults(Model<?> row) {
        for (Column<?> column : withDefault) {
            applyDefault(row, column);
        }
    }

    /** Adds the defaults of the columns that an insert does not name. */
    void addDefaults(List<ColumnExpr<?>> columns, List<Expr<?>> values) {
        for (Column<?> column : withDefault) {
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

    private static <T extends @Nullable Object> Supplier<? extends T> supplier(Column<T> column) {
        return Objects.requireNonNull(column.defaultValue);
    }
}
