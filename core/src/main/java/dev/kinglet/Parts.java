package dev.kinglet;

import dev.kinglet.internal.exec.Connections;
import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.exec.Transactions;
import dev.kinglet.internal.hydrate.QueryRunner;
import dev.kinglet.internal.plan.DdlRenderer;
import dev.kinglet.internal.plan.Planner;
import dev.kinglet.query.Lazy;
import dev.kinglet.query.QueryExecutor;
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
    final DdlRenderer ddl;
    final Scoped<Lazy> lazy;

    /** What these are a schema of; null for the whole. */
    final @Nullable Parts whole;

    private Parts(
            Connections connections,
            Planner planner,
            StatementRunner statements,
            Transactions transactions,
            DdlRenderer ddl,
            Scoped<Lazy> lazy,
            @Nullable Parts whole,
            QueryExecutor database) {
        this.whole = whole;
        this.connections = connections;
        this.planner = planner;
        this.statements = statements;
        this.transactions = transactions;
        this.ddl = ddl;
        this.lazy = lazy;
        this.queries =
                new QueryRunner(planner, statements, transactions, connections.dialect(), database);
    }

    static Parts of(
            Connections connections,
            long planCacheSize,
            boolean showBinds,
            Lazy lazy,
            TransactionOptions usual,
            QueryExecutor database) {
        Transactions transactions = new Transactions(connections, usual.mode());
        return new Parts(
                connections,
                new Planner(connections.dialect(), planCacheSize),
                new StatementRunner(connections, transactions, showBinds),
                transactions,
                new DdlRenderer(connections.dialect(), null),
                new Scoped<>(lazy),
                null,
                database);
    }

    /** The same connections and transactions, and plans for another schema. */
    Parts in(String schema, QueryExecutor database) {
        return new Parts(
                connections,
                planner.in(schema),
                statements,
                transactions,
                new DdlRenderer(connections.dialect(), schema),
                lazy,
                this,
                database);
    }
}
