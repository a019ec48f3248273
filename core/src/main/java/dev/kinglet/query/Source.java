package dev.kinglet.query;

import dev.kinglet.expr.On;
import dev.kinglet.expr.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What a query can read from: a table, an alias of one, a derived table.
 *
 * @param <M> the rows
 */
public interface Source<M extends @Nullable Object> extends Selection {

    /**
     * The name the source goes by in a query, unquoted; two sources of one query have different
     * ones.
     */
    String qualifier();

    /**
     * Finds how this source, already in the query, is joined with another.
     *
     * @param on the condition or the foreign key that is meant; null where the one foreign key
     *     between the two is
     * @throws dev.kinglet.errors.ProgrammingException where there is none, or more than one
     */
    Link link(Source<?> target, @Nullable On on);

    /**
     * Where queries on this source run when they were not told.
     *
     * @throws dev.kinglet.errors.ProgrammingException where it is bound to no database
     */
    QueryExecutor executor();
}
