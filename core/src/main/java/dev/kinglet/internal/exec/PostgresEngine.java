package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.type.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PgConnection;

/** PostgreSQL through its own driver. */
final class PostgresEngine implements Engine {
    private static final int STATEMENTS = 256;

    private final String url;
    private final EngineSettings settings;
    private final Properties properties = new Properties();

    /**
     * The statements of the connections. There are so few of these that the right one is looked for
     * one by one; without a lock, since a change makes another array.
     */
    private volatile Kept[] kept = new Kept[0];

    private record Kept(PgConnection connection, StatementCache statements) {}

    PostgresEngine(
            String url, @Nullable String user, @Nullable String password, EngineSettings settings) {
        this.url = url;
        this.settings = settings;
        refuseWhatIsOfSqlite(settings);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "kinglet");
        if (settings.transactionPooler()) {
            // the next transaction may be on another server connection, which has no statement of
            // the last one
            properties.setProperty("prepareThreshold", "0");
        }
        for (Map.Entry<String, String> setting : settings.driver().entrySet()) {
            if (PGProperty.forName(setting.getKey()) == null) {
                throw Known.unknown(
                        setting.getKey(),
                        "PostgreSQL's driver knows "
                                + Arrays.stream(PGProperty.values())
                                        .map(PGProperty::getName)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
            properties.setProperty(setting.getKey(), setting.getValue());
        }
        session(settings);
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        // the detail of a server's error repeats values of the row
        properties.setProperty("logServerErrorDetail", Boolean.toString(settings.showBinds()));
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public String location() {
        return "PostgreSQL at " + Urls.withoutSecrets(url);
    }

    @Override
    public DataSource connections() {
        Driver driver = new Driver();
        return new ConnectionFactory(
                () -> {
                    Connection connection = driver.connect(url, properties);
                    if (connection == null) {
                        throw new SQLException(
                                "not a PostgreSQL URL: " + Urls.withoutSecrets(url), "08001");
                    }
                    return ConnectionFactory.setUp(
                            connection,
                            () -> NewConnections.setUp(this, connection, settings.hooks()));
                });
    }

    @Override
    public Lease lease(Connection pooled) throws SQLException {
        PgConnection physical = pooled.unwrap(PgConnection.class);
        return new PostgresLease(pooled, physical, statements(physical));
    }

    private StatementCache statements(PgConnection connection) throws SQLException {
        for (Kept one : kept) {
            if (one.connection() == connection) {
                return one.statements();
            }
        }
        return keep(connection);
    }

    /** Remembers a new connection, in the place of those that were closed. */
    private synchronized StatementCache keep(PgConnection connection) throws SQLException {
        List<Kept> open = new ArrayList<>();
        for (Kept one : kept) {
            if (!one.connection().isClosed()) {
                open.add(one);
            }
        }
        Kept added = new Kept(connection, new StatementCache(STATEMENTS));
        open.add(added);
        kept = open.toArray(Kept[]::new);
        return added.statements();
    }

    @Override
    public PhysicalTransaction begin(Lease lease, TransactionMode mode) throws SQLException {
        return PostgresTransaction.begin(lease.connection(), mode);
    }

    @Override
    public void requireSession(String what) {
        if (settings.transactionPooler()) {
            throw new ProgrammingException(
                    what + " behind a transaction pooler",
                    null,
                    "open a second database without the pooler for it");
        }
    }

    @Override
    public boolean needsTransactionToStream() {
        return true;
    }

    @Override
    public KingletException translate(SQLException error, ErrorContext context) {
        return PostgresErrors.translate(error, context, settings.showBinds());
    }

    /** They travel with the start of a connection, so they cost no round trip. */
    private void session(EngineSettings settings) {
        Duration lock = settings.lockTimeout();
        Duration statement = settings.statementTimeout();
        if (lock == null && statement == null && !settings.readOnly()) {
            return;
        }
        if (settings.transactionPooler()) {
            throw settings.readOnly()
                    ? new ProgrammingException(
                            "read-only sessions behind a transaction pooler",
                            null,
                            "say it for transactions: TransactionOptions.defaults().readOnly(), or alter role .. set default_transaction_read_only = on")
                    : new ProgrammingException(
                            "a timeout of the session behind a transaction pooler",
                            null,
                            "set it for a transaction, or on the server: alter role .. set lock_timeout = ..");
        }
        StringBuilder options = new StringBuilder(properties.getProperty("options", ""));
        option(options, "lock_timeout", lock);
        option(options, "statement_timeout", statement);
        if (settings.readOnly()) {
            option(options, "default_transaction_read_only", "on");
        }
        properties.setProperty("options", options.toString());
    }

    private static void option(StringBuilder options, String name, @Nullable Duration value) {
        if (value != null) {
            option(options, name, Long.toString(value.toMillis()));
        }
    }

    private static void option(StringBuilder options, String name, String value) {
        options.append(options.isEmpty() ? "" : " ")
                .append("-c ")
                .append(name)
                .append('=')
                .append(value);
    }

    private static void refuseWhatIsOfSqlite(EngineSettings settings) {
        if (!settings.pragmas().isEmpty()) {
            throw NoSqlite.pragmas();
        }
        if (!settings.attached().isEmpty()) {
            throw NoSqlite.files();
        }
        if (!settings.extensions().isEmpty()) {
            throw NoSqlite.functions();
        }
    }
}
