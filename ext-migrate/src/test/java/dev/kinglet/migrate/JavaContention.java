package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.LockWait;
import dev.kinglet.migrate.testing.Contention;
import dev.kinglet.migrate.testing.ContentionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The contention kit and lock policies as Java calls them. */
final class JavaContention {
    private JavaContention() {}

    static ContentionResult javaCaller(Database db) {
        ContentionResult result =
                Contention.of(db)
                        .writing("bird", 2, 50)
                        .writers(1, 20, d -> d.execute("insert into log values (1)"))
                        .readers(1, 20, d -> d.execute("select count(*) from bird"))
                        .warmUp(Duration.ofMillis(50))
                        .during("nothing", () -> pause(300));
        return result.noErrors().maxBlocked(Duration.ofSeconds(5));
    }

    static List<Object> values() {
        LockPolicy policy =
                LockPolicy.defaults()
                        .timeout(Duration.ofMillis(50))
                        .budget(Duration.ofSeconds(10))
                        .directly();
        LockWait.Blocker blocker =
                new LockWait.Blocker(7, "", "active", Instant.ofEpochSecond(0), "select ?");
        LockWait wait = new LockWait("alter", 0, Duration.ofMillis(3), null, List.of(blocker));
        return List.of(
                policy.timeout(), policy.budget(), policy.direct(), wait.toString(), wait.who());
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
