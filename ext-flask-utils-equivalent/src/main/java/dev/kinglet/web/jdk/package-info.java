/**
 * The request scope as a filter of the HTTP server that is in the JDK: for tools and tests that
 * need no web framework.
 *
 * <p>In: exchanges of {@code com.sun.net.httpserver}. Out: {@link
 * dev.kinglet.web.jdk.HttpServerFilter}. Only this room needs the module {@code jdk.httpserver}.
 */
@NullMarked
package dev.kinglet.web.jdk;

import org.jspecify.annotations.NullMarked;
