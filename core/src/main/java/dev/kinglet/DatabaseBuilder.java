package dev.kinglet;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.exec.Connections;
import dev.kinglet.internal.exec.EngineSettings;
import dev.kinglet.internal.exec.PoolSettings;
import dev.kinglet.internal.exec.SettingText;
import dev.kinglet.internal.exec.SqliteDoor;
import dev.kinglet.internal.exec.SqliteFunctions;
import dev.kinglet.query.Lazy;
import dev.kinglet.spi.NewConnection;
import dev.kinglet.spi.StatementListener;
import dev.kinglet.sqlite.SqliteFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** Sets a database up. A builder is used once, by one thread. */
public final class DatabaseBuilder {
    /** Settings beside those of the pool, of pragmas and of the driver. */
    static final List<String> SETTINGS = EngineSettings.NAMES;

    private final PoolSettings pool = new PoolSettings();
    private final EngineSettings engine = new EngineSettings();
    private @Nullable Supplier<Connections> connections;
    private long planCacheSize = 2_000;
    private boolean autoConnect = true;
    private Lazy lazy = Lazy.BATCHED;
    private TransactionOptions transactions = TransactionOptions.defaults();
    private final List<StatementListener> listeners = new ArrayList<>();
    private final List<DatabaseBuilder> replicas = new ArrayList<>();
    private Duration readYourWrites = Duration.ofSeconds(5);

    DatabaseBuilder() {}

    // ---- where

    /**
     * A SQLite file, made where it is not there; {@code :memory:} for one in memory; or a URI of
     * SQLite's: {@code file:app.db?mode=ro}.
     */
    public DatabaseBuilder sqlite(String file) {
        connections =
                () -> {
                    requireDriver("org.sqlite.JDBC", "org.xerial:sqlite-jdbc");
                    return Connections.sqlite(file, pool, engine);
                };
        return this;
    }

