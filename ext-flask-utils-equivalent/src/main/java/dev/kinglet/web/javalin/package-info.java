/**
 * The adapter for Javalin 7: a {@linkplain dev.kinglet.web.javalin.KingletRequests plugin} that
 * runs each request in a request scope, and {@linkplain dev.kinglet.web.javalin.Contexts helpers}
 * for handlers.
 *
 * <p>In: Javalin's configuration and contexts. Out: the rooms {@code scope}, {@code servlet} and
 * {@code login}, which know nothing of Javalin. Only this room does, so that who uses another
 * framework need not have it.
 */
@NullMarked
package dev.kinglet.web.javalin;

import org.jspecify.annotations.NullMarked;
