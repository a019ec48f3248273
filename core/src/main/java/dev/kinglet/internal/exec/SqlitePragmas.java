package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/** Sets a new SQLite connection up. */
final class SqlitePragmas {
    private final SqliteConnection connection;

    SqlitePragmas(SqliteConnection connection) {
        this.connection = connection;
    }

    /** With it this loses no committed transaction to a crash of the process. */
    void writeAheadLog(String schema) throws SQLException {
        patiently("pragma " + quote(schema) + ".journal_mode = wal");
        run("pragma " + quote(schema) + ".synchronous = normal");
    }

    /** Another file as a schema. */
    void attach(String schema, String file) throws SQLException {
        try (PreparedStatement attach =
                connection.prepareStatement("attach database ? as " + quote(schema))) {
            attach.setString(1, file);
            attach.execute();
        }
        if (!file.equals(SqliteEngine.MEMORY)) {
            writeAheadLog(schema);
        }
    }

    void set(Map<String, String> pragmas) throws SQLException {
        if (pragmas.isEmpty()) {
            return;
        }
        TreeSet<String> known = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("select name from pragma_pragma_list")) {
            while (names.next()) {
                known.add(names.getString(1));
            }
        }
        for (Map.Entry<String, String> pragma : pragmas.entrySet()) {
            if (!known.contains(pragma.getKey())) {
                // SQLite itself would say nothing
                throw new NewConnections.HookFailed(
                        new ProgrammingException(
                                "SQLite has no pragma '" + pragma.getKey() + "'",
                                null,
                                "it knows " + String.join(", ", known)));
            }
            run(
                    "pragma "
                            + quote(pragma.getKey())
                            + " = '"
                            + pragma.getValue().replace("'", "''")
                            + "'");
        }
    }

    /**
     * Tries again where another connection is at it, too: of two that change the journal at once
     * SQLite refuses one without waiting, since they might wait for each other.
     */
    private void patiently(String sql) throws SQLException {
        long end = System.nanoTime() + connection.usualBusyMillis() * 1_000_000L;
        while (true) {
            try {
                run(sql);
                return;
            } catch (SQLException e) {
                if (!SqliteErrors.isBusy(e) || System.nanoTime() > end) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(SQLException because) throws SQLException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, 10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw because;
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
