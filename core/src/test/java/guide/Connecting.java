package guide;

import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;

import dev.kinglet.Database;
import dev.kinglet.Databases;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.OperationalException;
import guide.FirstSteps.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The regions of the page on databases, in Java. */
public final class Connecting {
    private Connecting() {}

    static Database open(String file) {
        // region open
        Database db =
                Database.builder()
                        .sqlite(file)
                        .poolSize(4)
                        .lockTimeout(Duration.ofSeconds(3))
                        .leakDetection(Duration.ofSeconds(30))
                        .onConnect(connection -> connection.execute("pragma cache_size = -8000"))
                        .open();
        // endregion
        return db;
    }

    static void refused() {
        // region refused
        Database.connect("sqlite:///app.db?pool.maximum=4");
        // endregion
    }

    static Database deferred(String url) {
        // region deferred
        Database db = Database.deferred();
        db.bind(USER, TWEET); // tables may be bound before
        db.open(url); // now it can be asked; open(..) again points it elsewhere
        // endregion
        return db;
    }

    static String named(Map<String, String> settings) {
        // region named
        // main.url, main.pool.max, reports.url, ..; KINGLET_MAIN_PASSWORD overrides main.password
        try (Databases databases = Databases.of(settings, System.getenv())) {
            try (var request = databases.connection()) { // of each, once it is asked something
                databases.get("main").execute("select 1");
            }
            return databases.names().toString();
        }
        // endregion
    }

    static void unknown(Databases databases) {
        // region unknown
        databases.get("archive");
        // endregion
    }

    static long pool(Database db) {
        // region pool
        long waitedInVain = db.poolStats().timeouts();
        int inUse = db.poolStats().active();
        // endregion
        return waitedInVain + inUse;
    }

    static void twoDatabases(Database reports) {
        // region two
        reports.bind(TWEET);
        TWEET.select().join(USER).list();
        // endregion
    }

    static long keys(Database reports) {
        // region keys
        List<Long> ids = USER.where(USER.username.startsWith("h")).values(USER.id);
        long count = TWEET.where(TWEET.user.key().in(ids)).using(reports).count();
        // endregion
        return count;
    }

    static List<String> tenant(Database db) {
        // region tenant
        try (var tenant = db.useSchema("tenant_7")) { // all tables bound to db, in this thread
            return USER.select().values(USER.username);
        }
        // endregion
    }

    static List<User> view(Database db) {
        // region view
        List<User> users = USER.select().using(db.inSchema("tenant_7")).list();
        // endregion
        return users;
    }

    static Database replica(String main, String copy) {
        // region replica
        Database db = Database.builder().sqlite(main).readReplica(copy).open();
        // endregion
        return db;
    }

    static List<User> primary(Database db) {
        // region primary
        try (var scope = db.primary()) { // another thread has just written what is read here
            return USER.select().using(db).list();
        }
        // endregion
    }

    static String errors() {
        // region errors
        try {
            USER.create(USER.username.to("huey"));
        } catch (IntegrityException taken) {
            return taken.kind() + " " + taken.table() + " " + taken.columns();
        } catch (OperationalException busy) {
            return busy.isRetryable() ? "again" : busy.kind().toString();
        }
        // endregion
        return "";
    }

    static Database functions() {
        // region functions
        Database db =
                Database.builder()
                        .sqlite(":memory:")
                        .function("initial", String.class, name -> name.substring(0, 1))
                        .aggregate("listed", String.class, Collectors.joining(", "))
                        .collation("by_length", (a, b) -> Integer.compare(a.length(), b.length()))
                        .pragma("cache_size", -4000)
                        .open();
        // endregion
        return db;
    }

    static void backup(Database db, Path file) {
        // region backup
        db.sqlite()
                .backup(
                        file,
                        part -> System.getLogger("backup").log(System.Logger.Level.DEBUG, part));
        // endregion
    }
}
