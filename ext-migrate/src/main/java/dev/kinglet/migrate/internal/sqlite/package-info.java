/**
 * What SQLite needs to change a table that its ALTER TABLE leaves alone: its stored statements read
 * word by word, a table made anew around its rows, and foreign keys that are off meanwhile.
 *
 * <p>In: a database and the texts of its schema. Out: texts and steps.
 */
@NullMarked
package dev.kinglet.migrate.internal.sqlite;

import org.jspecify.annotations.NullMarked;
