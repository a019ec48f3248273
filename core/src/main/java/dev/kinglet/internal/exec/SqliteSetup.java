package dev.kinglet.internal.exec;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a SQLite database have in common, which may change while it is open. Each
 * connection remembers what it was given, and is given what is missing when it is borrowed; a
 * comparison of two references where nothing has changed.
 */
final class SqliteSetup {
    private volatile State state;

    SqliteSetup(State state) {
        this.state = state;
    }

    /** What there is to be; never changed. */
    record State(
            Map<String, String> attached,
            Map<String, String> pragmas,
            List<SqliteExtension> extensions) {}

    /** What a connection has. For whoever has borrowed the connection. */
    static final class Given {
        private final Map<String, String> attached = new HashMap<>();
        private final Map<String, String> pragmas = new HashMap<>();
        private final List<SqliteExtension> extensions = new ArrayList<>();
        private @Nullable State all;
    }

    State state() {
        return state;
    }

    /** Gives a connection what it does not have yet. */
    void give(SqliteConnection connection) throws SQLException {
        State wanted = state;
        Given given = connection.given();
        if (given.all != wanted) {
            give(connection, given, wanted);
            given.all = wanted;
        }
    }

    /** Changes what there is to be, if this connection takes it; the others follow. */
    synchronized void change(SqliteConnection connection, UnaryOperator<State> change)
            throws SQLException {
        State before = state;
        state = change.apply(before);
        try {
            give(connection);
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            state = before;
            throw e;
        }
    }

    /** Step by step, each noted, so that it goes on there after a failure. */
    private static void give(SqliteConnection connection, Given given, State wanted)
            throws SQLException {
        SqlitePragmas pragmas = new SqlitePragmas(connection);
        for (Map.Entry<String, String> had : List.copyOf(given.attached.entrySet())) {
            if (!had.getValue().equals(wanted.attached().get(had.getKey()))) {
                pragmas.detach(had.getKey());
                given.attached.remove(had.getKey());
            }
        }
        for (Map.Entry<String, String> file : wanted.attached().entrySet()) {
            if (!given.attached.containsKey(file.getKey())) {
                pragmas.attach(file.getKey(), file.getValue());
                given.attached.put(file.getKey(), file.getValue());
            }
        }
        Map<String, String> changed = new LinkedHashMap<>(wanted.pragmas());
        changed.entrySet().removeAll(given.pragmas.entrySet());
        pragmas.set(changed);
        given.pragmas.putAll(changed);
        for (SqliteExtension had : List.copyOf(given.extensions)) {
            if (!wanted.extensions().contains(had)) {
                had.unregister(connection);
                given.extensions.remove(had);
            }
        }
        for (SqliteExtension extension : wanted.extensions()) {
            if (!given.extensions.contains(extension)) {
                extension.register(connection);
                given.extensions.add(extension);
            }
        }
    }
}
