/**
 * What can go wrong, as one unchecked tree: branches by what a caller can do about it.
 *
 * <p>In: a message, the SQL and the model where there are any, the driver's exception as cause.
 * Out: an exception whose fields say the same as its text. This room imports no other.
 */
@NullMarked
package dev.kinglet.errors;

import org.jspecify.annotations.NullMarked;
