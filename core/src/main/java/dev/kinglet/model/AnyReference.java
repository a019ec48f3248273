package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Subquery;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.EagerLoad;
import dev.kinglet.query.Select;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reference to rows of several tables, which no foreign key is: read by {@code
 * row.get(reference)}, set by {@code row.set(reference, target)} and {@code
 * create(reference.to(target))}. Other modules extend it.
 *
 * <p>Declared in a field of a table, where it takes part in what the table is: the table has its
 * indexes and checks, its rows keep what it leads to, and deleting a row that it leads to does what
 * it says.
 *
 * @param <M> the model that has it
 * @param <T> what it leads to
 */
public abstract class AnyReference<M extends Model<?>, T extends @Nullable Object> {
    private final Table<M, ?> table;
    private final int position;

    // found when first needed; two threads may both find it, and find the same
    private @Nullable String label;

    /** A reference of this table, which takes the next place among them. */
    protected AnyReference(Table<M, ?> table) {
        this.table = table;
        this.position = table.registerReference(this);
    }

    /** Another view of a reference, of its table or of an alias: rows keep one target for both. */
    protected AnyReference(AnyReference<M, ?> other, Table<M, ?> table) {
        this.table = table;
        this.position = other.position;
    }

    /**
     * Sets it, in create, insert and update. A target that was not saved yet is taken in {@code
     * create}, once it is saved before the row; an insert of its own needs the key now.
     *
     * @throws ModelException for what it cannot lead to
     */
    public final Assignment to(T target) {
        check(target);
        return new To<>(this, target);
    }

    /** The table, or the alias, that it belongs to. */
    public final Table<M, ?> table() {
        return table;
    }

    // ---- what a module says of it

    /** What it leads to from a row of its table. */
    protected abstract T read(M row);

    /** Lets a row of its table lead there. */
    protected abstract void write(M row, T target);

    /** Refuses what it cannot lead to. */
    protected abstract void check(T target);

    /** Its columns and what they are set to; needs the key of the target. */
    protected abstract List<Assignment.Part> parts(T target);

    /**
     * The value that a save stores in a column that was left to it by {@link #putLater}; null where
     * that was for another reference.
     *
     * @throws ModelException where the target has none yet
     */
    protected @Nullable Object keyFor(M row, Column<?> column) {
        return null;
    }

    /**
     * The indexes that the table gets for it, unless it declares one that does the same. Asked
     * while the table is checked: touches no other.
     */
    protected List<Index> indexes() {
        return List.of();
    }

    /** The checks that the table gets for it. Asked while the table is checked. */
    protected List<Table.Check> checks(String tableName) {
        return List.of();
    }

    /**
     * Throws what is wrong with it, the tables that it leads to included: when its table is bound.
     * Answers those tables.
     */
    protected abstract Collection<? extends Table<?, ?>> verified();

    /** What happens to rows when one that they lead to is deleted. */
    protected OnDelete onDelete() {
        return OnDelete.NO_ACTION;
    }

    /** Its columns, in order. */
    public abstract List<Column<?>> columns();

    /** The rows that lead to those rows of a table whose key a query answers. */
    protected abstract Condition leadsTo(Table<?, ?> target, Subquery keys);

    /** What to set so that it leads nowhere; null where that cannot be. */
    protected abstract @Nullable Assignment toNothing();

    // ---- what a module may do

    /** The Java field that holds it; null where none does. */
    protected final @Nullable String label() {
        String known = label;
        if (known == null) {
            known = fieldOf(canonical());
            label = known;
        }
        return known;
    }

    private static @Nullable String fieldOf(AnyReference<?, ?> reference) {
        Class<?> holder = reference.table.getClass();
        List<Field> fields = new ArrayList<>();
        for (Class<?> c = holder; c != null && c != Table.class; c = c.getSuperclass()) {
            fields.addAll(List.of(c.getDeclaredFields()));
        }
        if (holder.getDeclaringClass() != null) { // where Kotlin keeps those of a companion object
            fields.addAll(List.of(holder.getDeclaringClass().getDeclaredFields()));
        }
        for (Field field : fields) {
            boolean isStatic = Modifier.isStatic(field.getModifiers());
            if (AnyReference.class.isAssignableFrom(field.getType())
                    && (isStatic || field.getDeclaringClass().isInstance(reference.table))
                    && Fields.read(field, isStatic ? null : reference.table, holder) == reference) {
                return field.getName();
            }
        }
        return null;
    }

    /** The reference of the base table at the same place. */
    protected final AnyReference<?, ?> canonical() {
        return table.anyReferences().get(position);
    }

    /** An index of its table, for {@link #indexes()}. */
    protected final Index index(Column<?>... columns) {
        return new Index(table, true, List.of(columns));
    }

    /** It leads to rows of this table, too, though its own was bound before. */
    protected final void leadsToAlso(Table<?, ?> target) {
        target.base().backrefs.add(canonical());
    }

