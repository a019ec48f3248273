/**
 * Changes of many rows, a chunk at a time.
 *
 * <p>In: chunks as a value, and a database. Out: changed rows, and rows of {@code
 * kinglet_backfills} that say how far it came.
 */
@NullMarked
package dev.kinglet.migrate.internal.backfill;

import org.jspecify.annotations.NullMarked;
