/**
 * The request scope as a filter of Jakarta Servlet 6: for Jetty, Tomcat, and what runs on them.
 *
 * <p>In: requests and answers of the servlet container, synchronous, asynchronous, and of its error
 * pages. Out: {@link dev.kinglet.web.servlet.RequestScopeFilter}. Only this room needs the servlet
 * API, which the application brings.
 */
@NullMarked
package dev.kinglet.web.servlet;

import org.jspecify.annotations.NullMarked;
