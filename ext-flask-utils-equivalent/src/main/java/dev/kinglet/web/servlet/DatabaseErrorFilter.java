package dev.kinglet.web.servlet;

import dev.kinglet.errors.KingletException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors of a database that nobody has an answer for become the container's answer 500 without
 * their text, which it may show to strangers otherwise; they are logged instead. Map it in front of
 * the {@link RequestScopeFilter}, whose commit may fail.
 */
public final class DatabaseErrorFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.requests");

    /** There is nothing to set up. */
    public DatabaseErrorFilter() {}

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            if (!isOfDatabase(e) || response.isCommitted()) {
                throw e;
            }
            LOG.error("an error of a database is answered with 500", e);
            response.reset();
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
    }

    private static boolean isOfDatabase(Throwable thrown) {
        @Nullable Throwable at = thrown;
        for (int depth = 0; at != null && depth < 8; depth++, at = at.getCause()) {
            if (at instanceof KingletException) {
                return true;
            }
        }
        return false;
    }
}
