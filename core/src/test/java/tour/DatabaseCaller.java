package tour;

import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.DatabaseBuilder;
import dev.kinglet.Databases;
import dev.kinglet.PoolStats;
import dev.kinglet.errors.OperationalException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Databases, pools and what only SQLite has, from Java. */
public final class DatabaseCaller {
    private DatabaseCaller() {}

    /** Everything that can be set on the way to a SQLite file. */
    public static DatabaseBuilder everything(Path file, List<String> opened) {
        return Database.builder()
                .sqlite(file.toString())
                .poolSize(3)
                .poolTimeout(Duration.ofSeconds(5))
                .poolMinIdle(0)
                .poolIdleTimeout(Duration.ofMinutes(1))
                .poolMaxLifetime(Duration.ofMinutes(20))
                .poolKeepalive(Duration.ofMinutes(1))
                .poolValidationTimeout(Duration.ofSeconds(1))
                .leakDetection(Duration.ofMinutes(1))
                .lockTimeout(Duration.ofSeconds(1))
                .statementTimeout(Duration.ofSeconds(30))
                .transactionPooler()
                .autoConnect(true)
                .setting("pragma.cache_size", "-2000")
                .pragma("synchronous", "normal")
                .attach("archive", file.resolveSibling("archive.db").toString())
                .function("shout", String.class, text -> text + "!")
                .function(
                        "repeated",
                        String.class,
                        Long.class,
                        (text, n) -> text.repeat(n.intValue()))
                .aggregate("joined", String.class, Collectors.joining("+"))
                .collation("backwards", Comparator.<String>reverseOrder())
                .onConnect(
                        connection -> {
                            connection.execute("pragma temp_store = memory");
                            opened.add("opened");
                        });
    }

    public static List<Object> used(Path file) {
        List<String> opened = new ArrayList<>();
        List<Object> seen = new ArrayList<>();
        try (Database db = everything(file, opened).open()) {
            seen.add(
                    db.query(
                                    "select shout('a') as a, repeated('b', 2) as b, (select joined(x) from (select 'c' as x union all select 'd')) as c")
                            .maps());
            PoolStats stats = db.poolStats();
            seen.add(stats.active() + stats.waiting() + stats.timeouts() + stats.leaks());
            db.sqlite().backup(file.resolveSibling("copy.db"));
            db.sqlite().backup(file.resolveSibling("copy.db"), part -> {});
            db.evictConnections();
            seen.add(db.isOpen());
            seen.add(opened.isEmpty());
            Database archive = db.inSchema("archive");
            archive.createTables(USER);
            db.bind(USER);
            try (var tenant = db.useSchema("archive")) {
                USER.create(USER.username.to("old"));
                seen.add(USER.bound() == archive);
            }
            try (var primary = db.primary()) {
                seen.add(USER.select().using(archive).count());
            }
        }
        return seen;
    }

    public static Database later(String url) {
        Database db = Database.deferred();
        return db.open(url).open(Database.builder().setting("pool.max", "2").sqlite(":memory:"));
    }

    public static String several(Map<String, String> settings) {
        try (Databases all = Databases.of(settings);
                var request = all.connection()) {
            return all.names() + " " + all.get("main").isOpen();
        }
    }

    public static DatabaseBuilder replicated(String file, String copy) {
        return Database.builder()
                .sqlite(file)
                .readReplica(copy)
                .readReplica(Database.builder().sqlite(":memory:"))
                .readYourWrites(Duration.ofSeconds(1));
    }

    public static boolean mayTryAgain(OperationalException failure) {
        return switch (failure.kind()) {
            case DEADLOCK, SERIALIZATION, LOCK_TIMEOUT -> failure.isRetryable();
            default -> false;
        };
    }
}
