package guide;

import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.web.Links;
import dev.kinglet.web.ListRequest;
import dev.kinglet.web.Listing;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Page;
import dev.kinglet.web.Problem;
import dev.kinglet.web.Web;
import dev.kinglet.web.javalin.Contexts;
import dev.kinglet.web.javalin.KingletRequests;
import dev.kinglet.web.login.AttemptLimit;
import dev.kinglet.web.login.LoginPage;
import dev.kinglet.web.login.SafeRedirect;
import dev.kinglet.web.login.SessionKeys;
import dev.kinglet.web.login.Visitor;
import dev.kinglet.web.login.Visitors;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.servlet.LoginFilter;
import dev.kinglet.web.spring.KingletWebMvc;
import dev.kinglet.web.spring.Listed;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tour.Models.Tweet;
import tour.Models.User;

/** What the page on web frameworks shows, in Java. */
public final class Frameworks {
    private Frameworks() {}

    // region listing
    static final Listing TWEETS =
            Listing.of(20).sort("newest", TWEET.timestamp.desc()).filter("author", USER.username);

    // endregion

    // region scope
    public static RequestScope scope(Database db) {
        return RequestScope.builder(db)
                .writeTransactions() // POST, PUT, PATCH and DELETE are transactions
                .exclude("/health", "/assets/**")
                .build();
    }

    // endregion

    // region javalin
    public static Javalin javalin(RequestScope scope) {
        return Javalin.create(
                config -> {
                    config.registerPlugin(new KingletRequests(scope));
                    config.routes.get("/tweets", Frameworks::tweets);
                    config.routes.get("/tweets/{id}", Frameworks::tweet);
                    config.routes.post("/tweets", Frameworks::create);
                });
    }

    static void tweets(Context ctx) {
        Page<Tweet> page =
                TWEETS.read(Contexts.parameters(ctx)).page(TWEET.select(TWEET, USER).join(USER));
        Contexts.link(ctx, page);
        ctx.json(page.map(Tweet::getContent).items());
    }

    static void tweet(Context ctx) throws NotFound {
        long id = ctx.pathParamAsClass("id", Long.class).get();
        ctx.result(Web.getOrNotFound(TWEET, id).getContent());
    }

    static void create(Context ctx) {
        TWEET.create(TWEET.user.to(author()), TWEET.content.to(ctx.body()));
        ctx.status(201); // committed before the client is told so
    }

    // endregion

    // region javalin-later
    static void later(Context ctx) {
        TWEET.create(TWEET.user.to(author()), TWEET.content.to("first"));
        Runnable rest =
                RequestScope.capture(
                        () -> {
                            TWEET.create(TWEET.user.to(author()), TWEET.content.to("second"));
                            ctx.status(201);
                        });
        ctx.future(() -> CompletableFuture.runAsync(rest));
    }

    // endregion

    public static void more(RoutesConfig routes) {
        routes.post("/later", Frameworks::later);
        routes.get("/moved", ctx -> ctx.redirect(Contexts.links(ctx).with("sort", "newest")));
        routes.get("/gone", ctx -> Contexts.problem(ctx, Problem.of(410, "It was here once")));
    }

    // region spring
    public static WebMvcConfigurer configurer() {
        return KingletWebMvc.create().listing("tweets", TWEETS); // a @Bean
    }

    public static void filters(ServletContext context, RequestScope scope) {
        KingletWebMvc.register(context, scope); // in a ServletContextInitializer
    }

    @RestController
    public static class TweetController {
        @GetMapping("/tweets")
        public ResponseEntity<String> tweets(@Listed("tweets") ListRequest request, Links links) {
            Page<Tweet> page = request.page(TWEET.select(TWEET, USER).join(USER));
            return ResponseEntity.ok()
                    .headers(headers -> links.headers(page).forEach(headers::set))
                    .body(
                            page.items().stream()
                                    .map(Tweet::getContent)
                                    .collect(Collectors.joining(" ")));
        }

