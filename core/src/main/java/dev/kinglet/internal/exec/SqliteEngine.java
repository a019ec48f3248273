package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.type.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

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
    private final SqliteSetup setup;

    SqliteEngine(String file, EngineSettings settings) {
        this.file = file;
        this.settings = settings;
        Duration lock = settings.lockTimeout();
        this.busyMillis = lock == null ? 10_000 : Math.toIntExact(lock.toMillis());
        this.writer = new WriterTurn(Duration.ofMillis(busyMillis), location());
        this.setup =
                new SqliteSetup(
                        new SqliteSetup.State(
                                settings.attached(), settings.pragmas(), settings.extensions()));
        if (!settings.driver().isEmpty()) {
            throw Known.unknown(
                    settings.driver().keySet().iterator().next(),
                    "for SQLite also pragma.NAME and attach.NAME");
        }
    }

    /** Whether a name is that of a database in memory: each connection would have its own. */
    static boolean isMemory(String file) {
        return file.equals(MEMORY)
                || file.startsWith("file::memory:")
                || file.startsWith("file:") && file.contains("mode=memory");
    }

    /** Whether the name of a file says itself that it is only read. */
    static boolean isReadOnly(String file) {
        return file.startsWith("file:")
                && (file.contains("mode=ro") || file.contains("immutable=1"));
    }

    SqliteSetup setup() {
        return setup;
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public String location() {
        return isMemory(file) ? "SQLite in memory" : "SQLite file '" + file + "'";
    }

    @Override
    public boolean livesInItsConnection() {
        return isMemory(file);
    }

    @Override
    public DataSource connections() {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(busyMillis);
        config.setReadOnly(settings.readOnly());
        // each call of the library is made in the monitor of the driver's connection, which does
        // what SQLite's own mutex would do once more (sqlite.org/threadsafe.html: multi-thread)
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        // keys come from RETURNING; the driver would ask for them, and leave that statement open
        config.setGetGeneratedKeys(false);
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
        if (!isMemory(file) && !isReadOnly(file) && !settings.readOnly()) {
            new SqlitePragmas(connection).writeAheadLog("main");
        }
        SqliteFunctions.register(connection);
        setup.give(connection);
        NewConnections.setUp(this, connection, settings.hooks());
    }

    @Override
    public Lease lease(Connection pooled) throws SQLException {
        SqliteLease lease = new SqliteLease(pooled);
        setup.give(lease.physical());
        return lease;
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
