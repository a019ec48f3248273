package guide;

import static guide.FirstSteps.User.USER;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.OperationalException.Kind;
import guide.FirstSteps.User;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The regions of the page on faults, in Java. */
public final class Faults {
    private Faults() {}

    static Database limits(String url) {
        // region limits
        Database db =
                Database.builder()
                        .postgres(url, "postgres", "postgres")
                        .poolTimeout(Duration.ofSeconds(2)) // for a connection
                        .lockTimeout(Duration.ofSeconds(5)) // for a row that another one has
                        .statementTimeout(Duration.ofSeconds(30)) // for the server's answer
                        .setting("socketTimeout", "40") // seconds, for any sign of the network
                        .open();
        // endregion
        return db;
    }

    static String answer(Runnable work) {
        // region kinds
        try {
            work.run();
            return "done";
        } catch (OperationalException e) {
            return switch (e.kind()) {
                case CONNECTION -> "maybe done: look, or do it again in a way that does it once";
                case POOL_EXHAUSTED, LOCK_TIMEOUT, TIMEOUT -> "not done: busy, try later";
                case DEADLOCK, SERIALIZATION -> "not done: retrying(..) would have tried again";
                case DISK_FULL, READ_ONLY -> "not done: somebody has to look after the database";
                default -> throw e;
            };
        }
        // endregion
    }

    static int once(Database db, String name) {
        // region once
        for (int attempt = 1; ; attempt++) {
            try {
                // the name is the caller's: what an attempt has stored, the next one leaves alone
                db.atomic(tx -> USER.insert(USER.username.to(name)).onConflictIgnore().execute());
                return attempt;
            } catch (OperationalException e) {
                if (e.kind() != Kind.CONNECTION || attempt == 3) {
                    throw e;
                }
            }
        }
        // endregion
    }

    static List<String> scope(Database db, Runnable between) {
        // region scope
        try (Scope scope = db.connection()) {
            USER.create(USER.username.to("huey"));
            between.run(); // the server ends the connection
            try {
                USER.create(USER.username.to("mickey"));
            } catch (OperationalException lost) {
                USER.create(USER.username.to("zaizee")); // on another connection
            }
        }
        // endregion
        return USER.select().orderBy(USER.id).values(USER.username);
    }

    static void report(Database db, CountDownLatch has, CountDownLatch done) {
        try (Scope scope = db.connection()) {
            USER.select().count();
            has.countDown();
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static int bulk(List<User> users) {
        // region bulk
        return USER.bulkCreate(users);
        // endregion
    }
}
