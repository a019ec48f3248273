/**
 * Small helpers for applications with a login of their own: a {@linkplain
 * dev.kinglet.web.login.SessionCookie signed session} in a cookie, {@linkplain
 * dev.kinglet.web.login.CsrfTokens tokens} for forms, the {@linkplain
 * dev.kinglet.web.login.LoginPage page} that anonymous visitors are sent to, and {@linkplain
 * dev.kinglet.web.login.SafeRedirect addresses} that lead nowhere else.
 *
 * <p>In: texts of a request. Out: texts of an answer. This room needs no web framework and no
 * database; each framework's adapter has its {@code loginRequired}.
 */
@NullMarked
package dev.kinglet.web.login;

import org.jspecify.annotations.NullMarked;
