package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

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
        if (!SqliteEngine.isMemory(file)
                && !SqliteEngine.isReadOnly(file)
                && !connection.isReadOnly()) {
            writeAheadLog(schema);
        }
    }

    void detach(String schema) throws SQLException {
        run("detach database " + quote(schema));
    }

    void set(Map<String, String> pragmas) throws SQLException {
        for (String name : pragmas.keySet()) {
            require(name);
        }
        for (Map.Entry<String, String> pragma : pragmas.entrySet()) {
            run(assignment(pragma.getKey(), pragma.getValue()));
        }
    }

    /** The first value that it answers, asked anew: a statement that is kept would know the old. */
    @Nullable String get(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    /** Refuses one that SQLite does not know, of which SQLite itself would say nothing. */
    void require(String name) throws SQLException {
        TreeSet<String> known = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("select name from pragma_pragma_list")) {
            while (names.next()) {
                known.add(names.getString(1));
            }
        }
        if (!known.contains(bare(name))) {
            throw new NewConnections.HookFailed(
                    new ProgrammingException(
                            "SQLite has no pragma '" + bare(name) + "'",
                            null,
                            "it knows " + String.join(", ", known)));
        }
    }

    /** The name behind that of a schema. */
    static String bare(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    /** A name that may have a schema in front of it. */
    static String quoted(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? quote(name)
                : quote(name.substring(0, dot)) + "." + quote(name.substring(dot + 1));
    }

    static String assignment(String name, String value) {
        return "pragma " + quoted(name) + " = '" + value.replace("'", "''") + "'";
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
