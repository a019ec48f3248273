package dev.kinglet.web.scope;

import dev.kinglet.Database;
import dev.kinglet.TransactionOptions;
import dev.kinglet.errors.ProgrammingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Sets a {@link RequestScope} up step by step; the order does not matter. */
public final class RequestScopeBuilder {
    private final List<Database> databases = new ArrayList<>();
    private final List<PathPattern> excluded = new ArrayList<>();
    private Map<Database, Function<? super WebRequest, @Nullable String>> tenants = Map.of();
    private @Nullable TransactionOptions reads;
    private @Nullable TransactionOptions writes;
    private boolean readOnly;
    private boolean eager;
    private IntPredicate undoes = status -> status >= 500;
    private boolean serverTiming;
    private @Nullable Duration slow;
    private int repeats;

    RequestScopeBuilder(Database database, Database... more) {
        databases.add(database);
        databases.addAll(Arrays.asList(more));
    }

    // ---- transactions

    /**
     * Each request is a transaction of each database that it uses, begun with the first statement.
     * On SQLite one that only asks takes the turn to write when it first writes.
     */
    public RequestScopeBuilder transactions() {
        reads = TransactionOptions.defaults().deferred();
        writes = TransactionOptions.defaults();
        return this;
    }

    /**
     * Each request is a transaction, begun in that way: with a statement timeout that is gone when
     * it ends, an isolation level, ..
     */
    public RequestScopeBuilder transactions(TransactionOptions options) {
        reads = options;
        writes = options;
        return this;
    }

    /** Requests that may change something are transactions: all but GET, HEAD, OPTIONS, TRACE. */
    public RequestScopeBuilder writeTransactions() {
        return writeTransactions(TransactionOptions.defaults());
    }

    /** As {@link #writeTransactions()}, begun in that way. */
    public RequestScopeBuilder writeTransactions(TransactionOptions options) {
        writes = options;
        return this;
    }

    /**
     * Requests that only ask (GET, HEAD, OPTIONS, TRACE) are transactions that refuse to write, so
     * that a link cannot change anything.
     */
    public RequestScopeBuilder readOnlyReads() {
        readOnly = true;
        return this;
    }

    /** After which statuses a transaction is undone: 500 and more unless said. */
    public RequestScopeBuilder rollbackOn(IntPredicate statuses) {
        undoes = statuses;
        return this;
    }

    // ---- connections

    /**
     * Takes the connections when a request begins, rather than with its first statement: a request
     * that gets none fails before its handler runs.
     */
    public RequestScopeBuilder eager() {
        eager = true;
        return this;
    }

    /**
     * Requests of these paths are run as if there was no scope: static files, health checks.
     *
     * @param patterns {@code /health}, {@code /assets/**}; {@code *} is one part of a path, and
     *     {@code **} at the end all the rest
     * @throws ProgrammingException for what is no such pattern
     */
    public RequestScopeBuilder exclude(String... patterns) {
        for (String pattern : patterns) {
            excluded.add(PathPattern.of(pattern));
        }
        return this;
    }

    /**
     * Whose request it is: the tables of all databases are those of this schema; see {@link
     * Database#useSchema}. Answer names that you know, and throw for others: each name gets plans
     * of its own.
     *
     * @param schema null for the usual one
     */
    public RequestScopeBuilder tenant(Function<? super WebRequest, @Nullable String> schema) {
        for (Database database : databases) {
            tenant(database, schema);
        }
        return this;
    }

    /** As {@link #tenant(Function)}, of one of several databases. */
    public RequestScopeBuilder tenant(
            Database database, Function<? super WebRequest, @Nullable String> schema) {
        if (!databases.contains(database)) {
            throw new ProgrammingException(
                    "tenants of a database that the request scope does not have: " + database,
                    (String) null,
                    "name it when the scope is begun: RequestScope.builder(first, second)");
        }
        Map<Database, Function<? super WebRequest, @Nullable String>> more = new HashMap<>(tenants);
        more.put(database, schema);
        tenants = more;
        return this;
    }

    // ---- watching

    /**
     * Adapters tell the browser what the request cost, in a {@code Server-Timing} header: how many
     * statements, rows, milliseconds, and statements that repeat. For development: it tells
     * strangers about the application.
     */
    public RequestScopeBuilder serverTiming() {
        serverTiming = true;
        return this;
    }

    /**
     * Writes a line to the log {@code dev.kinglet.requests} for each request that was that long in
     * the database, waiting for a connection included.
     */
    public RequestScopeBuilder logOver(Duration time) {
        slow = time;
        return this;
    }

    /**
     * Writes that line for each request that sent a reading statement of one text so often: the N+1
     * of a loop.
     *
     * @param times 2 or more
     * @throws ProgrammingException for less
     */
    public RequestScopeBuilder logRepeats(int times) {
        if (times < 2) {
            throw new ProgrammingException(
                    "statements that repeat " + times + " times", (String) null, "say 2 or more");
        }
        repeats = times;
        return this;
    }

    /** Done; what is said later does not change what was built. */
    public RequestScope build() {
        TransactionOptions asking = reads;
        if (readOnly) {
            asking = (asking == null ? TransactionOptions.defaults() : asking).readOnly();
        }
        ScopeSettings settings =
                new ScopeSettings(
                        List.copyOf(databases),
                        asking,
                        writes,
                        eager,
                        List.copyOf(excluded),
                        Map.copyOf(tenants),
                        undoes,
                        serverTiming,
                        slow,
                        repeats);
        if (settings.watches()) {
            databases.forEach(RequestCosts::watch);
        }
        return new RequestScope(settings);
    }
}