    /** Whether its table was used, so that nothing more can be declared. */
    protected final boolean isDeclared() {
        return table.isSealed();
    }

    /** The raw value of a row's column; null for NULL and where it was never set or selected. */
    protected static @Nullable Object raw(Model<?> row, Column<?> column) {
        return row.raw(row.ordinal(column));
    }

    /** Sets the raw value of a row's column. */
    protected static void put(Model<?> row, Column<?> column, @Nullable Object value) {
        row.setRaw(column, row.ordinal(column), value);
    }

    /**
     * Lets the save of a row write a column though its value is as before, since it says something
     * only together with another one that is written. The key of a stored row is left alone.
     */
    protected static void touch(Model<?> row, Column<?> column) {
        int ordinal = row.ordinal(column);
        if (!(row.persisted && column.isPrimaryKey())) {
            row.put(ordinal, row.values()[ordinal]);
        }
    }

    /** Lets the save of a row ask {@link #keyFor} for the value of a column. */
    protected static void putLater(Model<?> row, Column<?> column) {
        row.putLater(row.ordinal(column));
    }

    /** The row that a row is known to lead to by a relation; null where nothing was loaded. */
    protected static @Nullable Model<?> known(Model<?> row, Hop relation) {
        return Related.one(row, relation) instanceof Model<?> target ? target : null;
    }

    /** A row leads to this one, until one of the columns is changed that the relation reads. */
    protected static void keep(Model<?> row, Hop relation, Model<?> target) {
        Related.putOne(row, relation, target);
    }

    /**
     * The row that a relation to one leads to, loaded where it is not known, for all rows of one
     * result at once as {@link dev.kinglet.query.Lazy} says; null where it is gone, and where there
     * is no key.
     */
    protected static @Nullable Model<?> follow(Model<?> row, Hop relation) {
        Object known = Related.one(row, relation);
        if (known != null) {
            return known == Model.NONE ? null : (Model<?>) known;
        }
        Object key = relation.keyOf(row);
        if (key == null || key == Model.UNSET) {
            return null;
        }
        Model<?> found = LazyLoad.find(row, relation, key);
        if (found != null) {
            Related.putOne(row, relation, found);
        }
        return found;
    }

    /**
     * The rows that a relation to many leads to, for a query that has just them: those that were
     * loaded ahead, else they are loaded for all rows of one result at once.
     */
    protected static <C extends Model<?>> EagerLoad.Loaded<C> rows(
            Model<?> row, Hop relation, Select<C> query) {
        return new Rows<>(row, relation, query);
    }

    // ---- inside

    private record Rows<C extends Model<?>>(Model<?> row, Hop relation, Select<C> query)
            implements EagerLoad.Loaded<C> {
        @Override
        public @Nullable List<C> loaded() {
            return typed(Related.many(row, relation));
        }

        @Override
        public List<C> loadedTogether() {
            List<C> rows = loaded();
            if (rows == null) {
                rows = typed(LazyLoad.many(row, relation));
                rows = rows == null ? query.list() : rows;
                Related.adopt(row, relation, rows);
            }
            return rows;
        }

        @SuppressWarnings("unchecked") // rows of the table that the relation leads to
        private static <C extends Model<?>> @Nullable List<C> typed(@Nullable List<Model<?>> rows) {
            return (List<C>) (List<?>) rows;
        }
    }

    @SuppressWarnings("unchecked") // a row of the table, which was checked
    static <T extends @Nullable Object> T get(Model<?> row, AnyReference<?, T> reference) {
        reference.refuseOther(row);
        return ((AnyReference<Model<?>, T>) reference).read(row);
    }

    @SuppressWarnings("unchecked") // a row of the table, which was checked
    static <T extends @Nullable Object> void set(
            Model<?> row, AnyReference<?, T> reference, T target) {
        reference.refuseOther(row);
        reference.check(target);
        ((AnyReference<Model<?>, T>) reference).write(row, target);
    }

    /** What a save stores in a column that a reference left to it; null for none. */
    @SuppressWarnings("unchecked") // of the table of the row
    static @Nullable Object later(Model<?> row, Column<?> column) {
        for (AnyReference<?, ?> reference : row.table().anyReferences()) {
            Object key = ((AnyReference<Model<?>, ?>) reference).keyFor(row, column);
            if (key != null) {
                return key;
            }
        }
        return null;
    }

    private void refuseOther(Model<?> row) {
        if (row.table().base() != table.base()) {
            throw new ModelException(
                    this + " is of rows of " + table.base() + ", and the row is a " + row.table(),
                    row.table().toString(),
                    "use a row of " + table.base());
        }
    }

    /** The target itself for a row that is created, which may have no key yet; else its key. */
    record To<T extends @Nullable Object>(AnyReference<?, T> reference, T target)
            implements Assignment {
        @Override
        public List<Part> parts() {
            return reference.parts(target);
        }

        void applyTo(Model<?> row) {
            set(row, reference, target);
        }
    }
}