    /** A PostgreSQL server by its JDBC URL. */
    public DatabaseBuilder postgres(String url, @Nullable String user, @Nullable String password) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new ProgrammingException(
                    "the URL given for PostgreSQL does not begin with jdbc:postgresql:",
                    null,
                    "write it as jdbc:postgresql://host:5432/database");
        }
        connections =
                () -> {
                    requireDriver("org.postgresql.Driver", "org.postgresql:postgresql");
                    return Connections.postgres(url, user, password, pool, engine);
                };
        return this;
    }

    /**
     * A copy that the database itself keeps up to date, by its URL. Queries outside of transactions
     * go to a replica, and see what it has got so far; all else goes to the database: what writes
     * or locks, SQL as written, and reads of a thread that wrote within {@link #readYourWrites}. A
     * thread stays with one of several replicas. One that is lost costs one error, then is left out
     * until it is there again.
     */
    public DatabaseBuilder readReplica(String url) {
        return readReplica(DatabaseUrl.parse(url));
    }

    /** A replica with settings of its own; see {@link #readReplica(String)}. */
    public DatabaseBuilder readReplica(DatabaseBuilder replica) {
        replicas.add(replica);
        return this;
    }

    /**
     * How long a thread reads from the primary after it wrote: longer than replicas usually lag
     * behind; 5 seconds unless said. It is a guess, and no promise: where that matters say {@link
     * Database#primary}.
     */
    public DatabaseBuilder readYourWrites(Duration window) {
        readYourWrites = window;
        return this;
    }

    // ---- the pool

    /**
     * The most connections at once: 10 on PostgreSQL and 8 on a SQLite file unless said; in memory
     * it is always 1.
     */
    public DatabaseBuilder poolSize(int connections) {
        pool.max(connections);
        return this;
    }

    /** How long a statement waits for a connection before it fails; 30 seconds unless said. */
    public DatabaseBuilder poolTimeout(Duration wait) {
        pool.timeout(wait);
        return this;
    }

    /** How many connections are kept open while nobody needs them; 1 unless said. */
    public DatabaseBuilder poolMinIdle(int connections) {
        pool.minIdle(connections);
        return this;
    }

    /**
     * After which time a connection that nobody needed is closed; 10 minutes unless said, 0 for
     * never.
     */
    public DatabaseBuilder poolIdleTimeout(Duration idle) {
        pool.idleTimeout(idle);
        return this;
    }

    /**
     * At which age a connection is replaced, when it is not in use: 30 minutes unless said, 0 for
     * never, which is usual for SQLite. Less than what the server or the network allows.
     */
    public DatabaseBuilder poolMaxLifetime(Duration age) {
        pool.maxLifetime(age);
        return this;
    }

    /**
     * How often a connection that nobody needs is asked for a sign of life, so that neither server
     * nor network forget it: 2 minutes unless said, 0 for never, which is usual for SQLite.
     */
    public DatabaseBuilder poolKeepalive(Duration every) {
        pool.keepalive(every);
        return this;
    }

    /** How long that sign of life may take; 5 seconds unless said. */
    public DatabaseBuilder poolValidationTimeout(Duration wait) {
        pool.validationTimeout(wait);
        return this;
    }

    /**
     * Tells of connections that somebody keeps for longer, with the line that took them: in the log
     * {@code dev.kinglet.pool}, in {@link PoolStats#leaks()}, and in the error that says that none
     * is free. Not done unless said: it walks the stack at each loan.
     */
    public DatabaseBuilder leakDetection(Duration held) {
        pool.leakDetection(held);
        return this;
    }

    // ---- the connections

    /**
     * How long a statement waits for a lock that another transaction has. SQLite waits 10 seconds
     * for another writer unless said; PostgreSQL for as long as the server was told to.
     */
    public DatabaseBuilder lockTimeout(Duration wait) {
        engine.lockTimeout(wait);
        return this;
    }

    /**
     * How long a statement may take; as long as it takes unless said. On SQLite the reading of a
     * stream counts, too.
     */
    public DatabaseBuilder statementTimeout(Duration wait) {
        engine.statementTimeout(wait);
        return this;
    }

    /**
     * The server is behind a pooler such as PgBouncer, which gives each transaction any of its
     * connections: no statement is kept prepared on the server, and settings of the session are
     * refused. SQLite does not mind.
     */
    public DatabaseBuilder transactionPooler() {
        engine.transactionPooler(true);
        return this;
    }

    /**
     * Nothing is written: the database refuses it. A SQLite file has to be there, and is opened for
     * reading; of one that a write-ahead log belongs to the folder has to be writable, or say
     * {@code file:app.db?immutable=1} of a file that nobody changes. On PostgreSQL it is the usual
     * for transactions.
     */
    public DatabaseBuilder readOnly() {
        engine.readOnly(true);
        return this;
    }

    /**
     * Is shown each connection after it was made, before anybody else gets it. May be said more
     * than once; they run in this order.
     */
    public DatabaseBuilder onConnect(Consumer<? super NewConnection> hook) {
        engine.hooks().add(hook);
        return this;
    }

    /**
     * A setting by its name, as it stands in a URL: {@code pool.max}, {@code lockTimeout}, {@code
     * pragma.cache_size}, {@code attach.archive}, or any of PostgreSQL's driver such as {@code
     * socketTimeout}.
     *
     * @throws ProgrammingException for a value that cannot be read; for a name that is not known
     *     when the database is opened
     */
    public DatabaseBuilder setting(String name, String value) {
        switch (name) {
            case "lockTimeout" -> lockTimeout(SettingText.duration(name, value));
            case "statementTimeout" -> statementTimeout(SettingText.duration(name, value));
            case "transactionPooler" -> engine.transactionPooler(SettingText.flag(name, value));
            case "readOnly" -> engine.readOnly(SettingText.flag(name, value));
            case "autoConnect" -> autoConnect(SettingText.flag(name, value));
            case "showBinds" -> showBinds(SettingText.flag(name, value));
            case "replica" -> readReplica(value);
            case "readYourWrites" -> readYourWrites(SettingText.duration(name, value));
            case "planCache" -> planCacheSize(SettingText.number(name, value));
            default -> {
                if (name.startsWith("pragma.")) {
                    pragma(name.substring("pragma.".length()), value);
                } else if (name.startsWith("attach.")) {
                    attach(name.substring("attach.".length()), value);
                } else if (!pool.set(name, value)) {
                    engine.driver().put(name, value);
                }
            }
        }
        return this;
    }

    // ---- SQLite

    /**
     * Sets a pragma of SQLite on each connection, after those that are set anyway: {@code
     * foreign_keys}, {@code busy_timeout}, and for files {@code journal_mode = wal} and {@code
     * synchronous = normal}. One that SQLite does not know is refused when the database is opened.
     */
    public DatabaseBuilder pragma(String name, Object value) {
        engine.pragmas().put(name, value.toString());
        return this;
    }

    /**
     * Another SQLite file as a schema of this database; made where it is not there. A transaction
     * over several files is whole in each of them after a crash, but maybe not in all.
     */
    public DatabaseBuilder attach(String schema, String file) {
        String other = engine.attached().putIfAbsent(schema, file);
        if (other != null && !other.equals(file)) {
            throw SqliteDoor.twoFiles(schema);
        }
        return this;
    }

    /**
     * A function for SQL on SQLite. It gives the same answer for the same argument, so it may be
     * used in an index; NULL gives NULL without a call. What it throws fails the statement.
     *
     * @param argument String, Long, Integer, Double, Boolean or byte[]
     */
    public <A> DatabaseBuilder function(
            String name, Class<A> argument, Function<? super A, ? extends @Nullable Object> body) {
        return function(SqliteFunction.of(name, argument, body));
    }

    /** A function of two arguments; see the one of one. */
    public <A, B> DatabaseBuilder function(
            String name,
            Class<A> first,
            Class<B> second,
            BiFunction<? super A, ? super B, ? extends @Nullable Object> body) {
        return function(SqliteFunction.of(name, first, second, body));
    }

    /** Any function, aggregate or window function for SQL on SQLite. */
    public DatabaseBuilder function(SqliteFunction function) {
        engine.extension(SqliteFunctions.of(function));
        return this;
    }

    /** An aggregate for SQL on SQLite; NULL is passed over, as by SQL's own. */
    public <A> DatabaseBuilder aggregate(
            String name, Class<A> argument, Collector<? super A, ?, ?> collector) {
        return function(SqliteFunction.aggregate(name, argument, collector));
    }

    /** An order of texts for {@code collate} on SQLite. It never changes: indexes rely on it. */
    public DatabaseBuilder collation(String name, Comparator<? super String> order) {
        engine.extension(SqliteFunctions.collation(name, order));
        return this;
    }

    // ---- the rest

    /** How many plans are kept at most; 2,000 unless said. */
    public DatabaseBuilder planCacheSize(long plans) {
        planCacheSize = plans;
        return this;
    }

    /**
     * Whether a statement outside of a scope borrows a connection for itself, which is usual. If
     * not it is refused, and nothing is sent: each thread opens {@link Database#connection} or a
     * transaction first.
     */
    public DatabaseBuilder autoConnect(boolean borrow) {
        autoConnect = borrow;
        return this;
    }

    /**
     * Whether errors show bound values. They may be secrets, so they are hidden unless this is
     * said.
     */
    public DatabaseBuilder showBinds(boolean show) {
        engine.showBinds(show);
        return this;
    }

    /**
     * What happens when a row is asked for a related row that was not loaded; {@link Lazy#BATCHED}
     * unless said.
     */
    public DatabaseBuilder lazy(Lazy lazy) {
        this.lazy = lazy;
        return this;
    }

    /** How transactions are begun where they do not say otherwise. */
    public DatabaseBuilder transactions(TransactionOptions usual) {
        transactions = usual;
        return this;
    }

    /** Is told of every statement. */
    public DatabaseBuilder listener(StatementListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Connects.
     *
     * @throws dev.kinglet.errors.OperationalException where there is no database, or none of that
     *     kind
     */
    public Database open() {
        return Database.opened(this);
    }

    /** What that database is made of from now on. */
    Parts connect(Database database) {
        if (connections == null) {
            throw new ProgrammingException(
                    "a database without a place",
                    null,
                    "say sqlite(file) or postgres(url, user, password)");
        }
        List<Connections> opened = new ArrayList<>();
        try {
            Connections primary = connections.get();
            opened.add(primary);
            for (DatabaseBuilder replica : replicas) {
                opened.add(replica.connectReplica(primary));
            }
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            opened.forEach(Connections::close);
            throw e;
        }
        Parts parts =
                Parts.of(
                        opened.get(0),
                        planCacheSize,
                        engine.showBinds(),
                        autoConnect,
                        lazy,
                        transactions,
                        opened.subList(1, opened.size()),
                        readYourWrites,
                        database);
        listeners.forEach(parts.statements::add);
        return parts;
    }

    private Connections connectReplica(Connections primary) {
        if (connections == null || !replicas.isEmpty()) {
            throw new ProgrammingException(
                    "a replica that is no database of its own",
                    null,
                    "give it a place, and no replicas");
        }
        Connections replica = connections.get();
        if (replica.dialect() != primary.dialect()) {
            replica.close();
            throw new ProgrammingException(
                    replica + " as a replica of " + primary,
                    null,
                    "a replica is a copy of the same kind of database");
        }
        return replica;
    }

    private static void requireDriver(String driver, String artifact) {
        try {
            Class.forName(driver, false, DatabaseBuilder.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ProgrammingException(
                    "the driver " + driver + " is not on the class path",
                    ErrorContext.NONE.withHint(
                            "add " + artifact + " to the application: it chooses its drivers"),
                    e);
        }
    }
}
