package dev.kinglet.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded along with the rows of a query; made by {@code Load.many(..)} and {@code
 * Load.one(..)}.
 *
 * @param <P> the rows it hangs on
 */
public interface EagerLoad<P extends @Nullable Object> {

    /**
     * Loads for these rows, and hangs on them what was loaded. One query a relation, whatever the
     * number of rows; of no rows none.
     *
     * @param database where the rows were read
     * @param query the one that has just these rows; null where there is none, as for a portion of
     *     a stream, rows that were in memory before, and those of a write
     */
    void load(List<? extends P> rows, QueryExecutor database, @Nullable SelectDefinition query);

    /**
     * Takes its place among what is loaded along, together with a load of the same relation that is
     * there already.
     *
     * @throws dev.kinglet.errors.ProgrammingException where the two contradict each other
     */
    default void addTo(List<EagerLoad<?>> loads) {
        loads.add(this);
    }

    /**
     * What {@link Select#prefetch} takes: a table, an alias of one, a query on one, or one of these
     * {@code Load.under(..)} a certain level.
     */
    interface Branch {}

    /**
     * The rows of a query that belongs to a row, where they are in memory already.
     *
     * @param <M> the rows
     */
    interface Loaded<M extends @Nullable Object> {

        /** What was loaded ahead because it was asked for; null when nothing was. */
        @Nullable List<M> loaded();

        /**
         * What was loaded ahead, or is loaded now together with that of other rows; null when the
         * query has to be run.
         */
        @Nullable List<M> loadedTogether();
    }
}