        @GetMapping("/tweets/{id}")
        public String tweet(@PathVariable("id") long id) throws NotFound {
            return Web.getOrNotFound(TWEET, id).getContent();
        }

        @PostMapping("/later")
        public Callable<String> later() {
            TWEET.create(TWEET.user.to(author()), TWEET.content.to("first"));
            return () ->
                    TWEET.create(TWEET.user.to(author()), TWEET.content.to("second")).getContent();
        }

        @ExceptionHandler // where the usual answer is not the one you want
        public ProblemDetail notFound(NotFound e) {
            return KingletWebMvc.detail(Problem.of(404, e.getMessage()).type("/problems/gone"));
        }
    }

    // endregion

    // region session
    static final SessionKeys KEYS =
            SessionKeys.of("2026-11", secret("SECRET")).andOlder("2026-05", secret("OLD_SECRET"));
    static final Visitors VISITORS = Visitors.of(KEYS).lifetime(Duration.ofDays(30));

    static Visitor visitor(Context ctx) { // one for each request
        Visitor visitor = ctx.attribute("visitor");
        if (visitor == null) {
            visitor =
                    VISITORS.open(
                            ctx.header("Cookie"), line -> ctx.res().addHeader("Set-Cookie", line));
            ctx.attribute("visitor", visitor);
        }
        return visitor;
    }

    static void logIn(Context ctx) throws NotFound {
        User user = checkPassword(ctx.formParam("name"), ctx.formParam("password"));
        visitor(ctx).logIn(user.id().toString());
        visitor(ctx).flash("Welcome back.");
        ctx.redirect(SafeRedirect.to(ctx.queryParam("next"), "/"));
    }

    static void logOut(Context ctx) {
        visitor(ctx).logOut();
        ctx.redirect("/");
    }

    // endregion

    // region required
    static final LoginPage LOGIN = LoginPage.at("/login");

    static Handler loginRequired() {
        return Contexts.loginRequired(LOGIN, ctx -> visitor(ctx).isLoggedIn());
    }

    static LoginFilter loginFilter() {
        return new LoginFilter(
                LOGIN,
                request -> VISITORS.open(request.getHeader("Cookie"), line -> {}).isLoggedIn());
    }

    // endregion

    // region csrf
    static void form(Context ctx) {
        ctx.html("<input type=hidden name=csrf value=" + visitor(ctx).getCsrf() + ">");
    }

    static void checkToken(Context ctx) {
        if (!visitor(ctx).sent(ctx.formParam("csrf"))) {
            Contexts.problem(ctx, Problem.of(403, "The form is too old, or not from here"));
            ctx.skipRemainingHandlers();
        }
    }

    // endregion

    // region limit
    static final AttemptLimit LOGINS = AttemptLimit.of(10, Duration.ofMinutes(1));

    static void limited(Context ctx) {
        if (!LOGINS.attempt(ctx.ip())) {
            ctx.header("Retry-After", String.valueOf(LOGINS.retryAfterSeconds()));
            Contexts.problem(ctx, Problem.of(429, "Too many attempts"));
            ctx.skipRemainingHandlers();
        }
    }

    // endregion

    public static void login(RoutesConfig routes) {
        routes.before("/drafts/*", loginRequired());
        routes.get("/drafts/all", ctx -> ctx.result("drafts of " + visitor(ctx).getUser()));
        routes.get("/login", Frameworks::form);
        routes.before(
                "/login",
                ctx -> {
                    if (ctx.method().name().equals("POST")) {
                        checkToken(ctx);
                        limited(ctx);
                    }
                });
        routes.post("/login", Frameworks::logIn);
        routes.post("/logout", Frameworks::logOut);
    }

    private static User author() {
        return USER.get(USER.username.eq("huey"));
    }

    private static User checkPassword(@Nullable String name, @Nullable String password)
            throws NotFound {
        return Web.getOrNotFound(USER, USER.username.eq(String.valueOf(name)));
    }

    private static String secret(String variable) {
        return "what the environment variable " + variable + " holds, made at random";
    }
}
