package dev.kinglet.internal.exec;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.type.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** The connections of one database: the pool, and those that threads keep. */
public final class Connections implements AutoCloseable {
    private static final long LEFT_IN_PEACE = Duration.ofSeconds(10).toNanos();

    private final Engine engine;
    private final HikariDataSource pool;
    private final PoolMetrics metrics = new PoolMetrics();
    private final Holders holders;
    private final ThreadLocal<@Nullable Session> sessions = new ThreadLocal<>();
    private final WriteClock clock = new WriteClock(this);

    /** They have connections of their own. */
    private final Set<PostgresListener> listeners = ConcurrentHashMap.newKeySet();

    /** Until when nobody asks a server that was lost; 0 for one that is there. */
    private final AtomicLong lostUntil = new AtomicLong();

    private Connections(Engine engine, HikariConfig config, PoolSettings settings) {
        this.engine = engine;
        this.pool = open(engine, config, metrics);
        this.holders =
                new Holders(
                        engine.location(), config.getMaximumPoolSize(), settings.leakDetection());
    }

    /**
     * A SQLite file, which is made where it is not there, or {@code :memory:}: one connection,
     * which threads use in turns, because each connection would have its own database.
     */
    public static Connections sqlite(String file, PoolSettings pool, EngineSettings settings) {
        boolean memory = SqliteEngine.isMemory(file);
        HikariConfig config = memory ? pool.forMemory() : pool.forFile();
        config.setReadOnly(settings.readOnly()); // else the pool would set it back
        return new Connections(new SqliteEngine(file, settings), config, pool);
    }

    /** A PostgreSQL server, or one that speaks its protocol; a JDBC URL. */
    public static Connections postgres(
            String url,
            @Nullable String user,
            @Nullable String password,
            PoolSettings pool,
            EngineSettings settings) {
        return new Connections(
                new PostgresEngine(url, user, password, settings), pool.forServer(), pool);
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

    /** How many connections are open and lent to nobody. */
    public int idle() {
        return pool.isClosed() ? 0 : pool.getHikariPoolMXBean().getIdleConnections();
    }

    /** How many threads wait for a connection. */
    public int waiting() {
        return pool.isClosed() ? 0 : pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    /** How many connections there may be. */
    public int maximum() {
        return pool.getMaximumPoolSize();
    }

    /** How many milliseconds somebody waits for a connection. */
    long patience() {
        return pool.getConnectionTimeout();
    }

    /** How often somebody waited in vain. */
    public long timeouts() {
        return metrics.timeouts();
    }

    /** How many loans there were. */
    public long loans() {
        return metrics.loans();
    }

    /** How long all of them together waited for their connection. */
    public Duration waited() {
        return metrics.waited();
    }

    /** How many loans lasted for longer than they should; 0 where nobody looks for that. */
    public long leaks() {
        return holders.leaks();
    }

    /**
     * Closes the connections that are lent to nobody, and the others when they come back; new ones
     * are made when they are needed.
     */
    public void evict() {
        if (engine.livesInItsConnection()) {
            throw new ProgrammingException(
                    "the database in memory would be gone with its connection",
                    null,
                    "evict connections of a file or a server");
        }
        if (!pool.isClosed()) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /**
     * Copies the database into a file, page by page.
     *
     * @param progress is told the part that is done, from 0 to 1
     */
    public void backup(Path file, DoubleConsumer progress) {
        if (depth() > 0) {
            throw new ProgrammingException(
                    "a backup inside of a transaction",
                    null,
                    "make it outside: it waits for transactions that write");
        }
        try (Scope scope = keep()) {
            SqliteBackup.copy(((SqliteLease) scope.session().ready()).physical(), file, progress);
        } catch (SQLException e) {
            throw translate(e, ErrorContext.NONE);
        }
    }

    /**
     * Turns what the driver threw into an exception of ours. A connection that was lost takes those
     * with it that wait in the pool: the next statement gets one that was made after that.
     */
    KingletException translate(SQLException error, ErrorContext context) {
        if (error instanceof NewConnections.HookFailed hook) {
            return hook.failure();
        }
        KingletException translated = engine.translate(error, context);
        if (translated instanceof OperationalException operational
                && operational.kind() == OperationalException.Kind.CONNECTION
                && !engine.livesInItsConnection()
                && !pool.isClosed()) {
            lost();
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        return translated;
    }

    /**
     * Whether it is worth asking. A server that was lost is left in peace for a while; after that
     * one caller tries it, and the others when that went well.
     */
    boolean mayBeThere() {
        long until = lostUntil.get();
        return until == 0
                || System.nanoTime() - until > 0
                        && lostUntil.compareAndSet(until, System.nanoTime() + LEFT_IN_PEACE);
    }

    private void lost() {
        lostUntil.set(System.nanoTime() + LEFT_IN_PEACE | 1);
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
        listeners.forEach(PostgresListener::close);
        pool.close();
        holders.close();
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
            sessions.set(null);
            return null;
        }
        return session;
    }

    /** Makes that the session of this thread, null for none; answers the one of before. */
    @Nullable Session put(@Nullable Session session) {
        Session before = sessions.get();
        sessions.set(session);
        return before;
    }

    void refuseIfClosed() {
        if (pool.isClosed()) {
            throw new OperationalException(
                    "the database is closed: " + location(),
                    ErrorContext.NONE.withHint("a closed database stays closed; make another one"),
                    null,
                    OperationalException.Kind.CLOSED);
        }
    }

    /** Closes this, too, before the pool. */
    void closes(PostgresListener listener) {
        listeners.add(listener);
    }

    void closesNoMore(PostgresListener listener) {
        listeners.remove(listener);
    }

    /** What is thrown where a connection beside the pool cannot be made. */
    KingletException noConnection(SQLException cause) {
        return cause instanceof NewConnections.HookFailed hook
                ? hook.failure()
                : noConnection(engine, cause);
    }

    Lease borrow() throws SQLException {
        refuseIfClosed();
        Connection connection;
        try {
            connection = pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            throw noneFree(e);
        } catch (SQLException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw interrupted(e); // the pool has set the thread's flag again
            }
            throw e;
        }
        try {
            Lease lease = engine.lease(connection);
            holders.add(lease);
            if (lostUntil.get() != 0) {
                lostUntil.set(0);
            }
            return lease;
        } catch (Throwable e) {
            connection.close();
            throw e;
        }
    }

    void giveBack(Lease lease) {
        holders.remove(lease); // first: who gets it next is noted in its place
        try {
            if (!lease.mayBeUsedAgain()) {
                evict(lease);
            }
            lease.connection().close();
        } catch (SQLException e) {
            // the pool has taken it back or thrown it away; there is nobody left whom this error
            // would help
            evict(lease);
        }
    }

    void evict(Lease lease) {
        if (!engine.livesInItsConnection()) {
            pool.evictConnection(lease.connection());
        }
    }

    private OperationalException noneFree(SQLException e) {
        List<String> held = holders.describe();
        Throwable cause = e.getCause();
        boolean room = held.size() < pool.getMaximumPoolSize();
        if (cause != null && room) {
            lost();
            return noConnection(engine, cause);
        }
        if (room && pool.getHikariPoolMXBean().getTotalConnections() < pool.getMaximumPoolSize()) {
            lost();
            return new OperationalException(
                    "no connection to "
                            + location()
                            + ": no answer within "
                            + pool.getConnectionTimeout()
                            + " ms",
                    ErrorContext.NONE.withHint("can the server be reached from here?"),
                    e,
                    OperationalException.Kind.CONNECTION);
        }
        return new OperationalException(
                "no connection to "
                        + location()
                        + " was free within "
                        + pool.getConnectionTimeout()
                        + " ms: "
                        + held.size()
                        + " of "
                        + pool.getMaximumPoolSize()
                        + " are in use"
                        + (held.isEmpty() ? "" : " by " + String.join("; by ", held)),
                ErrorContext.NONE.withHint("keep scopes and transactions short, or raise pool.max"),
                e,
                OperationalException.Kind.POOL_EXHAUSTED);
    }

    private OperationalException interrupted(SQLException e) {
        return new OperationalException(
                "interrupted while waiting for a connection to " + location(),
                ErrorContext.NONE,
                e,
                OperationalException.Kind.TIMEOUT);
    }

    private void forget(Session session) {
        if (session.isOver() && sessions.get() == session) {
            sessions.set(null); // the next one of this thread takes the same place
        }
    }

    private static HikariDataSource open(Engine engine, HikariConfig config, PoolMetrics metrics) {
        config.setPoolName("kinglet-" + engine.dialect().name().toLowerCase(Locale.ROOT));
        config.setDataSource(engine.connections());
        config.setMetricsTrackerFactory((name, stats) -> metrics);
        config.setExceptionOverride(new Eviction(engine));
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof NewConnections.HookFailed hook) {
                throw hook.failure();
            }
            throw noConnection(engine, cause);
        }
    }

