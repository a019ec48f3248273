package dev.kinglet.internal.exec;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.jdbc4.JDBC4Connection;

/** A physical SQLite connection that keeps its prepared statements: its driver keeps none. */
final class SqliteConnection extends JDBC4Connection {
    private static final int STATEMENTS = 256;

    private final StatementCache statements = new StatementCache(STATEMENTS);
    private final SqliteSetup.Given given = new SqliteSetup.Given();
    private final int busyMillis;
    private final @Nullable StatementDeadline deadline;
    private boolean running;
    private boolean utf8;

    /**
     * @param busyMillis how long locks of other processes are waited for
     * @param statementTimeout how long a statement may run; null for any time
     */
    SqliteConnection(
            String url,
            String file,
            Properties properties,
            int busyMillis,
            @Nullable Duration statementTimeout)
            throws SQLException {
        super(url, file, properties);
        this.busyMillis = busyMillis;
        this.deadline = statementTimeout == null ? null : new StatementDeadline(statementTimeout);
        if (deadline != null) {
            watch(deadline);
        }
    }

    /** What it was told for all connections. */
    SqliteSetup.Given given() {
        return given;
    }

    int usualBusyMillis() {
        return busyMillis;
    }

    @Nullable StatementDeadline usualDeadline() {
        return deadline;
    }

    /** Ends statements that run for too long; null for none. */
    void watch(@Nullable StatementDeadline limit) throws SQLException {
        if (limit == null) {
            ProgressHandler.clearHandler(this);
        } else {
            ProgressHandler.setHandler(this, StatementDeadline.STEPS, limit);
        }
    }

    /**
     * Binds and begins a statement; whether there is a row. The driver would end each statement
     * that writes by a BEGIN and a COMMIT, since a SQLite of long ago did not commit while another
     * statement of the connection was read.
     */
    boolean run(SqliteStatement statement, @Nullable Object @Nullable [] values)
            throws SQLException {
        running = true;
        try {
            return getDatabase().execute(statement, values);
        } finally {
            running = false;
        }
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        return !running && super.getAutoCommit();
    }

    /**
     * Whether texts are stored as UTF-8, and will be: that is chosen with the first table. Not
     * known before.
     */
    boolean isUtf8() {
        if (!utf8) {
            try (Statement statement = createStatement();
                    ResultSet result =
                            statement.executeQuery(
                                    "select 1 from pragma_encoding, pragma_schema_version"
                                            + " where encoding = 'UTF-8' and schema_version > 0")) {
                utf8 = result.next();
            } catch (SQLException e) {
                return false; // what is to run says the same
            }
        }
        return utf8;
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
