/**
 * Models against a schema: how they differ, which operations bring them together, and the file that
 * says so.
 *
 * <p>In: tables of models, and a database or a snapshot. Out: a diff, a snapshot, the text of a
 * migration. It may import {@code change}, {@code internal.ddl} and {@code internal.run}.
 */
@NullMarked
package dev.kinglet.migrate.internal.diff;

import org.jspecify.annotations.NullMarked;
