package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Favorite.FAVORITE;
import static dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP;
import static dev.kinglet.examples.twitter.Models.Tweet.TWEET;
import static dev.kinglet.examples.twitter.Models.User.USER;
import static dev.kinglet.examples.twitter.Visitor.loginRequired;

import dev.kinglet.Database;
import dev.kinglet.errors.DataException;
import dev.kinglet.errors.KingletException;
import dev.kinglet.web.NotFound;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.SessionTrackingMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie;

/**
 * A small timeline application on Kinglet, after peewee's twitter example.
 *
 * <p>{@code KINGLET_URL} names the database, as {@link Database#connect} takes it, and is a SQLite
 * file in the folder for temporary files unless set. {@code PORT} is 7070 and {@code HOST}
 * localhost unless set.
 */
public final class TwitterApp {
    private static final Map<Integer, String> PROBLEMS =
            Map.of(
                    400, "This request could not be read.",
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
            Javalin server = create(db).start(host, Integer.parseInt(port));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, db)));
            System.out.printf("Twitter example on http://%s:%d/ (%s)%n", host, server.port(), db);
        } catch (JavalinBindException e) {
            fail("Port " + port + " is taken. Choose another one, as in PORT=7071.");
        } catch (IllegalArgumentException e) {
            fail("PORT=" + port + " is no port.");
        } catch (KingletException e) {
            fail("No database: " + e.getMessage());
        }
    }

    /** The application on this database, not started yet: makes the tables and fills empty ones. */
    static Javalin create(Database db) {
        db.bind(USER, TWEET, FAVORITE, RELATIONSHIP)
                .createTables(USER, TWEET, FAVORITE, RELATIONSHIP);
        Seeds.plant(db);
        return Javalin.create(
                config -> {
                    server(config);
                    routes(config.routes, new Timelines(), new Accounts(db));
                    problems(config.routes);
                });
    }

    private static void routes(RoutesConfig routes, Timelines timelines, Accounts accounts) {
        routes.before(TwitterApp::protect);
        routes.get("/", timelines::home);
        routes.get("/public", timelines::everyone);
        routes.get("/users", timelines::users);
        routes.get("/users/{name}", timelines::profile);
        routes.post("/users/{name}/follow", loginRequired(timelines::follow));
        routes.post("/users/{name}/unfollow", loginRequired(timelines::unfollow));
        routes.get("/create", loginRequired(timelines::tweetForm));
        routes.post("/create", loginRequired(timelines::tweet));
        routes.get("/join", accounts::joinForm);
        routes.post("/join", accounts::join);
        routes.get("/login", accounts::loginForm);
        routes.post("/login", accounts::login);
        routes.post("/logout", accounts::logout);
        routes.get("/style.css", TwitterApp::style);
    }

    /** Whatever changes something needs the secret of the visitor's session. */
    private static void protect(Context ctx) {
        ctx.res().setCharacterEncoding(StandardCharsets.UTF_8.name());
        ctx.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src data:;"
                        + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("Cache-Control", "private, no-cache");
        boolean reads = Set.of("GET", "HEAD", "OPTIONS").contains(ctx.method().name());
        if (!reads && !Visitor.of(ctx).sentCsrf()) {
            throw new ForbiddenResponse();
        }
    }

    private static void problems(RoutesConfig routes) {
        routes.exception(NotFound.class, (e, ctx) -> ctx.status(e.status()));
        // a value that the database cannot hold, such as text with a zero byte
        routes.exception(DataException.class, (e, ctx) -> ctx.status(HttpStatus.BAD_REQUEST));
        // who still sends when the connection is closed does not see the answer, so more is read
        routes.error(413, ctx -> ctx.req().getInputStream().readNBytes(1_000_000));
        PROBLEMS.forEach(
                (status, problem) ->
                        routes.error(
                                status, ctx -> ctx.render("problem", Map.of("problem", problem))));
    }

    private static void server(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = 100_000;
        config.fileRenderer(new Views());
        SessionHandler sessions = new SessionHandler();
        sessions.setHttpOnly(true);
        sessions.setSameSite(HttpCookie.SameSite.LAX);
        sessions.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
        sessions.setMaxInactiveInterval((int) Duration.ofDays(1).toSeconds());
        config.jetty.modifyServletContextHandler(handler -> handler.setSessionHandler(sessions));
    }

    private static void style(Context ctx) throws IOException {
        try (InputStream css = TwitterApp.class.getResourceAsStream("/twitter/style.css")) {
            byte[] bytes = Objects.requireNonNull(css).readAllBytes();
            ctx.contentType("text/css").result(new String(bytes, StandardCharsets.UTF_8));
        }
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
