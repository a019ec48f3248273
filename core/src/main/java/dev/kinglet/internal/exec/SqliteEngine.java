package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.type.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

/**
 * SQLite: write-ahead log for files, foreign keys on, one writer at a time. Writers of this process
 * wait for each other in a fair queue, because SQLite's own waiting is a poll that can starve one
 * of them; writers of other processes are waited for by the busy timeout.
 */
final class SqliteEngine implements Engine {
    static final int BUSY_TIMEOUT_MILLIS = 10_000;
    static final String MEMORY = ":memory:";

    private final String file;
    private final WriterTurn writer;

    SqliteEngine(String file) {
        this.file = file;
        this.writer = new WriterTurn(Duration.ofMillis(BUSY_TIMEOUT_MILLIS), location());
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
