package dev.kinglet.internal.exec;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A borrowed connection. */
class Lease {
    private final Connection pooled;

    Lease(Connection pooled) {
        this.pooled = pooled;
    }

    final Connection connection() {
        return pooled;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return pooled.prepareStatement(sql);
    }

    /** Takes a statement back whose results are closed. */
    void release(String sql, PreparedStatement statement) throws SQLException {
        statement.close();
    }

    /** Ends a statement that failed. */
    void discard(PreparedStatement statement) throws SQLException {
        statement.close();
    }

    /** Runs one of our own statements, such as a savepoint. */
    void execute(String sql) throws SQLException {
        try (Statement statement = pooled.createStatement()) {
            statement.execute(sql);
        }
    }
}
