package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RowShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Primary keys as values: to look rows up by, and as an insert answers them. */
final class Keys {
    private static final RowShape<@Nullable Object> ONE = new RowShape.Single<>();

    private Keys() {}

    /** The row of this key; refuses a key of the wrong number of parts, or of another type. */
    static Condition eq(Table<?, ?> table, @Nullable Object key) {
        List<Column<?>> columns = table.primaryKey();
        if (columns.size() == 1 && !(key instanceof CompositeKey)) {
            Column<?> only = columns.get(0);
            return eq(table.column(only.ordinal), typed(only, key));
        }
        List<?> parts =
                key instanceof CompositeKey composite ? composite.parts() : Arrays.asList(key);
        if (columns.isEmpty() || columns.size() != parts.size()) {
            String counts = columns.size() + " columns, and " + parts.size() + " were given";
            throw new ModelException(
                    "the key of " + table + " has " + counts,
                    table.toString(),
                    columns.isEmpty() ? "find rows by a condition" : "give " + columns);
        }
        Condition all = null;
        for (int i = 0; i < columns.size(); i++) {
            Condition part =
                    eq(table.column(columns.get(i).ordinal), typed(columns.get(i), parts.get(i)));
            all = all == null ? part : all.and(part);
        }
        return Objects.requireNonNull(all);
    }

    /** The rows whose column has this raw value. */
    @SuppressWarnings("unchecked") // a raw key compares as the key column's own type
    static Condition eq(Column<?> column, Object raw) {
        return ((Column<Object>) (column instanceof ForeignKey<?, ?, ?> fk ? fk.key() : column))
                .eq(raw);
    }

    /**
     * Inserts a row and answers its key, which the database tells even where the program gave it,
     * because an expression may have made it; null where the table has none, and where the row was
     * passed over.
     */
    static @Nullable Object insert(QueryExecutor executor, InsertDefinition insert) {
        if (insert.returning().isEmpty()) {
            executor.execute(insert);
            return null;
        }
        if (insert.returning().size() == 1) {
            return executor.first(insert, ONE);
        }
        Map<String, @Nullable Object> key = executor.first(insert, new RowShape.Maps());
        return key == null ? null : CompositeKey.of(key.values().toArray());
    }

    private static Object typed(Column<?> column, @Nullable Object part) {
        Class<?> type = column.type().javaType();
        if (part == null || !type.isInstance(part)) {
            String given =
                    part == null ? "null" : "a value of type " + part.getClass().getSimpleName();
            throw new ModelException(
                    "the key "
                            + column
                            + " of "
                            + column.table()
                            + " is of type "
                            + column.type()
                            + ", and "
                            + given
                            + " was given",
                    column.table().toString(),
                    "give one of type " + type.getSimpleName());
        }
        return part;
    }
}
