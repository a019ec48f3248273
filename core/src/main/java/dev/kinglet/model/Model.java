package dev.kinglet.model;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.Select;
import dev.kinglet.query.Source;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table. A row made by {@code new} takes the defaults of its columns when it is first
 * touched; a row from a query has just what was selected and says so when anything else is asked of
 * it.
 *
 * <p>A row is for one writer at a time. It remembers the database it came from: saving, and loading
 * what it refers to, happen there.
 *
 * @param <K> the Java type of the primary key
 */
public abstract class Model<K extends @Nullable Object> extends RowLife<K> {

    /**
     * Stands in {@link #values} for what was neither set nor loaded; cheaper than a bit set a row.
     */
    static final Object UNSET = new Object();

    /** Stands in {@link #related} for a reference that is known to lead nowhere. */
    static final Object NONE = new Object();

    @Nullable Table<?, ?> table;
    @Nullable Object @Nullable [] values;
    @Nullable BitSet changed;
    @Nullable Object @Nullable [] related;
    @Nullable RowOrigin origin;
    @Nullable Object @Nullable [] extras;
    boolean persisted;

    /** Does nothing, so that a result of a million rows does it a million times. */
    protected Model() {}

    // ---- values

    /**
     * The value of a column; of a foreign key the row it refers to, which is loaded when it is not
     * there yet: for all rows of one result at once, see {@link dev.kinglet.query.Lazy}.
     *
     * @throws ModelException where there is no value to give: not selected, never set, the key of
     *     an unsaved row
     * @throws NotFoundException where a foreign key leads to a row that is gone
     */
    public final <T extends @Nullable Object> T get(Column<T> column) {
        if (column.table != table && origin != null && origin.indexOf((Expr<?>) column) >= 0) {
            return selected(column); // of a joined source, on a flat row
        }
        int ordinal = ordinal(column);
        if (column instanceof ForeignKey<?, ?, ?> foreignKey) {
            return as(relatedRow(foreignKey));
        }
        Object value = values()[ordinal];
        if (value == UNSET || value == null) {
            return as(absent(column, value));
        }
        return as(value);
    }

    /**
     * The value of an expression that the query selected beside the columns. An expression built
     * again with the same parts finds it.
     *
     * @throws ModelException where the query did not select it
     */
    public final <T extends @Nullable Object> T get(Expr<T> expr) {
        if (expr instanceof Column<T> column) {
            return get(column);
        }
        if (expr instanceof Attribute<T> attribute
                && (origin == null || origin.indexOf(expr) < 0)) {
            return attribute.read(this);
        }
        return selected(expr);
    }

    /**
     * What a reference to rows of several tables leads to, loaded when it is not there yet: for all
     * rows of one result at once.
     *
     * @throws ModelException for a reference of another table
     */
    public final <T extends @Nullable Object> T get(AnyReference<?, T> reference) {
        return AnyReference.get(this, reference);
    }

    /**
     * The raw key that a foreign key holds; never a query.
     *
     * @throws ModelException where there is none to give: not selected, never set, or set to a row
     *     that is not saved
     */
    public final <J extends @Nullable Object> J key(ForeignKey<?, ?, J> foreignKey) {
        int ordinal = ordinal(foreignKey);
        Object value = values()[ordinal];
        if (value == UNSET && related(foreignKey) instanceof Model<?> row) {
            return as(RowWriter.savedKey(foreignKey, row));
        }
        if (value == UNSET || value == null) {
            return as(absent(foreignKey, value));
        }
        return as(value);
    }

    /**
     * Sets a column. Setting the value it has already changes nothing. Of a foreign key the row is
     * set, saved or not; a row that is saved later gives its key then.
     *
     * @throws ModelException for null in a column that is never null, and for the key of a stored
     *     row
     */
    public final <T extends @Nullable Object> void set(Column<T> column, T value) {
        int ordinal = ordinal(column);
        column.writable();
        if (value == null && !column.isNullable()) {
            throw new ModelException(
                    column + " is never null",
                    table().toString(),
                    "declare it nullable(), or set a value");
        }
        if (column instanceof ForeignKey<?, ?, ?> foreignKey) {
            setRelated(foreignKey, (Model<?>) value);
        } else {
            setRaw(column, ordinal, value);
        }
    }

    /**
     * Lets a reference to rows of several tables lead to a row, saved or not; a row that is saved
     * later gives its key then.
     *
     * @throws ModelException for a reference of another table, and for what it cannot lead to
     */
    public final <T extends @Nullable Object> void set(AnyReference<?, T> reference, T target) {
        AnyReference.set(this, reference, target);
    }

