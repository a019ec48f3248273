package dev.kinglet;

import dev.kinglet.internal.exec.Connections;
import dev.kinglet.internal.exec.NoPostgres;
import dev.kinglet.internal.exec.NoSqlite;
import dev.kinglet.internal.exec.PostgresDoor;
import dev.kinglet.internal.exec.Replicas;
import dev.kinglet.internal.exec.SqliteDoor;
import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.exec.Transactions;
import dev.kinglet.internal.hydrate.QueryRunner;
import dev.kinglet.internal.plan.Planner;
import dev.kinglet.postgres.Postgres;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.sqlite.Sqlite;
import dev.kinglet.type.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database is made of while it is connected; those of another schema share all but plans.
 */
final class Parts {
    final Connections connections;
    final Planner planner;
    final StatementRunner statements;
    final Transactions transactions;
    final QueryExecutor queries;
    final Postgres postgres;
    final Sqlite sqlite;
    final Scoped<Lazy> lazy;
    final @Nullable Replicas replicas;

    /** What these are a schema of; null for the whole. */
    final @Nullable Parts whole;

    private Parts(
            Connections connections,
            Planner planner,
            StatementRunner statements,
            Transactions transactions,
            Scoped<Lazy> lazy,
            @Nullable Replicas replicas,
            @Nullable Parts whole,
            QueryExecutor database) {
        this.replicas = replicas;
        this.whole = whole;
        this.connections = connections;
        this.planner = planner;
        this.statements = statements;
        this.transactions = transactions;
        this.lazy = lazy;
        QueryRunner runner =
                new QueryRunner(planner, statements, transactions, connections.dialect(), database);
        this.queries = runner;
        boolean server = connections.dialect() == Dialect.POSTGRES;
        this.postgres =
                server
                        ? new PostgresDoor(planner, statements, transactions, database, runner)
                        : new NoPostgres();
        this.sqlite = server ? new NoSqlite() : new SqliteDoor(connections, statements);
    }

    static Parts of(
            Connections connections,
            long planCacheSize,
            boolean showBinds,
            boolean autoConnect,
            Lazy lazy,
            TransactionOptions usual,
            List<Connections> replicas,
            Duration readYourWrites,
            QueryExecutor database) {
        Transactions transactions = new Transactions(connections, usual.mode());
        StatementRunner statements =
                new StatementRunner(connections, transactions, showBinds, autoConnect);
        Replicas spread = null;
        if (!replicas.isEmpty()) {
            List<StatementRunner> others = new ArrayList<>();
            for (Connections replica : replicas) {
                Transactions own = new Transactions(replica, usual.mode());
                others.add(new StatementRunner(replica, own, statements));
            }
            spread = new Replicas(statements, others, readYourWrites);
            statements.replicas(spread);
        }
        return new Parts(
                connections,
                new Planner(connections.dialect(), planCacheSize),
                statements,
                transactions,
                new Scoped<>(lazy),
                spread,
                null,
                database);
    }

    /** The pools of the database and of its replicas. */
    List<Connections> pools() {
        List<Connections> all = new ArrayList<>();
        all.add(connections);
        if (replicas != null) {
            all.addAll(replicas.connections());
        }
        return all;
    }

    /** Keeps a connection of each pool for this thread. */
    Scope keep() {
        Connections.Scope home = connections.keep();
        if (replicas == null) {
            return home::close;
        }
        List<Connections.Scope> others = replicas.keep();
        return () -> {
            others.forEach(Connections.Scope::close);
            home.close();
        };
    }

    PoolStats stats() {
        PoolStats sum = new PoolStats(0, 0, 0, 0, 0, Duration.ZERO, 0, 0);
        for (Connections pool : pools()) {
            sum =
                    new PoolStats(
                            sum.active() + pool.inUse(),
                            sum.idle() + pool.idle(),
                            sum.waiting() + pool.waiting(),
                            sum.maximum() + pool.maximum(),
                            sum.loans() + pool.loans(),
                            sum.waited().plus(pool.waited()),
                            sum.timeouts() + pool.timeouts(),
                            sum.leaks() + pool.leaks());
        }
        return sum;
    }

    void close() {
        pools().forEach(Connections::close);
    }

    /** The same connections and transactions, and plans for another schema. */
    Parts in(String schema, QueryExecutor database) {
        return new Parts(
                connections,
                planner.in(schema),
                statements,
                transactions,
                lazy,
                replicas,
                this,
                database);
    }
}
