package dev.kinglet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the data is. */
enum Place {
    /** In memory: a database, with equal data, for each variant that is opened. */
    SQLITE("SQLite in memory") {
        @Override
        Access access(Data data) {
            return Access.memory(data);
        }
    },

    /** In a file with a write-ahead log: one for each variant that is opened. */
    FILE("SQLite in a file") {
        @Override
        Access access(Data data) throws SQLException {
            Access access = Access.file(data, temporary().resolve("benchmark.db").toString());
            try (Connection connection = DriverManager.getConnection(access.url())) {
                Loader.loadSqlite(connection, data);
            }
            return access;
        }
    },

    /** One server for all variants; {@link PostgresPlace} has filled it. */
    POSTGRES("PostgreSQL") {
        @Override
        Access access(Data data) {
            return Access.postgres(data);
        }
    };

    /** For readers. */
    final String title;

    Place(String title) {
        this.title = title;
    }

    /** The way to data that nobody else has, or that nobody else changes. */
    abstract Access access(Data data) throws SQLException;

    /** A folder that is removed when the process ends. */
    static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("kinglet-benchmark");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
