/**
 * Hooks that an application installs by hand, all optional.
 *
 * <p>In: nothing. Out: interfaces that the rooms to the right call. This room may import {@code
 * errors}.
 */
@NullMarked
package dev.kinglet.spi;

import org.jspecify.annotations.NullMarked;
