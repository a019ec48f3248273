package dev.kinglet.internal.exec;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.plan.Call;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.spi.StatementEvent;
import dev.kinglet.spi.StatementListener;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls: borrows a connection or uses the one that the thread keeps, binds, executes, hands
 * the result over, and gives everything back, also when any of that fails.
 */
public final class StatementRunner {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.sql");

    private final Connections connections;
    private final Transactions transactions;
    private final boolean showBinds;

    /** Where a thread has to have opened a scope before; null where it need not. */
    private final @Nullable Connections scoped;

    private final CopyOnWriteArrayList<StatementListener> listeners;
    private final Binder.Refusal refusal = this::refused; // made once, not at each call
    private @Nullable Replicas replicas;

    /**
     * @param autoConnect whether a statement outside of a scope borrows a connection for itself
     */
    public StatementRunner(
            Connections connections,
            Transactions transactions,
            boolean showBinds,
            boolean autoConnect) {
        this.connections = connections;
        this.transactions = transactions;
        this.showBinds = showBinds;
        this.scoped = autoConnect ? null : connections;
        this.listeners = new CopyOnWriteArrayList<>();
    }

    /** Runs reads on a replica, and tells those who watch this one. */
    public StatementRunner(Connections replica, Transactions transactions, StatementRunner other) {
        this.connections = replica;
        this.transactions = transactions;
        this.showBinds = other.showBinds;
        this.scoped = other.scoped;
        this.listeners = other.listeners;
    }

    /** Sends reads elsewhere; before the first statement. */
    public void replicas(Replicas there) {
        replicas = there;
    }

    /** What this query runs on: a replica where there is one that may answer it. */
    public StatementRunner forRead(Plan plan) {
        Replicas there = replicas;
        return there == null || !plan.onlyReads() ? this : there.forRead();
    }

    /** Reads a result; it is closed when this returns, so it may not leave. */
    public interface ResultReader<R extends @Nullable Object> extends Body<R> {
        R read(ResultSet result) throws SQLException;

        @Override
        default R run(PreparedStatement statement) throws SQLException {
            try (ResultSet result = statement.executeQuery()) {
                return read(result);
            }
        }
    }

    public void add(StatementListener listener) {
        listeners.add(listener);
    }

    public void remove(StatementListener listener) {
        listeners.remove(listener);
    }

    /** Marks this point in the writing of the database. */
    public QueryExecutor.Mark mark() {
        return connections.clock().mark();
    }

    /**
     * Runs a statement that answers rows.
     *
     * @param rows says of the answer how many they were
     */
    public <R extends @Nullable Object> R query(
            Call call, boolean writes, ResultReader<R> reader, ToIntFunction<R> rows) {
        return run(call.plan(), call, writes, reader, rows);
    }

    /** Runs a statement whose columns are known by their names only, and when they come. */
    public <R extends @Nullable Object> R queryAsWritten(
            Call call, ResultReader<R> reader, ToIntFunction<R> rows) {
        return run(
                call.plan(),
                call,
                false,
                statement -> {
                    try (ResultSet result = statement.executeQuery()) {
                        return reader.read(result);
                    } finally {
                        SqliteStatement.forgetNames(statement);
                    }
                },
                rows);
    }

    /** Runs a statement that answers something about the database, and no rows of it. */
    public <R extends @Nullable Object> R query(Call call, boolean writes, ResultReader<R> reader) {
        return query(call, writes, reader, read -> 0);
    }

    /** Runs a statement that answers how many rows it touched. */
    public int update(Call call) {
        return run(call.plan(), call, true, PreparedStatement::executeUpdate, Integer::intValue);
    }

    /** Runs SQL that no plan was made for, such as DDL. Nothing is bound. */
    public void execute(String sql) {
        run(
                Plan.of(sql),
                null,
                true,
                statement -> {
                    if (statement.execute()) {
                        // SQLite would keep what it reads from as it is, for whoever is next
                        try (ResultSet result = statement.getResultSet()) {
                            while (result.next()) {
                                // it may do something for each row
                            }
                        }
                    }
                    return true;
                },
                done -> 0);
    }

    /** Runs SQL that no plan was made for, with the values of a call, and reads its rows. */
    public <R extends @Nullable Object> R query(String sql, Call call, ResultReader<R> reader) {
        return query(new Call(call.plan().withSql(sql), call.values()), false, reader);
    }

