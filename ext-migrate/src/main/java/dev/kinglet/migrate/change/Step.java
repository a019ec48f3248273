package dev.kinglet.migrate.change;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is done for an operation: a statement, or code. An operation is one step or
 * several, in order.
 *
 * @param sql the statement; for code, what it is for
 * @param work null for a statement
 * @param lock what it takes
 * @param place where it may run
 * @param scans whether it reads every row of a table
 * @param rewrites whether it writes every row of a table
 */
public record Step(
        String sql,
        @Nullable Consumer<dev.kinglet.Database> work,
        Lock lock,
        Place place,
        boolean scans,
        boolean rewrites) {

    /** The strongest lock on a table that others use. */
    public enum Lock {
        /** None, or of a table that nobody else can know yet. */
        NONE,
        /** Others read and write: VALIDATE CONSTRAINT, CREATE INDEX CONCURRENTLY. */
        SHARE_UPDATE_EXCLUSIVE,
        /** Others read and wait to write: CREATE INDEX. */
        SHARE,
        /** Others read and wait to write: ADD FOREIGN KEY. */
        SHARE_ROW_EXCLUSIVE,
        /** Others wait: most of ALTER TABLE. On SQLite, everything that writes. */
        ACCESS_EXCLUSIVE
    }

    /** Where a step may run. */
    public enum Place {
        /** In a transaction, together with others. */
        TRANSACTION,
        /**
         * In a transaction, which should end before the next step: it leaves a strong lock, or what
         * follows has to see it.
         */
        OWN_TRANSACTION,
        /** In no transaction: CREATE INDEX CONCURRENTLY, and what makes its own. */
        NO_TRANSACTION,
        /**
         * In a transaction that was begun with foreign keys off, and compares violations before it
         * commits: the rebuild of a table of SQLite.
         */
        FOREIGN_KEYS_OFF
    }

    /** A statement that any transaction takes, and that locks what others cannot wait for. */
    public static Step of(String sql) {
        return new Step(sql, null, Lock.NONE, Place.TRANSACTION, false, false);
    }

    /** Code. */
    public static Step of(String description, Consumer<dev.kinglet.Database> work, Place place) {
        return new Step(description, work, Lock.NONE, place, false, false);
    }

    /** The same with this lock. */
    public Step locking(Lock other) {
        return new Step(sql, work, other, place, scans, rewrites);
    }

    /** The same at this place. */
    public Step at(Place other) {
        return new Step(sql, work, lock, other, scans, rewrites);
    }

    /** The same, reading every row. */
    public Step scanning() {
        return new Step(sql, work, lock, place, true, rewrites);
    }

    /** The same, writing every row. */
    public Step rewriting() {
        return new Step(sql, work, lock, place, scans, true);
    }

    /**
     * Code that sends the statement that the step says, and looks at the database before and after
     * it, because no transaction undoes it where it fails.
     */
    public interface Guarded extends Consumer<dev.kinglet.Database> {

        /**
         * Whether the database has it already. To be asked only when a migration that broke off at
         * this step is run again: it may have been done without being remembered.
         */
        boolean isDone(dev.kinglet.Database database);
    }

    /** Code that changes rows a chunk at a time, and tells after each how far it is. */
    public interface Filling extends Consumer<dev.kinglet.Database> {

        /** Does it. */
        void fill(dev.kinglet.Database database, Consumer<? super BackfillStatus> progress);

        @Override
        default void accept(dev.kinglet.Database database) {
            fill(database, status -> {});
        }
    }

    /** The statement; code that sends no known one as a comment. */
    @Override
    public String toString() {
        return work == null || work instanceof Guarded ? sql : "-- " + sql;
    }
}
