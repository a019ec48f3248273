package dev.kinglet.internal.exec;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.type.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The connections of one database: the pool, and those that threads keep. */
public final class Connections implements AutoCloseable {
    private final Engine engine;
    private final HikariDataSource pool;
    private final ThreadLocal<@Nullable Session> sessions = new ThreadLocal<>();
    private final WriteClock clock = new WriteClock(this);

    private Connections(Engine engine, HikariConfig config) {
        this.engine = engine;
        this.pool = open(engine, config);
    }

    /** A file; it is made where it is not there. */
    public static Connections sqliteFile(String file, PoolSettings settings) {
        return new Connections(new SqliteEngine(file), config(settings, file));
    }

    /**
     * A database in memory: one connection, which threads use in turns, because each connection
     * would have its own.
     */
    public static Connections sqliteInMemory(PoolSettings settings) {
        HikariConfig config = config(settings, "memory");
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(1);
        // a connection that is retired takes the database with it
        config.setMaxLifetime(0);
        config.setIdleTimeout(0);
        return new Connections(new SqliteEngine(SqliteEngine.MEMORY), config);
    }

    /** A PostgreSQL server, or one that speaks its protocol; a JDBC URL. */
    public static Connections postgres(
            String url,
            @Nullable String user,
            @Nullable String password,
            PoolSettings settings,
            boolean showBinds) {
        return new Connections(
                new PostgresEngine(url, user, password, showBinds), config(settings, "postgres"));
    }

    public Dialect dialect() {
        return engine.dialect();
    }

    /** Where it connects to, without secrets. */
    public String location() {
        return engine.location();
    }

    /** How many connections are lent out now. */
    public int inUse() {
        return pool.isClosed() ? 0 : pool.getHikariPoolMXBean().getActiveConnections();
    }

    /**
     * Keeps one connection for this thread until the scope is closed. Nothing is borrowed before it
     * is needed.
     */
    public Scope keep() {
        Session session = current();
        if (session == null) {
            session = new Session(this);
            sessions.set(session);
        }
        session.hold();
        return new Scope(session);
    }

    /** How many transactions and savepoints this thread is in. */
    public int depth() {
        Session session = current();
        return session == null ? 0 : session.depth();
    }

    /** What tells the transaction of this thread from others; null outside of one. */
    @Nullable Object transaction() {
        Session session = current();
        return session == null ? null : session.transaction();
    }

    WriteClock clock() {
        return clock;
    }

    public boolean isClosed() {
        return pool.isClosed();
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return engine.location();
    }

    Engine engine() {
        return engine;
    }

    @Nullable Session current() {
        Session session = sessions.get();
        if (session != null && session.isOver()) {
            // it was let go by another thread: a stream that was closed elsewhere
            sessions.remove();
            return null;
        }
        return session;
    }

    Lease borrow() throws SQLException {
        if (pool.isClosed()) {
            throw new OperationalException(
                    "the database is closed: " + location(),
                    ErrorContext.NONE.withHint("a closed database stays closed; make another one"),
                    null,
                    false);
        }
        Connection connection;
        try {
            connection = pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw new OperationalException(
                    "no connection to "
                            + location()
                            + " was free within "
                            + pool.getConnectionTimeout()
                            + " ms: "
                            + inUse()
                            + " of "
                            + pool.getMaximumPoolSize()
                            + " are in use",
                    ErrorContext.NONE.withHint(
                            "keep scopes and transactions short, or raise pool.max"),
                    e,
                    false);
        }
        try {
            return engine.lease(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    void giveBack(Lease lease) {
        try {
            lease.connection().close();
        } catch (SQLException e) {
            // the pool has taken it back or thrown it away; there is nobody left whom this error
            // would help
            evict(lease);
        }
    }

    void evict(Lease lease) {
        pool.evictConnection(lease.connection());
    }

    private void forget(Session session) {
        if (session.isOver() && sessions.get() == session) {
            sessions.remove();
        }
    }

    private static HikariConfig config(PoolSettings settings, String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("kinglet-" + name.replaceAll("[^A-Za-z0-9_.-]", "_"));
        config.setMaximumPoolSize(settings.maximumSize());
        config.setMinimumIdle(Math.min(settings.minimumIdle(), settings.maximumSize()));
        config.setConnectionTimeout(settings.connectionTimeout().toMillis());
        return config;
    }

    private static HikariDataSource open(Engine engine, HikariConfig config) {
        config.setDataSource(engine.connections());
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (engine.dialect() == Dialect.SQLITE && SqliteErrors.isNoDatabase(cause)) {
                throw new OperationalException(
                        "not a SQLite database: " + engine.location(),
                        ErrorContext.NONE.withHint(
                                "name a SQLite file, or one that does not exist yet and is to be made"),
                        cause,
                        false);
            }
            throw new OperationalException(
                    "no connection to " + engine.location() + ": " + firstLine(cause),
                    ErrorContext.NONE.withHint(
                            engine.dialect() == Dialect.SQLITE
                                    ? "the folder has to exist and be writable"
                                    : "is the server running there, and are user, password and database right?"),
                    cause,
                    false);
        }
    }

    private static String firstLine(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** How the pool is set up. */
    public record PoolSettings(int maximumSize, int minimumIdle, Duration connectionTimeout) {
        public PoolSettings {
            if (maximumSize < 1) {
                throw new ProgrammingException(
                        "a pool of " + maximumSize + " connections",
                        null,
                        "pool.max has to be 1 or more");
            }
            // below that HikariCP would quietly take another value
            if (connectionTimeout.toMillis() < 250) {
                throw new ProgrammingException(
                        "a connection timeout of " + connectionTimeout.toMillis() + " ms",
                        null,
                        "pool.timeout has to be 250 ms or more");
            }
        }
    }

    /** A kept connection; closing it twice is as closing it once. */
    public final class Scope implements AutoCloseable {
        private final Session session;
        private boolean closed;

        private Scope(Session session) {
            this.session = session;
        }

        Session session() {
            return session;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                session.letGo();
                forget(session);
            }
        }
    }
}
