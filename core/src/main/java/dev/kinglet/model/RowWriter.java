package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.UpdateDefinition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stores and removes single rows. */
final class RowWriter {
    private RowWriter() {}

    static int save(Model<?> row) {
        row.values();
        takeKeysOfRelated(row);
        return row.persisted ? update(row) : insert(row);
    }

    static int delete(Model<?> row) {
        int count = row.executor().execute(new DeleteDefinition(row.table(), byKey(row, "delete")));
        row.persisted = false;
        return count;
    }

    private static int insert(Model<?> row) {
        Table<?, ?> table = row.table();
        @Nullable Object[] values = row.values();
        List<ColumnExpr<?>> columns = new ArrayList<>(values.length);
        List<Expr<?>> binds = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != Model.UNSET) {
                Column<?> column = table.column(i);
                columns.add(column);
                binds.add(Fn.<@Nullable Object>value(values[i], column));
            }
        }
        Column<?> generated = table.sealed().generated();
        if (generated != null && values[generated.ordinal] == Model.UNSET) {
            InsertDefinition insert =
                    new InsertDefinition(table, columns, binds, List.of(generated));
            values[generated.ordinal] = Keys.insert(row.executor(), insert);
        } else {
            row.executor().execute(new InsertDefinition(table, columns, binds, List.of()));
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == Model.UNSET) {
                values[i] = null; // what was not named is NULL now
            }
        }
        stored(row);
        return 1;
    }

    private static int update(Model<?> row) {
        BitSet changed = row.changed;
        if (changed == null || changed.isEmpty()) {
            return 0;
        }
        List<Assignment.Part> set = new ArrayList<>();
        for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
            Column<?> column = row.table().column(i);
            set.add(
                    new Assignment.Part(
                            column, Fn.<@Nullable Object>value(row.values()[i], column)));
        }
        int count =
                row.executor().execute(new UpdateDefinition(row.table(), set, byKey(row, "save")));
        stored(row);
        return count;
    }

    private static void stored(Model<?> row) {
        row.changed = null;
        row.persisted = true;
    }

    /**
     * A parent that was set before it was saved has its key by now, or the save has to stop here.
     */
    private static void takeKeysOfRelated(Model<?> row) {
        @Nullable Object[] related = row.related;
        if (related == null) {
            return;
        }
        for (ForeignKey<?, ?, ?> foreignKey : row.table().sealed().foreignKeys()) {
            if (row.values()[foreignKey.ordinal] == Model.UNSET
                    && related[foreignKey.position] instanceof Model<?> target
                    && row.changed != null
                    && row.changed.get(foreignKey.ordinal)) {
                Object key = foreignKey.rawKey(target);
                if (key == null) {
                    throw new ModelException(
                            foreignKey
                                    + " refers to a row of "
                                    + target.table()
                                    + " that is not saved",
                            row.table().toString(),
                            "save() that row first");
                }
                row.values()[foreignKey.ordinal] = key;
            }
        }
    }

    private static Condition byKey(Model<?> row, String what) {
        List<Column<?>> columns = row.table().sealed().primaryKey();
        if (columns.isEmpty()) {
            throw new ModelException(
                    row.table() + " has no primary key, so " + what + "() cannot find the row",
                    row.table().toString(),
                    "write by a query: update(..).where(..) or delete().where(..)");
        }
        Condition all = null;
        for (Column<?> column : columns) {
            Object part = row.raw(column.ordinal);
            if (part == null) {
                throw new ModelException(
                        what
                                + "() of a row of "
                                + row.table()
                                + " whose key "
                                + column
                                + " is not known",
                        row.table().toString(),
                        "select the key with the row");
            }
            Condition one = Keys.eq(column, part);
            all = all == null ? one : all.and(one);
        }
        return Objects.requireNonNull(all);
    }
}
