package dev.kinglet.gfk;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.NotFoundException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Fn;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Assignment;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a row of one of several models: one column holds a tag that says which model,
 * another one the key. Neither an index nor a constraint comes with it: no database can check such
 * a reference, so deleting a row leaves those that point at it.
 *
 * <p>Declared in a field of a table; it touches no other table before it is used. The declaration
 * is checked then, as a whole.
 *
 * @param <M> the model that has the two columns
 */
public final class GenericForeignKey<M extends Model<?>> {
    private final Table<M, ?> table;
    private final Column<? extends @Nullable String> type;
    private final Column<?> key;
    private final List<Targets.Declared> declared;
    private volatile @Nullable Targets targets;

    private GenericForeignKey(
            Table<M, ?> table,
            Column<? extends @Nullable String> type,
            Column<?> key,
            List<Targets.Declared> declared) {
        this.table = table;
        this.type = type;
        this.key = key;
        this.declared = declared;
    }

    /**
     * A reference by these two columns of a table; both may be nullable. It can point at nothing
     * before {@link #target} names a model.
     */
    public static <M extends Model<?>> GenericForeignKey<M> of(
            Table<M, ?> table, Column<? extends @Nullable String> type, Column<?> key) {
        return new GenericForeignKey<>(table, type, key, List.of());
    }

    /**
     * Lets it point at rows of this model too, and answers the reference that does; this one stays
     * as it is. The class is not initialised by this.
     *
     * @param tag what the type column holds for this model; it outlives names of classes and
     *     tables, so it never changes
     */
    public GenericForeignKey<M> target(Class<? extends Model<?>> model, String tag) {
        List<Targets.Declared> more = new ArrayList<>(declared);
        more.add(new Targets.Declared(model, tag));
        return new GenericForeignKey<>(table, type, key, List.copyOf(more));
    }

    // ---- rows

    /**
     * The row that this one points at, by one query each time; null, without a query, where tag or
     * key is null. It is read from the database that the target's table uses.
     *
     * @throws NotFoundException where the row it points at is gone
     * @throws ModelException for a tag of no declared model, and for columns that were not selected
     */
    public @Nullable Model<?> read(M row) {
        String tag = row.get(type);
        Object id = row.get(key);
        if (tag == null || id == null) {
            return null;
        }
        @SuppressWarnings("unchecked") // a key of the type that was checked
        Table<Model<?>, Object> target = (Table<Model<?>, Object>) targets().byTag(tag);
        Model<?> found = target.find(id);
        if (found == null) {
            throw new NotFoundException(
                    this + " points at a row of " + target + " that is not there",
                    ErrorContext.NONE
                            .withModel(table.base().toString())
                            .withHint(
                                    "delete the row that points there, or let it point elsewhere"),
                    null);
        }
        return found;
    }

    /**
     * Sets both columns, in create, insert and update; null sets both to NULL.
     *
     * @throws ModelException for a row that is not stored, since nothing would follow its key; for
     *     a row of no declared model; for null where one of the columns is never null
     */
    public Assignment to(@Nullable Model<?> row) {
        List<Assignment.Part> parts = new ArrayList<>(2);
        if (row == null) {
            parts.addAll(type.toNull().parts());
            parts.addAll(key.toNull().parts());
        } else {
            String tag = targets().tag(row.table());
            if (!row.persisted()) {
                throw new ModelException(
                        this + " cannot point at a row of " + row.table() + " that is not stored",
                        table.base().toString(),
                        "save() that row first");
            }
            parts.add(new Assignment.Part(type, Fn.value(tag, type)));
            parts.add(new Assignment.Part(key, Fn.value(keyOf(row), key)));
        }
        List<Assignment.Part> both = List.copyOf(parts);
        return () -> both;
    }

    // ---- in queries

    /**
     * Points at this row, stored or deleted; null means that it points at nothing.
     *
     * @throws ModelException for a row without a key, and for a row of no declared model
     */
    public Condition eq(@Nullable Model<?> row) {
        if (row == null) {
            return type.isNull().or(key.isNull());
        }
        return isTagged(targets().tag(row.table())).and(equal(key, keyOf(row)));
    }

    /**
     * Points at some row of this model, there or gone.
     *
     * @throws ModelException for a model that was not declared
     */
    public Condition isA(Class<? extends Model<?>> model) {
        return isTagged(targets().tag(model));
    }

    /** The rows that point at this one: a query. See {@link #eq}. */
    public Select<M> of(Model<?> row) {
        return table.where(eq(row));
    }

    /** Its two columns. */
    @Override
    public String toString() {
        return "(" + type + ", " + key + ")";
    }

    // ---- inside

    private Condition isTagged(String tag) {
        return equal(type, tag);
    }

    /** The raw key, also where the key is a foreign key itself. */
    private static Object keyOf(Model<?> row) {
        return Objects.requireNonNull(row.id());
    }

    @SuppressWarnings("unchecked") // a tag is text, and a key of the type that was checked
    private static Condition equal(Column<?> column, Object value) {
        return ((Column<Object>) column).eq(value);
    }

    /** Checked when first needed. Made without a lock: two threads may both make it, and equal. */
    private Targets targets() {
        Targets known = targets;
        if (known == null) {
            known = Targets.check(this, table, type, key, declared);
            targets = known;
        }
        return known;
    }
}
