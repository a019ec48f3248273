package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.internal.backfill.Host;
import dev.kinglet.postgres.AdvisoryLock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For PostgreSQL: an advisory lock on a connection of its own, which is in no transaction and does
 * nothing else: a transaction would keep CREATE INDEX CONCURRENTLY waiting for ever. It is asked
 * for again and again, since whoever waits for it in the server has a transaction, too. Who has it
 * stands in the name of that connection.
 */
final class AdvisoryMigrationLock implements MigrationLock {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
    private static final Pattern NAME = Pattern.compile("migrate (\\S+):(\\d+) (\\w+) ?(.*)");

    /** The longest name of a connection, in bytes. */
    private static final int LONGEST_NAME = 63;

    private static final String HOLDER =
            "select l.pid as pid, a.application_name as name, host(a.client_addr) as host from"
                    + " pg_locks l left join pg_stat_activity a on a.pid = l.pid where l.locktype ="
                    + " 'advisory' and l.granted and l.database = (select oid from pg_database"
                    + " where datname = current_database()) and l.classid::bigint = {0} and"
                    + " l.objid::bigint = {1} and l.objsubid = 1";

    private final Database database;
    private final AdvisoryLock lock;

    AdvisoryMigrationLock(Database database, String history) {
        this.database = database;
        // everybody who means the same history asks for the same name, whatever its search path
        String schema = database.defaultSchema();
        if (schema == null) {
            schema =
                    String.valueOf(
                            database.query("select current_schema() as schema")
                                    .maps()
                                    .get(0)
                                    .get("schema"));
        }
        this.lock = database.postgres().lock("kinglet migrate " + schema + "." + history);
    }

    @Override
    public Held acquire(Duration patience, Progress progress) {
        if (database.inTransaction()) {
            lock.timeout(patience).inTransaction(); // the transaction of the caller ends it
            return new NothingHeld();
        }
        if (database.poolStats().maximum() < 2) {
            throw new Problem(
                    "migrations need two connections, and the pool has one",
                    null,
                    "open the database with pool.max=2 or more: one of them keeps the lock");
        }
        Keeper keeper = new Keeper(patience, progress);
        keeper.start();
        try {
            keeper.had.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
        return keeper;
    }

    @Override
    public @Nullable Holder holder() {
        List<? extends Map<String, ?>> found =
                database.query(HOLDER, lock.key() >>> 32, lock.key() & 0xffffffffL).maps();
        if (found.isEmpty()) {
            return null;
        }
        Map<String, ?> row = found.get(0);
        Matcher name = NAME.matcher(String.valueOf(row.get("name")));
        if (!name.matches()) {
            Object host = row.get("host");
            long pid = row.get("pid") instanceof Number number ? number.longValue() : 0;
            return new Holder(host == null ? null : host.toString(), pid, null, null);
        }
        return new Holder(
                name.group(1),
                Long.parseLong(name.group(2)),
                Instant.ofEpochSecond(Long.parseLong(name.group(3), 36)),
                name.group(4).isEmpty() ? null : name.group(4));
    }

    /** The thread that has the lock: a connection belongs to a thread. */
    private final class Keeper implements Held, Runnable {
        private static final String END = "\n";

        private final CompletableFuture<@Nullable Void> had = new CompletableFuture<>();
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> ended = new ArrayBlockingQueue<>(1);
        private final Duration patience;
        private final Progress progress;
        private final String since = Long.toString(Instant.now().getEpochSecond(), 36);
        private volatile @Nullable RuntimeException lost;

        Keeper(Duration patience, Progress progress) {
            this.patience = patience;
            this.progress = progress;
        }

        void start() {
            Thread thread = new Thread(this, "kinglet-migrate-lock");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void run() {
            try (Scope connection = database.connection();
                    Scope primary = database.primary()) {
                keep();
            } catch (Throwable e) {
                if (!had.completeExceptionally(e) && e instanceof RuntimeException unchecked) {
                    lost = unchecked;
                }
            } finally {
                ended.add(true);
            }
        }

        private void keep() throws InterruptedException {
            try (AdvisoryLock.Held held = taken()) {
                // not RESET: the driver says the name behind the start of the session
                String before =
                        String.valueOf(
                                database.query("select current_setting('application_name') as name")
                                        .maps()
                                        .get(0)
                                        .get("name"));
                name("");
                had.complete(null);
                while (true) {
                    String what = said.poll(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
                    if (END.equals(what)) {
                        rename(before);
                        return;
                    }
                    if (what == null) {
                        database.execute("select 1");
                    } else {
                        name(what);
                    }
                }
            }
        }

        private AdvisoryLock.Held taken() throws InterruptedException {
            long end = System.nanoTime() + patience.toNanos();
            boolean told = false;
            while (true) {
                AdvisoryLock.Held held = tryHold();
                if (held != null) {
                    return held;
                }
                if (!told) {
                    progress.waiting(holder());
                    told = true;
                }
                if (System.nanoTime() > end) {
                    throw MigrationLock.notHad(holder(), patience);
                }
                Thread.sleep(ThreadLocalRandom.current().nextLong(30, 90));
            }
        }

        private AdvisoryLock.@Nullable Held tryHold() {
            try {
                return lock.tryHold();
            } catch (ProgrammingException e) {
                throw new Problem(
                        "one process at a time migrates, and behind a transaction pooler nobody can"
                                + " keep a lock",
                        null,
                        "connect to the server itself for migrations: the pooler is for the"
                                + " application",
                        e);
            }
        }

        private void name(String doing) {
            String name =
                    "migrate "
                            + cut(Host.name().replaceAll("[^\\w.-]", "-"), 20)
                            + ":"
                            + ProcessHandle.current().pid()
                            + " "
                            + since
                            + (doing.isEmpty()
                                    ? ""
                                    : " " + doing.replaceAll("[^\\x20-\\x7e]", "?"));
            rename(cut(name, LONGEST_NAME));
        }

        private void rename(String name) {
            database.execute("set application_name = '" + name.replace("'", "''") + "'");
        }

        private static String cut(String text, int length) {
            return text.length() <= length ? text : text.substring(0, length);
        }

        @Override
        public void doing(String what) {
            said.add(what);
        }

        @Override
        public void check() {
            RuntimeException error = lost;
            if (error != null) {
                throw new Problem(
                        "the lock was lost with its connection: " + error.getMessage(),
                        null,
                        "run it again: what is done stands in the history",
                        error);
            }
        }

        @Override
        public void close() {
            said.add(END);
            boolean interrupted = false;
            while (true) {
                try {
                    ended.take();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
