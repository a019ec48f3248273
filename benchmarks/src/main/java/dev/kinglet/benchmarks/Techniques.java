package dev.kinglet.benchmarks;

import dev.kinglet.benchmarks.Data.MessageRow;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which way of {@link PostgresBulk} takes the least time: that one is the limit. */
final class Techniques {
    private static final int WARM = 40;
    private static final int ROUNDS = 100;

    private Techniques() {}

    static void run() throws Exception {
        List<MessageRow> rows = Data.MEASURED.messages();
        Map<PostgresBulk, List<Double>> times = new EnumMap<>(PostgresBulk.class);
        try (PostgresPlace server = PostgresPlace.start(Data.MEASURED)) {
            PostgresPlace.Login login = PostgresPlace.login();
            JdbcWrites writes = new JdbcWrites.Postgres();
            try (Connection connection =
                    DriverManager.getConnection(login.url(), login.user(), login.password())) {
                EagerRows.Preparer statements = EagerRows.kept(connection);
                for (int round = 0; round < WARM + ROUNDS; round++) {
                    for (PostgresBulk technique : PostgresBulk.values()) {
                        writes.empty(connection);
                        long start = System.nanoTime();
                        int stored = technique.store(connection, statements, rows);
                        double millis = (System.nanoTime() - start) / 1e6;
                        if (stored != rows.size() || !writes.stored(connection).equals(rows)) {
                            throw new IllegalStateException(technique + " stored something else");
                        }
                        if (round >= WARM) {
                            times.computeIfAbsent(technique, t -> new ArrayList<>()).add(millis);
                        }
                    }
                }
            }
        }
        times.forEach(
                (technique, millis) ->
                        System.out.printf(
                                Locale.ROOT,
                                "%s: %.2f ms%n",
                                technique.name().toLowerCase(Locale.ROOT),
                                Measurements.median(millis)));
    }
}