    /**
     * Opens a result that stays open until the cursor is closed; the connection is kept for this
     * thread meanwhile.
     */
    public Cursor open(Call call, int fetchSize) {
        refuseOutsideOfScope(call.plan());
        Connections.Scope scope = connections.keep();
        try {
            return Cursor.open(this, call, scope, fetchSize);
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    /**
     * As {@link #open}, of a cursor of PostgreSQL that outlives transactions.
     *
     * @throws ProgrammingException in a transaction, and behind a transaction pooler
     */
    public Cursor openHeld(Call call, int fetchSize) {
        connections.engine().requireSession("a cursor that is held");
        if (connections.depth() > 0) {
            throw new ProgrammingException(
                    "a cursor is held beyond the transaction that it is opened in",
                    call.plan().model(),
                    "stream() it there, or open it outside");
        }
        refuseOutsideOfScope(call.plan());
        Connections.Scope scope = connections.keep();
        try {
            return Cursor.openHeld(this, call, scope, fetchSize);
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    /** What is told of a statement that somebody watches. */
    static final class Watched {
        final long start = System.nanoTime();
        private long waited;
        private int rows;

        /** The connection is there, which was not before. */
        void connected() {
            waited = System.nanoTime() - start;
        }
    }

    interface Body<R extends @Nullable Object> {
        R run(PreparedStatement statement) throws SQLException;
    }

    /** What no prepared statement can do, such as COPY: it gets the connection. */
    interface Direct<R extends @Nullable Object> extends Body<R> {
        R on(Lease lease) throws SQLException;

        /** What it sent, for those who are told: what was planned, unless it chose otherwise. */
        default Plan sent(Plan planned) {
            return planned;
        }

        @Override
        default R run(PreparedStatement statement) {
            throw new IllegalStateException("it prepares no statement");
        }
    }

    /** Runs what is no prepared statement, and is told and timed as if it was one. */
    <R extends @Nullable Object> R direct(Plan plan, boolean writes, Direct<R> body) {
        return run(plan, null, writes, body, done -> 0);
    }

    <R extends @Nullable Object> R run(Call call, boolean writes, Body<R> body) {
        return run(call.plan(), call, writes, body, done -> 0);
    }

    private <R extends @Nullable Object> R run(
            Plan plan, @Nullable Call call, boolean writes, Body<R> body, ToIntFunction<R> rows) {
        if (writes) {
            refuseIfReadOnly(plan);
        }
        Watched watched = observed() ? new Watched() : null;
        Throwable failure = null;
        try {
            R result = onConnection(plan, call, writes, body, watched);
            if (watched != null) {
                watched.rows = rows.applyAsInt(result);
            }
            return result;
        } catch (SQLException e) {
            KingletException translated = translate(e, sent(plan, body), call);
            failure = translated;
            throw translated;
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            if (writes) {
                connections.clock().wrote();
            }
            if (watched != null) {
                report(sent(plan, body), call, watched, failure);
            }
        }
    }

    private static Plan sent(Plan plan, Body<?> body) {
        return body instanceof Direct<?> direct ? direct.sent(plan) : plan;
    }

    private <R extends @Nullable Object> R onConnection(
            Plan plan, @Nullable Call call, boolean writes, Body<R> body, @Nullable Watched watched)
            throws SQLException {
        refuseOutsideOfScope(plan);
        Session session = connections.current();
        if (session != null) {
            return inSession(session, plan, call, writes, body, watched);
        }
        Lease lease = connections.borrow();
        if (watched != null) {
            watched.connected();
        }
        try {
            return writes ? queued(lease, plan, call, body) : onStatement(lease, plan, call, body);
        } finally {
            connections.giveBack(lease);
        }
    }

    private void refuseOutsideOfScope(Plan plan) {
        if (scoped != null && scoped.current() == null) {
            throw new ProgrammingException(
                    "a statement outside of a scope of " + scoped.location(),
                    new ErrorContext(plan.sql(), List.of(), plan.model(), null)
                            .withHint(
                                    "autoConnect is off: open a scope by connection(), or a transaction by atomic(..)"),
                    null);
        }
    }

    private void refuseIfReadOnly(Plan plan) {
        Session session = connections.current();
        if (session != null && session.depth() > 0 && session.mode().readOnly()) {
            throw new ProgrammingException(
                    "a write in a transaction that is read-only",
                    new ErrorContext(plan.sql(), List.of(), plan.model(), null)
                            .withHint("leave readOnly() out, or write outside of it"),
                    null);
        }
    }

    private <R extends @Nullable Object> R inSession(
            Session session,
            Plan plan,
            @Nullable Call call,
            boolean writes,
            Body<R> body,
            @Nullable Watched watched)
            throws SQLException {
        try {
            boolean takes = watched != null && !session.isConnected();
            Lease lease = session.ready();
            if (takes && watched != null) {
                watched.connected();
            }
            if (session.depth() == 0) {
                return writes
                        ? queued(lease, plan, call, body)
                        : onStatement(lease, plan, call, body);
            }
            if (writes) {
                session.beforeWrite();
            }
            return onStatement(lease, plan, call, body);
        } catch (SQLException e) {
            session.failed(e);
            throw e;
        }
    }

    /**
     * A write outside of a transaction waits for its turn. With its connection in hand: whoever has
     * the turn must not have to wait for a connection of those that wait for the turn.
     */
    private <R extends @Nullable Object> R queued(
            Lease lease, Plan plan, @Nullable Call call, Body<R> body) throws SQLException {
        connections.engine().beforeWrite();
        try {
            return onStatement(lease, plan, call, body);
        } finally {
            connections.engine().afterWrite();
        }
    }

    private <R extends @Nullable Object> R onStatement(
            Lease lease, Plan plan, @Nullable Call call, Body<R> body) throws SQLException {
        if (body instanceof Direct<R> direct) {
            return direct.on(lease);
        }
        PreparedStatement statement = null;
        R result;
        try {
            statement = lease.prepare(plan.sql());
            if (call != null) {
                bind(call, statement, call.values());
            }
            result = body.run(statement);
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            lease.failed(e);
            try {
                if (statement != null) {
                    lease.discard(statement);
                }
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        lease.release(plan.sql(), statement);
        return result;
    }

    void bind(Call call, PreparedStatement statement, @Nullable Object[] values)
            throws SQLException {
        Binder.bind(call, statement, values, refusal);
    }

    private DataException refused(Call call, IllegalArgumentException problem) {
        return new DataException(
                problem.getMessage() == null ? problem.toString() : problem.getMessage(),
                context(call.plan(), call),
                problem.getCause());
    }

    KingletException translate(SQLException error, Plan plan, @Nullable Call call) {
        return connections.translate(error, context(plan, call));
    }

    /** Turns what a codec refused into an exception that says where. */
    public DataException unreadable(IllegalArgumentException problem, Plan plan) {
        return new DataException(
                String.valueOf(problem.getMessage()), context(plan, null), problem);
    }

    private ErrorContext context(Plan plan, @Nullable Call call) {
        List<@Nullable Object> binds =
                showBinds && call != null
                        ? Statements.binds(plan, call.values())
                        : new ArrayList<>();
        String model = plan.model().isEmpty() ? null : plan.model();
        return new ErrorContext(plan.sql(), binds, model, null);
    }

    boolean observed() {
        return !listeners.isEmpty() || LOG.isDebugEnabled();
    }

    /**
     * Tells all listeners; what one of them throws reaches the caller, who sees the failure of the
     * statement rather than that.
     */
    void report(Plan plan, @Nullable Call call, Watched watched, @Nullable Throwable failure) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - watched.start);
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} us: {}{}{}",
                    elapsed.toNanos() / 1000,
                    plan.sql(),
                    showBinds && call != null ? " -- " + Statements.binds(plan, call.values()) : "",
                    failure == null ? "" : " -- failed");
        }
        StatementEvent event =
                new StatementEvent(
                        plan.sql(),
                        elapsed,
                        Duration.ofNanos(watched.waited),
                        watched.rows,
                        failure instanceof KingletException known ? known : null);
        List<Throwable> thrown = new ArrayList<>(0);
        for (StatementListener listener : listeners) {
            try {
                listener.ran(event);
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                thrown.add(e);
            }
        }
        if (failure == null) {
            AfterWork.throwFirst(thrown);
        } else {
            AfterWork.attach(thrown, failure);
        }
    }

    Connections connections() {
        return connections;
    }

    Transactions transactions() {
        return transactions;
    }
}
