package dev.kinglet.internal.exec;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.jdbc4.JDBC4Connection;

/** A physical SQLite connection that keeps its prepared statements: its driver keeps none. */
final class SqliteConnection extends JDBC4Connection {
    private static final int STATEMENTS = 256;

    private final StatementCache statements = new StatementCache(STATEMENTS);

    SqliteConnection(String url, String file, Properties properties) throws SQLException {
        super(url, file, properties);
    }

    /** A statement that is to be kept in {@link #statements()}. */
    PreparedStatement prepareKept(String sql) throws SQLException {
        checkOpen();
        return new SqliteStatement(this, sql);
    }

    StatementCache statements() {
        return statements;
    }

    @Override
    public void close() throws SQLException {
        statements.clear();
        if (!isClosed()) {
            optimize();
        }
        super.close();
    }

    /**
     * What SQLite recommends before a connection is closed; it looks at few rows, and waits for
     * nobody.
     */
    private void optimize() {
        try (Statement statement = createStatement()) {
            setBusyTimeout(0);
            statement.execute("pragma optimize");
        } catch (SQLException e) {
            // a database that is read only, or busy: the next one that closes does it
        }
    }
}
