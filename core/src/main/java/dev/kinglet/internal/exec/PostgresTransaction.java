package dev.kinglet.internal.exec;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * A transaction of PostgreSQL. The driver sends BEGIN, or BEGIN READ ONLY, with the first
 * statement. What else is asked for goes before that statement, all of it in one round trip, and
 * lasts as long as the transaction: a pooler between us and the server sees nothing of it.
 */
final class PostgresTransaction implements PhysicalTransaction {
    private final Connection connection;
    private final boolean readOnly;

    private PostgresTransaction(Connection connection, boolean readOnly) {
        this.connection = connection;
        this.readOnly = readOnly;
    }

    static PostgresTransaction begin(Connection connection, TransactionMode mode)
            throws SQLException {
        PostgresTransaction begun = new PostgresTransaction(connection, mode.readOnly());
        connection.setAutoCommit(false);
        try {
            if (mode.readOnly()) {
                connection.setReadOnly(true);
            }
            String settings = settings(mode);
            if (!settings.isEmpty()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(settings);
                }
            }
        } catch (SQLException e) {
            try {
                begun.rollback();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        return begun;
    }

    /**
     * The server answers a COMMIT of a transaction in which a statement failed by a rollback,
     * without an error.
     */
    @Override
    public void commit() throws SQLException {
        if (connection.unwrap(BaseConnection.class).getTransactionState()
                == TransactionState.FAILED) {
            throw new PSQLException(
                    "a statement of the transaction has failed, so it cannot be committed",
                    PSQLState.IN_FAILED_SQL_TRANSACTION);
        }
        connection.commit();
        reset();
    }

    @Override
    public void rollback() throws SQLException {
        connection.rollback();
        reset();
    }

    private void reset() throws SQLException {
        if (readOnly) {
            connection.setReadOnly(false);
        }
        connection.setAutoCommit(true);
    }

    private static String settings(TransactionMode mode) {
        if (mode == TransactionMode.USUAL) {
            return "";
        }
        StringBuilder sql = new StringBuilder();
        if (mode.isolation() != null || mode.deferrable()) {
            sql.append("set transaction");
            if (mode.isolation() != null) {
                sql.append(" isolation level ")
                        .append(mode.isolation().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
            sql.append(mode.deferrable() ? " deferrable; " : "; ");
        }
        if (mode.statementTimeout() != null) {
            sql.append("set local statement_timeout = ")
                    .append(TransactionMode.millis(mode.statementTimeout()))
                    .append("; ");
        }
        if (mode.lockTimeout() != null) {
            sql.append("set local lock_timeout = ")
                    .append(TransactionMode.millis(mode.lockTimeout()))
                    .append("; ");
        }
        return sql.toString();
    }
}
