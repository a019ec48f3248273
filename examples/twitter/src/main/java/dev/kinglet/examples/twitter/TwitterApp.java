package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Message.MESSAGE;
import static dev.kinglet.examples.twitter.Models.Reaction.REACTION;
import static dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP;
import static dev.kinglet.examples.twitter.Models.User.USER;
import static dev.kinglet.examples.twitter.Visitor.loginRequired;

import dev.kinglet.Database;
import dev.kinglet.errors.DataException;
import dev.kinglet.errors.KingletException;
import dev.kinglet.examples.twitter.Visitor.Cookies;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.web.CursorKeys;
import dev.kinglet.web.javalin.KingletRequests;
import dev.kinglet.web.login.SessionKeys;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.scope.RequestScopeBuilder;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
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
    private static final Map<Integer, String> PROBLEMS =
            Map.of(
                    400, "This request could not be read.",
                    401, "Please log in first.",
                    403, "This form is no longer valid. Go back, load the page again and retry.",
                    404, "There is nothing here.",
                    413, "This is too large.",
                    500, "Something went wrong on our side.");

    private TwitterApp() {}

    public static void main(String[] args) {
        String url = setting("KINGLET_URL", "");
        String host = setting("HOST", "localhost");
        String port = setting("PORT", "7070");
        try {
            Database db = url.isEmpty() ? Database.sqlite(usualFile()) : Database.connect(url);
            Javalin server = create(db, setting("SECRET", ""));
            server.start(host, Integer.parseInt(port));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, db)));
            System.out.printf("Twitter example on http://%s:%d/ (%s)%n", host, server.port(), db);
        } catch (JavalinBindException e) {
            fail("Port " + port + " is taken. Choose another one, as in PORT=7071.");
        } catch (IllegalArgumentException e) {
            fail("PORT=" + port + " is no port.");
        } catch (KingletException e) {
            fail("Cannot start: " + e.getMessage());
        }
    }

    /**
     * The application on this database, not started yet: brings the tables up to date, and fills
     * empty ones.
     *
     * @param secret empty for development
     */
    static Javalin create(Database db, String secret) {
        boolean development = secret.isEmpty();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (development) {
            bytes = new byte[32];
            new SecureRandom().nextBytes(bytes); // a restart logs everybody out
        }
        db.bind(USER, RELATIONSHIP, MESSAGE, REACTION);
        Migrations.ofResources(db, "db/main").up();
        if (development) {
            Seeds.plant(db);
        }
        Cookies cookies = Cookies.of(SessionKeys.of("1", bytes), !development);
        Views views = new Views(CursorKeys.of("1", bytes));
        Accounts accounts = new Accounts(db, views, development);
        return Javalin.create(
                config -> {
                    server(config);
                    config.registerPlugin(new KingletRequests(scope(db, development)));
                    config.routes.before(ctx -> protect(ctx, Visitor.enter(ctx, cookies)));
                    routes(config.routes, new Timelines(views), accounts);
                    problems(config.routes, views);
                });
    }

    /** Requests that change something are transactions. */
    private static RequestScope scope(Database db, boolean development) {
        RequestScopeBuilder scope = RequestScope.builder(db).writeTransactions();
        scope.exclude("/style.css", "/avatars/**", "/login"); // where the password takes a while
        return (development ? scope.serverTiming().logRepeats(5) : scope).build();
    }

    private static void routes(RoutesConfig routes, Timelines timelines, Accounts accounts) {
        routes.get("/", timelines::home);
        routes.get("/private/", loginRequired(timelines::followed));
        routes.get("/public/", timelines::everyone);
        routes.get("/join/", accounts::joinForm);
        routes.post("/join/", accounts::join);
        routes.get("/login/", accounts::loginForm);
        routes.post("/login/", accounts::login);
        routes.post("/logout/", accounts::logout);
        routes.get("/about/", loginRequired(accounts::aboutForm));
        routes.post("/about/", loginRequired(accounts::about));
        routes.get("/following/", loginRequired(timelines::following));
        routes.get("/followers/", loginRequired(timelines::followers));
        routes.get("/users/", timelines::users);
        routes.get("/users/{name}/", timelines::profile);
        routes.post("/users/{name}/follow/", loginRequired(timelines::follow));
        routes.post("/users/{name}/unfollow/", loginRequired(timelines::unfollow));
        routes.post("/users/{name}/like/", loginRequired(timelines::likeUser));
        routes.post("/users/{name}/unlike/", loginRequired(timelines::unlikeUser));
        routes.get("/create/", loginRequired(timelines::form));
        routes.post("/create/", loginRequired(timelines::write));
        routes.post("/messages/{id}/like/", loginRequired(timelines::likeMessage));
        routes.post("/messages/{id}/unlike/", loginRequired(timelines::unlikeMessage));
        routes.get("/style.css", TwitterApp::style);
        routes.get("/avatars/{picture}", TwitterApp::avatar);
    }

    /** Whatever changes something needs the secret of the visitor's session. */
    private static void protect(Context ctx, Visitor visitor) {
        ctx.res().setCharacterEncoding(StandardCharsets.UTF_8.name());
        ctx.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self' data:;"
                        + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("Cache-Control", "private, no-cache");
        boolean reads = Set.of("GET", "HEAD", "OPTIONS").contains(ctx.method().name());
        if (!reads && !visitor.sentCsrf()) {
            throw new ForbiddenResponse();
        }
    }

    /** Pages for people; programs get the library's problem+json. */
    private static void problems(RoutesConfig routes, Views views) {
        // a value that the database cannot hold, such as text with a zero byte
        routes.exception(DataException.class, (e, ctx) -> ctx.status(HttpStatus.BAD_REQUEST));
        // who still sends when the connection is closed does not see the answer, so more is read
        routes.error(413, ctx -> ctx.req().getInputStream().readNBytes(1_000_000));
        PROBLEMS.forEach(
                (status, problem) ->
                        routes.error(
                                status,
                                "html",
                                ctx -> views.show(ctx, "problem", Map.of("problem", problem))));
    }

    private static void server(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = 100_000;
    }

    private static void style(Context ctx) throws IOException {
        try (InputStream css = TwitterApp.class.getResourceAsStream("/twitter/style.css")) {
            byte[] bytes = Objects.requireNonNull(css).readAllBytes();
            ctx.contentType("text/css").result(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static void avatar(Context ctx) {
        String picture = ctx.pathParam("picture");
        if (!picture.matches("[0-9a-f]{8}\\.svg")) {
            throw new NotFoundResponse();
        }
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        ctx.contentType("image/svg+xml").result(Avatars.svg(picture.substring(0, 8)));
    }

    private static Path usualFile() {
        String user = System.getProperty("user.name").replaceAll("\\W", "_");
        return Path.of(System.getProperty("java.io.tmpdir"), "kinglet-twitter-" + user + ".db");
    }

    private static String setting(String name, String usual) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? usual : value;
    }

    private static void stop(Javalin server, Database db) {
        server.stop();
        db.close();
    }

    private static void fail(String why) {
        System.err.println(why);
        System.exit(1);
    }
}
