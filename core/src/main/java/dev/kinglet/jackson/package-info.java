/**
 * Rows as JSON, and JSON columns of an application's classes, for applications that have Jackson 2;
 * nothing else needs this room, and {@code type} finds it by its name.
 *
 * <p>In: models and Jackson's mappers. Out: a Jackson module, and a mapper for columns. This room
 * may import {@code model} and the rooms before it.
 */
@NullMarked
package dev.kinglet.jackson;

import org.jspecify.annotations.NullMarked;
