package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.TransactionOptions;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.LockWait;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.type.Dialect;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs what needs locks that others have. Each wait is short, because whoever comes behind it in
 * the queue waits as well; between two attempts is a pause, in which they come through. A
 * transaction is repeated as a whole, never half of it.
 *
 * <p>What holds nobody up (VALIDATE CONSTRAINT, CONCURRENTLY) waits as long as it takes: a timeout
 * would leave an invalid index. Who is waited for is told meanwhile.
 */
public final class Patience {
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);
    private static final long LONGEST_PAUSE = 2_000;
    private static final long VACUUM_TIMEOUT = 5_000;

    private final Database database;
    private final LockPolicy policy;
    private final Consumer<LockWait> listener;

    /**
     * @param listener is told of each wait that was in vain, and of long ones every second, in
     *     another thread then
     */
    public Patience(Database database, LockPolicy policy, Consumer<LockWait> listener) {
        this.database = database;
        this.policy = policy;
        this.listener = listener;
    }

    /**
     * Whether a step waits as long as it takes: it stands in nobody's way meanwhile, but in that of
     * other changes of the schema.
     */
    public static boolean waits(Step step) {
        return step.lock() == Step.Lock.SHARE_UPDATE_EXCLUSIVE
                || step.place() == Step.Place.NO_TRANSACTION && step.work() == null;
    }

    /**
     * Runs a step at its place: in no transaction, or in one of its own.
     *
     * @throws OperationalException of kind LOCK_TIMEOUT where the budget is spent; then it changed
     *     nothing
     */
    public void run(Step step) {
        run(step, () -> {});
    }

    /**
     * Runs a step, and then something that remembers it, in the transaction of the step where it
     * has one.
     */
    public void run(Step step, Runnable remember) {
        if (step.place() != Step.Place.NO_TRANSACTION) {
            transaction(
                    step.sql(),
                    waits(step),
                    () -> {
                        send(step);
                        remember.run();
                    });
            return;
        }
        if (waits(step)) {
            outside(step);
        } else if (step.work() instanceof Validation validation) {
            validation.run(database, this);
        } else {
            send(step); // it makes transactions of its own
        }
        remember.run();
    }

    /**
     * Runs a body in a transaction, again and again until it has its locks. In a transaction of the
     * caller's it is run once, in a savepoint, and waits as that does: only a whole transaction can
     * be repeated.
     *
     * @param what for those who are told of a wait
     */
    public void transaction(String what, Runnable body) {
        transaction(what, false, body);
    }

    private void transaction(String what, boolean waits, Runnable body) {
        if (database.dialect() != Dialect.POSTGRES || database.inTransaction()) {
            database.<RuntimeException>atomic(transaction -> body.run());
            return;
        }
        TransactionOptions options =
                waits
                        ? TransactionOptions.defaults()
                        : TransactionOptions.defaults().lockTimeout(policy.timeout());
        Attempts attempts = new Attempts(what);
        while (true) {
            Duration look = waits ? TELL_EVERY : policy.timeout().dividedBy(2);
            try (Watch watch = attempts.watch(look, waits)) {
                try {
                    database.<RuntimeException>atomic(
                            options,
                            transaction -> {
                                if (waits) {
                                    database.execute("set local lock_timeout = 0");
                                }
                                attempts.letVacuumGo();
                                watch.begin();
                                body.run();
                            });
                    return;
                } catch (RuntimeException e) {
                    attempts.failed(e, watch);
                }
            }
            attempts.pause();
        }
    }

    /** In no transaction, and on one connection, whose timeout is switched off meanwhile. */
    private void outside(Step step) {
        if (database.dialect() != Dialect.POSTGRES) {
            send(step);
            return;
        }
        Attempts attempts = new Attempts(step.sql());
        while (true) {
            try (Scope connection = database.connection();
                    Scope primary = database.primary();
                    Watch watch = attempts.watch(TELL_EVERY, true)) {
                String timeout =
                        Row.one(database, "select current_setting('lock_timeout') as x").text("x");
                boolean limited = !"0".equals(timeout);
                if (limited) {
                    database.execute("set lock_timeout = 0");
                }
                try {
                    watch.begin();
                    send(step);
                    return;
                } catch (RuntimeException e) {
                    attempts.failed(e, watch);
                } finally {
                    if (limited) {
                        database.execute("set lock_timeout = '" + timeout + "'");
                    }
                }
            }
            attempts.pause();
        }
    }

    private void send(Step step) {
        if (step.work() != null) {
            step.work().accept(database);
        } else {
            database.execute(step.sql());
        }
    }

    /** One thing that is tried until it succeeds, or the budget is spent. */
    private final class Attempts {
        private final String what;
        private final long start = System.nanoTime();
        private int count;
        private long pause;
        private Watch.Seen last = Watch.Seen.NOBODY;
        private @Nullable String vacuumed;

        Attempts(String what) {
            this.what = what;
        }

        Watch watch(Duration every, boolean tell) {
            int before = count; // it is told in another thread
            return new Watch(
                    database,
                    every,
                    seen -> {
                        if (tell) {
                            tell(new LockWait(what, before, waited(), null, seen));
                        }
                    });
        }

        /** Throws the error where there is no use in trying again, or no time. */
        void failed(RuntimeException error, Watch watch) {
            OperationalException lock = Errors.retryable(error);
            if (lock == null) {
                throw error;
            }
            count++;
            pause = pauseAfter(count);
            // a short attempt may be over before it was looked: then they are those of the last one
            Watch.Seen seen = watch.seen().blockers().isEmpty() ? last : watch.seen();
            last = seen;
            boolean over = waited().toMillis() + pause > policy.budget().toMillis();
            LockWait wait =
                    new LockWait(
                            what,
                            count,
                            waited(),
                            over ? null : Duration.ofMillis(pause),
                            seen.blockers());
            tell(wait);
            if (over) {
                throw Errors.givenUp(lock, wait);
            }
            vacuumed =
                    seen.blockers().stream().anyMatch(LockWait.Blocker::isAutovacuum)
                            ? seen.table()
                            : null;
        }

        /**
         * Autovacuum gives way only to who has waited for a second. So the next attempt first waits
         * for the lock that autovacuum has, in which it stands in nobody else's way.
         */
        void letVacuumGo() {
            if (vacuumed != null) {
                database.execute("set local lock_timeout = " + VACUUM_TIMEOUT);
                database.execute("lock table " + vacuumed + " in share update exclusive mode");
                database.execute("set local lock_timeout = " + policy.timeout().toMillis());
            }
        }

        void pause() {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Errors.interrupted(what, e);
            }
        }

        private Duration waited() {
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /** Several times as long as the wait, so that others come through; longer and longer. */
    private long pauseAfter(int attempt) {
        double most = policy.timeout().toMillis() * 4 * Math.pow(1.5, Math.min(attempt, 30) - 1);
        long limit = Math.max(1, (long) Math.min(most, LONGEST_PAUSE));
        return ThreadLocalRandom.current().nextLong(limit / 2, limit + 1);
    }

    private void tell(LockWait wait) {
        Errors.LOG.info("{}", wait);
        listener.accept(wait);
    }
}
