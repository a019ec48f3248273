package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.type.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleConsumer;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

/**
 * SQLite: write-ahead log for files, foreign keys on, one writer at a time. Writers of this process
 * wait for each other in a fair queue, because SQLite's own waiting is a poll that can starve one
 * of them; writers of other processes are waited for by the busy timeout.
 */
final class SqliteEngine implements Engine {
    static final String MEMORY = ":memory:";

    private final String file;
    private final EngineSettings settings;
    private final int busyMillis;
    private final ReentrantLock writer = new ReentrantLock(true);

    SqliteEngine(String file, EngineSettings settings) {
        this.file = file;
        this.settings = settings;
        Duration lock = settings.lockTimeout();
        this.busyMillis = lock == null ? 10_000 : Math.toIntExact(lock.toMillis());
        if (settings.statementTimeout() != null) {
            throw new ProgrammingException(
                    "SQLite has no timeout of statements",
                    null,
                    "set lockTimeout(..), which limits the waiting for other writers");
        }
        if (!settings.driver().isEmpty()) {
            throw Known.unknown(
                    settings.driver().keySet().iterator().next(),
                    "for SQLite also pragma.NAME and attach.NAME");
        }
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
    public boolean livesInItsConnection() {
        return file.equals(MEMORY);
    }

    @Override
    public DataSource connections() {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(busyMillis);
        Properties properties = config.toProperties();
        return new ConnectionFactory(
                () -> {
                    SqliteConnection connection =
                            new SqliteConnection("jdbc:sqlite:" + file, file, properties);
                    return ConnectionFactory.setUp(connection, () -> setUp(connection));
                });
    }

    private void setUp(SqliteConnection connection) throws SQLException {
        SqlitePragmas pragmas = new SqlitePragmas(connection);
        if (!file.equals(MEMORY)) {
            pragmas.writeAheadLog("main");
        }
        for (Map.Entry<String, String> other : settings.attached().entrySet()) {
            pragmas.attach(other.getKey(), other.getValue());
        }
        pragmas.set(settings.pragmas());
        SqliteFunctions.register(connection);
        for (SqliteExtension extension : settings.extensions()) {
            extension.register(connection);
        }
        NewConnections.setUp(this, connection, settings.hooks());
    }

    @Override
    public void backup(Connection connection, Path file, DoubleConsumer progress)
            throws SQLException {
        SqliteBackup.copy(connection.unwrap(SqliteConnection.class), file, progress);
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
        } catch (SQLException e) {
            // some failures, such as a full disk, end the transaction by themselves
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        } finally {
            afterWrite();
        }
    }

    @Override
    public void beforeWrite() {
        try {
            if (!writer.tryLock(busyMillis, TimeUnit.MILLISECONDS)) {
                throw new OperationalException(
                        "waited " + busyMillis + " ms for another writer of " + location(),
                        ErrorContext.NONE.withHint(
                                "keep transactions that write short: SQLite has one writer at a time"),
                        null,
                        OperationalException.Kind.LOCK_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationalException(
                    "interrupted while waiting for another writer of " + location(),
                    ErrorContext.NONE,
                    e,
                    OperationalException.Kind.TIMEOUT);
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
