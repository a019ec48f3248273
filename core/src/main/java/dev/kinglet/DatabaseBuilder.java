package dev.kinglet;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.exec.Connections;
import dev.kinglet.query.Lazy;
import dev.kinglet.spi.StatementListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sets a database up. A builder is used once, by one thread. */
public final class DatabaseBuilder {
    private static final int SQLITE_POOL = 8;
    private static final int POSTGRES_POOL = 10;

    private @Nullable Supplier<Connections> connections;
    private @Nullable Integer poolSize;
    private Duration poolTimeout = Duration.ofSeconds(30);
    private long planCacheSize = 2_000;
    private boolean showBinds;
    private Lazy lazy = Lazy.BATCHED;
    private TransactionOptions transactions = TransactionOptions.defaults();
    private final List<StatementListener> listeners = new ArrayList<>();

    DatabaseBuilder() {}

    /** A SQLite file, made where it is not there; {@code :memory:} for one in memory. */
    public DatabaseBuilder sqlite(String file) {
        connections =
                () -> {
                    requireDriver("org.sqlite.JDBC", "org.xerial:sqlite-jdbc");
                    return file.equals(":memory:")
                            ? Connections.sqliteInMemory(pool(1))
                            : Connections.sqliteFile(file, pool(SQLITE_POOL));
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
                    return Connections.postgres(
                            url, user, password, pool(POSTGRES_POOL), showBinds);
                };
        return this;
    }

    /**
     * The most connections at once: 10 on PostgreSQL and 8 on a SQLite file unless said; in memory
     * it is always 1.
     */
    public DatabaseBuilder poolSize(int connections) {
        poolSize = connections;
        return this;
    }

    /** How long a statement waits for a connection before it fails; 30 seconds unless said. */
    public DatabaseBuilder poolTimeout(Duration wait) {
        poolTimeout = wait;
        return this;
    }

    /** How many plans are kept at most; 2,000 unless said. */
    public DatabaseBuilder planCacheSize(long plans) {
        planCacheSize = plans;
        return this;
    }

    /**
     * Whether errors show bound values. They may be secrets, so they are hidden unless this is
     * said.
     */
    public DatabaseBuilder showBinds(boolean show) {
        showBinds = show;
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
        if (connections == null) {
            throw new ProgrammingException(
                    "a database without a place",
                    null,
                    "say sqlite(file) or postgres(url, user, password)");
        }
        Database database =
                new Database(connections.get(), planCacheSize, showBinds, lazy, transactions);
        listeners.forEach(database::listen);
        return database;
    }

    private Connections.PoolSettings pool(int usual) {
        int size = poolSize == null ? usual : poolSize;
        return new Connections.PoolSettings(size, 1, poolTimeout);
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
