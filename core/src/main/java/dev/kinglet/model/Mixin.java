package dev.kinglet.model;

import org.jspecify.annotations.Nullable;

/**
 * Columns, and what holds for them, that several tables have which extend no common base: a
 * subclass declares them as a table does, and each table keeps one of its own in a field, {@code
 * final Stamps stamps = new Stamps(this)}. The columns are then {@code stamps.createdAt}, in the
 * order in which the fields are made.
 *
 * @param <M> the model of the table that has them
 * @param <K> the Java type of its primary key
 */
public abstract class Mixin<M extends Model<?>, K extends @Nullable Object>
        extends Declaring<M, K> {
    private final Table<M, K> table;

    /** Columns of this table. */
    protected Mixin(Table<M, K> table) {
        super(table.declaration());
        this.table = table;
    }

    @Override
    final Table<M, K> self() {
        return table;
    }
}
