package dev.kinglet.web.servlet;

import dev.kinglet.web.Problem;
import dev.kinglet.web.login.LoginPage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Lets only those in who are logged in, for the addresses it is mapped to. Who asks for a page is
 * sent to the login page, and everything else is an answer 401; see {@link LoginPage}. Map it
 * behind the {@link RequestScopeFilter} where it asks a database.
 */
public final class LoginFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient LoginPage page;
    private final transient Predicate<? super HttpServletRequest> isLoggedIn;

    /** Sends to this page whom the predicate does not know. */
    public LoginFilter(LoginPage page, Predicate<? super HttpServletRequest> isLoggedIn) {
        this.page = page;
        this.isLoggedIn = isLoggedIn;
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isLoggedIn.test(request)) {
            chain.doFilter(request, response);
            return;
        }
        String query = request.getQueryString();
        String target = request.getRequestURI() + (query == null ? "" : "?" + query);
        Problem.Answer answer =
                page.answer(request.getMethod(), target, request.getHeader("Accept"));
        answer.headers().forEach(response::setHeader);
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        response.getOutputStream().write(answer.text().getBytes(StandardCharsets.UTF_8));
    }
}
