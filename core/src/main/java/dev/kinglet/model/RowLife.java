package dev.kinglet.model;

import dev.kinglet.errors.ValidationException.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a row gets into the database, stays equal to it, and leaves it; and the methods that a model
 * overrides to have a say in that.
 *
 * @param <K> of no use here, but without a parameter Kotlin calls these methods through this class,
 *     which its callers may not see
 */
abstract class RowLife<K extends @Nullable Object> {

    abstract Model<?> self();

    // ---- writing

    /**
     * Stores the row: an INSERT when it is new, which fills in a generated key, else an UPDATE of
     * the changed columns. After an error the row is as it was before. A rollback that comes later
     * is not noticed: {@link #refresh} what is used on.
     *
     * @return the number of rows written: 0 when nothing was changed, which sends nothing, or when
     *     the row is gone, which leaves it changed
     * @throws dev.kinglet.errors.ValidationException for what {@link #validate} found
     * @throws dev.kinglet.errors.StaleRowException where the table has a version, and someone else
     *     wrote or deleted the row since it was read
     */
    public final int save() {
        return RowWriter.save(self(), null);
    }

    /**
     * As {@link #save()}, and writes nothing but these columns; the others stay changed. Of a new
     * row the key is stored, too, and what has a value of its own: defaults and the like.
     *
     * @return 0 where none of them was changed; nothing is sent then
     * @throws dev.kinglet.errors.ModelException for no columns
     */
    public final int save(Column<?>... columns) {
        return RowWriter.save(self(), columns);
    }

    /**
     * Stores the row by an INSERT, also where it is stored already: for a row whose key is known,
     * or that was read from another database. The database refuses a key that is there.
     *
     * @return 1
     * @throws dev.kinglet.errors.ModelException for a row that was read in part, since the rest
     *     would be lost
     */
    public final int insert() {
        return RowWriter.insert(self());
    }

    /**
     * Deletes the row by its key. The object keeps its values and can be saved again, as a new row.
     *
     * @return the number of rows deleted: 0 when it was gone already
     * @throws dev.kinglet.errors.StaleRowException where the table has a version, and someone else
     *     wrote the row since it was read
     */
    public final int delete() {
        return RowWriter.delete(self());
    }

    /**
     * The deletion of the row with all that refers to it: to look at, and to carry out. Of the
     * hooks, those of this row are called.
     */
    public final DeletePlan deletePlan() {
        return DeletePlan.of(self());
    }

    /**
     * Deletes the row with all that refers to it, as {@link #deletePlan()} says, in one
     * transaction.
     *
     * @return how many rows were deleted, of all tables together
     */
    public final int deleteRecursive() {
        return deletePlan().execute();
    }

    /**
     * Reads the columns again and forgets their changes; without any, all of them, those included
     * that were not selected. Related rows are forgotten with the columns that refer to them; by a
     * refresh of all columns, those that refer to this row, too.
     *
     * @throws dev.kinglet.errors.NotFoundException where the row is gone; the object is as it was
     */
    public final void refresh(Column<?>... columns) {
        Refresh.row(self(), columns);
    }

    /** What {@link #validate} finds, without a write; empty where the row may be stored. */
    public final List<Problem> problems() {
        Problems found = new Problems(self().table());
        validate(found);
        return found.all();
    }

    // ---- hooks

    /**
     * Runs before each save of the row by itself, and may still set columns; {@link
     * Model#persisted()} tells an update from an insert. It runs also where nothing is changed yet.
     * What it throws stops the save.
     *
     * <p>A model that overrides this or {@link #afterSave} is saved in a transaction of its own, or
     * in a savepoint, so that what it writes and the row are stored together or not at all.
     * Statements and {@code bulkCreate}, {@code bulkUpdate} call no hooks.
     */
    protected void beforeSave() {}

    /**
     * Says what is wrong with the row, called before it is written and behind {@link #beforeSave}.
     * Everything that is added is told in one {@link dev.kinglet.errors.ValidationException}. Of a
     * row that was read in part, look at what {@link Model#changed(Column)} says only.
     */
    protected void validate(Problems problems) {}

    /**
     * Runs behind each save that wrote the row, before its transaction is committed. What it throws
     * undoes the save, and the object is as it was.
     *
     * @param inserted whether the row is new
     */
    protected void afterSave(boolean inserted) {}

    /** Runs before the row is deleted by itself. What it throws stops that. */
    protected void beforeDelete() {}

    /**
     * Runs behind the deletion of the row, before its transaction is committed. What it throws
     * undoes the deletion.
     */
    protected void afterDelete() {}

    /**
     * Runs when the row was read by a query or {@link #refresh}, behind the whole result and what
     * was loaded along; in a stream, behind the rows that are read at once.
     */
    protected void afterLoad() {}

    /**
     * Runs when the transaction of a save or a deletion is committed, once for each; outside of a
     * transaction right behind it. {@link Model#persisted()} tells the two apart. Never runs for
     * what was rolled back. What it throws undoes nothing.
     */
    protected void afterCommit() {}
}
