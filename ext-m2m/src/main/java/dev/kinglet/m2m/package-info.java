/**
 * Many-to-many relations over a through table: read as queries, written as links.
 *
 * <p>In: the two foreign keys of a through table, and rows. Out: ordinary queries, and inserts and
 * deletes of through rows. This room may import the exported rooms of core, and neither {@code
 * dev.kinglet.internal} nor another extension.
 */
@NullMarked
package dev.kinglet.m2m;

import org.jspecify.annotations.NullMarked;
