package dev.kinglet.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query that belongs to a row, where they are in memory already.
 *
 * @param <M> the rows
 */
public interface RelatedRows<M extends @Nullable Object> {

    /** What was loaded ahead because it was asked for; null when nothing was. */
    @Nullable List<M> loaded();

    /**
     * What was loaded ahead, or is loaded now together with that of other rows; null when the query
     * has to be run.
     */
    @Nullable List<M> loadedTogether();
}
