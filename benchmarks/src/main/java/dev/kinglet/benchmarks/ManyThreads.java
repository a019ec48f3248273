package dev.kinglet.benchmarks;

import static dev.kinglet.benchmarks.User.USER;

import com.zaxxer.hikari.HikariDataSource;
import dev.kinglet.Database;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.consumer.RecordingStream;

/** Many threads that read by key at once: how many reads they do together in a second. */
final class ManyThreads {
    private static final int THREADS = 16;
    private static final int VIRTUAL = 1_000;
    private static final int WARM = 6;
    private static final int ROUNDS = 12;
    private static final long SLICE_NANOS = 200_000_000;

    private ManyThreads() {}

    /** What a thread does again and again; it is made for each thread. */
    interface Reader {
        Object read(long id) throws Exception;
    }

    private interface Readers {
        Reader forThread(int number) throws Exception;
    }

    /** Each thread of JDBC has a connection and a statement of its own. */
    static void compare() throws Exception {
        try (PostgresPlace server = PostgresPlace.start(Data.MEASURED)) {
            for (Place place : List.of(Place.FILE, Place.POSTGRES)) {
                Access access = place.access(Data.MEASURED).withoutGeneratedKeys();
                try (Database database = open(access, THREADS);
                        HikariDataSource pool =
                                access.pool(config -> config.setMaximumPoolSize(THREADS))) {
                    JdbcRows rows = new JdbcRows(times(access));
                    Map<String, Readers> ways = new LinkedHashMap<>();
                    ways.put("JDBC, statements kept", n -> kept(access, rows));
                    ways.put("JDBC, pool", n -> pooled(pool, rows));
                    ways.put("Kinglet", n -> USER::get);
                    for (int threads : new int[] {1, THREADS}) {
                        ExecutorService executor = Executors.newFixedThreadPool(threads);
                        report(place, threads, run(ways, executor, threads));
                    }
                }
            }
        }
    }

    /** A thousand virtual threads beside sixteen others, both on a pool of sixteen connections. */
    static void virtual() throws Exception {
        try (PostgresPlace server = PostgresPlace.start(Data.MEASURED)) {
            for (Place place : List.of(Place.FILE, Place.POSTGRES)) {
                Access access = place.access(Data.MEASURED).withoutGeneratedKeys();
                long[] pinned = {0};
                try (Database database = open(access, THREADS);
                        HikariDataSource pool =
                                access.pool(config -> config.setMaximumPoolSize(THREADS));
                        RecordingStream events = new RecordingStream()) {
                    events.enable("jdk.VirtualThreadPinned").withoutThreshold();
                    events.onEvent("jdk.VirtualThreadPinned", event -> pinned[0]++);
                    events.startAsync();
                    JdbcRows rows = new JdbcRows(times(access));
                    Map<String, Readers> ways = new LinkedHashMap<>();
                    ways.put("JDBC, pool", n -> pooled(pool, rows));
                    ways.put("Kinglet", n -> USER::get);
                    run(ways, Executors.newFixedThreadPool(1), 1); // leaves room for the compiler
                    var few = run(ways, Executors.newFixedThreadPool(THREADS), THREADS);
                    var many = run(ways, virtualThreads(), VIRTUAL);
                    for (String way : ways.keySet()) {
                        System.out.printf(
                                Locale.ROOT,
                                "%s, %s: %,.0f reads a second by %d threads, %,.0f by %,d virtual ones%n",
                                place.title,
                                way,
                                Measurements.median(few.get(way)),
                                THREADS,
                                Measurements.median(many.get(way)),
                                VIRTUAL);
                    }
                    System.out.printf("a thread was pinned while it waited %d times%n", pinned[0]);
                }
            }
        }
    }

    /** By reflection: this compiles for JDK 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("virtual threads are there from JDK 21 on", e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Database open(Access access, int connections) {
        var builder = Database.builder().poolSize(connections);
        Database database =
                (access.isPostgres()
                                ? builder.postgres(access.url(), access.user(), access.password())
                                : builder.sqlite(access.file()))
                        .open();
        return database.bind(USER);
    }

    private static JdbcRows.Times times(Access access) {
        return access.isPostgres() ? JdbcRows::object : JdbcRows::text;
    }

    /** The connections end with the process. */
    private static Reader kept(Access access, JdbcRows rows) throws Exception {
        Connection connection =
                DriverManager.getConnection(access.url(), access.user(), access.password());
        PreparedStatement statement = connection.prepareStatement(JdbcRows.BY_KEY);
        return id -> {
            statement.setLong(1, id);
            try (ResultSet result = statement.executeQuery()) {
                return rows.user(result);
            }
        };
    }

    private static Reader pooled(HikariDataSource pool, JdbcRows rows) {
        return id -> {
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement(JdbcRows.BY_KEY)) {
                statement.setLong(1, id);
                try (ResultSet result = statement.executeQuery()) {
                    return rows.user(result);
                }
            }
        };
    }

    /** Reads a second of all threads together, round by round. */
    private static Map<String, List<Double>> run(
            Map<String, Readers> ways, ExecutorService executor, int threads) throws Exception {
        Map<String, List<Reader>> readers = new LinkedHashMap<>();
        for (Map.Entry<String, Readers> way : ways.entrySet()) {
            List<Reader> all = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                all.add(way.getValue().forThread(n));
            }
            readers.put(way.getKey(), all);
        }
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round < WARM + ROUNDS; round++) {
            for (Map.Entry<String, List<Reader>> way : readers.entrySet()) {
                double rate = slice(executor, way.getValue());
                if (round >= WARM) {
                    rates.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(rate);
                }
            }
        }
        executor.shutdown();
        return rates;
    }

    private static double slice(ExecutorService executor, List<Reader> readers) throws Exception {
        List<Future<Long>> all = new ArrayList<>();
        long start = System.nanoTime();
        for (Reader reader : readers) {
            all.add(executor.submit(() -> readUntil(reader, start + SLICE_NANOS)));
        }
        long calls = 0;
        for (Future<Long> one : all) {
            calls += one.get();
        }
        return calls * 1e9 / (System.nanoTime() - start);
    }

    private static long readUntil(Reader reader, long end) throws Exception {
        long calls = 0;
        int kept = 0;
        do {
            kept += reader.read(Workload.number(calls++)).hashCode();
        } while (System.nanoTime() < end);
        return kept == 42 ? calls + 1 : calls; // so that nothing can be left out
    }

    private static void report(Place place, int threads, Map<String, List<Double>> rates) {
        List<Double> limit = rates.get("JDBC, statements kept");
        rates.forEach(
                (way, list) ->
                        System.out.printf(
                                Locale.ROOT,
                                "%s, threads: %d, %s: %,.0f reads a second, %.2f of the limit%n",
                                place.title,
                                threads,
                                way,
                                Measurements.median(list),
                                Measurements.median(Measurements.ratios(list, limit))));
    }
}