    private static OperationalException noConnection(Engine engine, Throwable cause) {
        boolean sqlite = engine.dialect() == Dialect.SQLITE;
        if (sqlite && SqliteErrors.isNoDatabase(cause)) {
            return new OperationalException(
                    "not a SQLite database: " + engine.location(),
                    ErrorContext.NONE.withHint(
                            "name a SQLite file, or one that does not exist yet and is to be made"),
                    cause,
                    OperationalException.Kind.CONNECTION);
        }
        return new OperationalException(
                "no connection to " + engine.location() + ": " + firstLine(cause),
                ErrorContext.NONE.withHint(
                        sqlite
                                ? "the folder has to exist and be writable"
                                : "is the server running there, and are user, password and database right?"),
                cause,
                OperationalException.Kind.CONNECTION);
    }

    private static String firstLine(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    /** Which errors end a connection, beyond those that the pool knows. */
    private static final class Eviction implements SQLExceptionOverride {
        private final boolean neverEvict;

        Eviction(Engine engine) {
            this.neverEvict = engine.livesInItsConnection();
        }

        @java.lang.Override // the interface has a type of that name
        public Override adjudicate(SQLException error) {
            if (neverEvict) {
                return Override.DO_NOT_EVICT;
            }
            String state = error.getSQLState();
            if (state == null) {
                return Override.CONTINUE_EVICT;
            }
            return switch (state) {
                // the pool would end it for a feature that the server does not have
                case "0A000" -> Override.DO_NOT_EVICT;
                // ended by the server for its idleness, its database, its transaction's time
                case "25P03", "25P04", "57P04", "57P05" -> Override.MUST_EVICT;
                default -> Override.CONTINUE_EVICT;
            };
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
