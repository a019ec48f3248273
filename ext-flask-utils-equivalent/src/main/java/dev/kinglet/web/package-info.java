/**
 * Helpers for web handlers, whatever the web framework: a query cut into {@linkplain
 * dev.kinglet.web.Pages pages}, and the row an address names {@linkplain dev.kinglet.web.Web or an
 * answer 404}.
 *
 * <p>In: queries, and the text of a request. Out: values that a template can show, or {@link
 * dev.kinglet.web.NotFound}. This room stands on core's public rooms only.
 */
@NullMarked
package dev.kinglet.web;

import org.jspecify.annotations.NullMarked;
