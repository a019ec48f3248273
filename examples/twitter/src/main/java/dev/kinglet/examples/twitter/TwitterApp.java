package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Message.MESSAGE;
import static dev.kinglet.examples.twitter.Models.Reaction.REACTION;
import static dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP;
import static dev.kinglet.examples.twitter.Models.User.USER;
import static dev.kinglet.examples.twitter.Who.loginRequired;

import dev.kinglet.Database;
import dev.kinglet.errors.DataException;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.ValidationException;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.web.CursorKeys;
import dev.kinglet.web.javalin.KingletRequests;
import dev.kinglet.web.login.SessionKeys;
import dev.kinglet.web.login.Visitor;
import dev.kinglet.web.login.Visitors;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.scope.RequestScopeBuilder;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small timeline application on Kinglet, after peewee's twitter example.
 *
 * <p>{@code KINGLET_URL} names the database, as {@link Database#connect} takes it, and is a SQLite
 * file in the folder for temporary files unless set. {@code PORT} is 7070 and {@code HOST}
 * localhost unless set. With {@code SECRET}, 32 characters or more that sign the cookies, it serves
 * strangers: cookies need https, and neither demo data nor timings are shown.
 */
public final class TwitterApp {
    private TwitterApp() {}

    public static void main(String[] args) {
        String user = System.getProperty("user.name").replaceAll("\\W", "_");
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "kinglet-twitter-" + user);
        String host = setting("HOST", "localhost");
        String port = setting("PORT", "7070");
        try {
            Database db = Database.connect(setting("KINGLET_URL", "sqlite:///" + file + ".db"));
            Runtime.getRuntime().addShutdownHook(new Thread(db::close));
            Javalin server = create(db, setting("SECRET", ""));
            server.start(host, Integer.parseInt(port));
            System.out.printf("Twitter example on http://%s:%d/ (%s)%n", host, server.port(), db);
        } catch (KingletException | JavalinBindException | NumberFormatException e) {
            System.err.printf("Cannot start (PORT=%s): %s%n", port, e.getMessage());
            System.exit(1);
        }
    }

    private static String setting(String name, String usual) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? usual : value;
    }

    /**
     * The application on this database, not started yet: brings the tables up to date, and fills
     * empty ones.
     *
     * @param secret empty for development, where a restart logs everybody out
     */
    static Javalin create(Database db, String secret) {
        boolean development = secret.isEmpty();
        byte[] random = new SecureRandom().generateSeed(32);
        byte[] key = development ? random : secret.getBytes(StandardCharsets.UTF_8);
        db.bind(USER, RELATIONSHIP, MESSAGE, REACTION);
        Migrations.ofResources(db, "db/main").up();
        if (development) {
            Seeds.plant(db);
        }
        Visitors https = Visitors.of(SessionKeys.of("1", key));
        Visitors visitors = development ? https.insecure() : https;
        Views views = new Views(CursorKeys.of("1", key), development);
        return Javalin.create(
                config -> {
                    server(config);
                    config.registerPlugin(new KingletRequests(scope(db, development)));
                    config.routes.before(ctx -> protect(ctx, visitors));
                    routes(config.routes, views, new Timelines(views), new Accounts(views));
                    problems(config.routes, views);
                });
    }

    private static void server(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = 100_000;
        config.staticFiles.add("/static", Location.CLASSPATH);
    }

    /** Requests that change something are transactions. */
    private static RequestScope scope(Database db, boolean development) {
        RequestScopeBuilder scope = RequestScope.builder(db).writeTransactions();
        scope.exclude("/style.css", "/login"); // where the password takes a while
        return (development ? scope.serverTiming().logRepeats(5) : scope).build();
    }

    private static void routes(
            RoutesConfig routes, Views views, Timelines timelines, Accounts accounts) {
        routes.get("/", timelines::home);
        routes.get("/private/", loginRequired(timelines::followed));
        routes.get("/public/", timelines::everyone);
        routes.get("/join/", ctx -> views.show(ctx, "join", Map.of()));
        routes.post("/join/", accounts::join);
        routes.get("/login/", accounts::loginForm);
        routes.post("/login/", accounts::login);
        routes.post("/logout/", accounts::logout);
        routes.get("/following/", loginRequired(timelines::following));
        routes.get("/followers/", loginRequired(timelines::followers));
        routes.get("/users/", timelines::users);
        routes.get("/users/{name}/", timelines::profile);
        routes.post("/users/{name}/follow/", loginRequired(timelines::follow));
        routes.post("/users/{name}/unfollow/", loginRequired(timelines::unfollow));
        routes.get("/create/", loginRequired((ctx, me) -> views.show(ctx, "create", Map.of())));
        routes.post("/create/", loginRequired(timelines::write));
        for (String liked : List.of("/users/{name}", "/messages/{id}")) {
            routes.post(liked + "/like/", loginRequired(timelines::like));
            routes.post(liked + "/unlike/", loginRequired(timelines::unlike));
        }
    }

    /** Whatever changes something needs the secret of the visitor's session. */
    private static void protect(Context ctx, Visitors visitors) {
        ctx.res().setCharacterEncoding(StandardCharsets.UTF_8.name());
        ctx.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src data:;"
                        + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("Cache-Control", "private, no-cache");
        Visitor visitor =
                visitors.open(
                        ctx.header("Cookie"), line -> ctx.res().addHeader("Set-Cookie", line));
        ctx.attribute("visitor", visitor);
        boolean reads = Set.of("GET", "HEAD", "OPTIONS").contains(ctx.method().name());
        if (!reads && !visitor.sent(ctx.formParam("csrf"))) {
            throw new ForbiddenResponse();
        }
    }

    /** Pages for people; programs get the library's problem+json. */
    private static void problems(RoutesConfig routes, Views views) {
        routes.exception(
                ValidationException.class,
                (e, ctx) -> views.refuse(ctx, HttpStatus.UNPROCESSABLE_CONTENT, e.byField()));
        // a value that the database cannot hold, such as text with a zero byte
        routes.exception(DataException.class, (e, ctx) -> ctx.status(HttpStatus.BAD_REQUEST));
        // who still sends when the connection is closed does not see the answer, so more is read
        routes.error(413, ctx -> ctx.req().getInputStream().readNBytes(1_000_000));
        for (int status : List.of(400, 401, 403, 404, 413, 500)) {
            Map<String, Integer> model = Map.of("status", status);
            routes.error(status, "html", ctx -> views.show(ctx, "problem", model));
        }
    }
}
