/**
 * Schema migrations: named steps that run once each, in order, and a table that remembers which.
 *
 * <p>In: a database and migrations in code. Out: a changed schema, rows in {@code
 * kinglet_migrations}, and a status. This room may import the exported rooms of core, and neither
 * {@code dev.kinglet.internal} nor another extension.
 */
@NullMarked
package dev.kinglet.migrate;

import org.jspecify.annotations.NullMarked;
