package dev.kinglet.query;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind the name of a {@link Cte}.
 *
 * @param body a query, a list of values, or a write that returns rows
 * @param recursion the query that adds rows to those that are there already; null where it is not
 *     recursive
 * @param operator how the two are put together; of no meaning without a recursion
 * @param materialized whether its rows are kept while the statement runs; null leaves it to the
 *     database
 */
public record CteDefinition(
        QueryDefinition body,
        @Nullable SelectDefinition recursion,
        Compound.Operator operator,
        @Nullable Boolean materialized) {}
