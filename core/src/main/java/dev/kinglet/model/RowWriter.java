package dev.kinglet.model;

import dev.kinglet.errors.AfterCommitException;
import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.DeleteDefinition;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Row;
import dev.kinglet.query.UpdateDefinition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores and removes single rows. A row is changed behind the statement, so a failure changes none.
 */
final class RowWriter {
    private RowWriter() {}

    /**
     * @param only the columns that are written; null for all that are changed
     */
    static int save(Model<?> row, Column<?> @Nullable [] only) {
        BitSet columns = only == null ? null : ordinals(row, only);
        Hooks hooks = Hooks.of(row.getClass());
        return hooks.save()
                ? around(row, true, () -> store(row, columns, !row.persisted, hooks))
                : store(row, columns, !row.persisted, hooks);
    }

    static int insert(Model<?> row) {
        Hooks hooks = Hooks.of(row.getClass());
        return around(row, hooks.save(), () -> store(row, null, true, hooks));
    }

    static int delete(Model<?> row) {
        return delete(row, null);
    }

    /**
     * @param dependants deletes what refers to the row, and answers the number of rows; null for
     *     nothing
     */
    static int delete(Model<?> row, @Nullable IntSupplier dependants) {
        Hooks hooks = Hooks.of(row.getClass());
        return around(
                row,
                hooks.delete() || dependants != null,
                () -> {
                    if (hooks.delete()) {
                        row.beforeDelete();
                    }
                    int others = dependants == null ? 0 : dependants.getAsInt();
                    int count = remove(row);
                    if (count > 0 && hooks.delete()) {
                        row.afterDelete();
                    }
                    committed(row, hooks, count);
                    return others + count;
                });
    }

    /** A write with hooks is all or nothing, for the database and for the object. */
    private static int around(Model<?> row, boolean hooked, IntSupplier write) {
        if (!hooked) {
            return write.getAsInt();
        }
        RowState before = new RowState(row);
        try {
            return row.executor().<Integer>atomically(write::getAsInt);
        } catch (AfterCommitException e) {
            throw e; // what was written stays
        } catch (Throwable e) {
            before.restore();
            throw e;
        }
    }

    private static int store(Model<?> row, @Nullable BitSet only, boolean insert, Hooks hooks) {
        row.values();
        if (hooks.save()) {
            row.beforeSave();
        }
        BitSet columns = insert ? null : toUpdate(row, only, hooks.validate());
        if (!insert && columns == null) {
            return 0;
        }
        if (hooks.validate()) {
            Problems problems = new Problems(row.table());
            row.validate(problems);
            problems.refuse();
        }
        int count = columns == null ? insert(row, only) : update(row, columns);
        if (count > 0 && hooks.save()) {
            row.afterSave(insert);
        }
        committed(row, hooks, count);
        return count;
    }

    private static void committed(Model<?> row, Hooks hooks, int count) {
        if (count > 0 && hooks.commit()) {
            row.executor().afterCommit(row::afterCommit);
        }
    }

