package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns and values of maps that are written: by column, or by a name that a column has. */
final class ByName {
    private ByName() {}

    /** What a map sets, in the order of declaration: maps have none that could be relied on. */
    static List<Assignment> assignments(Table<?, ?> table, Map<?, ? extends @Nullable Object> map) {
        List<Assignment.Part> parts = new ArrayList<>(map.size());
        for (Map.Entry<?, ? extends @Nullable Object> entry : map.entrySet()) {
            Column<?> column = column(table, entry.getKey());
            Object value = entry.getValue();
            Expr<?> expr =
                    value instanceof Expr<?> given
                            ? given
                            : Fn.<@Nullable Object>value(value(column, value), column);
            parts.add(new Assignment.Part(column, expr));
        }
        parts.sort(Comparator.comparing(part -> ((Column<?>) part.column()).ordinal));
        return parts.isEmpty() ? List.of() : List.of(() -> parts);
    }

    /**
     * The column that a key of a map means.
     *
     * @param key a column, the name of its Java field, or its name in SQL
     */
    static Column<?> column(Table<?, ?> table, @Nullable Object key) {
        if (key instanceof Column<?> column) {
            return table.own(column);
        }
        Column<?> named = null;
        for (Column<?> column : table.columns()) {
            if (column.label().equals(key)) {
                return column;
            }
            if (column.name().equals(key)) {
                named = column;
            }
        }
        if (named == null) {
            throw new ModelException(
                    "'" + key + "' is no column of " + table,
                    table.toString(),
                    "there are " + table.columns().stream().map(Column::label).toList());
        }
        return named;
    }

    /**
     * A value as the column takes it: of a foreign key the key of a row.
     *
     * @throws ModelException for null in a column that is never null, and what does not fit
     */
    static @Nullable Object value(Column<?> column, @Nullable Object value) {
        if (value == null) {
            column.toNull(); // refuses it where there is none
            return null;
        }
        return value instanceof Model<?> row && column instanceof ForeignKey<?, ?, ?> foreignKey
                ? key(foreignKey, row)
                : MapValues.fit(column, value);
    }

    /** The key of a row that a foreign key is set to. */
    static Object key(ForeignKey<?, ?, ?> foreignKey, Model<?> row) {
        Object key = foreignKey.rawKey(row);
        if (key == null) {
            throw new ModelException(
                    foreignKey + " is set to a row of " + row.table() + " that has no key yet",
                    foreignKey.table().toString(),
                    "save() that row first");
        }
        return key;
    }
}
