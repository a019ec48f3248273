package dev.kinglet.benchmarks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Verifies that all variants read the same, measures them, and prints one table.
 *
 * <p>{@code --quick} (the default) has one process for each workload, place and variant, {@code
 * --full} three; {@code --jmh} lets JMH run them one after the other. {@code --only}, {@code --db},
 * {@code --variant} and {@code --rounds} narrow a run down.
 */
public final class Main {
    private Main() {}

    /** Runs; see {@link Settings#USAGE}. */
    public static void main(String... args) throws Exception {
        if (args.length > 0 && args[0].equals("techniques")) {
            Techniques.run();
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
}
