package dev.kinglet.internal.exec;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements of one physical connection, least recently used first. A statement that
 * is in use is not in the cache, so a second use of the same text at the same time prepares one of
 * its own. For one thread at a time, as the connection is.
 */
final class StatementCache {
    private final int capacity;
    private final LinkedHashMap<String, PreparedStatement> idle =
            new LinkedHashMap<>(64, 0.75f, true);

    StatementCache(int capacity) {
        this.capacity = capacity;
    }

    /** Takes the statement of that text out; null when there is none at rest. */
    @Nullable PreparedStatement take(String sql) {
        return idle.remove(sql);
    }

    /**
     * Gives a statement back, and closes the one that was not used for longest where there are too
     * many.
     */
    void give(String sql, PreparedStatement statement) throws SQLException {
        PreparedStatement other = idle.put(sql, statement);
        if (other != null) {
            other.close();
        }
        if (idle.size() > capacity) {
            Map.Entry<String, PreparedStatement> eldest = idle.entrySet().iterator().next();
            idle.remove(eldest.getKey());
            eldest.getValue().close();
        }
    }

    int size() {
        return idle.size();
    }

    void clear() throws SQLException {
        for (PreparedStatement statement : idle.values()) {
            statement.close();
        }
        idle.clear();
    }
}
