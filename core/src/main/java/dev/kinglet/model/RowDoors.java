package dev.kinglet.model;

import dev.kinglet.expr.Condition;
import dev.kinglet.query.Assignment;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
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

    // ---- many rows

    /**
     * Stores new rows in few statements, and fills in their keys, in the order given. All are
     * stored, or none, and then the objects are as they were. Rows get their defaults; of those
     * that leave a nullable column out, it is NULL. No rows are valid and send nothing. No hooks
     * are called, nor {@code validate}.
     *
     * <p>A statement holds as many rows as the database takes at once: 10,000 on PostgreSQL, about
     * 100 on SQLite. For a transaction each so many rows, give it so many at a time.
     *
     * @return the number of rows
     * @throws dev.kinglet.errors.ModelException for a row that is stored already, is given twice,
     *     refers to one that is not saved, or lacks a value; it says which row. Nothing was sent
     */
    public final int bulkCreate(Collection<? extends M> rows) {
        return BulkCreate.store(self(), rows, Integer.MAX_VALUE);
    }

    /**
     * As {@link #bulkCreate(Collection)}, with at most so many rows a statement, where less has to
     * travel at once: all of them are still one transaction.
     *
     * @param batchSize 1 or more
     * @throws dev.kinglet.errors.ProgrammingException for less; nothing was sent
     */
    public final int bulkCreate(Collection<? extends M> rows, int batchSize) {
        return BulkCreate.store(self(), rows, batchSize);
    }

    /**
     * Stores these columns of rows that were changed, in few statements, as {@link #bulkCreate}
     * does: all or none. The columns are written in each row, changed or not, and what each write
     * sets. No hooks are called, nor {@code validate}.
     *
     * @return the number of rows that were met; those that are gone stay changed
     * @throws dev.kinglet.errors.ModelException for no columns or those of the key, and for a row
     *     that is not stored, comes twice, or was read without one of the columns; it says which
     *     row. Nothing was sent
     * @throws dev.kinglet.errors.StaleRowException where the table has a version, and someone else
     *     wrote one of the rows since it was read; then none is stored
     */
    public final int bulkUpdate(Collection<? extends M> rows, Column<?>... columns) {
        return BulkUpdate.store(self(), rows, columns);
    }

    // ---- rows that are there, or are made

    /**
     * The row that has these values, or a new one. Of several calls at once, in whatever threads
     * and processes, one stores the row and all get it, where a unique key is over what it is
     * looked up by; without one, two rows may be stored. In a transaction that keeps to an old
     * snapshot (REPEATABLE READ) the row of another one cannot be seen; there the
     * IntegrityException stands.
     *
     * @param lookup values, which a new row gets, too; null is looked up as NULL
     * @throws dev.kinglet.errors.ModelException for no value, and for an expression
     * @throws dev.kinglet.errors.IntegrityException where the new row is refused for another reason
     */
    public final Ensured<M> getOrCreate(Assignment... lookup) {
        return Ensure.of(self(), Arrays.asList(lookup)).get(row -> {});
    }

    /**
     * As {@link #getOrCreate(Assignment...)}.
     *
     * @param defaults what a new row gets beside what it is looked up by
     */
    public final Ensured<M> getOrCreate(
            Collection<? extends Assignment> lookup, Assignment... defaults) {
        return Ensure.of(self(), lookup).get(row -> apply(row, defaults));
    }

    /**
     * As {@link #getOrCreate(Assignment...)}.
     *
     * @param init fills a new row in, which has the values that it was looked up by; not called
     *     where the row is there
     */
    public final Ensured<M> getOrCreate(
            Collection<? extends Assignment> lookup, Consumer<? super M> init) {
        return Ensure.of(self(), lookup).get(init);
    }

    /**
     * The row that has these values, changed, or a new one. It is found, changed and saved in one
     * transaction, in which nobody else changes it. For a single statement see {@code
     * insert(..).onConflict(..)}, which calls no hooks.
     *
     * @param lookup as {@link #getOrCreate(Assignment...)}
     * @param values what the row has then, whether it was there or not
     */
    public final Ensured<M> updateOrCreate(
            Collection<? extends Assignment> lookup, Assignment... values) {
        return Ensure.of(self(), lookup).update(row -> apply(row, values));
    }

    /**
     * As {@link #updateOrCreate(Collection, Assignment...)}.
     *
     * @param change changes the row, whether it is new or not; {@link Model#persisted()} tells
     */
    public final Ensured<M> updateOrCreate(
            Collection<? extends Assignment> lookup, Consumer<? super M> change) {
        return Ensure.of(self(), lookup).update(change);
    }

    // ---- deleting with what refers to rows

    /**
     * The deletion of the rows that meet the conditions, with all that refers to them: to look at,
     * and to carry out. No hooks are called.
     */
    public final DeletePlan deletePlan(Condition first, Condition... more) {
        Condition all = first;
        for (Condition condition : more) {
            all = all.and(condition);
        }
        return DeletePlan.of(self(), all);
    }

    private static void apply(Model<?> row, Assignment... assignments) {
        for (Assignment assignment : assignments) {
            row.apply(assignment);
        }
    }
}
