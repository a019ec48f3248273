package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.postgres.AdvisoryLock;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.query.RawQuery;
import dev.kinglet.query.Relation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A lock by its key. The functions of the server do all of it, in statements like any other.
 *
 * @param label how it is called in messages
 * @param pair whether the key is two numbers, which the server tells from one
 * @param patience how long it is asked for; null to wait in the server
 */
record PostgresLock(
        Connections connections,
        QueryExecutor database,
        String label,
        long key,
        boolean pair,
        boolean isShared,
        @Nullable Duration patience)
        implements AdvisoryLock {
    private static final String HOLDERS =
            "select l.pid as pid, a.application_name as application, host(a.client_addr) as host,"
                    + " a.state as state from pg_locks l left join pg_stat_activity a on a.pid = l.pid"
                    + " where l.locktype = 'advisory' and l.granted and l.database = (select oid from"
                    + " pg_database where datname = current_database()) and l.classid::bigint = {0}"
                    + " and l.objid::bigint = {1} and l.objsubid = {2} order by l.pid";

    static PostgresLock of(Connections connections, QueryExecutor database, String name) {
        return new PostgresLock(
                connections, database, "'" + name + "'", hash(name), false, false, null);
    }

    static PostgresLock of(Connections connections, QueryExecutor database, long key) {
        return new PostgresLock(connections, database, Long.toString(key), key, false, false, null);
    }

    static PostgresLock of(Connections connections, QueryExecutor database, int first, int second) {
        return new PostgresLock(
                connections,
                database,
                "(" + first + ", " + second + ")",
                (long) first << 32 | second & 0xffffffffL,
                true,
                false,
                null);
    }

    @Override
    public AdvisoryLock shared() {
        return new PostgresLock(connections, database, label, key, pair, true, patience);
    }

    @Override
    public AdvisoryLock timeout(Duration longest) {
        if (longest.isNegative()) {
            throw new ProgrammingException(
                    "a lock is waited for " + longest.toMillis() + " ms", null, "say 0 or more");
        }
        return new PostgresLock(connections, database, label, key, pair, isShared, longest);
    }

    // ---- for the connection

    @Override
    public Held hold() {
        Held held = held(patience);
        if (held == null) {
            throw notHad(null);
        }
        return held;
    }

    @Override
    public @Nullable Held tryHold() {
        return held(patience == null ? Duration.ZERO : patience);
    }

    private @Nullable Held held(@Nullable Duration longest) {
        connections.engine().requireSession("an advisory lock that is held");
        Connections.Scope scope = connections.keep();
        boolean had = false;
        try {
            had = taken("", longest);
        } finally {
            if (!had) {
                scope.close();
            }
        }
        return had ? new HeldLock(scope) : null;
    }

    // ---- for the transaction

    @Override
    public void inTransaction() {
        requireTransaction();
        if (!taken("xact_", patience)) {
            throw notHad(null);
        }
    }

    @Override
    public boolean tryInTransaction() {
        requireTransaction();
        return taken("xact_", patience == null ? Duration.ZERO : patience);
    }

    private void requireTransaction() {
        if (connections.depth() == 0) {
            throw new ProgrammingException(
                    "an advisory lock for a transaction, outside of one",
                    null,
                    "take it inside of a transaction, or hold() it for a scope");
        }
    }

    // ---- asking for it

    private boolean taken(String until, @Nullable Duration longest) {
        String kind = isShared ? "_shared" : "";
        if (longest == null) {
            try {
                call("pg_advisory_" + until + "lock" + kind);
            } catch (OperationalException e) {
                boolean late = e.kind() == OperationalException.Kind.LOCK_TIMEOUT;
                // in a transaction nothing can be asked any more
                throw late && connections.depth() == 0 ? notHad(e) : e;
            }
            return true;
        }
        String function = "pg_try_advisory_" + until + "lock" + kind;
        long end = System.nanoTime() + longest.toNanos();
        long pause = 5;
        while (!Boolean.TRUE.equals(call(function))) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            sleep(Math.min(left, ThreadLocalRandom.current().nextLong(pause / 2, pause + 1)));
            pause = Math.min(100, pause * 2);
        }
        return true;
    }

    private @Nullable Object call(String function) {
        return pair
                ? row("select " + function + "({0}, {1}) as had", (int) (key >> 32), (int) key)
                        .get("had")
                : row("select " + function + "({0}) as had", key).get("had");
    }

    private Map<String, @Nullable Object> row(String sql, @Nullable Object... arguments) {
        return rows(sql, arguments).get(0);
    }

    private List<Map<String, @Nullable Object>> rows(String sql, @Nullable Object... arguments) {
        return RawQuery.<@Nullable Object>of(Relation.table("query"), sql, arguments)
                .using(database)
                .maps();
    }

    private void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationalException(
                    "interrupted while waiting for the advisory lock " + label,
                    ErrorContext.NONE,
                    e,
                    OperationalException.Kind.TIMEOUT);
        }
    }

    private OperationalException notHad(@Nullable OperationalException because) {
        String holders =
                rows(HOLDERS, key >>> 32, key & 0xffffffffL, pair ? 2 : 1).stream()
                        .map(PostgresLock::holder)
                        .collect(Collectors.joining("; "));
        return new OperationalException(
                "the advisory lock "
                        + label
                        + " was not had"
                        + (patience == null ? " in time" : " within " + patience.toMillis() + " ms")
                        + (holders.isEmpty() ? "" : ": it is held by " + holders),
                ErrorContext.NONE.withHint("tryHold() answers null instead"),
                because,
                OperationalException.Kind.LOCK_TIMEOUT);
    }

    /** Not what it runs: that may have values in it. */
    private static String holder(Map<String, @Nullable Object> row) {
        StringBuilder text = new StringBuilder("process ").append(row.get("pid"));
        Object application = row.get("application");
        if (application != null) {
            text.append(" ('").append(application).append('\'');
            if (row.get("host") != null) {
                text.append(" at ").append(row.get("host"));
            }
            text.append(", ").append(row.get("state")).append(')');
        }
        return text.toString();
    }

    private static long hash(String name) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public String toString() {
        return (isShared ? "shared advisory lock " : "advisory lock ") + label;
    }

    private final class HeldLock implements Held {
        private final Connections.Scope scope;
        private boolean closed;

        HeldLock(Connections.Scope scope) {
            this.scope = scope;
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            Session session = scope.session();
            Level level = session.innermost();
            boolean given;
            try {
                given = isGiven();
            } catch (OperationalException e) {
                if (e.kind() == OperationalException.Kind.ABORTED_TRANSACTION && level != null) {
                    // nothing can be said before that is undone
                    level.afterRollback(this::giveLater);
                    return;
                }
                scope.close();
                throw e;
            } catch (KingletException e) {
                session.abandon(); // the server gives up what a connection has when it ends
                scope.close();
                throw e;
            }
            scope.close();
            if (!given) {
                throw new OperationalException(
                        "the advisory lock " + label + " was lost with its connection",
                        ErrorContext.NONE.withHint(
                                "somebody else may have had it since: look at what was done"),
                        null,
                        OperationalException.Kind.CONNECTION);
            }
        }

        private boolean isGiven() {
            return Boolean.TRUE.equals(call("pg_advisory_unlock" + (isShared ? "_shared" : "")));
        }

        private void giveLater() {
            try {
                if (!isGiven()) {
                    scope.session().abandon();
                }
            } catch (KingletException e) {
                scope.session().abandon();
                throw e;
            } finally {
                scope.close();
            }
        }
    }
}
