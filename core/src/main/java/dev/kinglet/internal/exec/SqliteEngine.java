package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.type.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

/**
 * SQLite: write-ahead log for files, foreign keys on, one writer at a time. Writers of this process
 * wait for each other in a fair queue, because SQLite's own waiting is a poll that can starve one
 * of them; writers of other processes are waited for by the busy timeout.
 */
final class SqliteEngine implements Engine {
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;
    static final String MEMORY = ":memory:";

    private final String file;
    private final ReentrantLock writer = new ReentrantLock(true);

    SqliteEngine(String file) {
        this.file = file;
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public String location() {
        return file.equals(MEMORY) ? "SQLite in memory" : "SQLite file '" + file + "'";
    }

    @Override
    public DataSource connections() {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        if (!file.equals(MEMORY)) {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            // with a write-ahead log this loses no committed transaction to a crash of the process
            config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        }
        return new ConnectionFactory(
                () -> {
                    SqliteConnection connection =
                            new SqliteConnection(
                                    "jdbc:sqlite:" + file, file, config.toProperties());
                    try {
                        SqliteFunctions.register(connection);
                    } catch (SQLException | RuntimeException e) {
                        connection.close();
                        throw e;
                    }
                    return connection;
                });
    }

    @Override
    public Lease lease(Connection pooled) throws SQLException {
        return new SqliteLease(pooled);
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        beforeWrite();
        try {
            run(connection, "begin immediate");
        } catch (SQLException | RuntimeException e) {
            afterWrite();
            throw e;
        }
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        run(
                connection,
                "commit"); // where this fails the transaction is still there, and so is the lock
        afterWrite();
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
        try {
            run(connection, "rollback");
        } finally {
            afterWrite();
        }
    }

    @Override
    public void beforeWrite() {
        try {
            if (!writer.tryLock(BUSY_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new OperationalException(
                        "waited "
                                + BUSY_TIMEOUT_MILLIS / 1000
                                + " s for another writer of "
                                + location(),
                        ErrorContext.NONE.withHint(
                                "keep transactions that write short: SQLite has one writer at a time"),
                        null,
                        true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationalException(
                    "interrupted while waiting for another writer of " + location(),
                    ErrorContext.NONE,
                    e,
                    false);
        }
    }

    @Override
    public void afterWrite() {
        writer.unlock();
    }

    @Override
    public boolean needsTransactionToStream() {
        return false;
    }

    @Override
    public KingletException translate(SQLException error, ErrorContext context) {
        return SqliteErrors.translate(error, context);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        Lease lease = new SqliteLease(connection);
        PreparedStatement statement = lease.prepare(sql);
        try {
            statement.execute();
        } catch (SQLException e) {
            lease.discard(statement);
            throw e;
        }
        lease.release(sql, statement);
    }
}
