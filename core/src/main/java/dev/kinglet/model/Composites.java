package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a row does with the references of several columns. */
final class Composites {
    private Composites() {}

    static @Nullable Object get(Model<?> row, CompositeForeignKey<?, ?> foreignKey) {
        foreignKey.columns().forEach(row::ordinal);
        Object known = row.related(foreignKey);
        if (known != null) {
            return known == Model.NONE ? null : known;
        }
        Hop relation = foreignKey.forward();
        Object key = relation.keyOf(row);
        if (key == null || key == Model.UNSET) {
            return absent(row, foreignKey);
        }
        Model<?> target = LazyLoad.one(row, relation, key);
        row.putRelated(foreignKey, target);
        return target;
    }

    static @Nullable CompositeKey key(Model<?> row, CompositeForeignKey<?, ?> foreignKey) {
        foreignKey.columns().forEach(row::ordinal);
        Object key = foreignKey.forward().keyOf(row);
        if (key == Model.UNSET && row.related(foreignKey) instanceof Model<?> target) {
            key = foreignKey.keyOf(target);
        }
        return key == null || key == Model.UNSET
                ? (CompositeKey) absent(row, foreignKey)
                : (CompositeKey) key;
    }

    /** Null where that is true, else the error of the column that has no value. */
    private static @Nullable Object absent(Model<?> row, CompositeForeignKey<?, ?> foreignKey) {
        for (Column<?> column : foreignKey.columns()) {
            Object value = row.values()[column.ordinal];
            if (value == null && column.isNullable()) {
                return null;
            }
        }
        for (Column<?> column : foreignKey.columns()) {
            Object value = row.values()[column.ordinal];
            if (value == Model.UNSET || value == null) {
                row.absent(row.table().column(column.ordinal), value);
            }
        }
        return null;
    }

    static void set(Model<?> row, CompositeForeignKey<?, ?> foreignKey, @Nullable Model<?> target) {
        foreignKey.columns().forEach(row::ordinal);
        if (target == null) {
            List<Column<?>> cleared = RowAssignment.cleared(foreignKey);
            cleared.forEach(column -> row.setRaw(column, column.ordinal, null));
            row.putRelated(foreignKey, Model.NONE);
            return;
        }
        foreignKey.keyOf(target); // refuses a row of another table
        for (Column<?> column : foreignKey.columns()) {
            refuseKey(row, column, foreignKey.partOf(target, column));
        }
        for (Column<?> column : foreignKey.columns()) {
            Object part = foreignKey.partOf(target, column);
            if (part == null) {
                // the row has no key yet: save() takes it then
                row.put(column.ordinal, Model.UNSET);
                Related.forget(row, column);
            } else {
                row.setRaw(column, column.ordinal, part);
            }
        }
        row.putRelated(foreignKey, target);
    }

    private static void refuseKey(Model<?> row, Column<?> column, @Nullable Object part) {
        Object before = row.values()[column.ordinal];
        boolean same = before == Model.UNSET || Objects.deepEquals(before, part);
        if (row.persisted && column.isPrimaryKey() && !same) {
            throw new ModelException(
                    column + " is the key of a stored row, and a key does not change",
                    row.table().toString(),
                    "delete the row and create another, or update by a query");
        }
    }

    /**
     * What a column holds that was set by a row without a key, as that row has it now.
     *
     * @return {@link Model#UNSET} where no row was set
     * @throws ModelException where that row was not saved meanwhile
     */
    static @Nullable Object later(Model<?> row, Column<?> column) {
        if (column.canonical() instanceof ForeignKey<?, ?, ?> foreignKey
                && row.related(foreignKey) instanceof Model<?> target) {
            return RowWriter.savedKey(foreignKey, target);
        }
        for (CompositeForeignKey<?, ?> composite : row.table().compositeForeignKeys()) {
            if (composite.has(column.ordinal)
                    && row.related(composite) instanceof Model<?> target) {
                Object part = composite.partOf(target, column);
                if (part == null) {
                    throw new ModelException(
                            composite
                                    + " refers to a row of "
                                    + target.table()
                                    + " that is not saved",
                            row.table().toString(),
                            "save() that row first");
                }
                return part;
            }
        }
        Object key = AnyReference.later(row, column);
        return key == null ? Model.UNSET : column.fit(key);
    }
}
