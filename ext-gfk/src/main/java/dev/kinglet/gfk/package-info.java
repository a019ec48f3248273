/**
 * Generic foreign keys: one relation that points at rows of several models, by a tag and a key.
 *
 * <p>In: the two columns that hold tag and key, the models that may be pointed at, and rows. Out:
 * rows, conditions, assignments and ordinary queries. This room may import the exported rooms of
 * core, and neither {@code dev.kinglet.internal} nor another extension.
 */
@NullMarked
package dev.kinglet.gfk;

import org.jspecify.annotations.NullMarked;
