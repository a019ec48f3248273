/**
 * A request and its connections, whatever the web framework: when a connection is taken, what is a
 * transaction, how it ends before the answer leaves, and what the request cost.
 *
 * <p>In: a small {@linkplain dev.kinglet.web.scope.WebRequest view} of a request, and how it ended.
 * Out: {@link dev.kinglet.web.scope.RequestScope}, which adapters of frameworks call. This room
 * stands on core's public rooms only.
 */
@NullMarked
package dev.kinglet.web.scope;

import org.jspecify.annotations.NullMarked;
