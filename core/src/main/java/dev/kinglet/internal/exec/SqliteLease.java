package dev.kinglet.internal.exec;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A borrowed SQLite connection. Statements are prepared below the pool, where they outlive the
 * loan.
 */
final class SqliteLease extends Lease {
    private final SqliteConnection physical;

    SqliteLease(Connection pooled) throws SQLException {
        super(pooled);
        this.physical = pooled.unwrap(SqliteConnection.class);
    }

    @Override
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = physical.statements().take(sql);
        return statement == null ? physical.prepareKept(sql) : statement;
    }

    @Override
    void release(String sql, PreparedStatement statement) throws SQLException {
        physical.statements().give(sql, statement);
    }
}
