/**
 * What only SQLite has: functions of the application, pragmas, attached files, copies of a file
 * that is in use.
 *
 * <p>In: nothing. Out: what a database answers by {@code sqlite()}, and the functions it takes.
 * This room may import {@code errors}.
 */
@NullMarked
package dev.kinglet.sqlite;

import org.jspecify.annotations.NullMarked;
