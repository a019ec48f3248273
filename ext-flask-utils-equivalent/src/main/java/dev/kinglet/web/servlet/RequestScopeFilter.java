package dev.kinglet.web.servlet;

import dev.kinglet.Scope;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.web.Problem;
import dev.kinglet.web.scope.OpenRequest;
import dev.kinglet.web.scope.RequestScope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request of a servlet container its {@link RequestScope}. Register it before what uses
 * the database, for {@code REQUEST}, {@code ASYNC} and {@code ERROR} dispatches, with asynchronous
 * support.
 *
 * <p>It commits before the first byte of the answer leaves: when the buffer of the container is
 * full, the answer is flushed, redirected or an error, or else when the handler returns. An
 * asynchronous request stays open until {@code complete()}, and is undone by its time-out. Its
 * further threads are handed the request by {@link RequestScope#capture}.
 *
 * <p>{@code NotFound}, {@code BadCursor} and bad input become an answer 404 or 400, as JSON or
 * HTML; other exceptions pass, to the error pages of the container. Those may ask the database,
 * too.
 */
public final class RequestScopeFilter implements Filter {
    private final RequestScope scope;
    private final String key = RequestScopeFilter.class.getName() + "@" + hashCode();

    private final @Nullable Admission admission;

    /** Gives requests that scope. */
    public RequestScopeFilter(RequestScope scope) {
        this(scope, null);
    }

    private RequestScopeFilter(RequestScope scope, @Nullable Admission admission) {
        this.scope = scope;
        this.admission = admission;
    }

    /**
     * A filter that lets so many requests into the scope at once. The others wait without a thread,
     * and get a 503 after that time. Say the size of the pool where transactions stay open while
     * asynchronous requests wait for something: else those that wait for a connection may take all
     * threads of the container, and those that have one get none to go on.
     *
     * @param requests 1 or more
     */
    public RequestScopeFilter atMost(int requests, Duration patience) {
        if (requests < 1) {
            throw new ProgrammingException(
                    "a filter that lets " + requests + " requests in",
                    (String) null,
                    "let 1 or more in: as many as the pool has connections");
        }
        return new RequestScopeFilter(scope, new Admission(requests, patience.toMillis()));
    }

    /** There is nothing to set up. */
    @Override
    public void init(FilterConfig config) {}

    /** The databases are closed by the application. */
    @Override
    public void destroy() {}

    /** Runs the rest of the chain in the scope. */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http)
                || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        Exchange known = (Exchange) http.getAttribute(key);
        if (known != null && known.open() == OpenRequest.current()) {
            chain.doFilter(request, response); // a forward or an include
        } else if (known != null && known.goesOn()) {
            boolean watched = known.isIn(request);
            within(
                    known,
                    watched ? request : known.request(),
                    watched ? response : known.response(),
                    chain);
        } else if (known != null && http.getDispatcherType() == DispatcherType.ASYNC) {
            chain.doFilter(request, response); // its time was over before it was dispatched
        } else {
            begin(http, answer, chain);
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Exchange begun = Exchange.begin(scope, request, response);
        request.setAttribute(key, begun);
        Admission gate = admission;
        if (gate != null
                && !begun.open().isFinished() // it is not excluded
                && request.getDispatcherType() == DispatcherType.REQUEST
                && !gate.admits(begun)) {
            gate.park(begun, request);
            return;
        }
        within(begun, begun.request(), begun.response(), chain);
    }

    private static void within(
            Exchange exchange, ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean goesOn = false;
        try {
            Scope entered = exchange.open().enter();
            try (entered) {
                chain.doFilter(request, response);
                goesOn = exchange.goesOnElsewhere();
                if (!goesOn) {
                    exchange.finish();
                }
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                exchange.open().fail(e);
                if (!answered(e, exchange)) {
                    throw e;
                }
                goesOn = false;
            }
        } finally {
            if (!goesOn) {
                exchange.close();
            }
        }
    }

    /** Whether the exception is an answer, and could still be sent. */
    private static boolean answered(Throwable thrown, Exchange exchange) throws IOException {
        HttpServletResponse response = exchange.response();
        Problem.@Nullable Answer answer =
                response.isCommitted()
                        ? null
                        : Problem.answer(thrown, exchange.request().getHeader("Accept"));
        if (answer == null) {
            return false;
        }
        response.reset();
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentType(answer.contentType());
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        if (exchange.goesOnElsewhere()) {
            exchange.request().getAsyncContext().complete();
        }
        return true;
    }
}