    /**
     * The row that this one refers to, where it is in memory: joined, loaded or set. Null where it
     * is not, or where there is none; never a query.
     */
    public final <T extends @Nullable Model<?>> @Nullable T loaded(Reference<?, T> reference) {
        reference.columns().forEach(this::ordinal);
        return as(related(reference) instanceof Model<?> row ? row : null);
    }

    /**
     * The row that several columns refer to together, which is loaded when it is not there yet: for
     * all rows of one result at once. Null where one of them is NULL.
     *
     * @throws ModelException where one of the columns was not selected, or never set
     * @throws NotFoundException where they lead to a row that is gone
     */
    public final <T extends @Nullable Model<?>> T get(CompositeForeignKey<?, T> foreignKey) {
        return as(Composites.get(this, foreignKey));
    }

    /** What several columns refer by together; never a query. Null where one of them is NULL. */
    public final @Nullable CompositeKey key(CompositeForeignKey<?, ?> foreignKey) {
        return Composites.key(this, foreignKey);
    }

    /**
     * Sets all columns to what the row has in those that they refer to; a row that is saved later
     * gives its key then. Null sets those that are nullable to NULL and leaves the others.
     *
     * @throws ModelException for null where none of them is nullable, and for a part of the key of
     *     a stored row; nothing is set then
     */
    public final <T extends @Nullable Model<?>> void set(
            CompositeForeignKey<?, T> foreignKey, T row) {
        foreignKey.columns().forEach(Column::writable);
        Composites.set(this, foreignKey, row);
    }

    /** What another source of the query gave for this row: null where an outer join found none. */
    public final <M extends @Nullable Model<?>> @Nullable M joined(Source<M> source) {
        int slot = origin == null ? -1 : origin.indexOf(source);
        if (slot < 0 || extras == null) {
            throw new ModelException(
                    "'" + source.qualifier() + "' was not selected with this row",
                    table().toString(),
                    "name it in select(..) and join it");
        }
        return as(extras[slot]);
    }

    /**
     * The rows that refer to this one: an ordinary query. Its rows, as it stands, are loaded for
     * all rows of one result at once, see {@link dev.kinglet.query.Lazy}; those that were loaded
     * ahead are in memory. With any further clause it asks the database.
     *
     * @throws ModelException for a row that was never saved
     */
    public final <M extends Model<?>> Select<M> backref(Reference<M, ?> reference) {
        return Backref.of(this, reference);
    }

    /**
     * The rows that refer to this one, by the name of the back-reference: for tools that walk a
     * model.
     *
     * @throws ModelException for a name that no table declares that was bound so far
     */
    public final Select<? extends Model<?>> backref(String name) {
        return backref(table().backref(name));
    }

    // ---- maps

    /** As {@link #toMap(MapOptions)} with {@link MapOptions#loaded()}: never a query. */
    public final Map<String, @Nullable Object> toMap() {
        return toMap(MapOptions.loaded());
    }

    /**
     * The row as a map, keys in the order of declaration under the Java names of the columns:
     * values, references as maps or raw keys, then what was selected under an alias, then
     * back-references as lists. What has no value is left out. A row that refers back to one above
     * it is a raw key there, so circles end.
     */
    public final Map<String, @Nullable Object> toMap(MapOptions options) {
        return RowMaps.of(this, options);
    }

    /**
     * Sets what a map has, under the names of {@link #toMap}. A map in the place of a reference
     * becomes a new row, and so do the maps of a list under the name of a back-reference. Numbers
     * and ISO texts are read as the column's type, as JSON has them.
     *
     * @throws ModelException for a name of nothing, and a value that does not fit; what came before
     *     it in the map is set then
     */
    public final void fromMap(Map<String, ? extends @Nullable Object> map) {
        RowMaps.fill(this, map);
    }

    // ---- identity

    /**
     * The primary key; of several columns a {@link CompositeKey}.
     *
     * @throws ModelException when the row has none yet
     */
    public final K id() {
        Object key = keyOrNull();
        if (key == null) {
            throw new ModelException(
                    "this row of "
                            + table()
                            + " has no key: it was not saved, or the key was not selected",
                    table().toString(),
                    "save() it first, or select the key");
        }
        return as(key);
    }

    /** The table that this is a row of. */
    public final Table<?, ?> table() {
        Table<?, ?> known = table;
        if (known == null) {
            known = Tables.of(getClass());
            table = known;
        }
        return known;
    }

    /** Whether the row came from the database or was saved to it, and not deleted since. */
    public final boolean persisted() {
        return persisted;
    }

