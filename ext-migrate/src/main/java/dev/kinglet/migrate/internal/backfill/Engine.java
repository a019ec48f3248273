package dev.kinglet.migrate.internal.backfill;

import static dev.kinglet.migrate.internal.backfill.Progress.PROGRESS;

import dev.kinglet.Database;
import dev.kinglet.TransactionOptions;
import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.BackfillStatus;
import dev.kinglet.migrate.change.BackfillStatus.State;
import dev.kinglet.migrate.change.Chunks;
import dev.kinglet.query.Select;
import dev.kinglet.type.Dialect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works off chunks. Each is one transaction: it locks the row of the backfill, reads how far that
 * came, changes the next rows, and writes how far it is now. So a process that dies leaves rows and
 * position as they were, and two that work on one backfill take turns.
 */
public final class Engine {
    private static final Logger LOG = System.getLogger("dev.kinglet.migrate.backfill");
    private static final int MOST_ROWS = 10_000;
    private static final int ATTEMPTS = 20;
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);
    private static final int LONGEST_BACKOFF_MILLIS = 1_000;

    private final Database database;

    public Engine(Database database) {
        this.database = database;
    }

    /** What a chunk did: what stands in the database then, and how many rows it had. */
    private record Chunk(BackfillStatus status, int rows) {}

    /**
     * Works until all is done, or somebody cancels it; while somebody has paused it, it waits.
     *
     * @param progress is told after each chunk, in this thread
     * @return how it ended: done or cancelled
     * @throws ProgrammingException in a transaction, and for a table or key that is not there
     * @throws KingletException what a chunk failed with; the chunks before it stay
     */
    public BackfillStatus run(Chunks chunks, Consumer<? super BackfillStatus> progress) {
        if (database.inTransaction()) {
            throw new ProgrammingException(
                    "the backfill '" + chunks.name() + "' was run inside of a transaction",
                    chunks.table().toString(),
                    "run it outside: it commits each chunk");
        }
        // rows that are read back are those of the primary, and of one connection
        try (var kept = database.connection()) {
            return new Run(chunks, progress).all();
        }
    }

    /** All that there are, sorted by name. */
    public List<BackfillStatus> list() {
        createTable();
        return PROGRESS.select().orderBy(PROGRESS.name).using(database).list().stream()
                .map(Progress::status)
                .toList();
    }

    /** The one of that name; null where there is none. */
    public @Nullable BackfillStatus status(String name) {
        createTable();
        Progress row = find(name).first();
        return row == null ? null : row.status();
    }

    /**
     * Says what whoever works on it does next: it sees that before its next chunk.
     *
     * @throws ProgrammingException where there is none of that name, or it has ended
     */
    public void change(String name, State state) {
        BackfillStatus now = status(name);
        if (now == null || now.state() == State.DONE || now.state() == State.CANCELLED) {
            throw new ProgrammingException(
                    now == null
                            ? "there is no backfill '" + name + "'"
                            : "the backfill '"
                                    + name
                                    + "' has ended: "
                                    + now.state().name().toLowerCase(java.util.Locale.ROOT),
                    name,
                    now == null ? "look at list()" : "forget it, to run it from the beginning");
        }
        PROGRESS.update(PROGRESS.state.to(state.name()), PROGRESS.updatedAt.to(Progress.now()))
                .where(
                        PROGRESS.name.eq(name),
                        PROGRESS.state.in(
                                State.RUNNING.name(), State.PAUSED.name(), State.FAILED.name()))
                .using(database)
                .execute();
    }

    /** Forgets how far it came, so that it begins anew; what it changed stays. */
    public void forget(String name) {
        createTable();
        PROGRESS.delete().where(PROGRESS.name.eq(name)).using(database).execute();
    }

    private Select<Progress> find(String name) {
        return PROGRESS.where(PROGRESS.name.eq(name)).using(database);
    }

    /** Of two that create it at once PostgreSQL refuses one; then it is there. */
    private void createTable() {
        if (database.schema().exists(PROGRESS)) {
            return;
        }
        try {
            database.createTables(PROGRESS);
        } catch (IntegrityException | ProgrammingException e) {
            if (!database.schema().exists(PROGRESS)) {
                throw e;
            }
        }
    }

    /** One run of a backfill, in one thread. */
    private final class Run {
        private final Chunks chunks;
        private final Consumer<? super BackfillStatus> progress;
        private final Walk walk;
        private int size;

        Run(Chunks chunks, Consumer<? super BackfillStatus> progress) {
            this.chunks = chunks;
            this.progress = progress;
            this.walk = Walk.of(database, chunks);
            this.size = chunks.size();
        }

        BackfillStatus all() {
            BackfillStatus status = begin();
            progress.accept(status);
            int attempt = 0;
            while (status.state() == State.RUNNING || status.state() == State.PAUSED) {
                waitWhileBusy();
                long begun = System.nanoTime();
                Chunk chunk;
                try {
                    chunk = transaction(this::next);
                    attempt = 0;
                } catch (OperationalException e) {
                    attempt++;
                    if (!e.isRetryable() || attempt > ATTEMPTS) {
                        throw failed(e);
                    }
                    retried();
                    sleep(
                            Duration.ofMillis(
                                    ThreadLocalRandom.current()
                                            .nextLong(
                                                    1
                                                            + Math.min(
                                                                    LONGEST_BACKOFF_MILLIS,
                                                                    10L
                                                                            << Math.min(
                                                                                    attempt,
                                                                                    10)))));
                    continue;
                } catch (DataException | IntegrityException e) {
                    chunk = withoutBadRow(e);
                } catch (RuntimeException e) {
                    throw failed(e);
                }
                status = chunk.status();
                progress.accept(status);
                if (status.state() == State.PAUSED) {
                    sleep(ASK_AGAIN);
                } else if (status.state() == State.RUNNING) {
                    adapt(chunk.rows(), System.nanoTime() - begun);
                    sleep(chunks.pause());
                }
            }
            return status;
        }

        private BackfillStatus begin() {
            createTable();
            long total = find(chunks.name()).first() == null ? walk.total() : 0;
            return transaction(
                    () -> {
                        // two processes may begin together: then one row stays
                        PROGRESS.insert(
                                        PROGRESS.name.to(chunks.name()),
                                        PROGRESS.tableName.to(chunks.table().toString()),
                                        PROGRESS.state.to(State.RUNNING.name()),
                                        PROGRESS.passed.to(0L),
                                        PROGRESS.changed.to(0L),
                                        PROGRESS.skipped.to(0L),
                                        PROGRESS.total.to(total),
                                        PROGRESS.batch.to(size),
                                        PROGRESS.retries.to(0L),
                                        PROGRESS.position.to(""),
                                        PROGRESS.worker.to(""),
                                        PROGRESS.error.to(""),
                                        PROGRESS.startedAt.to(Progress.now()),
                                        PROGRESS.updatedAt.to(Progress.now()))
                                .onConflictIgnore()
                                .using(database)
                                .execute();
                        Progress there = locked();
                        if (there.state() == State.FAILED) {
                            PROGRESS.update(
                                            PROGRESS.state.to(State.RUNNING.name()),
                                            PROGRESS.error.to(""))
                                    .where(PROGRESS.name.eq(chunks.name()))
                                    .using(database)
                                    .execute();
                        }
                        return locked().status();
                    });
        }

        /** The row, which nobody else can read so before this transaction ends. */
        private Progress locked() {
            Select<Progress> row = find(chunks.name());
            return (database.dialect() == Dialect.SQLITE ? row : row.forUpdate()).get();
        }

        private Chunk next() {
            Progress row = locked();
            if (row.state() != State.RUNNING) {
                return new Chunk(row.status(), 0);
            }
            String position = row.get(PROGRESS.position);
            Walk.End end = walk.next(position, size);
            if (end == null) {
                PROGRESS.update(
                                PROGRESS.state.to(State.DONE.name()),
                                PROGRESS.updatedAt.to(Progress.now()))
                        .where(PROGRESS.name.eq(chunks.name()))
                        .using(database)
                        .execute();
                return new Chunk(find(chunks.name()).get().status(), 0);
            }
            long changed = walk.update(position, end.position());
            return passed(row, end, changed, 0);
        }

        private Chunk passed(Progress row, Walk.End end, long changed, int skipped) {
            PROGRESS.update(
                            PROGRESS.position.to(end.position()),
                            PROGRESS.passed.to(row.get(PROGRESS.passed) + end.rows()),
                            PROGRESS.changed.to(row.get(PROGRESS.changed) + changed),
                            PROGRESS.skipped.to(row.get(PROGRESS.skipped) + skipped),
                            PROGRESS.batch.to(size),
                            PROGRESS.worker.to(worker()),
                            PROGRESS.updatedAt.to(Progress.now()))
                    .where(PROGRESS.name.eq(chunks.name()))
                    .using(database)
                    .execute();
            return new Chunk(find(chunks.name()).get().status(), end.rows());
        }

        /** Halves the chunk until the row stands alone that the database refused, and passes it. */
        private Chunk withoutBadRow(KingletException refusal) {
            if (!chunks.skipping()) {
                throw failed(refusal);
            }
            if (size > 1) {
                size = Math.max(1, size / 2);
                return new Chunk(transaction(() -> locked().status()), 0);
            }
            return transaction(
                    () -> {
                        Progress row = locked();
                        Walk.End end = walk.next(row.get(PROGRESS.position), 1);
                        if (row.state() != State.RUNNING || end == null) {
                            return new Chunk(row.status(), 0);
                        }
                        LOG.log(
                                Level.WARNING,
                                "backfill {0} skips the row with the key {1}: {2}",
                                chunks.name(),
                                end.position().substring(1),
                                refusal.summary());
                        return passed(row, end, 0, 1);
                    });
        }

        /** A chunk that took twice as long as it should is followed by one of half its size. */
        private void adapt(int rows, long nanos) {
            Duration target = chunks.target();
            if (target == null || rows < size) {
                // a chunk that was not full says little, and after a bad row the size grows again
                size = target == null || rows == 0 ? size : Math.min(size * 2, chunks.size());
                return;
            }
            double factor = (double) target.toNanos() / Math.max(1, nanos);
            size =
                    (int)
                            Math.min(
                                    MOST_ROWS,
                                    Math.max(1, size * Math.min(2, Math.max(0.5, factor))));
        }

        private void waitWhileBusy() {
            while (chunks.busy() != null && chunks.busy().test(database)) {
                sleep(ASK_AGAIN);
            }
        }

        private void retried() {
            PROGRESS.update(PROGRESS.retries.to(PROGRESS.retries.plus(1L)))
                    .where(PROGRESS.name.eq(chunks.name()))
                    .using(database)
                    .execute();
        }

        private <X extends RuntimeException> X failed(X cause) {
            String error =
                    cause instanceof KingletException known ? known.summary() : cause.toString();
            try {
                PROGRESS.update(
                                PROGRESS.state.to(State.FAILED.name()),
                                PROGRESS.error.to(error),
                                PROGRESS.updatedAt.to(Progress.now()))
                        .where(
                                PROGRESS.name.eq(chunks.name()),
                                PROGRESS.state.eq(State.RUNNING.name()))
                        .using(database)
                        .execute();
            } catch (KingletException e) {
                cause.addSuppressed(e); // the row says that it runs, and the next run goes on
            }
            return cause;
        }

        private <R> R transaction(java.util.function.Supplier<R> body) {
            TransactionOptions options =
                    database.dialect() == Dialect.SQLITE
                            ? TransactionOptions.defaults().immediate()
                            : TransactionOptions.defaults().lockTimeout(LOCK_TIMEOUT);
            return database.<R, RuntimeException>atomicResult(options, open -> body.get());
        }
    }

    private static String worker() {
        return Host.name() + ":" + ProcessHandle.current().pid();
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationalException(
                    "interrupted between two chunks of a backfill",
                    ErrorContext.NONE.withHint("run it again: it goes on where it was"),
                    e,
                    OperationalException.Kind.TIMEOUT);
        }
    }
}
