/**
 * A database as models: what it has, written as tables in Java or Kotlin.
 *
 * <p>In: a schema in mind. Out: source files, and notes of what no model can say. It may import
 * {@code change} and {@code internal.run}.
 */
@NullMarked
package dev.kinglet.migrate.internal.adopt;

import org.jspecify.annotations.NullMarked;
