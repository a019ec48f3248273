package dev.kinglet.benchmarks;

import static dev.kinglet.benchmarks.Message.MESSAGE;

import dev.kinglet.Database;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A million rows, one after the other, in a process that could never hold them. */
public final class Streaming {
    private static final int ROWS = 1_000_000;
    private static final int ROUNDS = 5;

    /** The rows of a round trip of JDBC; on SQLite there are none. */
    private static final int FETCH = 1_000;

    private static final String READ =
            "select id, user_id, content, timestamp from message order by id";

    private Streaming() {}

    static void compare() throws Exception {
        try (PostgresPlace server = PostgresPlace.start(new Data(10, 10))) {
            for (Place place : List.of(Place.FILE, Place.POSTGRES)) {
                Access access = place.access(new Data(10, 10)).withoutGeneratedKeys();
                fill(access);
                List<Double> kinglet = new ArrayList<>();
                List<Double> jdbc = new ArrayList<>();
                String peak = "";
                for (int round = 0; round < ROUNDS; round++) {
                    jdbc.add(Double.parseDouble(run(access, Variant.JDBC).split(" ")[0]));
                    String[] ours = run(access, Variant.KINGLET).split(" ");
                    kinglet.add(Double.parseDouble(ours[0]));
                    peak = ours[1];
                }
                System.out.printf(
                        Locale.ROOT,
                        "%s, %,d rows with -Xmx64m: %.0f ms, %.2f of JDBC; the heap had %s MB at most%n",
                        place.title,
                        ROWS,
                        Measurements.median(kinglet),
                        Measurements.median(Measurements.ratios(kinglet, jdbc)),
                        peak);
            }
        }
    }

    private static String run(Access access, Variant variant) throws Exception {
        try (Child child =
                new Child(
                        List.of("-Xmx64m"),
                        List.of(
                                Streaming.class.getName(),
                                access.place().name(),
                                variant.name(),
                                access.file()))) {
            return child.answer();
        }
    }

    private static void fill(Access access) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                access.url(), access.user(), access.password());
                Statement statement = connection.createStatement()) {
            String values =
                    "n % 1000, 'tweet ' || n || ', of the length that a short message usually has', ";
            String insert = "insert into message (user_id, content, timestamp) ";
            statement.execute(
                    access.isPostgres()
                            ? insert
                                    + "select "
                                    + values
                                    + "timestamp '2020-02-28 23:59:01' from generate_series(1, "
                                    + ROWS
                                    + ") n"
                            : insert
                                    + "with recursive numbers (n) as (select 1 union all"
                                    + " select n + 1 from numbers where n < "
                                    + ROWS
                                    + ") select "
                                    + values
                                    + "'2020-02-28 23:59:01.000000' from numbers");
        }
    }

    /** Place, variant and file; says milliseconds and the megabytes that the heap had at most. */
    public static void main(String... args) throws Exception {
        Data none = new Data(10, 10);
        Access access =
                Place.valueOf(args[0]) == Place.FILE
                        ? Access.file(none, args[2]).withoutGeneratedKeys()
                        : Access.postgres(none);
        double millis =
                Variant.valueOf(args[1]) == Variant.KINGLET ? kinglet(access) : byHand(access);
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
            }
        }
        System.out.println(millis + " " + peak / 1_000_000);
    }

    /** What it took since then, when the sum is right. */
    private static double millis(long start, long sum) {
        double millis = (System.nanoTime() - start) / 1e6;
        if (sum != ROWS / 1_000 * 999L * 500) {
            throw new IllegalStateException("the users add up to " + sum);
        }
        return millis;
    }

    /** Opening is not in it: {@link FirstRow} says what that takes. */
    private static double kinglet(Access access) {
        try (Database database = Variant.database(access).bind(MESSAGE)) {
            MESSAGE.get(1L);
            long start = System.nanoTime();
            try (Stream<Message> rows = MESSAGE.select().orderBy(MESSAGE.id).stream()) {
                return millis(start, rows.mapToLong(row -> row.get(MESSAGE.userId)).sum());
            }
        }
    }

    private static double byHand(Access access) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(access.url(), access.user(), access.password())) {
            connection.setAutoCommit(false); // else the driver of PostgreSQL reads all at once
            JdbcRows rows = new JdbcRows(access.isPostgres() ? JdbcRows::object : JdbcRows::text);
            long start = System.nanoTime();
            try (PreparedStatement statement = connection.prepareStatement(READ)) {
                statement.setFetchSize(access.isPostgres() ? FETCH : 0);
                long sum = 0;
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        sum += rows.tweet(result, null).userId;
                    }
                }
                connection.commit();
                return millis(start, sum);
            }
        }
    }
}
