/**
 * From a query to its plan: shape, cache, SQL text by jOOQ, bind slots and row layout.
 *
 * <p>In: query definitions and the dialect. Out: plans, each made once for a shape, and the values
 * of the call. This is the only room that knows jOOQ, and jOOQ is touched only when the cache has
 * no plan. It may import every room of the API to its left: {@code errors}, {@code type}, {@code
 * expr}, {@code query}, {@code model}, {@code schema}.
 */
@NullMarked
package dev.kinglet.internal.plan;

import org.jspecify.annotations.NullMarked;
