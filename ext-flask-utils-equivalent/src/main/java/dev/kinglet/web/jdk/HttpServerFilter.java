package dev.kinglet.web.jdk;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.kinglet.Scope;
import dev.kinglet.web.Problem;
import dev.kinglet.web.scope.OpenRequest;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.scope.WebRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request of the JDK's HTTP server its {@link RequestScope}: {@code
 * server.createContext("/", handler).getFilters().add(new HttpServerFilter(scope))}.
 *
 * <p>It commits when the handler calls {@code sendResponseHeaders}, before those leave. What the
 * handler throws becomes an answer, while there was none: {@code NotFound}, {@code BadCursor} and
 * bad input 404 or 400, as JSON or HTML, and all else 500 without a body, which then is thrown
 * again. An exchange that another thread is to answer has no scope there.
 */
public final class HttpServerFilter extends Filter {
    private final RequestScope scope;

    /** Gives requests that scope. */
    public HttpServerFilter(RequestScope scope) {
        this.scope = scope;
    }

    /** What it does, in words. */
    @Override
    public String description() {
        return "a database connection a request";
    }

    /** Runs the rest of the chain in the scope. */
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        try (OpenRequest open = scope.begin(new View(exchange))) {
            WatchedExchange watched = new WatchedExchange(exchange, open);
            Scope entered = open.enter();
            try (entered) {
                chain.doFilter(watched);
                open.finish(watched.getResponseCode());
                if (watched.wasLeftUnanswered()) {
                    exchange.close();
                }
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                open.fail(e);
                if (watched.getResponseCode() != -1) {
                    throw e;
                }
                Problem.@Nullable Answer answer =
                        Problem.answer(e, exchange.getRequestHeaders().getFirst("Accept"));
                if (answer == null) {
                    exchange.getResponseHeaders().clear();
                    exchange.sendResponseHeaders(500, -1);
                    exchange.close();
                    throw e;
                }
                send(exchange, answer);
            }
        }
    }

    private static void send(HttpExchange exchange, Problem.Answer answer) throws IOException {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().clear();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), none ? -1 : body.length);
        if (!none) {
            try (OutputStream output = exchange.getResponseBody()) {
                output.write(body);
            }
        }
        exchange.close();
    }

    private record View(HttpExchange exchange) implements WebRequest {
        @Override
        public String method() {
            return exchange.getRequestMethod();
        }

        @Override
        public String path() {
            return exchange.getRequestURI().getPath();
        }

        @Override
        public @Nullable String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }
    }
}
