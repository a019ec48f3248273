package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Insert;
import dev.kinglet.query.InsertDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inserts of many rows: one statement, sent with the values of each row. */
final class ManyRows {
    private ManyRows() {}

    static Insert<Integer> insert(
            Table<?, ?> table,
            List<? extends Column<?>> given,
            List<? extends List<? extends @Nullable Object>> rows) {
        List<Column<?>> columns = new ArrayList<>(given);
        for (Column<?> column : given) {
            table.col(column); // refuses those of other tables
        }
        List<Column<?>> defaulted = new ArrayList<>();
        for (Column<?> column : table.sealed().withDefault()) {
            if (!columns.contains(column)) {
                defaulted.add(column);
            }
        }
        columns.addAll(defaulted);
        List<List<@Nullable Object>> values = new ArrayList<>(rows.size());
        int number = 0;
        for (List<? extends @Nullable Object> row : rows) {
            number++;
            if (row.size() != given.size()) {
                throw new ModelException(
                        "row "
                                + number
                                + " of an insert into "
                                + table
                                + " has "
                                + row.size()
                                + " values for "
                                + given.size()
                                + " columns",
                        table.toString(),
                        "give each row one value for each of " + given);
            }
            List<@Nullable Object> all = new ArrayList<>(columns.size());
            for (int i = 0; i < row.size(); i++) {
                all.add(raw(given.get(i), row.get(i)));
            }
            for (Column<?> column : defaulted) {
                Assignment.Part part = Sealed.defaultOf(column).parts().get(0);
                all.add(Exprs.value(part.value()));
            }
            values.add(all);
        }
        List<ColumnExpr<?>> targets = List.copyOf(columns);
        List<Expr<?>> template = new ArrayList<>(columns.size());
        for (Column<?> column : columns) {
            template.add(Fn.<@Nullable Object>value(null, column));
        }
        return Insert.of(
                new InsertDefinition(table, targets, List.copyOf(template), List.of()),
                (executor, insert) ->
                        values.isEmpty()
                                ? (Integer) 0
                                : (Integer) executor.insertAll(insert, values));
    }

    private static @Nullable Object raw(Column<?> column, @Nullable Object value) {
        if (value == null) {
            column.toNull(); // refuses null in a column that is never null
            return null;
        }
        if (column instanceof ForeignKey<?, ?, ?> foreignKey && value instanceof Model<?> row) {
            Object key = foreignKey.rawKey(row);
            if (key == null) {
                throw new ModelException(
                        column + " is set to a row of " + row.table() + " that has no key yet",
                        column.table().toString(),
                        "save() that row first");
            }
            return key;
        }
        if (!column.type().javaType().isInstance(value)) {
            throw new ModelException(
                    column
                            + " is of type "
                            + column.type()
                            + ", and a value of type "
                            + value.getClass().getSimpleName()
                            + " was given",
                    column.table().toString(),
                    "give one of type " + column.type().javaType().getSimpleName());
        }
        return value;
    }
}
