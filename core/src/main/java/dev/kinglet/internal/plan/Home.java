package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Sees that the tables of a query are of one database. What the first table is bound to counts: a
 * query that runs elsewhere, because it was told to, says nothing of where the others are.
 */
final class Home {
    private @Nullable QueryExecutor database;
    private @Nullable Table<?, ?> first;

    void begin(@Nullable QueryExecutor where) {
        database = where;
        first = null;
    }

    void meet(Table<?, ?> table) {
        if (database == null || table == first) {
            return;
        }
        QueryExecutor bound = table.bound();
        if (first == null) {
            first = table;
            if (bound != database) {
                database = null;
            }
        } else if (bound != null && bound != database) {
            throw new ProgrammingException(
                    "a query on "
                            + first
                            + " in "
                            + database
                            + " reads "
                            + table
                            + ", which is in "
                            + bound,
                    first.toString(),
                    "query one after the other with the keys that were found, or bind both to one database");
        }
    }
}
