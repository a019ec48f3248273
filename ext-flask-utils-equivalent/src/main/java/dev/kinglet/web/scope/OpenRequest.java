package dev.kinglet.web.scope;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.TransactionOptions;
import dev.kinglet.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is being answered. It belongs to no thread: each one that goes on with it
 * {@linkplain #enter enters} it, one at a time.
 *
 * <p>An adapter calls, in this order: {@link #enter} for each part, {@link #beforeFirstByte} when
 * the answer is about to leave, {@link #finish} or {@link #fail} at its end, and {@link #close} in
 * any case.
 */
public final class OpenRequest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.requests");
    private static final ThreadLocal<@Nullable OpenRequest> HERE = new ThreadLocal<>();

    private final ScopeSettings settings;
    private final WebRequest request;
    private final @Nullable OpenRequest around;
    private final List<Database> databases = new ArrayList<>(1);
    private final List<Work> works = new ArrayList<>(1);
    private final List<Database> inSchemas = new ArrayList<>(0);
    private final List<String> schemas = new ArrayList<>(0);
    private final @Nullable RequestCosts costs;
    private volatile boolean settled;
    private volatile boolean rollbackOnly;
    private volatile boolean closed;

    private OpenRequest(ScopeSettings settings, WebRequest request, @Nullable OpenRequest around) {
        this.settings = settings;
        this.request = request;
        this.around = around;
        RequestCosts outer = around == null ? null : around.costs;
        this.costs = outer == null && settings.watches() ? new RequestCosts() : outer;
    }

    static OpenRequest begin(ScopeSettings settings, WebRequest request) {
        OpenRequest begun = new OpenRequest(settings, request, current());
        if (settings.isExcluded(request.path())) {
            begun.settled = true;
            return begun;
        }
        TransactionOptions options = request.isSafe() ? settings.reads() : settings.writes();
        for (Database database : settings.databases()) {
            if (begun.around == null || !begun.around.has(database)) {
                begun.take(database, options);
            }
        }
        return begun;
    }

    private void take(Database database, @Nullable TransactionOptions options) {
        Function<? super WebRequest, @Nullable String> tenant = settings.tenants().get(database);
        String schema = tenant == null ? null : tenant.apply(request);
        if (schema != null) {
            inSchemas.add(database);
            schemas.add(schema);
        }
        databases.add(database);
        if (!database.inTransaction()) { // else the transaction around this goes on
            works.add(options == null ? database.work() : database.work(options));
        }
    }

    private boolean has(Database database) {
        return databases.contains(database) || around != null && around.has(database);
    }

    /** The request that this thread is in; null outside of any. */
    public static @Nullable OpenRequest current() {
        OpenRequest here = HERE.get();
        return here == null || here.closed ? null : here;
    }

    /** What is being answered. */
    public WebRequest request() {
        return request;
    }

    /**
     * Goes on with the request in this thread, until the scope is closed in this thread. May be
     * nested. Another thread that is in it is waited for.
     *
     * @throws dev.kinglet.errors.ProgrammingException where it is over, or another thread stays in
     *     it for too long
     */
    public Scope enter() {
        OpenRequest before = HERE.get();
        if (before == this) {
            return () -> {};
        }
        Deque<Scope> scopes = new ArrayDeque<>(4);
        try {
            for (Work work : works) {
                scopes.push(work.enter());
                if (settings.eager() && !settled) {
                    work.connect();
                }
            }
            for (int i = 0; i < schemas.size(); i++) {
                scopes.push(inSchemas.get(i).useSchema(schemas.get(i)));
            }
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            leave(scopes);
            throw e;
        }
        HERE.set(this);
        return () -> {
            if (HERE.get() == this) {
                if (before == null) {
                    HERE.remove();
                } else {
                    HERE.set(before);
                }
            }
            leave(scopes);
        };
    }

    private static void leave(Deque<Scope> scopes) {
        RuntimeException first = null;
        while (!scopes.isEmpty()) {
            try {
                scopes.pop().close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Undoes the transaction when the request ends, whatever its status. */
    public void rollbackOnly() {
        OpenRequest outer = around;
        if (works.isEmpty() && outer != null) {
            outer.rollbackOnly();
        }
        rollbackOnly = true;
    }

    /**
     * The answer is about to leave: ends the transactions, so that an error of the commit can still
     * become an answer. Statements after that commit by themselves. Where a stream or a block of
     * the handler is still open, {@link #finish} does it.
     *
     * @throws dev.kinglet.errors.KingletException where a database refuses the commit; all that is
     *     not committed yet is undone
     */
    public void beforeFirstByte(int status) {
        for (Work work : works) {
            if (work.isInUse()) {
                return;
            }
        }
        finish(status);
    }

    /**
     * Ends the transactions: undone for statuses that say so, 500 and more unless the scope says
     * otherwise, and else committed, one database after the other. The second call does nothing.
     *
     * @throws dev.kinglet.errors.KingletException as {@link #beforeFirstByte}
     */
    public void finish(int status) {
        if (settled) {
            return;
        }
        settled = true;
        if (rollbackOnly || settings.undoes().test(status)) {
            rollback(0, null);
            return;
        }
        for (int i = 0; i < works.size(); i++) {
            try {
                works.get(i).commit();
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                rollback(i, e);
                throw e;
            }
        }
    }

    /** Undoes the transactions because of an error; errors of the undoing are attached to it. */
    public void fail(Throwable because) {
        if (!settled) {
            settled = true;
            rollback(0, because);
        }
    }

    private void rollback(int from, @Nullable Throwable because) {
        for (Work work : works.subList(from, works.size())) {
            try {
                work.rollback();
            } catch (RuntimeException e) {
                if (because == null) {
                    LOG.warn("the rollback of a request failed", e);
                } else if (because != e) {
                    because.addSuppressed(e);
                }
            }
        }
    }

    /** Whether its transactions have ended, and only the rest of the answer is to be sent. */
    public boolean isFinished() {
        return settled;
    }

    /** Whether it is over: nobody enters it any more. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Gives the connections back, whatever is still open on them. What was not finished is undone.
     * Where another thread is in the request, this happens when that one leaves. A second call does
     * nothing.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        settled = true;
        for (Work work : works) {
            try {
                work.close();
            } catch (RuntimeException e) {
                LOG.warn("the end of a request failed", e);
            }
        }
        if (costs != null && around == null) {
            costs.log(settings, request);
        }
    }

    @Nullable RequestCosts costs() {
        return costs;
    }

    /** What it cost so far; null where the scope does not watch. */
    public @Nullable RequestCost cost() {
        return costs == null ? null : costs.soFar();
    }

    /** The value of the header {@code Server-Timing} so far; null where none is to be sent. */
    public @Nullable String serverTiming() {
        return costs != null && settings.serverTiming() ? costs.soFar().serverTiming() : null;
    }

    @Override
    public String toString() {
        return request.method() + " " + request.path();
    }
}
