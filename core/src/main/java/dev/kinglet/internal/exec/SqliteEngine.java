package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.type.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
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
    private final WriterTurn writer;

    SqliteEngine(String file, EngineSettings settings) {
        this.file = file;
        this.settings = settings;
        Duration lock = settings.lockTimeout();
        this.busyMillis = lock == null ? 10_000 : Math.toIntExact(lock.toMillis());
        this.writer = new WriterTurn(Duration.ofMillis(busyMillis), location());
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
                            new SqliteConnection(
                                    "jdbc:sqlite:" + file,
                                    file,
                                    properties,
                                    busyMillis,
                                    settings.statementTimeout());
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
    public PhysicalTransaction begin(Lease lease, TransactionMode mode) throws SQLException {
        return SqliteTransaction.begin((SqliteLease) lease, mode, writer);
    }

    @Override
    public void beforeWrite() {
        writer.take(null);
    }

    @Override
    public void afterWrite() {
        writer.give();
    }

    @Override
    public boolean needsTransactionToStream() {
        return false;
    }

    @Override
    public KingletException translate(SQLException error, ErrorContext context) {
        return SqliteErrors.translate(error, context);
    }
}
