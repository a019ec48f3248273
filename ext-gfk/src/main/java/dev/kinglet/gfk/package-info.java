/** Generic foreign keys: one relation that points at rows of several models. */
@NullMarked
package dev.kinglet.gfk;

import org.jspecify.annotations.NullMarked;
