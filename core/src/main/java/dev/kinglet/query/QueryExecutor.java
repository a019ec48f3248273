package dev.kinglet.query;

import dev.kinglet.type.Dialect;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs queries: a database. */
public interface QueryExecutor {

    /** All rows, in the database's order; empty when there are none. */
    <R extends @Nullable Object> List<R> list(QueryDefinition query, RowShape<R> shape);

    /** The first row; null when there is none. No other is read. */
    <R extends @Nullable Object> @Nullable R first(QueryDefinition query, RowShape<R> shape);

    /** The rows one by one. The stream holds a connection until it is closed. */
    <R extends @Nullable Object> Stream<R> stream(SelectDefinition query, RowShape<R> shape);

    /**
     * The rows in lists of so many; the last one may be shorter, and none is empty. No more than
     * one list is read ahead. The stream holds a connection until it is closed.
     */
    <R extends @Nullable Object> Stream<List<R>> chunks(
            SelectDefinition query, RowShape<R> shape, int size);

    /** Carries out a write and answers how many rows it touched. */
    int execute(QueryDefinition write);

    /**
     * Stores rows, all or none, in as few statements as the database's limits allow.
     *
     * @param insert whose values are placeholders of one row
     * @return the number of rows that were stored or updated
     */
    int insertAll(InsertDefinition insert, Rows rows);

    /** As {@link #insertAll(InsertDefinition, Rows)}; answers the rows in the order given. */
    <R extends @Nullable Object> List<R> insertAll(
            InsertDefinition insert, Rows rows, RowShape<R> shape);

    /**
     * Sets rows to values of their own, all or none, in as few statements as the database's limits
     * allow.
     *
     * @param rows the values of {@link RowsUpdate#columns}
     * @return the number of rows that were found
     */
    int updateAll(RowsUpdate update, Rows rows);

    /** Carries out an insert of one row that answers no rows, and says what became of it. */
    Insert.Outcome outcome(InsertDefinition insert);

    /** Whose SQL it speaks. */
    Dialect dialect();

    /** Where tables are that say no schema themselves; null for where the database looks. */
    default @Nullable String defaultSchema() {
        return null;
    }

    /** The SQL and its values; runs nothing. */
    BoundSql sql(QueryDefinition query);

    /** The database's plan as it prints it, a line each. The query itself is not run. */
    String explain(QueryDefinition query);

    /** The database's plan with what was measured while the query ran. What it wrote is undone. */
    String explainAnalyze(SelectDefinition query);

    /**
     * Runs the work in a transaction, or in a savepoint where this thread is in one already: kept
     * when it returns, undone when it throws, and what it threw goes on.
     */
    <R extends @Nullable Object> R atomically(Supplier<R> work);

    /**
     * Runs the work when the transaction that this thread is in is committed, after what was
     * registered before, and never if it is rolled back. Outside of a transaction it runs at once.
     */
    void afterCommit(Runnable work);

    /** What happens in this thread when a row is asked for a related row that was not loaded. */
    default Lazy lazy() {
        return Lazy.BATCHED;
    }

    /** Marks this point in the writing of the database; taken before something is read. */
    default Mark mark() {
        return () -> true;
    }

    /**
     * A point in the writing of a database. What was read at it is shown to a thread only as long
     * as that thread has not written since, nor entered or left a transaction.
     */
    @FunctionalInterface
    interface Mark {

        /** Whether what was read at the mark has all that the current thread wrote. */
        boolean holds();
    }

    /** Rows of values, one after the other; asked by the thread that writes, and once each. */
    @FunctionalInterface
    interface Rows {

        /**
         * Puts the values of the next row there, one for each column.
         *
         * @param at where the first one goes
         * @return false where there is no further row; then nothing was put
         */
        boolean next(@Nullable Object[] into, int at);

        /** How many rows there will be in all, where that is known; else any number. */
        default int expected() {
            return 16;
        }
    }
}
