package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several columns that refer to a row of another table together: to its primary key, or to a unique
 * combination of its columns. The columns stay columns; this is the relation between the rows.
 * Declared in a table's constructor, best as a field.
 *
 * <p>A row with NULL in one of the columns refers to none, as in SQL (MATCH SIMPLE).
 *
 * @param <M> the model that has the columns
 * @param <T> the model they refer to; nullable where one of them is
 */
public final class CompositeForeignKey<M extends Model<?>, T extends @Nullable Model<?>>
        implements Reference<M, T> {
    private final Table<?, ?> table;
    private final List<Column<?>> columns;
    private final Class<? extends Model<?>> targetClass;
    private final @Nullable Supplier<? extends List<? extends Column<?>>> targets;
    final int position;

    boolean nullable;
    private OnDelete onDelete = OnDelete.NO_ACTION;
    private OnDelete onUpdate = OnDelete.NO_ACTION;
    private ForeignKey.Deferral deferral = ForeignKey.Deferral.NONE;
    private @Nullable String constraint;
    private @Nullable Lazy lazy;
    private @Nullable String backref;
    @Nullable String label;
    private volatile @Nullable List<Column<?>> resolved;
    // made when first needed; two threads may both make them, and make them equal
    private @Nullable Hop forward;
    private @Nullable Hop backward;

    /** Registers itself. */
    CompositeForeignKey(
            Table<?, ?> table,
            List<? extends Column<?>> columns,
            Class<? extends Model<?>> target,
            @Nullable Supplier<? extends List<? extends Column<?>>> targetColumns) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.targetClass = target;
        this.targets = targetColumns;
        this.position = table.register(this);
    }

    // ---- modifiers

    /** Says that rows may refer to none: that one of its columns is nullable. */
    @SuppressWarnings(
            "unchecked") // the same object: nothing of it was used yet with the type of before
    public CompositeForeignKey<M, @Nullable T> nullable() {
        declaring("nullable").nullable = true;
        return (CompositeForeignKey<M, @Nullable T>) this;
    }

    /**
     * The name of the relation seen from the target; two of one name on one target are refused when
     * tables are bound.
     */
    public CompositeForeignKey<M, T> backref(String name) {
        declaring("backref").backref = name;
        return this;
    }

    /** What happens to this row when the one it refers to is deleted. */
    public CompositeForeignKey<M, T> onDelete(OnDelete action) {
        declaring("onDelete").onDelete = action;
        return this;
    }

    /** What happens to this row when the key of the one it refers to changes. */
    public CompositeForeignKey<M, T> onUpdate(OnDelete action) {
        declaring("onUpdate").onUpdate = action;
        return this;
    }

    /**
     * How the row is loaded that rows refer to, where their query does not say: with {@link
     * Lazy#STRICT} never by itself, so that asking for it takes a join, a {@code load(..)}, or
     * {@link Model#loaded}.
     */
    public CompositeForeignKey<M, T> lazy(Lazy mode) {
        declaring("lazy").lazy = mode;
        return this;
    }

    /** Checked after each statement, unless a transaction asks for the end of it. */
    public CompositeForeignKey<M, T> deferrable() {
        declaring("deferrable").deferral = ForeignKey.Deferral.DEFERRABLE;
        return this;
    }

    /** Checked when the transaction is committed, in place of after each statement. */
    public CompositeForeignKey<M, T> deferred() {
        declaring("deferred").deferral = ForeignKey.Deferral.DEFERRED;
        return this;
    }

    /** The name of the constraint, in place of the one made from table and columns. */
    public CompositeForeignKey<M, T> constraint(String name) {
        declaring("constraint").constraint = name;
        return this;
    }

    // ---- in queries

    /**
     * Refers to this row; null as {@link #isNull()}.
     *
     * @throws ModelException for a row that was never saved
     */
    @Override
    public Condition eq(T row) {
        return row == null ? isNull() : backward().matches(table, savedKey(row));
    }

    /** Refers to another row, and not to none; null as {@link #isNotNull()}. */
    public Condition ne(T row) {
        return row == null
                ? isNotNull()
                : there(Hop.row(columns).ne(((CompositeKey) savedKey(row)).parts().toArray()));
    }

    @Override
    public Condition eq(Table<? extends T, ?> target) {
        if (target.base() != target()) {
            throw new ModelException(
                    this + " refers to " + target() + ", not to " + target,
                    table.toString(),
                    "compare it with " + target() + " or an alias of it");
        }
        return forward().on(table, target);
    }

    /** Refers to one of these rows; of none, nothing matches. */
    @Override
    public Condition in(Collection<? extends T> rows) {
        return Hop.row(columns).in(Hop.padded(keys(rows)));
    }

    /** As {@link #in(Collection)}. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Condition in(T... rows) {
        return in(Arrays.asList(rows));
    }

    /** Refers to a row that is none of these; of none, every row matches. */
    public Condition notIn(Collection<? extends T> rows) {
        Condition others = Hop.row(columns).notIn(Hop.padded(keys(rows)));
        return rows.isEmpty() ? others : there(others);
    }

    /** A row value of which a part is NULL differs from others, and refers to none. */
    private Condition there(Condition others) {
        return isNullable() ? others.and(isNotNull()) : others;
    }

    /** Refers to none: one of its columns is NULL. */
    @Override
    public Condition isNull() {
        Condition any = null;
        for (Column<?> column : clearable()) {
            any = any == null ? column.isNull() : any.or(column.isNull());
        }
        return any == null ? columns.get(0).isNull() : any;
    }

    /** Refers to a row: none of its columns is NULL. */
    @Override
    public Condition isNotNull() {
        Condition all = null;
        for (Column<?> column : clearable()) {
            all = all == null ? column.isNotNull() : all.and(column.isNotNull());
        }
        return all == null ? columns.get(0).isNotNull() : all;
    }

    /**
     * Sets the columns to what the row has in those that are referred to. Null sets those that are
     * nullable to NULL and leaves the others.
     *
     * @throws ModelException for null where none is nullable
     */
    @Override
    public Assignment to(T row) {
        columns.forEach(Column::writable);
        return new RowAssignment(this, row);
    }

    // ---- what it is

    @Override
    public Table<?, ?> table() {
        return table;
    }

    @Override
    public List<Column<?>> columns() {
        return columns;
    }

    @Override
    public Table<?, ?> target() {
        return targetColumns().get(0).table;
    }

    /** The columns it refers to, as many as it has; the primary key unless said. */
    @Override
    public List<Column<?>> targetColumns() {
        CompositeForeignKey<?, ?> base = canonical();
        List<Column<?>> found = base.resolved;
        if (found == null) {
            found = base.resolve();
            base.resolved = found;
        }
        return found;
    }

    @Override
    public boolean isNullable() {
        return canonical().nullable;
    }

    /** The field that holds it; where none does its columns. */
    @Override
    public String label() {
        table.sealed();
        String known = canonical().label;
        return known == null
                ? "(" + String.join(", ", columns.stream().map(Column::label).toList()) + ")"
                : known;
    }

    @Override
    public OnDelete onDelete() {
        return canonical().onDelete;
    }

    @Override
    public OnDelete onUpdate() {
        return canonical().onUpdate;
    }

    @Override
    public ForeignKey.Deferral deferral() {
        return canonical().deferral;
    }

    @Override
    public @Nullable String backref() {
        return canonical().backref;
    }

    /** The name its constraint was given; null where it gets the usual one. */
    public @Nullable String givenName() {
        return canonical().constraint;
    }

    @Override
    public @Nullable Lazy lazy() {
        return canonical().lazy;
    }

    @Override
    public Hop forward() {
        CompositeForeignKey<?, ?> base = canonical();
        Hop known = base.forward;
        if (known == null) {
            known = Hop.forward(base);
            base.forward = known;
        }
        return known;
    }

    @Override
    public Hop backward() {
        CompositeForeignKey<?, ?> base = canonical();
        Hop known = base.backward;
        if (known == null) {
            known = Hop.backward(base);
            base.backward = known;
        }
        return known;
    }

    /** Two of aliases of one table and one name are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof CompositeForeignKey<?, ?> that
                        && position == that.position
                        && table.equals(that.table);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + position;
    }

    @Override
    public String toString() {
        return table.qualifier()
                + ".("
                + String.join(", ", columns.stream().map(Column::name).toList())
                + ")";
    }

    // ---- inside

    CompositeForeignKey<?, ?> canonical() {
        return table.base().compositeForeignKeys().get(position);
    }

    /** The same in another table object. */
    void copyTo(Table<?, ?> alias) {
        List<Column<?>> own = new ArrayList<>();
        columns.forEach(column -> own.add(alias.column(column.ordinal)));
        new CompositeForeignKey<M, T>(alias, own, targetClass, targets);
    }

    /** Whether this column is one of its own. */
    boolean has(int ordinal) {
        for (Column<?> column : columns) {
            if (column.ordinal == ordinal) {
                return true;
            }
        }
        return false;
    }

    /** The columns that are set to NULL where it is to refer to none. */
    List<Column<?>> clearable() {
        return columns.stream().filter(Column::isNullable).toList();
    }

    /** What a row holds in the column that one of these refers to; null where it has none yet. */
    @Nullable Object partOf(Model<?> row, Column<?> column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).ordinal == column.ordinal) {
                return row.raw(targetColumns().get(i).ordinal);
            }
        }
        throw new IllegalStateException(column + " is no part of " + this);
    }

    /** Whether a field holds it, so that it has a name. */
    boolean isNamed() {
        table.sealed();
        return canonical().label != null;
    }

    /** Whether this is the row that one with this key refers to. */
    boolean leadsTo(Model<?> row, Object key) {
        return row.table() == target() && key.equals(backward().keyOf(row));
    }

    /** What rows refer to this one by; refuses one without. */
    Object savedKey(Model<?> row) {
        Object key = keyOf(row);
        if (key == null || key == Model.UNSET) {
            throw new ModelException(
                    "comparing " + this + " with a row of " + row.table() + " that has no key yet",
                    table.toString(),
                    "save the row first; rows without a reference are found by isNull()");
        }
        return key;
    }

    /** As rows refer to this one; null or {@link Model#UNSET} where it has no such key. */
    @Nullable Object keyOf(Model<?> row) {
        if (row.table() != target()) {
            throw new ModelException(
                    this + " refers to " + target() + ", and the row is a " + row.table(),
                    table.toString(),
                    "use a row of " + target());
        }
        return backward().keyOf(row);
    }

    /** The rows that refer to this one. */
    @SuppressWarnings("unchecked") // the table of those that refer
    Select<M> referringTo(Model<?> row) {
        Table<M, ?> owner = (Table<M, ?>) table;
        Object key = keyOf(row);
        if ((key == null || key == Model.UNSET) && Related.many(row, backward()) != null) {
            // a new row that was given its rows: the database has none
            return owner.select().where(Hop.row(columns).in(List.of()));
        }
        return owner.select().where(backward().matches(owner, savedKey(row)));
    }

    private List<Object> keys(Collection<? extends T> rows) {
        List<Object> keys = new ArrayList<>(rows.size());
        for (T row : rows) {
            if (row != null) {
                keys.add(savedKey(row));
            }
        }
        return keys;
    }

    private List<Column<?>> resolve() {
        Table<?, ?> target = Tables.of(targetClass);
        List<Column<?>> found = targets == null ? target.primaryKey() : List.copyOf(targets.get());
        if (found.size() != columns.size()
                || found.stream().anyMatch(column -> column.table != target)) {
            throw new ModelException(
                    "the foreign key "
                            + this
                            + " refers to "
                            + found.size()
                            + " columns of "
                            + target
                            + ": "
                            + found,
                    table.toString(),
                    "name as many columns as it refers to");
        }
        for (int i = 0; i < found.size(); i++) {
            Class<?> own = columns.get(i).type().javaType();
            if (own != found.get(i).type().javaType()) {
                throw new ModelException(
                        "the foreign key "
                                + this
                                + " compares "
                                + columns.get(i)
                                + " of type "
                                + columns.get(i).type()
                                + " with "
                                + found.get(i)
                                + " of type "
                                + found.get(i).type(),
                        table.toString(),
                        "declare both of one type, and name them in the order of the target's");
            }
        }
        return found;
    }

    private CompositeForeignKey<M, T> declaring(String modifier) {
        if (table.isSealed()) {
            throw new ProgrammingException(
                    this + " is declared, so " + modifier + "() comes too late",
                    table.toString(),
                    "say it where the foreign key is declared");
        }
        return this;
    }
}
