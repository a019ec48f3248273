package dev.kinglet.internal.exec;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A borrowed SQLite connection. Statements are prepared below the pool, where they outlive the
 * loan.
 */
final class SqliteLease extends Lease {
    private final SqliteConnection physical;
    private @Nullable StatementDeadline deadline;

    SqliteLease(Connection pooled) throws SQLException {
        super(pooled);
        this.physical = pooled.unwrap(SqliteConnection.class);
        this.deadline = physical.usualDeadline();
    }

    SqliteConnection physical() {
        return physical;
    }

    @Override
    PreparedStatement prepare(String sql) throws SQLException {
        StatementDeadline timed = deadline;
        if (timed != null) {
            timed.restart();
        }
        PreparedStatement statement = physical.statements().take(sql);
        return statement == null ? physical.prepareKept(sql) : statement;
    }

    @Override
    void release(String sql, PreparedStatement statement) throws SQLException {
        physical.statements().give(sql, statement);
    }

    @Override
    void rollbackTo(String savepoint) throws SQLException {
        execute("rollback to savepoint " + savepoint);
        execute("release savepoint " + savepoint);
    }

    @Override
    void execute(String sql) throws SQLException {
        PreparedStatement statement = prepare(sql);
        try {
            statement.execute();
        } catch (SQLException e) {
            discard(statement);
            throw e;
        }
        release(sql, statement);
    }

    /**
     * Sets something of the connection. Never from a kept statement: that happens when it is
     * compiled.
     */
    void pragma(String setting) throws SQLException {
        super.execute("pragma " + setting);
    }

    /** How long locks of other processes are waited for; null for the usual. */
    void busyTimeout(@Nullable Duration wait) throws SQLException {
        physical.setBusyTimeout(
                wait == null
                        ? physical.usualBusyMillis()
                        : (int) Math.min(Integer.MAX_VALUE, wait.toMillis()));
    }

    /** How long each statement may run from now on; null for the usual. */
    void statementTimeout(@Nullable Duration timeout) throws SQLException {
        if (timeout == null) {
            deadline = physical.usualDeadline();
            physical.watch(deadline);
        } else {
            deadline = new StatementDeadline(timeout);
            physical.watch(deadline);
        }
    }
}
