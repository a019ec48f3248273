package dev.kinglet.model;

import org.jspecify.annotations.Nullable;

/** The door through which results fill rows. Not for applications: nothing is checked here. */
public final class Hydration {
    private Hydration() {}

    /** Marks a slot as not loaded. */
    public static Object unset() {
        return Model.UNSET;
    }

    /**
     * A row that came from the database.
     *
     * @param values one slot for each column of the table, kept and not copied
     * @param extras the slots that {@link RowOrigin} names, kept and not copied; null for none
     */
    public static <M extends Model<?>> M row(
            Table<M, ?> table,
            @Nullable Object[] values,
            RowOrigin origin,
            @Nullable Object @Nullable [] extras) {
        M row = table.newRow();
        row.table = table;
        row.values = values;
        row.changed = null;
        row.related = null;
        row.origin = origin;
        row.extras = extras;
        row.persisted = true;
        origin.add(row);
        return row;
    }

    /** As {@link #row}, for a place where the database had none: it is not stored. */
    public static <M extends Model<?>> M shell(
            Table<M, ?> table,
            @Nullable Object[] values,
            RowOrigin origin,
            @Nullable Object @Nullable [] extras) {
        M row = row(table, values, origin, extras);
        row.persisted = false;
        return row;
    }

    /**
     * Hangs the one row that a relation leads to on the row that it leads from; null means that
     * there is none.
     */
    public static void relate(Model<?> row, Hop relation, @Nullable Model<?> target) {
        Related.putOne(row, relation, target == null ? Model.NONE : target);
    }

    /** Whether the rows of a table want to be told when they were read. */
    public static boolean tells(Table<?, ?> table) {
        return Hooks.of(table.sealed().modelClass()).load();
    }

    /** Tells a row that it was read, with all that was read along. */
    public static void loaded(Model<?> row) {
        row.afterLoad();
    }

    /** Fills one of the slots that {@link RowOrigin} names. */
    public static void extra(Model<?> row, int slot, @Nullable Object value) {
        @Nullable Object[] extras = row.extras;
        if (extras == null) {
            throw new IllegalStateException("a row without extra slots");
        }
        extras[slot] = value;
    }
}
