package dev.kinglet;

import dev.kinglet.errors.ModelException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.exec.Connections;
import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.exec.Transactions;
import dev.kinglet.internal.hydrate.QueryRunner;
import dev.kinglet.internal.hydrate.RecordingLog;
import dev.kinglet.internal.hydrate.RepeatGuard;
import dev.kinglet.internal.plan.DdlRenderer;
import dev.kinglet.internal.plan.Planner;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
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
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaPlan;
import dev.kinglet.spi.StatementListener;
import dev.kinglet.type.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
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
    private final Connections connections;
    private final Planner planner;
    private final StatementRunner statements;
    private final Transactions transactions;
    private final QueryExecutor queries;
    private final DdlRenderer ddl;
    private final Scoped<Lazy> lazy;
    private final Map<Table<?, ?>, Boolean> bound = new ConcurrentHashMap<>();

    Database(
            Connections connections,
            long planCacheSize,
            boolean showBinds,
            Lazy lazy,
            TransactionOptions usual) {
        this.connections = connections;
        this.planner = new Planner(connections.dialect(), planCacheSize);
        this.transactions = new Transactions(connections, usual.mode());
        this.statements = new StatementRunner(connections, transactions, showBinds);
        this.queries =
                new QueryRunner(planner, statements, transactions, connections.dialect(), this);
        this.ddl = new DdlRenderer(connections.dialect());
        this.lazy = new Scoped<>(lazy);
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
        return new Scope() {
            private boolean closed;

            @Override
            public void close() {
                if (closed) {
                    return;
                }
                closed = true;
                for (int i = tables.length - 1; i >= 0; i--) {
                    tables[i].binding().restore(before.get(i));
                }
            }
        };
    }

    /**
     * Creates these tables, and before them the tables they refer to, with keys, indexes and
     * checks. What is there already stays as it is. All or nothing, in one transaction.
     *
     * @return this database
     */
    public Database createTables(Table<?, ?>... tables) {
        change(SchemaPlan.create(Arrays.asList(tables), connections.dialect()));
        return this;
    }

    /**
     * Drops these tables where they are there, those that refer to others first. All or nothing.
     */
    public Database dropTables(Table<?, ?>... tables) {
        change(SchemaPlan.drop(Arrays.asList(tables), connections.dialect()));
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
        change(SchemaPlan.resetSequences(Arrays.asList(tables), connections.dialect()));
        return this;
    }

    /** The statements that {@link #createTables} would send, in order. */
    public List<String> createTablesSql(Table<?, ?>... tables) {
        return SchemaPlan.create(Arrays.asList(tables), connections.dialect()).stream()
                .map(ddl::render)
                .toList();
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
        statements.execute(sql);
    }

    // ---- connections; for transactions see above

    /**
     * Keeps one connection for this thread until the scope is closed. It is borrowed when it is
     * first needed.
     */
    public Scope connection() {
        Connections.Scope scope = connections.keep();
        return scope::close;
    }

    @Override
    Transactions transactions() {
        return transactions;
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

    /** Whether this thread is in a transaction. */
    public boolean inTransaction() {
        return connections.depth() > 0;
    }

    // ---- watching

    /** Records the statements of all threads on this database until the log is closed. */
    public QueryLog record() {
        RecordingLog log = new RecordingLog(statements::remove);
        statements.add(log);
        return log;
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
        RepeatGuard guard = new RepeatGuard(times, mode == QueryLog.OnRepeat.FAIL);
        statements.add(guard);
        return new Scope() {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    statements.remove(guard);
                    guard.end();
                }
            }
        };
    }

    /**
     * Says for this thread what happens when a row is asked for a related row that was not loaded,
     * until the scope is closed. A query that says it itself is not concerned.
     */
    public Scope lazy(Lazy lazy) {
        return this.lazy.use(lazy);
    }

    /** How well queries find their plan. */
    public PlanCacheStats planCacheStats() {
        return new PlanCacheStats(
                planner.hits(), planner.misses(), planner.size(), planner.maximumSize());
    }

    /** How the pool of connections is used. */
    public PoolStats poolStats() {
        return new PoolStats(
                connections.inUse(),
                connections.idle(),
                connections.waiting(),
                connections.maximum(),
                connections.loans(),
                connections.waited(),
                connections.timeouts(),
                connections.leaks());
    }

    /**
     * Closes the connections that nobody uses, and the others when they are given back; new ones
     * are made when they are needed. After a change on the server, or of its address.
     */
    public void evictConnections() {
        connections.evict();
    }

    /**
     * Copies a SQLite database into a file, while others read and write it; what is there is
     * replaced when the copy is whole. On PostgreSQL use its own tools.
     *
     * @param progress is told the part that is done, from 0 to 1, every hundred pages
     * @throws dev.kinglet.errors.ProgrammingException inside of a transaction, and on PostgreSQL
     */
    public void backup(Path file, DoubleConsumer progress) {
        connections.backup(file, progress);
    }

    /** Copies a SQLite database into a file; see {@link #backup(Path, DoubleConsumer)}. */
    public void backup(Path file) {
        backup(file, done -> {});
    }

    /** How many connections are lent out now. */
    public int connectionsInUse() {
        return connections.inUse();
    }

    @Override
    public Dialect dialect() {
        return connections.dialect();
    }

    /**
     * Closes all connections; those in use by other threads are closed under their users. A second
     * call does nothing.
     *
     * @throws ProgrammingException inside of a transaction of this thread
     */
    @Override
    public void close() {
        if (inTransaction()) {
            throw new ProgrammingException(
                    "the database is closed inside of a transaction: " + this,
                    null,
                    "close it after the block has ended");
        }
        connections.close();
    }

    /** What it is and where, without secrets. */
    @Override
    public String toString() {
        return connections.location();
    }

    // ---- QueryExecutor

    @Override
    public <R extends @Nullable Object> List<R> list(QueryDefinition query, RowShape<R> shape) {
        return queries.list(query, shape);
    }

    @Override
    public <R extends @Nullable Object> @Nullable R first(
            QueryDefinition query, RowShape<R> shape) {
        return queries.first(query, shape);
    }

    @Override
    public <R extends @Nullable Object> Stream<R> stream(
            SelectDefinition query, RowShape<R> shape) {
        return queries.stream(query, shape);
    }

    @Override
    public <R extends @Nullable Object> Stream<List<R>> chunks(
            SelectDefinition query, RowShape<R> shape, int size) {
        return queries.chunks(query, shape, size);
    }

    @Override
    public int execute(QueryDefinition write) {
        return queries.execute(write);
    }

    @Override
    public int insertAll(InsertDefinition insert, Rows rows) {
        return queries.insertAll(insert, rows);
    }

    @Override
    public <R extends @Nullable Object> R atomically(Supplier<R> work) {
        return queries.atomically(work);
    }

    @Override
    public <R extends @Nullable Object> List<R> insertAll(
            InsertDefinition insert, Rows rows, RowShape<R> shape) {
        return queries.insertAll(insert, rows, shape);
    }

    @Override
    public Insert.Outcome outcome(InsertDefinition insert) {
        return queries.outcome(insert);
    }

    @Override
    public BoundSql sql(QueryDefinition query) {
        return queries.sql(query);
    }

    @Override
    public Lazy lazy() {
        return lazy.here();
    }

    @Override
    public QueryExecutor.Mark mark() {
        return queries.mark();
    }

    @Override
    public String explain(QueryDefinition query) {
        return queries.explain(query);
    }

    @Override
    public String explainAnalyze(SelectDefinition query) {
        return queries.explainAnalyze(query);
    }

    // ---- inside

    void listen(StatementListener listener) {
        statements.add(listener);
    }

    private void change(List<SchemaChange> changes) {
        Transactions.Open transaction = transactions.begin();
        try {
            changes.forEach(change -> statements.execute(ddl.render(change)));
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            transaction.rollback(e);
            throw e;
        }
        transaction.commit();
    }

    private static void refuseEqualBackrefs(List<Table<?, ?>> tables) {
        Map<List<Object>, ForeignKey<?, ?, ?>> seen = new HashMap<>();
        for (Table<?, ?> table : tables) {
            for (ForeignKey<?, ?, ?> foreignKey : table.foreignKeys()) {
                String name = foreignKey.backref();
                if (name == null) {
                    continue;
                }
                // the table, not its name: two packages or schemas may have one of the same name
                ForeignKey<?, ?, ?> other =
                        seen.put(List.of(foreignKey.target(), name), foreignKey);
                if (other != null) {
                    throw new ModelException(
                            foreignKey.target()
                                    + " has two back-references named '"
                                    + name
                                    + "': "
                                    + other
                                    + " and "
                                    + foreignKey,
                            foreignKey.target().toString(),
                            "give one of them another name: backref(\"..\")");
                }
            }
        }
    }
}
