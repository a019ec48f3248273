/**
 * Queries as immutable values: what to read or write, joined with what, in which order.
 *
 * <p>In: expressions and sources. Out: definitions (records that hold all a query says) and the
 * terminals that hand them to a {@link dev.kinglet.query.QueryExecutor}; nothing here knows SQL
 * text, a model or a connection. This room may import {@code errors}, {@code type} and {@code
 * expr}.
 */
@NullMarked
package dev.kinglet.query;

import org.jspecify.annotations.NullMarked;
