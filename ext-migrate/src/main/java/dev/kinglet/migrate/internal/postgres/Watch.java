package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.migrate.change.LockWait.Blocker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks, from a connection of its own, for those who keep this thread's session from going on. Only
 * while it waits can the server say who they are.
 */
final class Watch implements AutoCloseable {
    // distinct: it names a group of parallel workers several times
    private static final String BLOCKERS =
            "select distinct a.pid, a.application_name as app, a.backend_type as kind, a.state,"
                    + " cast(extract(epoch from a.xact_start) as double precision) as since,"
                    + " a.query, (select cast(l.relation as regclass)::text from pg_locks l where"
                    + " l.pid = {0} and not l.granted and l.relation is not null limit 1) as"
                    + " relation from pg_stat_activity a where a.pid = any(pg_blocking_pids({0}))"
                    + " order by a.pid";

    /** Who was seen last, and the table that they have; null where that is not known. */
    record Seen(List<Blocker> blockers, @Nullable String table) {
        static final Seen NOBODY = new Seen(List.of(), null);
    }

    private final Database database;
    private final Duration every;
    private final Consumer<List<Blocker>> sink;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Seen seen = Seen.NOBODY;
    private @Nullable Thread thread;

    /**
     * @param every how long to wait before the first look, and between two
     * @param sink is told of each look that saw somebody
     */
    Watch(Database database, Duration every, Consumer<List<Blocker>> sink) {
        this.database = database;
        this.every = every;
        this.sink = sink;
    }

    /** Watches the session that this thread has now. */
    void begin() {
        int pid = (int) Row.one(database, "select pg_backend_pid() as pid").number("pid");
        Thread made = new Thread(() -> look(pid), "kinglet-lock-watch");
        made.setDaemon(true);
        thread = made;
        made.start();
    }

    Seen seen() {
        return seen;
    }

    @Override
    public void close() {
        over.countDown();
        Thread watching = thread;
        if (watching != null) {
            watching.interrupt(); // it may be waiting for a connection
            boolean interrupted = false;
            while (watching.isAlive()) {
                try {
                    watching.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void look(int pid) {
        long millis = Math.max(5, every.toMillis());
        try {
            while (!over.await(millis, TimeUnit.MILLISECONDS)) {
                List<Row> rows;
                try (Scope connection = database.connection();
                        Scope primary = database.primary()) {
                    rows = Row.all(database, BLOCKERS, pid);
                }
                if (!rows.isEmpty()) {
                    Seen now = seen(rows);
                    seen = now;
                    sink.accept(now.blockers());
                }
            }
        } catch (InterruptedException e) {
            // it is over
        } catch (RuntimeException e) {
            // the migration goes on without it: who is in the way stays unknown
            if (over.getCount() > 0) {
                Errors.LOG.warn("cannot look who is in the way of the migration: {}", e.toString());
            }
        }
    }

    private static Seen seen(List<Row> rows) {
        List<Blocker> blockers = new ArrayList<>();
        String relation = "";
        for (Row row : rows) {
            relation = row.text("relation");
            boolean vacuum = row.text("kind").equals("autovacuum worker");
            double since = row.number("since");
            blockers.add(
                    new Blocker(
                            (int) row.number("pid"),
                            row.text("app"),
                            vacuum ? Blocker.AUTOVACUUM : row.text("state"),
                            since == 0 ? null : Instant.ofEpochMilli((long) (since * 1000)),
                            QueryHead.of(row.text("query"))));
        }
        return new Seen(blockers, relation.isEmpty() ? null : relation);
    }
}
