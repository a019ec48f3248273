package dev.kinglet.model;

import org.jspecify.annotations.Nullable;

/**
 * What a table does with rows: makes, finds or stores them, one by one and many at once.
 *
 * @param <M> the model, one row
 * @param <K> the Java type of its primary key
 */
abstract class RowDoors<M extends Model<?>, K extends @Nullable Object> extends Doors<M, K> {

    /**
     * A new row of the same values, without a generated key: to store another one like it.
     *
     * @throws dev.kinglet.errors.ModelException for a row that was read in part
     */
    public final M copy(M row) {
        M copy = self().newRow();
        RowWriter.copy(row, copy);
        return copy;
    }
}