    /** The columns that {@link #save()} would write, in the order of declaration. */
    public final List<Column<?>> changed() {
        values();
        BitSet bits = changed;
        if (bits == null) {
            return List.of();
        }
        return bits.stream().<Column<?>>mapToObj(i -> table().column(i)).toList();
    }

    /** Whether {@link #save()} would write the column; never a query. */
    public final boolean changed(Column<?> column) {
        int ordinal = ordinal(column);
        values();
        return changed != null && changed.get(ordinal);
    }

    // ---- Object

    /** Equal when of one table and of one key; a row without a key equals only itself. */
    @Override
    public final boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Model<?> that) || table() != that.table()) {
            return false;
        }
        Object key = keyOrNull();
        return key != null && key.equals(that.keyOrNull());
    }

    /**
     * Of table and key; before the first save that of the object, so saving a new row changes it.
     */
    @Override
    public final int hashCode() {
        Object key = keyOrNull();
        return key == null
                ? System.identityHashCode(this)
                : 31 * System.identityHashCode(table()) + key.hashCode();
    }

    /** The columns that have a value; never a query. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(table().toString()).append('[');
        @Nullable Object[] slots = values();
        String separator = "";
        for (int i = 0; i < slots.length; i++) {
            Object value = slots[i];
            if (value != UNSET) {
                String shown =
                        value instanceof byte[] bytes
                                ? bytes.length + " bytes"
                                : String.valueOf(value);
                text.append(separator).append(table().sealed().label(i)).append('=').append(shown);
                separator = ", ";
            }
        }
        return text.append(']').toString();
    }

    // ---- inside

    @Override
    final Model<?> self() {
        return this;
    }

    /** What was selected beside the columns. */
    private <T extends @Nullable Object> T selected(Expr<T> expr) {
        int slot = origin == null ? -1 : origin.indexOf(expr);
        if (slot < 0 || extras == null) {
            if (expr instanceof ColumnExpr<T> outside && outside.identity() instanceof Expr<?> in) {
                return as(get(in)); // of a query that the row was read from
            }
            throw new ModelException(
                    expr + " was not selected with this row",
                    table().toString(),
                    "name it in select(..)");
        }
        if (ForeignKey.isReference(expr)) {
            throw new ModelException(
                    expr + " is a foreign key, of which this row has the raw key only",
                    table().toString(),
                    "select and read the key: foreignKey.key()");
        }
        Object value = extras[slot];
        if (value == null && !Exprs.isNullable(expr)) {
            throw new DataException(
                    expr + " is NULL in this row, and its type says that it never is",
                    ErrorContext.NONE
                            .withModel(table().toString())
                            .withHint("select and read Fn.orNull(expression)"),
                    null);
        }
        return as(value);
    }

    /**
     * A slot's value as the type of its column: a slot is only filled through it, with null only
     * where it may be.
     */
    @SuppressWarnings({"unchecked", "NullAway"})
    static <T extends @Nullable Object> T as(@Nullable Object value) {
        return (T) value;
    }

    /** The slots of this row; makes a new row ready, with its defaults. */
    @Nullable Object[] values() {
        @Nullable Object[] slots = values;
        if (slots == null) {
            slots = new Object[table().sealed().size()];
            Arrays.fill(slots, UNSET);
            values = slots;
            table().sealed().applyDefaults(this);
        }
        return slots;
    }

    /** The raw value of a column; null for NULL and for none. */
    @Nullable Object raw(int ordinal) {
        Object value = values()[ordinal];
        return value == UNSET ? null : value;
    }

    @Nullable Object keyOrNull() {
        List<Column<?>> columns = table().sealed().primaryKey();
        if (columns.isEmpty()) {
            return null;
        }
        if (columns.size() == 1) {
            return raw(columns.get(0).ordinal);
        }
        Object[] parts = new Object[columns.size()];
        for (int i = 0; i < parts.length; i++) {
            Object part = raw(columns.get(i).ordinal);
            if (part == null) {
                return null;
            }
            parts[i] = part;
        }
        return CompositeKey.of(parts);
    }

    void apply(Assignment assignment) {
        if (assignment instanceof ColumnValue<?> one) {
            setRaw(one.column(), ordinal(one.column()), one.value());
            return;
        }
        if (assignment instanceof Assignments several) {
            several.all().forEach(this::apply);
            return;
        }
        if (assignment instanceof RowAssignment to) {
            to.reference().columns().forEach(this::ordinal);
            if (to.reference() instanceof ForeignKey<?, ?, ?> foreignKey) {
                setRelated(foreignKey, to.row());
            } else {
                Composites.set(this, (CompositeForeignKey<?, ?>) to.reference(), to.row());
            }
            return;
        }
        if (assignment instanceof AnyReference.To<?> to) {
            to.applyTo(this);
            return;
        }
        for (Assignment.Part part : assignment.parts()) {
            if (!(part.whole().column() instanceof Column<?> column)
                    || !Exprs.isValue(part.value())) {
                throw new ModelException(
                        part.column()
                                + " is set to the expression "
                                + part.value()
                                + ", and a row holds values",
                        table().toString(),
                        "use insert(..) instead of create(..)");
            }
            setRaw(column, ordinal(column), Exprs.value(part.value()));
        }
    }

    @Nullable Object related(Reference<?, ?> reference) {
        return Related.one(this, reference);
    }

    void putRelated(Reference<?, ?> reference, @Nullable Object row) {
        Related.putOne(this, reference, row);
    }

    /** Where the row was read from, or will be saved to: for relations of other modules. */
    public final QueryExecutor executor() {
        return origin == null ? table().executor() : origin.executor();
    }

    int ordinal(Column<?> column) {
        if (column.table != table && column.table.base() != table()) {
            throw new ModelException(
                    column + " is no column of " + table(),
                    table().toString(),
                    "a row of a joined source is reached through its foreign key, or by joined(..)");
        }
        return column.ordinal;
    }

    private void setRelated(ForeignKey<?, ?, ?> foreignKey, @Nullable Model<?> row) {
        Object raw = row == null ? null : foreignKey.rawKey(row);
        values();
        if (row != null && raw == null) {
            // the row has no key yet: save() takes it then
            put(foreignKey.ordinal, UNSET);
        } else {
            setRaw(foreignKey, foreignKey.ordinal, raw);
        }
        putRelated(foreignKey, row == null ? NONE : row);
    }

    void setRaw(Column<?> column, int ordinal, @Nullable Object given) {
        Object value = column.fit(given);
        Object before = values()[ordinal];
        if (before != UNSET && column.holds(before, value)) {
            return;
        }
        if (persisted && column.isPrimaryKey() && before != UNSET) {
            throw new ModelException(
                    column + " is the key of a stored row, and a key does not change",
                    table().toString(),
                    "delete the row and create another, or update by a query");
        }
        put(ordinal, value);
        Related.forget(this, column);
    }

    /** Leaves the value of a column to the save, which asks the reference that it is of. */
    void putLater(int ordinal) {
        values();
        put(ordinal, UNSET);
    }

    void put(int ordinal, @Nullable Object value) {
        @Nullable Object[] slots = values();
        BitSet bits = changed;
        if (bits == null) {
            bits = table().sealed().changes();
            changed = bits;
        }
        if (bits instanceof Changes noted) {
            noted.set(ordinal, slots[ordinal]);
        } else {
            bits.set(ordinal);
        }
        slots[ordinal] = value;
    }

    private @Nullable Object relatedRow(ForeignKey<?, ?, ?> foreignKey) {
        Object known = related(foreignKey);
        if (known != null) {
            return known == NONE ? null : known;
        }
        Object raw = values()[foreignKey.ordinal];
        if (raw == UNSET) {
            return absent(foreignKey, raw);
        }
        if (raw == null) {
            return absent(foreignKey, null);
        }
        Model<?> row = LazyLoad.one(this, foreignKey.forward(), raw);
        putRelated(foreignKey, row);
        return row;
    }

    /**
     * What a slot without a value answers: null where that is true, else an error that says why
     * there is none.
     */
    @Nullable Object absent(Column<?> column, @Nullable Object value) {
        if (value == null) {
            if (column.isNullable()) {
                return null;
            }
            throw new DataException(
                    "the database gave NULL for " + column + ", which is declared as never null",
                    ErrorContext.NONE
                            .withModel(table().toString())
                            .withHint("declare it nullable(), or mend the row"),
                    null);
        }
        if (persisted) {
            throw new ModelException(
                    column + " was not selected with this row",
                    table().toString(),
                    "name it in select(..)");
        }
        if (origin != null && keyOrNull() == null) {
            throw new ModelException(
                    column + " has no value: the join found no row of " + table(),
                    table().toString(),
                    "ask persisted() first; what it was joined with is read by joined(..)");
        }
        if (column.isNullable()) {
            return null;
        }
        throw new ModelException(
                column
                        + " has no value: "
                        + (column.canonical().isMadeByDatabase()
                                ? "the row was not saved"
                                : "it was never set"),
                table().toString(),
                column.canonical().isMadeByDatabase() ? "save() the row first" : "set it first");
    }
}
