/**
 * Rows as JSON, for applications that have Jackson 2; nothing else needs this room.
 *
 * <p>In: models. Out: a Jackson module. This room may import {@code model} and the rooms before it.
 */
@NullMarked
package dev.kinglet.jackson;

import org.jspecify.annotations.NullMarked;
