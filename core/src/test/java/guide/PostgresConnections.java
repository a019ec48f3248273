package guide;

import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;

import dev.kinglet.Database;
import dev.kinglet.postgres.AdvisoryLock;
import dev.kinglet.postgres.CopyFormat;
import dev.kinglet.postgres.Listener;
import dev.kinglet.postgres.Notification;
import guide.FirstSteps.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The regions of the page on PostgreSQL that are about connections, in Java. */
public final class PostgresConnections {
    private PostgresConnections() {}

    static long copyIn(Database db) {
        // region copy-in
        Stream<List<?>> rows = IntStream.range(0, 100_000).mapToObj(n -> List.of("user " + n));
        long stored =
                db.postgres()
                        .copyIn(
                                USER.insertMany(List.of(USER.username), rows::iterator),
                                sent ->
                                        System.getLogger("copy")
                                                .log(System.Logger.Level.DEBUG, sent));
        // endregion
        return stored;
    }

    static void copyFails(Database db) {
        // region copy-fails
        db.postgres()
                .copyIn(
                        USER.insertMany(
                                List.of(USER.username), List.of(List.of("huey"), List.of("huey"))));
        // endregion
    }

    static long copyFile(Database db, Path file) throws IOException {
        // region copy-file
        try (InputStream data = Files.newInputStream(file)) {
            return db.postgres().copyIn(CopyFormat.csv().header(), data, USER, USER.username);
        }
        // endregion
    }

    static long copyOut(Database db, Path file) throws IOException {
        // region copy-out
        var loud = USER.select(USER.id, USER.username).where(USER.username.startsWith("h"));
        try (OutputStream target = Files.newOutputStream(file)) {
            return db.postgres().copyOut(loud, CopyFormat.csv().header(), target);
        }
        // endregion
    }

    static void listen(Database db, Queue<String> work) throws InterruptedException {
        // region listen
        Listener.Handler handler =
                new Listener.Handler() {
                    @Override
                    public void received(Notification message) {
                        work.add(message.payload());
                    }

                    @Override
                    public void reconnected() {
                        work.add("look what there is to do"); // messages may have been missed
                    }
                };
        try (Listener jobs = db.postgres().listen("jobs", handler)) {
            db.atomic(
                    transaction -> {
                        // .. store the job
                        db.postgres().notify("jobs", "42"); // sent when it is committed
                    });
            while (work.isEmpty() && jobs.isConnected()) {
                Thread.sleep(1);
            }
        }
        // endregion
    }

    static String lock(Database db) {
        // region lock
        AdvisoryLock report = db.postgres().lock("nightly report");
        try (var held = report.timeout(Duration.ofSeconds(10)).hold()) {
            return "written"; // by nobody else
        }
        // endregion
    }

    static boolean tryLock(Database db) {
        // region try-lock
        return db.atomicResult(
                transaction -> {
                    if (!db.postgres().lock("cleanup").tryInTransaction()) {
                        return false; // somebody is at it
                    }
                    TWEET.delete().where(TWEET.content.eq("")).execute();
                    return true; // the lock ends with the transaction
                });
        // endregion
    }

    static int held(Database db) {
        // region held
        int changed = 0;
        try (Stream<User> users = db.postgres().streamHeld(USER.select().orderBy(USER.id))) {
            for (User user : (Iterable<User>) users::iterator) {
                user.set(USER.username, user.get(USER.username).toUpperCase(Locale.ROOT));
                changed += user.save(); // each commits
            }
        }
        // endregion
        return changed;
    }
}
