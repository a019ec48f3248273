/** Helpers for web handlers: pages, cursors, get-or-404, and one connection a request. */
@NullMarked
package dev.kinglet.web;

import org.jspecify.annotations.NullMarked;
