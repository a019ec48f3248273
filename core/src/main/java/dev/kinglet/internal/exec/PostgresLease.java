package dev.kinglet.internal.exec;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * A borrowed connection of PostgreSQL. Its driver keeps what the server prepared, but makes a
 * statement and what it needs to read times anew at each use; so statements are prepared below the
 * pool and kept. What the pool would see of their errors it is told.
 */
final class PostgresLease extends Lease {
    /** Longer texts are not worth their place. */
    private static final int LONGEST = 16_000;

    private final PgConnection physical;
    private final StatementCache statements;
    private boolean gone;

    PostgresLease(Connection pooled, PgConnection physical, StatementCache statements) {
        super(pooled);
        this.physical = physical;
        this.statements = statements;
    }

    @Override
    boolean isGone() {
        return gone || super.isGone();
    }

    @Override
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.take(sql);
        return statement == null ? physical.prepareStatement(sql) : statement;
    }

    /** The values that were bound do not stay: they may be large, or secret. */
    @Override
    void release(String sql, PreparedStatement statement) throws SQLException {
        if (sql.length() > LONGEST) {
            statement.close();
            return;
        }
        statement.clearParameters();
        if (statement.getFetchSize() != physical.getDefaultFetchSize()) {
            statement.setFetchSize(physical.getDefaultFetchSize());
        }
        statements.give(sql, statement);
    }

    @Override
    void failed(Throwable error) {
        gone |= error instanceof SQLException sql && ends(sql);
    }

    /** A transaction that was begun and not ended is undone: the pool would commit it. */
    @Override
    boolean mayBeUsedAgain() {
        try {
            if (!gone && !physical.getAutoCommit()) {
                connection().rollback();
            }
        } catch (SQLException e) {
            gone = true;
        }
        return !gone;
    }

    /** Whether the connection is of no use after that: what the pool looks at, and says. */
    private static boolean ends(SQLException error) {
        int depth = 0;
        for (@Nullable SQLException one = error;
                one != null && depth < 10;
                one = one.getNextException(), depth++) {
            String state = one.getSQLState();
            if (one instanceof SQLTimeoutException || state != null && ends(state)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ends(String state) {
        return state.startsWith("08")
                || switch (state) {
                    // the server ends it, or is about to be ended
                    case "57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04" -> true;
                    default -> false;
                };
    }
}
