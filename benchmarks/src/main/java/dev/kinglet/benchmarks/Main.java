package dev.kinglet.benchmarks;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Verifies that all variants read the same, measures them, and prints one table.
 *
 * <p>{@code --quick} (the default) has one process for each workload, place and variant, {@code
 * --full} three; {@code --jmh} lets JMH run them one after the other. {@code --only}, {@code --db},
 * {@code --variant} and {@code --rounds} narrow a run down. A single word runs another measurement.
 */
public final class Main {
    private static final Map<String, Other> OTHERS =
            Map.of(
                    "shapes", ManyShapes::measure,
                    "threads", ManyThreads::compare,
                    "virtual", ManyThreads::virtual,
                    "start", FirstRow::compare,
                    "stream", Streaming::compare,
                    "memory", RowMemory::compare,
                    "watching", Watching::compare,
                    "techniques", Techniques::run);

    private Main() {}

    /** What is not one of the table's lines. */
    private interface Other {
        void run() throws Exception;
    }

    /** Runs; see {@link Settings#USAGE}. */
    public static void main(String... args) throws Exception {
        if (args.length == 1 && args[0].matches("(--)?help")) {
            System.out.println(usage());
            return;
        }
        Other other = args.length == 1 ? OTHERS.get(args[0]) : null;
        if (other != null) {
            other.run();
            return;
        }
        Settings settings;
        try {
            settings = Settings.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        boolean postgres = settings.places().contains(Place.POSTGRES);
        try (PostgresPlace server =
                postgres ? PostgresPlace.start(Data.MEASURED, settings.processor()) : null) {
            for (Place place : settings.places()) {
                Verification.verify(place, settings.variants(), Data.MEASURED);
            }
            System.err.println("all variants read the same");
            Measurements measurements =
                    settings.jmh() ? new Rounds(settings).run() : new Interleaved(settings).run();
            System.out.println(Report.of(settings, measurements, versions(server)));
        }
    }

    private static String versions(@Nullable PostgresPlace server) throws Exception {
        return "JDK "
                + Runtime.version()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors, "
                + Objects.toString(System.getProperty("os.name"))
                + " "
                + System.getProperty("os.arch")
                + "; sqlite-jdbc "
                + SQLiteJDBCLoader.getVersion()
                + (server == null
                        ? ""
                        : "; PostgreSQL "
                                + PostgresPlace.version()
                                + ", driver "
                                + org.postgresql.util.DriverInfo.DRIVER_VERSION)
                + "; processes with -Xms1g -Xmx1g and the default collector.";
    }

    private static String usage() {
        return Settings.USAGE + "\nor one of " + String.join(", ", new TreeSet<>(OTHERS.keySet()));
    }
}
