package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several columns that refer to the key of a row of another table together. A rule of the database
 * only: joins say their condition, and nothing loads by it. Declared in a table's constructor.
 */
public final class CompositeForeignKey {
    private final Table<?, ?> table;
    private final List<Column<?>> columns;
    private final Class<? extends Model<?>> target;
    private final @Nullable Supplier<? extends List<? extends Column<?>>> targetColumns;
    private OnDelete onDelete = OnDelete.NO_ACTION;
    private OnDelete onUpdate = OnDelete.NO_ACTION;
    private ForeignKey.Deferral deferral = ForeignKey.Deferral.NONE;
    private @Nullable String constraint;

    CompositeForeignKey(
            Table<?, ?> table,
            List<Column<?>> columns,
            Class<? extends Model<?>> target,
            @Nullable Supplier<? extends List<? extends Column<?>>> targetColumns) {
        this.table = table;
        this.columns = columns;
        this.target = target;
        this.targetColumns = targetColumns;
    }

    /** What happens to this row when the one it refers to is deleted. */
    public CompositeForeignKey onDelete(OnDelete action) {
        onDelete = action;
        return this;
    }

    /** What happens to this row when the key of the one it refers to changes. */
    public CompositeForeignKey onUpdate(OnDelete action) {
        onUpdate = action;
        return this;
    }

    /** Checked when the transaction is committed, in place of after each statement. */
    public CompositeForeignKey deferred() {
        deferral = ForeignKey.Deferral.DEFERRED;
        return this;
    }

    /** The name of the constraint, in place of the one made from table and columns. */
    public CompositeForeignKey constraint(String name) {
        constraint = name;
        return this;
    }

    /** Its columns, in order. */
    public List<Column<?>> columns() {
        return columns;
    }

    /** The table it refers to; resolves it. */
    public Table<?, ?> target() {
        return Tables.of(target);
    }

    /** The columns it refers to, as many as it has; the primary key unless said. Resolves them. */
    public List<Column<?>> targetColumns() {
        List<Column<?>> found =
                targetColumns == null
                        ? target().primaryKey()
                        : new ArrayList<>(targetColumns.get());
        if (found.size() != columns.size()) {
            throw new ModelException(
                    "the foreign key "
                            + columns
                            + " refers to "
                            + found.size()
                            + " columns of "
                            + target()
                            + ": "
                            + found,
                    table.toString(),
                    "name as many columns as it refers to");
        }
        return found;
    }

    /** What happens when the target row is deleted. */
    public OnDelete onDelete() {
        return onDelete;
    }

    /** What happens when its key changes. */
    public OnDelete onUpdate() {
        return onUpdate;
    }

    /** When it is checked. */
    public ForeignKey.Deferral deferral() {
        return deferral;
    }

    /** The name it was given; null where it gets the one made from table and columns. */
    public @Nullable String givenName() {
        return constraint;
    }

    @Override
    public String toString() {
        return "foreign key " + columns;
    }
}
