package dev.kinglet.internal.exec;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The one method of DataSource that a pool needs. */
final class ConnectionFactory implements DataSource {

    /** Makes a connection. */
    interface Opener {
        Connection open() throws SQLException;
    }

    /** Does something that may fail. */
    interface Step {
        void run() throws SQLException;
    }

    private final Opener opener;

    /** The pool sets it, and waits as long for its own threads when it is closed. */
    private volatile int loginTimeout = 5;

    ConnectionFactory(Opener opener) {
        this.opener = opener;
    }

    /** The connection, set up; closed where that fails. */
    static <C extends Connection> C setUp(C connection, Step step) throws SQLException {
        try {
            step.run();
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            try {
                connection.close();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        return connection;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opener.open();
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password)
            throws SQLException {
        return opener.open();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("no wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
