package dev.kinglet.web.frameworks;

import dev.kinglet.web.KeysetPage;
import dev.kinglet.web.Page;
import dev.kinglet.web.Problem;
import dev.kinglet.web.javalin.Contexts;
import dev.kinglet.web.javalin.KingletRequests;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.servlet.RequestScopeFilter;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import tour.Models.Tweet;

/** The application in Javalin. */
public final class JavalinApp implements Server {
    private final Javalin javalin;

    public JavalinApp(App app, RequestScope scope) {
        this(app, scope, new KingletRequests(scope), new QueuedThreadPool(250));
    }

    /** With few threads, and no more requests at once than there are connections. */
    public static Server ofFewThreads(App app, RequestScope scope) {
        RequestScopeFilter filter = new RequestScopeFilter(scope).atMost(5, Duration.ofSeconds(20));
        return new JavalinApp(app, scope, new KingletRequests(filter), new QueuedThreadPool(8));
    }

    private JavalinApp(App app, RequestScope scope, KingletRequests plugin, ThreadPool threads) {
        javalin =
                Javalin.create(
                        config -> {
                            config.startup.showJavalinBanner = false;
                            config.registerPlugin(plugin);
                            config.jetty.threadPool = threads;
                            config.http.asyncTimeout =
                                    3_000; // more than a hundred requests need that wait for five
                            // connections
                            config.jetty.host = "127.0.0.1";
                            config.jetty.port = 0;
                            config.staticFiles.add(
                                    files -> {
                                        files.hostedPath = "/static";
                                        files.directory = "/static-of-suite";
                                    });
                            lists(config.routes, app);
                            writes(config.routes, app);
                            nested(config.routes, app, scope);
                            later(config.routes, app);
                            others(config.routes, app);
                        });
        javalin.start();
    }

    private static void lists(RoutesConfig routes, App app) {
        routes.get("/tweets", ctx -> list(ctx, app.tweets(App.TWEETS, Contexts.parameters(ctx))));
        routes.get("/strict", ctx -> list(ctx, app.tweets(App.STRICT, Contexts.parameters(ctx))));
        routes.get(
                "/canonical",
                ctx -> list(ctx, app.tweets(App.CANONICAL, Contexts.parameters(ctx))));
        routes.get("/tweets/{id}", ctx -> ctx.result(app.tweet(ctx.pathParam("id")).getContent()));
        routes.get(
                "/timeline",
                ctx -> {
                    KeysetPage<Tweet> page = app.timeline(Contexts.parameters(ctx).first("cursor"));
                    ctx.result(App.text(page) + " " + page.nextCursor());
                });
    }

    private static void list(Context ctx, Page<Tweet> page) {
        Contexts.link(ctx, page);
        String accept = ctx.header("Accept");
        if (accept != null && accept.contains("html")) {
            ctx.html(App.html(page));
        } else {
            ctx.contentType("application/json").result("{\"tweets\": \"" + App.text(page) + "\"}");
        }
    }

    private static void writes(RoutesConfig routes, App app) {
        routes.exception(App.NameTaken.class, (e, ctx) -> ctx.status(409).result("taken"));
        routes.post(
                "/tweets",
                ctx -> {
                    app.create(String.valueOf(ctx.queryParam("text")));
                    ctx.status(201);
                });
        routes.post(
                "/fail",
                ctx -> {
                    app.create("fail");
                    throw new IllegalStateException("failed after an insert");
                });
        routes.post(
                "/fail-known",
                ctx -> {
                    app.create("fail");
                    throw new App.NameTaken();
                });
        routes.post(
                "/fail-not-found",
                ctx -> {
                    app.create("fail");
                    app.tweet("-1");
                });
        routes.post(
                "/status/{code}",
                ctx -> {
                    app.create("status");
                    ctx.status(Integer.parseInt(ctx.pathParam("code")));
                });
        routes.post(
                "/break-commit",
                ctx -> {
                    app.create("late");
                    app.breakCommit();
                    ctx.status(201).result("done");
                });
        routes.get("/bad-sql", ctx -> app.db().query("select * from no_such_table").maps());
        routes.post(
                "/both",
                ctx -> {
                    app.create("both");
                    app.note("both");
                    ctx.status(201);
                });
        routes.post(
                "/both-fail",
                ctx -> {
                    app.create("both");
                    app.note("both");
                    throw new IllegalStateException("failed after two inserts");
                });
    }

    private static void nested(RoutesConfig routes, App app, RequestScope scope) {
        routes.post(
                "/nested",
                ctx -> {
                    app.nested(scope);
                    ctx.status(201);
                });
        routes.post(
                "/nested-fail",
                ctx -> {
                    app.nested(scope);
                    throw new IllegalStateException("failed after a request in it");
                });
        // what Javalin answers by an exception undoes too, in a handler of before as well
        routes.post(
                "/thrown-answer",
                ctx -> {
                    app.create("thrown");
                    throw new ConflictResponse();
                });
        routes.before(
                "/guarded",
                ctx -> {
                    app.create("before");
                    throw new ForbiddenResponse();
                });
        routes.post("/guarded", ctx -> app.create("guarded"));
        routes.after("/guarded", ctx -> app.create("after"));
    }

    private static void later(RoutesConfig routes, App app) {
        Executor afterwards = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS);
        routes.post(
                "/later",
                ctx -> {
                    app.create("first");
                    String before = app.transaction();
                    Thread thread = Thread.currentThread();
                    Runnable rest =
                            RequestScope.capture(
                                    () -> {
                                        app.create("second");
                                        boolean same = Thread.currentThread().equals(thread);
                                        ctx.status(201)
                                                .result(
                                                        before
                                                                + " "
                                                                + app.transaction()
                                                                + " same="
                                                                + same);
                                    });
                    ctx.future(() -> CompletableFuture.runAsync(rest, afterwards));
                });
        routes.post(
                "/later-fail",
                ctx -> {
                    app.create("first");
                    Runnable rest =
                            RequestScope.capture(
                                    (Runnable)
                                            () -> {
                                                app.create("second");
                                                throw new IllegalStateException("failed later");
                                            });
                    ctx.future(() -> CompletableFuture.runAsync(rest, afterwards));
                });
        routes.post(
                "/never",
                ctx -> {
                    app.create("never");
                    ctx.future(CompletableFuture::new);
                });
    }

    private static void others(RoutesConfig routes, App app) {
        routes.get("/health", ctx -> ctx.result(app.inUse()));
        routes.get("/static/a.css", ctx -> ctx.result(app.inUse()));
        routes.get("/idle", ctx -> ctx.result(app.inUse()));
        routes.get("/export", ctx -> app.export().writeTo(ctx.outputStream()));
        routes.get("/brief", ctx -> ctx.result(app.brief()));
        routes.post(
                "/big",
                ctx -> {
                    app.create("big");
                    ctx.result("x".repeat(20_000_000));
                });
        routes.post(
                "/slow",
                ctx -> {
                    app.create("slow");
                    Thread.sleep(100);
                    app.create("slow");
                });
        routes.before(
                "/private/*",
                Contexts.loginRequired(App.LOGIN, ctx -> App.isLoggedIn(ctx.header("Cookie"))));
        routes.get("/private/drafts", ctx -> ctx.result("drafts"));
        routes.post(
                "/private/drafts",
                ctx -> {
                    app.create("draft");
                    ctx.status(201);
                });
        routes.get("/gone", ctx -> Contexts.problem(ctx, Problem.of(410, "It was here once")));
    }

    @Override
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
