/**
 * How steps are run on a PostgreSQL that others use, and what has to be asked of it for that.
 *
 * <p>In: steps, bodies of transactions, and a lock policy. Out: sent statements, or an error that
 * says who was in the way. May import {@code change}.
 */
@NullMarked
package dev.kinglet.migrate.internal.postgres;

import org.jspecify.annotations.NullMarked;
