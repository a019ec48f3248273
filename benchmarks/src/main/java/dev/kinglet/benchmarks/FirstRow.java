package dev.kinglet.benchmarks;

import static dev.kinglet.benchmarks.User.USER;

import dev.kinglet.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long a program takes from the start of its process to its first row. */
public final class FirstRow {
    private static final int ROUNDS = 15;

    private FirstRow() {}

    static void compare() throws Exception {
        List<Variant> variants = new ArrayList<>(Variant.available());
        variants.remove(Variant.HIKARI);
        try (PostgresPlace server = PostgresPlace.start(Data.MEASURED)) {
            for (Place place : List.of(Place.FILE, Place.POSTGRES)) {
                Access access = place.access(Data.MEASURED);
                Map<Variant, List<Double>> millis = new EnumMap<>(Variant.class);
                for (int round = 0; round < ROUNDS; round++) {
                    for (Variant variant : variants) {
                        double took = start(variant, access);
                        millis.computeIfAbsent(variant, v -> new ArrayList<>()).add(took);
                    }
                }
                double limit = Measurements.median(millis.get(Variant.JDBC));
                for (Variant variant : variants) {
                    double median = Measurements.median(millis.get(variant));
                    System.out.printf(
                            Locale.ROOT,
                            "%s, %s: %.0f ms to the first row, %.0f more than JDBC%n",
                            place.title,
                            variant.title,
                            median,
                            median - limit);
                }
            }
        }
    }

    private static double start(Variant variant, Access access) throws Exception {
        long start = System.nanoTime();
        try (Child child =
                new Child(
                        List.of(),
                        List.of(
                                FirstRow.class.getName(),
                                access.place().name(),
                                variant.name(),
                                access.file()))) {
            String name = child.answer();
            double millis = (System.nanoTime() - start) / 1e6;
            if (!name.equals("user1")) {
                throw new IllegalStateException(variant + " read " + name);
            }
            return millis;
        }
    }

    /** Place, variant, and the file of SQLite; says the name of the user that it read. */
    public static void main(String... args) throws Exception {
        Access access =
                Place.valueOf(args[0]) == Place.FILE
                        ? Access.file(Data.MEASURED, args[2])
                        : Access.postgres(Data.MEASURED);
        Variant variant = Variant.valueOf(args[1]);
        System.out.println(
                switch (variant) {
                    case JDBC -> byHand(access.withoutGeneratedKeys());
                    case KINGLET -> kinglet(access);
                    default -> {
                        try (Reads<?, ?> reads = variant.open(access)) {
                            yield first(reads);
                        }
                    }
                });
        System.exit(0);
    }

    private static String kinglet(Access access) {
        try (Database database = Variant.database(access).bind(USER)) {
            return USER.get(1L).get(USER.username);
        }
    }

    private static String byHand(Access access) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                access.url(), access.user(), access.password());
                PreparedStatement statement = connection.prepareStatement(JdbcRows.BY_KEY)) {
            statement.setLong(1, 1);
            try (ResultSet result = statement.executeQuery()) {
                JdbcRows.Times times = access.isPostgres() ? JdbcRows::object : JdbcRows::text;
                return new JdbcRows(times).user(result).username;
            }
        }
    }

    private static <U, T> String first(Reads<U, T> reads) throws Exception {
        return reads.content(reads.byKey(1)).username();
    }
}
