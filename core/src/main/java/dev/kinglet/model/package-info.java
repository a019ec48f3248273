/**
 * Models: a table declares its columns once, a model is one row.
 *
 * <p>In: declarations, values, and rows that {@code internal.hydrate} fills through {@link
 * dev.kinglet.model.Hydration}. Out: columns to write queries with, and the queries themselves.
 * This room may import {@code errors}, {@code type}, {@code expr} and {@code query}.
 */
@NullMarked
package dev.kinglet.model;

import org.jspecify.annotations.NullMarked;
