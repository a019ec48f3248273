/**
 * Schema changes as values, derived from tables: what to create or drop, in which order.
 *
 * <p>In: tables. Out: changes that {@code internal.plan} writes as SQL; nothing here knows SQL
 * text. This room may import {@code errors}, {@code type}, {@code expr}, {@code query} and {@code
 * model}.
 */
@NullMarked
package dev.kinglet.schema;

import org.jspecify.annotations.NullMarked;
