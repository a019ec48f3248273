package dev.kinglet.benchmarks;

import static dev.kinglet.benchmarks.User.USER;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.query.QueryLog;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What it costs to read by key while somebody watches. A database for each, alike in all else; one
 * was watched and is not any more, which shall cost nothing.
 */
final class Watching {
    private static final String NEVER = "never watched";

    private Watching() {}

    static void compare() throws Exception {
        try (Database never = filled();
                Database past = filled();
                Database listened = filled();
                Database recorded = filled()) {
            AtomicLong heard = new AtomicLong();
            past.listen(event -> heard.incrementAndGet()).close();
            past.record().close();
            try (Scope listening = listened.listen(event -> heard.incrementAndGet())) {
                Slices slices =
                        new Slices()
                                .add(NEVER, turn -> read(never, turn))
                                .add("never watched, again", turn -> read(never, turn))
                                .add("watched before, not now", turn -> read(past, turn))
                                .add("a listener that counts", turn -> read(listened, turn))
                                .add("record(), 100 reads", turn -> recorded(recorded, turn))
                                .add("metrics asked after each read", turn -> asked(never, turn))
                                .run();
                for (String name :
                        new String[] {
                            NEVER,
                            "never watched, again",
                            "watched before, not now",
                            "a listener that counts",
                            "record(), 100 reads",
                            "metrics asked after each read"
                        }) {
                    double calls = name.startsWith("record") ? 100 : 1;
                    System.out.printf(
                            Locale.ROOT,
                            "%s: %.2f us a read, %.2f of the first%n",
                            name,
                            slices.micros(name) / calls,
                            slices.ratio(name, NEVER) / calls);
                }
            }
        }
    }

    private static Database filled() {
        Database database = Database.sqliteInMemory();
        Loader.load(database, Data.MEASURED);
        return database;
    }

    private static Object read(Database database, long turn) {
        return USER.where(USER.id.eq(Workload.number(turn))).using(database).get();
    }

    private static Object recorded(Database database, long turn) {
        try (QueryLog log = database.record()) {
            for (int i = 0; i < 100; i++) {
                Worker.sink = read(database, turn + i);
            }
            return log.count();
        }
    }

    private static Object asked(Database database, long turn) {
        Worker.sink = database.poolStats();
        return read(database, turn);
    }
}
