package dev.kinglet.web.frameworks;

import static tour.Models.Category.CATEGORY;
import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.web.BadInput;
import dev.kinglet.web.CursorKeys;
import dev.kinglet.web.KeysetPage;
import dev.kinglet.web.ListRequest;
import dev.kinglet.web.Listing;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Page;
import dev.kinglet.web.Pages;
import dev.kinglet.web.Parameters;
import dev.kinglet.web.Web;
import dev.kinglet.web.login.LoginPage;
import dev.kinglet.web.login.Session;
import dev.kinglet.web.login.SessionCookie;
import dev.kinglet.web.login.SessionKeys;
import dev.kinglet.web.scope.Export;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.scope.WebRequest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tour.Models.Tweet;

/**
 * The application that every framework serves in its own way: what its handlers do, without any
 * framework. Tweets are in one database, what was done stands in another.
 */
public final class App {
    public static final Listing TWEETS =
            Listing.of(3)
                    .sort("newest", TWEET.timestamp.desc())
                    .sort("content", TWEET.content)
                    .filter("author", USER.username);
    public static final Listing STRICT = TWEETS.onBadInput(BadInput.REFUSE);
    public static final Listing CANONICAL = TWEETS.onBadInput(BadInput.REDIRECT);

    public static final CursorKeys CURSORS =
            CursorKeys.of("1", "the secret of this year, 32 bytes or more".getBytes());
    public static final SessionCookie SESSIONS =
            SessionCookie.of(
                    "session", SessionKeys.of("1", "the secret of this year, 32 bytes or more"));
    public static final LoginPage LOGIN = LoginPage.at("/login/");

    private final Database db;
    private final Database log;

    public App(Database db, Database log) {
        this.db = db;
        this.log = log;
    }

    public Database db() {
        return db;
    }

    public Database log() {
        return log;
    }

    /** A mistake that the application itself has an answer for. */
    public static final class NameTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    public Page<Tweet> tweets(Listing listing, Parameters parameters) {
        return tweets(listing.read(parameters));
    }

    public Page<Tweet> tweets(ListRequest request) {
        return request.page(TWEET.select(TWEET, USER).join(USER));
    }

    public KeysetPage<Tweet> timeline(@Nullable String cursor) {
        return Pages.of(TWEET.select().orderBy(TWEET.timestamp.desc()))
                .size(3)
                .keyset(CURSORS)
                .at(cursor);
    }

    public Tweet tweet(String id) throws NotFound {
        return Web.getOrNotFound(TWEET, TWEET.id.eq(Long.parseLong(id)));
    }

    public static String text(Iterable<Tweet> tweets) {
        StringBuilder text = new StringBuilder();
        for (Tweet tweet : tweets) {
            text.append(tweet.getContent()).append(' ');
        }
        return text.toString().strip();
    }

    public static String html(Iterable<Tweet> tweets) {
        return "<ul>"
                + text(tweets)
                        .lines()
                        .flatMap(line -> java.util.Arrays.stream(line.split(" ")))
                        .map(item -> "<li>" + item + "</li>")
                        .collect(Collectors.joining())
                + "</ul>";
    }

    public Tweet create(String content) {
        return TWEET.create(TWEET.user.to(USER.select().get()), TWEET.content.to(content));
    }

    public void note(String what) {
        CATEGORY.create(CATEGORY.name.to(what));
    }

    /** Which transaction of the server this is. */
    public String transaction() {
        return String.valueOf(db.query("select txid_current() as id").maps().get(0).get("id"));
    }

    /** What makes the commit fail, and no statement before it. */
    public void breakCommit() {
        db.execute("insert into late (tweet_id) values (-1)");
    }

    /** A statement of about a millisecond. */
    public String brief() {
        return String.valueOf(
                db.query("select pg_backend_pid() as pid, pg_sleep(0.001)")
                        .maps()
                        .get(0)
                        .get("pid"));
    }

    public void nested(RequestScope scope) {
        create("outer");
        scope.run(
                WebRequest.of("POST", "/inner"),
                open -> {
                    return create("inner");
                });
    }

    public Export<Tweet> export() {
        return Export.csv(TWEET.select().orderBy(TWEET.id), TWEET.content);
    }

    public String inUse() {
        return db.connectionsInUse() + " " + log.connectionsInUse();
    }

    public static boolean isLoggedIn(@Nullable String cookies) {
        Session session = SESSIONS.read(cookies);
        return session != null && !session.isAnonymous();
    }
}
