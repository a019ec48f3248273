/**
 * What only PostgreSQL has: COPY, LISTEN and NOTIFY, advisory locks, cursors that outlive a
 * transaction.
 *
 * <p>In: queries and tables. Out: interfaces that a database answers by {@code postgres()}, and the
 * values that they take. This room may import {@code errors}, {@code query} and {@code model}.
 */
@NullMarked
package dev.kinglet.postgres;

import org.jspecify.annotations.NullMarked;
