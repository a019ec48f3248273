package dev.kinglet;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.exec.Connections;
import dev.kinglet.internal.exec.Replicas;
import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.exec.Transactions;
import dev.kinglet.internal.hydrate.RecordingLog;
import dev.kinglet.internal.hydrate.RepeatGuard;
import dev.kinglet.model.Reference;
import dev.kinglet.model.Table;
import dev.kinglet.model.TableRelation;
import dev.kinglet.postgres.Postgres;
import dev.kinglet.query.BoundSql;
import dev.kinglet.query.Insert;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.QueryLog;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Relation;
import dev.kinglet.query.RowShape;
import dev.kinglet.query.RowsUpdate;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.spi.StatementListener;
import dev.kinglet.sqlite.Sqlite;
import dev.kinglet.type.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One database: its connections, its transactions, its plans. Made once and shared by all threads;
 * close it when the application ends.
 *
 * <p>Outside of a scope each statement borrows a connection and commits by itself. {@link
 * #connection()} keeps one for the thread, {@link #atomic} also makes what happens in it one
 * transaction.
 */
public final class Database extends TransactionDoors implements QueryExecutor, AutoCloseable {
    private final @Nullable Database whole;
    private final @Nullable String schema;
    private final boolean deferred;
    private volatile @Nullable Parts parts;
    private final Map<String, Database> schemas = new ConcurrentHashMap<>();
    private final Map<Table<?, ?>, Boolean> bound = new ConcurrentHashMap<>();
    private final List<StatementListener> listening = new CopyOnWriteArrayList<>();

    private Database(@Nullable Database whole, @Nullable String schema, boolean deferred) {
        this.whole = whole;
        this.schema = schema;
        this.deferred = deferred;
    }

    /** One that is connected for good. */
    static Database opened(DatabaseBuilder builder) {
        Database database = new Database(null, null, false);
        database.parts = builder.connect(database);
        return database;
    }

    // ---- opening

    /**
     * A SQLite file, made where it is not there: write-ahead log, foreign keys on, writers wait for
     * each other.
     */
    public static Database sqlite(String file) {
        return new DatabaseBuilder().sqlite(file).open();
    }

    /** A SQLite file; see {@link #sqlite(String)}. */
    public static Database sqlite(Path file) {
        return sqlite(file.toString());
    }

    /** A database in memory that is gone when it is closed. All threads share it and take turns. */
    public static Database sqliteInMemory() {
        return new DatabaseBuilder().sqlite(":memory:").open();
    }

    /** A PostgreSQL server by its JDBC URL, with a pool of 10 connections. */
    public static Database postgres(String url, String user, String password) {
        return new DatabaseBuilder().postgres(url, user, password).open();
    }

    /**
     * A database by its URL: {@code sqlite:///file.db} (four slashes for an absolute path), {@code
     * sqlite::memory:}, {@code postgresql://user:password@host:5432/database}. Settings follow a
     * question mark, as {@link DatabaseBuilder#setting} takes them: {@code
     * ?pool.max=20&pool.timeout=5s}. User, password and settings are percent-decoded.
     *
     * @throws dev.kinglet.errors.ProgrammingException for a URL that cannot be read
     */
    public static Database connect(String url) {
        return DatabaseUrl.parse(url).open();
    }

    /**
     * A database that is named now and connected later, by {@link #open(String)}. Tables may be
     * bound to it before; whatever else is asked of it then is refused.
     */
    public static Database deferred() {
        return new Database(null, null, true);
    }

    /** Connects a deferred database; see {@link #connect} for the URL. */
    public Database open(String url) {
        return open(DatabaseUrl.parse(url));
    }

    /**
     * Connects a deferred database, or points it elsewhere: the connections of before are closed
     * then, those in use under their users. Where the new one cannot be opened the one of before
     * stays.
     *
     * @return this database
     * @throws ProgrammingException where it was not made by {@link #deferred()}, and inside of a
     *     transaction
     */
    public Database open(DatabaseBuilder builder) {
        if (!deferred) {
            throw new ProgrammingException(
                    "the database is connected for good: " + this,
                    null,
                    "make it by Database.deferred() to connect it later, or elsewhere");
        }
        Parts before = parts;
        if (before != null && before.connections.depth() > 0) {
            throw new ProgrammingException(
                    "the database is pointed elsewhere inside of a transaction: " + this,
                    null,
                    "open it after the block has ended");
        }
        Parts after = builder.connect(this);
        listening.forEach(after.statements::add);
        parts = after;
        if (before != null) {
            before.close();
        }
        return this;
    }

    /** Whether it is connected: not before a deferred one is opened, nor after it was closed. */
    public boolean isOpen() {
        Parts here = whole == null ? parts : whole.parts;
        return here != null && !here.connections.isClosed();
    }

    /**
     * This database with its tables in another schema: those that say none themselves. It has the
     * same connections and transactions; rows that it reads remember it. SQL as written is sent as
     * it is. On SQLite a schema is an attached file.
     *
     * <p>The name stands in the SQL, in quotes, so nothing is set on a connection that somebody
     * else could get; each schema has plans of its own in the one cache. Closing it closes nothing.
     */
    public Database inSchema(String name) {
        if (whole != null) {
            return whole.inSchema(name);
        }
        return schemas.computeIfAbsent(name, n -> new Database(this, n, false));
    }

    /**
     * Makes the tables that are bound to this database use {@link #inSchema} in this thread, until
     * the scope is closed: a tenant's request or job.
     */
    public Scope useSchema(String name) {
        return inSchema(name).use(bound.keySet().toArray(Table<?, ?>[]::new));
    }

    /** Sets a database up step by step. */
    public static DatabaseBuilder builder() {
        return new DatabaseBuilder();
    }

    // ---- tables

    /**
     * Makes these tables use this database, and checks their declarations.
     *
     * @return this database
     * @throws ModelException for what is wrong with a declaration; then nothing is bound
     */
    public Database bind(Table<?, ?>... tables) {
        List<Table<?, ?>> all = new ArrayList<>(bound.keySet());
        for (Table<?, ?> table : tables) {
            table.base().verify();
            if (!all.contains(table.base())) {
                all.add(table.base());
            }
        }
        refuseEqualBackrefs(all);
        for (Table<?, ?> table : tables) {
            table.binding().bind(this);
            bound.put(table.base(), true);
        }
        return this;
    }

    /** Makes these tables use this database in this thread, until the scope is closed. */
    public Scope use(Table<?, ?>... tables) {
        List<@Nullable QueryExecutor> before = new ArrayList<>();
        for (Table<?, ?> table : tables) {
            before.add(table.binding().use(this));
        }
        return new Once(
                () -> {
                    for (int i = tables.length - 1; i >= 0; i--) {
                        tables[i].binding().restore(before.get(i));
                    }
                });
    }

    /**
     * Creates these tables, and before them the tables they refer to, with keys, indexes and
     * checks. What is there already stays as it is. All or nothing, in one transaction.
     *
     * @return this database
     */
    public Database createTables(Table<?, ?>... tables) {
        schema().create(tables).execute();
        return this;
    }

    /**
     * Drops these tables where they are there, those that refer to others first. All or nothing.
     */
    public Database dropTables(Table<?, ?>... tables) {
        schema().drop(tables).execute();
        return this;
    }

    /**
     * Lets generated keys of these tables go on behind the largest that is there. For PostgreSQL,
     * whose sequences do not notice rows that are stored with keys of their own; a row that another
     * transaction is storing meanwhile may be missed. SQLite always counts so, and nothing is sent.
     *
     * @return this database
     */
    public Database resetSequences(Table<?, ?>... tables) {
        schema().resetSequences(List.of(tables)).execute();
        return this;
    }

    /** The statements that {@link #createTables} would send, in order. */
    public List<String> createTablesSql(Table<?, ?>... tables) {
        return schema().create(tables).sql();
    }

    /**
     * What the schema of this database has, and how it is changed: the usual one, or that of {@link
     * #inSchema}.
     */
    public Schema schema() {
        return new Schema(this, schema);
    }

    /**
     * Rows of no model from SQL as written: {@code db.query("select count(*) as n from
     * user").maps()}.
     *
     * @param sql with {@code {0}}, {@code {1}}, .. where the arguments go; never put a value into
     *     it
     * @param arguments expressions, or values, which are bound
     */
    public RawQuery<@Nullable Object> query(String sql, @Nullable Object... arguments) {
        return RawQuery.<@Nullable Object>of(Relation.table("query"), sql, arguments).using(this);
    }

    /** Runs SQL as it is written. Never put a value into the text. */
    public void execute(String sql) {
        parts().statements.execute(sql);
    }

    // ---- what one of the databases has

    /**
     * What only PostgreSQL has: COPY, LISTEN and NOTIFY, advisory locks, cursors. On SQLite it
     * refuses each of them by its name.
     */
    public Postgres postgres() {
        return parts().postgres;
    }

    /**
     * What only SQLite has: pragmas, attached files, copies, functions of the application. On
     * PostgreSQL it refuses each of them by its name.
     */
    public Sqlite sqlite() {
        return parts().sqlite;
    }

    // ---- connections; for transactions see above

    /**
     * Keeps one connection for this thread until the scope is closed. It is borrowed when it is
     * first needed.
     */
    public Scope connection() {
        return parts().keep();
    }

    @Override
    Transactions transactions() {
        return parts().transactions;
    }

    /**
     * Reads of this thread go to the primary until the scope is closed, where the database has
     * replicas: for what another thread or process has written just now.
     */
    public Scope primary() {
        Replicas replicas = parts().replicas;
        if (replicas == null) {
            return () -> {};
        }
        replicas.force();
        return new Once(replicas::release);
    }

    /**
     * Does something with each item, and commits after every so many. When the body throws, the
     * items since the last commit are undone, those before stay. In a transaction of the caller's
     * nothing is committed before that is: the portions are savepoints then.
     *
     * @param items read a portion at a time
     * @throws dev.kinglet.errors.ProgrammingException for a size of less than 1
     */
    public <T> void batchCommit(Iterable<? extends T> items, int size, Consumer<? super T> body) {
        for (List<T> portion : Chunks.<T>of(items, size)) {
            atomic(transaction -> portion.forEach(body));
        }
    }

    // ---- watching

    /** Records the statements of all threads on this database until the log is closed. */
    public QueryLog record() {
        StatementRunner runner = parts().statements;
        RecordingLog log = new RecordingLog(runner::remove);
        runner.add(log);
        return log;
    }

    /**
     * Shows a listener the statements of all threads on this database, until the scope is closed;
     * see {@link DatabaseBuilder#listener} for one that stays. A deferred database may be opened
     * afterwards.
     */
    public Scope listen(StatementListener listener) {
        if (whole != null) {
            return whole.listen(listener);
        }
        listening.add(listener);
        Parts here = parts;
        if (here != null) {
            here.statements.add(listener);
        }
        return new Once(
                () -> {
                    listening.remove(listener);
                    Parts now = parts;
                    if (now != null) {
                        now.statements.remove(listener);
                    }
                });
    }

    /**
     * Watches this thread until the scope is closed, and then tells of each reading statement whose
     * text was sent so often or more, with the lines that sent it: the N+1 of a loop. For tests and
     * development, around a request or a test.
     *
     * @param times 2 or more; results of more than 1,000 rows load what belongs to them in several
     *     statements of one text
     */
    public Scope guard(QueryLog.OnRepeat mode, int times) {
        if (mode == QueryLog.OnRepeat.IGNORE) {
            return () -> {};
        }
        StatementRunner runner = parts().statements;
        RepeatGuard guard = new RepeatGuard(times, mode == QueryLog.OnRepeat.FAIL);
        runner.add(guard);
        return new Once(
                () -> {
                    runner.remove(guard);
                    guard.end();
                });
    }

    /**
     * Says for this thread what happens when a row is asked for a related row that was not loaded,
     * until the scope is closed. A query that says it itself is not concerned.
     */
    public Scope lazy(Lazy lazy) {
        return parts().lazy.use(lazy);
    }

    /** How well queries find their plan. */
    public PlanCacheStats planCacheStats() {
        return new PlanCacheStats(
                parts().planner.hits(),
                parts().planner.misses(),
                parts().planner.size(),
                parts().planner.maximumSize());
    }

    /** How the pool of connections is used; with replicas, all pools together. */
    public PoolStats poolStats() {
        return parts().stats();
    }

    /**
     * Closes the connections that nobody uses, and the others when they are given back; new ones
     * are made when they are needed. After a change on the server, or of its address.
     */
    public void evictConnections() {
        parts().pools().forEach(Connections::evict);
    }

    /** How many connections are lent out now. */
    public int connectionsInUse() {
        return parts().pools().stream().mapToInt(Connections::inUse).sum();
    }

    @Override
    public Dialect dialect() {
        return parts().connections.dialect();
    }

    @Override
    public @Nullable String defaultSchema() {
        return schema;
    }

    /**
     * Closes all connections; those in use by other threads are closed under their users. A second
     * call does nothing.
     *
     * @throws ProgrammingException inside of a transaction of this thread
     */
    @Override
    public void close() {
        Parts here = parts;
        if (here == null || whole != null) {
            return;
        }
        if (here.connections.depth() > 0) {
            throw new ProgrammingException(
                    "the database is closed inside of a transaction: " + this,
                    null,
                    "close it after the block has ended");
        }
        here.close();
    }

    /** What it is and where, without secrets. */
    @Override
    public String toString() {
        if (whole != null) {
            return whole + ", schema '" + schema + "'";
        }
        Parts here = parts;
        return here == null ? "a deferred database" : here.connections.location();
    }

    // ---- QueryExecutor

    @Override
    public <R extends @Nullable Object> List<R> list(QueryDefinition query, RowShape<R> shape) {
        return parts().queries.list(query, shape);
    }

    @Override
    public <R extends @Nullable Object> @Nullable R first(
            QueryDefinition query, RowShape<R> shape) {
        return parts().queries.first(query, shape);
    }

    @Override
    public <R extends @Nullable Object> Stream<R> stream(
            SelectDefinition query, RowShape<R> shape) {
        return parts().queries.stream(query, shape);
    }

    @Override
    public <R extends @Nullable Object> Stream<List<R>> chunks(
            SelectDefinition query, RowShape<R> shape, int size) {
        return parts().queries.chunks(query, shape, size);
    }

    @Override
    public int execute(QueryDefinition write) {
        return parts().queries.execute(write);
    }

    @Override
    public int insertAll(InsertDefinition insert, Rows rows) {
        return parts().queries.insertAll(insert, rows);
    }

    @Override
    public <R extends @Nullable Object> R atomically(Supplier<R> work) {
        return parts().queries.atomically(work);
    }

    @Override
    public <R extends @Nullable Object> List<R> insertAll(
            InsertDefinition insert, Rows rows, RowShape<R> shape) {
        return parts().queries.insertAll(insert, rows, shape);
    }

    @Override
    public int updateAll(RowsUpdate update, Rows rows) {
        return parts().queries.updateAll(update, rows);
    }

    @Override
    public Insert.Outcome outcome(InsertDefinition insert) {
        return parts().queries.outcome(insert);
    }

    @Override
    public BoundSql sql(QueryDefinition query) {
        return parts().queries.sql(query);
    }

    @Override
    public Lazy lazy() {
        return parts().lazy.here();
    }

    @Override
    public QueryExecutor.Mark mark() {
        return parts().queries.mark();
    }

    @Override
    public String explain(QueryDefinition query) {
        return parts().queries.explain(query);
    }

    @Override
    public String explainAnalyze(SelectDefinition query) {
        return parts().queries.explainAnalyze(query);
    }

    // ---- inside

    private Parts parts() {
        Parts here = parts;
        // those of a schema follow the whole where that is pointed elsewhere
        return here == null || whole != null && here.whole != whole.parts ? connected() : here;
    }

    private Parts connected() {
        if (whole != null && schema != null) {
            Parts made = whole.parts().in(schema, this);
            parts = made;
            return made;
        }
        throw new ProgrammingException(
                "the database is not connected yet",
                null,
                "it was made by Database.deferred(): call open(url) first");
    }

    /** Sends DDL, all or nothing. */
    void change(List<String> sql) {
        StatementRunner runner = parts().statements;
        this.<@Nullable Void>atomically(
                () -> {
                    sql.forEach(runner::execute);
                    return null;
                });
    }

    private static void refuseEqualBackrefs(List<Table<?, ?>> tables) {
        Map<List<Object>, Object> seen = new HashMap<>();
        for (Table<?, ?> table : tables) {
            for (Reference<?, ?> reference : table.references()) {
                note(seen, reference.target(), reference.backref(), reference);
            }
            for (TableRelation relation : table.relations().values()) {
                note(seen, relation.target(), relation.backref(), relation);
            }
        }
    }

    private static void note(
            Map<List<Object>, Object> seen,
            Table<?, ?> target,
            @Nullable String name,
            Object relation) {
        // the table, not its name: two packages or schemas may have one of the same name
        Object other = name == null ? null : seen.put(List.of(target, name), relation);
        if (other != null) {
            throw new ModelException(
                    target
                            + " has two back-references named '"
                            + name
                            + "': "
                            + other
                            + " and "
                            + relation,
                    target.toString(),
                    "give one of them another name: backref(\"..\")");
        }
    }
}
