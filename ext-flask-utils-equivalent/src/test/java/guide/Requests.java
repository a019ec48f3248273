package guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import com.sun.net.httpserver.HttpServer;
import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.TransactionOptions;
import dev.kinglet.web.jdk.HttpServerFilter;
import dev.kinglet.web.scope.Export;
import dev.kinglet.web.scope.OpenRequest;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.scope.WebRequest;
import dev.kinglet.web.servlet.RequestScopeFilter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tour.Models.User;

/** The regions of the page on requests, in Java. */
@NullMarked
public final class Requests {
    private Requests() {}

    /** Anything that a handler answers. */
    public record Answer(int status, String text) {}

    public static RequestScope scope(Database db) {
        // region scope
        RequestScope scope =
                RequestScope.builder(db)
                        .writeTransactions() // POST, PUT, PATCH, DELETE
                        .readOnlyReads() // GET, HEAD, OPTIONS, TRACE
                        .exclude("/health", "/assets/**")
                        .build();
        // endregion
        return scope;
    }

    public static RequestScope options(Database db, Database reports) {
        // region options
        RequestScope scope =
                RequestScope.builder(db, reports)
                        .transactions(
                                TransactionOptions.defaults()
                                        .repeatableRead()
                                        .statementTimeout(Duration.ofSeconds(5)))
                        .rollbackOn(status -> status >= 400)
                        .eager()
                        .build();
        // endregion
        return scope;
    }

    public static void servlet(ServletContextHandler context, RequestScope scope) {
        // region servlet
        FilterHolder filter = new FilterHolder(new RequestScopeFilter(scope));
        filter.setAsyncSupported(true);
        context.addFilter(
                filter,
                "/*",
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        // endregion
    }

    public static Answer run(RequestScope scope, WebRequest request) {
        // region run
        Answer answer =
                scope.run(
                        request,
                        Answer::status, // 500 and more: undone
                        open -> {
                            User user = USER.create(USER.username.to("huey"));
                            return new Answer(201, "created " + user.getUsername());
                        });
        // endregion
        return answer;
    }

    // region begin
    static void answer(RequestScope scope, WebRequest request, HttpServletResponse response)
            throws IOException {
        try (OpenRequest open = scope.begin(request)) {
            try (Scope entered = open.enter()) { // again in each thread that goes on with it
                String text = USER.select().list().toString();
                open.beforeFirstByte(200); // commits; what it throws can still be answered
                response.getWriter().write(text);
                open.finish(200);
            } catch (Exception e) {
                open.fail(e); // rolls back
                throw e;
            }
        }
    }

    // endregion

    public static void async(HttpServletRequest request, Executor executor) {
        // region async
        AsyncContext async = request.startAsync();
        executor.execute(
                RequestScope.capture(
                        () -> {
                            USER.create(USER.username.to("captured")); // the same transaction
                            async.complete(); // commits, and then answers
                        }));
        // endregion
    }

    public static RequestScopeFilter gate(RequestScope scope) {
        // region gate
        RequestScopeFilter filter =
                new RequestScopeFilter(scope).atMost(10, Duration.ofSeconds(30)); // pool.max is 10
        // endregion
        return filter;
    }

    public static RequestScope tenants(Database db) {
        // region tenants
        RequestScope scope =
                RequestScope.builder(db)
                        .writeTransactions()
                        .tenant(request -> schemaOf(request.header("X-Tenant")))
                        .build();
        // endregion
        return scope;
    }

    private static String schemaOf(@Nullable String tenant) {
        return tenant == null ? "main" : "tenant_" + tenant;
    }

    // region export
    static void export(HttpServletResponse response) throws IOException {
        Export<User> export =
                Export.csv(USER.select().orderBy(USER.id), USER.id, USER.username, USER.email)
                        .withoutFormulas();
        response.setContentType(export.contentType());
        response.setHeader("Content-Disposition", "attachment; filename=users.csv");
        export.writeTo(response.getOutputStream());
    }

    static void lines(HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        Export.jsonLines(TWEET.select()).writeTo(response.getOutputStream());
    }

    // endregion

    public static RequestScope watched(Database db) {
        // region watched
        RequestScope scope =
                RequestScope.builder(db)
                        .logOver(Duration.ofMillis(500))
                        .logRepeats(10)
                        .serverTiming() // in development only
                        .build();
        // endregion
        return scope;
    }

    public static void jdk(HttpServer server, RequestScope scope) {
        // region jdk
        server.createContext(
                        "/users",
                        exchange -> {
                            byte[] body = USER.select().list().toString().getBytes(UTF_8);
                            exchange.sendResponseHeaders(200, body.length); // commits before
                            exchange.getResponseBody().write(body);
                            exchange.close();
                        })
                .getFilters()
                .add(new HttpServerFilter(scope));
        // endregion
    }
}
