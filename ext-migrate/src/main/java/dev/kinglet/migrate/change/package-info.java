/**
 * What a migration changes, as values: operations, the parts of tables that they bring, and a
 * schema that can be thought through without a database.
 *
 * <p>In: names, and parts of tables in the words of core's {@code schema}. Out: operations, their
 * inverses, and the schema behind them. Nothing here sends a statement.
 */
@NullMarked
package dev.kinglet.migrate.change;

import org.jspecify.annotations.NullMarked;
