/**
 * Operations as the statements of a database.
 *
 * <p>In: an operation, and the database as it is before. Out: steps.
 */
@NullMarked
package dev.kinglet.migrate.internal.ddl;

import org.jspecify.annotations.NullMarked;