    private static int insert(Model<?> row, @Nullable BitSet only) {
        Table<?, ?> table = row.table();
        @Nullable Object[] values = row.values().clone();
        if (row.persisted) {
            requireComplete(row, "insert()", ", which would be lost");
        }
        List<ColumnExpr<?>> columns = new ArrayList<>(values.length);
        List<Expr<?>> binds = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            Column<?> column = table.column(i);
            if (isLeftOut(column, only)) {
                continue;
            }
            values[i] = toInsert(row, column);
            if (values[i] != Model.UNSET) {
                columns.add(column);
                binds.add(Fn.<@Nullable Object>value(values[i], column));
            }
        }
        List<Column<?>> made = unset(table.sealed().made(), values);
        Made.insert(row.executor(), new InsertDefinition(table, columns, binds, made), values);
        BitSet left = null;
        BitSet changed = row.changed;
        for (int i = 0; only != null && changed != null && i < values.length; i++) {
            if (changed.get(i) && isLeftOut(table.column(i), only)) {
                left = left == null ? table.sealed().changes() : left;
                left.set(i);
            }
        }
        inserted(row, values);
        row.changed = left;
        return 1;
    }

    private static List<Column<?>> unset(List<Column<?>> columns, @Nullable Object[] values) {
        List<Column<?>> unset = columns;
        for (int i = 0; i < columns.size(); i++) {
            if (values[columns.get(i).ordinal] != Model.UNSET) {
                unset = columns.stream().filter(c -> values[c.ordinal] == Model.UNSET).toList();
                break;
            }
        }
        return unset;
    }

    /** The row is stored with these values, of which those that are not set are NULL now. */
    static void inserted(Model<?> row, @Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            BitSet changed = row.changed;
            // a reference to a row that is not saved, in a column that was left out, is still one
            if (values[i] == Model.UNSET && !(changed != null && changed.get(i))) {
                values[i] = null;
            }
        }
        forgetReplaced(row, values);
        row.values = values;
        row.changed = null;
        row.persisted = true;
    }

    private static int update(Model<?> row, BitSet columns) {
        Table<?, ?> table = row.table();
        Column<?> version = table.sealed().version();
        @Nullable Object[] values = row.values().clone();
        List<Assignment.Part> set = new ArrayList<>(columns.cardinality() + 1);
        for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
            Column<?> column = table.column(i);
            values[i] = toWrite(row, column);
            set.add(new Assignment.Part(column, Fn.<@Nullable Object>value(values[i], column)));
        }
        Condition where = byKey(row, "save");
        if (version != null) {
            Object known = Stale.version(row, version, "save");
            values[version.ordinal] = Versions.after(version, known);
            set.add(
                    new Assignment.Part(
                            version, Fn.<@Nullable Object>value(values[version.ordinal], version)));
            where = where.and(Keys.eq(version, known));
        }
        UpdateDefinition update = new UpdateDefinition(table, set, where);
        List<Column<?>> told = table.sealed().readOnly();
        int count =
                Made.update(
                        row.executor(),
                        told.isEmpty() ? update : update.withReturning(told),
                        values);
        if (count == 0) {
            if (version != null) {
                throw Stale.lost(row, "saved", Stale.now(row));
            }
            return 0;
        }
        forgetReplaced(row, values);
        row.values = values;
        stored(row, columns, version);
        row.persisted = true;
        return count;
    }

    /** These columns are not changed any more. */
    static void stored(Model<?> row, BitSet columns, @Nullable Column<?> version) {
        BitSet changed = row.changed;
        if (changed != null) {
            changed.andNot(columns);
            if (version != null) {
                changed.clear(version.ordinal);
            }
            row.changed = changed.isEmpty() ? null : changed;
        }
    }

    private static int remove(Model<?> row) {
        Condition where = byKey(row, "delete");
        Column<?> version = row.table().sealed().version();
        if (version != null && row.persisted) {
            where = where.and(Keys.eq(version, Stale.version(row, version, "delete")));
        }
        int count = row.executor().execute(new DeleteDefinition(row.table(), where));
        if (count == 0 && version != null && row.persisted) {
            Row now = Stale.now(row);
            if (now != null) {
                throw Stale.lost(row, "deleted", now);
            }
        }
        row.persisted = false;
        return count;
    }

    /**
     * What an update writes; null for nothing.
     *
     * @param later whether the row may still change, which the update does not see then
     */
    private static @Nullable BitSet toUpdate(Model<?> row, @Nullable BitSet only, boolean later) {
        BitSet changed = row.changed;
        if (changed == null) {
            return null;
        }
        Sealed sealed = row.table().sealed();
        if (only == null && !later && sealed.version() == null && sealed.onWrite().isEmpty()) {
            return changed.isEmpty() ? null : changed;
        }
        BitSet columns = new BitSet(sealed.size());
        columns.or(changed);
        if (only != null) {
            columns.and(only);
        }
        if (sealed.version() != null) {
            columns.clear(sealed.version().ordinal); // what was set is the one to compare with
        }
        if (columns.isEmpty()) {
            return null;
        }
        List<Column<?>> onWrite = sealed.onWrite();
        for (int i = 0; i < onWrite.size(); i++) {
            columns.set(onWrite.get(i).ordinal);
        }
        return columns;
    }

    /** Of a new row the key is written in any case, and what is filled in. */
    private static boolean isLeftOut(Column<?> column, @Nullable BitSet only) {
        return only != null
                && !only.get(column.ordinal)
                && !column.isPrimaryKey
                && !column.isFilledIn();
    }

    /** What an INSERT stores in a column; {@link Model#UNSET} where it does not name it. */
    static @Nullable Object toInsert(Model<?> row, Column<?> column) {
        Object value = toWrite(row, column);
        return value == Model.UNSET && column.isVersion ? Versions.first(column) : value;
    }

    /**
     * What a write stores in a column. A parent that was set before it was saved has its key by
     * now, or the write has to stop here.
     */
    static @Nullable Object toWrite(Model<?> row, Column<?> column) {
        BitSet changed = row.changed;
        boolean set = changed != null && changed.get(column.ordinal);
        if (column.onWrite != null && !set) {
            Object made = column.onWrite.get();
            return made instanceof Model<?> target && column instanceof ForeignKey<?, ?, ?> key
                    ? savedKey(key, target)
                    : column.fit(made);
        }
        Object value = row.values()[column.ordinal];
        return value == Model.UNSET && set ? Composites.later(row, column) : value;
    }

    static Object savedKey(ForeignKey<?, ?, ?> foreignKey, Model<?> target) {
        Object key = foreignKey.rawKey(target);
        if (key == null) {
            throw new ModelException(
                    foreignKey + " refers to a row of " + target.table() + " that is not saved",
                    foreignKey.table.toString(),
                    "save() that row first");
        }
        return key;
    }

    /** A reference that the write itself set to another row does not lead to the one of before. */
    static void forgetReplaced(Model<?> row, @Nullable Object[] values) {
        List<Column<?>> onWrite = row.table().sealed().onWrite();
        for (int i = 0; i < onWrite.size(); i++) {
            Column<?> column = onWrite.get(i);
            if (column instanceof ForeignKey<?, ?, ?> foreignKey
                    && !Objects.equals(values[column.ordinal], row.values()[column.ordinal])) {
                row.putRelated(foreignKey, null);
            }
        }
    }

    /** Makes a new row one of the values of another. */
    static void copy(Model<?> row, Model<?> copy) {
        Sealed sealed = row.table().sealed();
        if (row.persisted) {
            requireComplete(row, "a copy", "");
        }
        @Nullable Object[] values = row.values();
        copy.values();
        for (int i = 0; i < values.length; i++) {
            Column<?> column = row.table().column(i);
            boolean own =
                    column == sealed.generated()
                            || column.isReadOnly
                            || column.isVersion
                            || column.onWrite != null;
            if (!own
                    && column instanceof ForeignKey<?, ?, ?> key
                    && row.related(key) instanceof Model<?> target) {
                copy.apply(new RowAssignment(key, target));
            } else if (!own && values[i] != Model.UNSET) {
                copy.setRaw(column, i, values[i]);
            }
        }
        for (CompositeForeignKey<?, ?> composite : row.table().compositeForeignKeys()) {
            if (row.related(composite) instanceof Model<?> target) {
                copy.apply(new RowAssignment(composite, target));
            }
        }
    }

    private static void requireComplete(Model<?> row, String what, String why) {
        for (Column<?> column : row.table().columns()) {
            if (row.values()[column.ordinal] == Model.UNSET && !row.changed(column)) {
                throw new ModelException(
                        what
                                + " of a row of "
                                + row.table()
                                + " that was read without "
                                + column
                                + why,
                        row.table().toString(),
                        "refresh() it first, or select all of it");
            }
        }
    }

    private static BitSet ordinals(Model<?> row, Column<?>[] columns) {
        if (columns.length == 0) {
            throw new ModelException(
                    "save of no columns of a row of " + row.table(),
                    row.table().toString(),
                    "name at least one; save() writes all that are changed");
        }
        BitSet ordinals = new BitSet();
        for (Column<?> column : columns) {
            ordinals.set(row.ordinal(column));
        }
        return ordinals;
    }

    static Condition byKey(Model<?> row, String what) {
        List<Column<?>> columns = row.table().sealed().primaryKey();
        if (columns.isEmpty()) {
            throw new ModelException(
                    row.table() + " has no primary key, so " + what + "() cannot find the row",
                    row.table().toString(),
                    "write by a query: update(..).where(..) or delete().where(..)");
        }
        Condition all = null;
        for (int i = 0; i < columns.size(); i++) {
            Column<?> column = columns.get(i);
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
