package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.plan.Call;
import dev.kinglet.internal.plan.Plan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A result that is read row by row. Closing it ends statement, transaction and loan, also after an
 * error.
 */
public final class Cursor implements AutoCloseable {
    private static final AtomicLong NAMES = new AtomicLong();

    private final StatementRunner runner;
    private final Call call;
    private final Connections.Scope scope;
    private final Transactions.@Nullable Open transaction;
    private final Lease lease;
    private final PreparedStatement statement;
    private ResultSet result;

    /** The name of one that is held; null for one that lives in a transaction, or is none. */
    private final @Nullable String held;

    private volatile boolean closed; // maybe by another thread

    private Cursor(
            StatementRunner runner,
            Call call,
            Connections.Scope scope,
            Transactions.@Nullable Open transaction,
            Lease lease,
            PreparedStatement statement,
            ResultSet result,
            @Nullable String held) {
        this.runner = runner;
        this.call = call;
        this.scope = scope;
        this.transaction = transaction;
        this.lease = lease;
        this.statement = statement;
        this.result = result;
        this.held = held;
    }

    static Cursor open(StatementRunner runner, Call call, Connections.Scope scope, int fetchSize) {
        StatementRunner.Watched watched = new StatementRunner.Watched();
        boolean takes = !scope.session().isConnected();
        // a cursor of the PostgreSQL server lives in a transaction only; SQLite steps through its
        // rows anyway
        Transactions.Open transaction =
                runner.connections().engine().needsTransactionToStream()
                                && scope.session().depth() == 0
                        ? runner.transactions().begin()
                        : null;
        Lease lease = null;
        PreparedStatement statement = null;
        try {
            lease = scope.session().ready();
            if (takes) {
                watched.connected();
            }
            statement = lease.prepare(call.plan().sql());
            statement.setFetchSize(fetchSize);
            runner.bind(call, statement, call.values());
            ResultSet result = statement.executeQuery();
            if (runner.observed()) {
                runner.report(call.plan(), call, watched, null);
            }
            return new Cursor(runner, call, scope, transaction, lease, statement, result, null);
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            scope.session().failed(e);
            Throwable failure =
                    e instanceof SQLException sql ? runner.translate(sql, call.plan(), call) : e;
            if (lease != null && statement != null) {
                try {
                    lease.discard(statement);
                } catch (SQLException second) {
                    failure.addSuppressed(second);
                }
            }
            if (transaction != null) {
                transaction.rollback(failure);
            }
            throw AfterWork.rethrow(failure);
        }
    }

    /** Opens a cursor that outlives transactions; the server runs the whole query now. */
    static Cursor openHeld(
            StatementRunner runner, Call call, Connections.Scope scope, int fetchSize) {
        String name = "\"kinglet_" + NAMES.incrementAndGet() + '"';
        Plan declare =
                call.plan()
                        .withSql("declare " + name + " cursor with hold for " + call.plan().sql());
        runner.run(new Call(declare, call.values()), false, PreparedStatement::execute);
        String fetch = "fetch forward " + fetchSize + " from " + name;
        Lease lease = null;
        PreparedStatement statement = null;
        try {
            lease = scope.session().ready();
            statement = lease.prepare(fetch);
            ResultSet result = statement.executeQuery();
            return new Cursor(runner, call, scope, null, lease, statement, result, name);
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            scope.session().abandon(); // and the cursor with it
            throw AfterWork.rethrow(
                    e instanceof SQLException sql ? runner.translate(sql, call.plan(), call) : e);
        }
    }

    /**
     * Moves to the next row and reads it; null behind the last one.
     *
     * @throws ProgrammingException where it was closed: its statement may be another's by now
     */
    public <R> @Nullable R next(StatementRunner.ResultReader<R> reader) {
        if (closed) {
            throw new ProgrammingException(
                    "a row is asked of a stream that was closed",
                    call.plan().model(),
                    "keep the stream open until its last row is read");
        }
        lease.refuseWhileCopying();
        try {
            if (result.next()) {
                return reader.read(result);
            }
            if (held == null) {
                return null;
            }
            result = statement.executeQuery();
            return result.next() ? reader.read(result) : null;
        } catch (SQLException e) {
            scope.session().failed(e);
            throw runner.translate(e, call.plan(), call);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            result.close();
            if (held == null) {
                lease.release(call.plan().sql(), statement);
            } else {
                lease.discard(statement); // no other cursor has that name
                lease.execute("close " + held);
            }
            if (transaction != null) {
                transaction.commit();
            }
        } catch (SQLException e) {
            RuntimeException failure = runner.translate(e, call.plan(), call);
            if (transaction != null) {
                transaction.rollback(failure);
            }
            if (held != null) {
                scope.session().abandon(); // the server closes it with its connection
            }
            throw failure;
        } finally {
            scope.close();
        }
    }
}
