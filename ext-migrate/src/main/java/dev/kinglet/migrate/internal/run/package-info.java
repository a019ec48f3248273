/**
 * Runs migrations: finds their files, keeps the history, takes the lock, does the steps.
 *
 * <p>In: a database, scripts, the operations that they collect. Out: a changed schema and rows of
 * the history. Knows nothing of how users declare migrations.
 */
@NullMarked
package dev.kinglet.migrate.internal.run;

import org.jspecify.annotations.NullMarked;
