package dev.kinglet.migrate.testing;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** One who writes or reads at a rate, and takes the time. */
final class Worker {
    private final Database database;
    private final Contention.Load load;
    private final int number;
    private final Thread thread;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile boolean measuring;
    private volatile boolean over;

    // only its own thread writes them, and they are read when that has ended
    private final List<Throwable> errors = new ArrayList<>();
    private long[] nanos = new long[1024];
    private int count;

    Worker(Database database, Contention.Load load, int number) {
        this.database = database;
        this.load = load;
        this.number = number;
        this.thread = new Thread(this::run, "kinglet-contention-" + load.name() + "-" + number);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Until it has a connection, and the server has seen its statement. */
    void awaitFirst() {
        try {
            first.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void measure() {
        measuring = true;
    }

    void end() {
        over = true;
    }

    void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    String name() {
        return load.name();
    }

    long[] nanos() {
        return Arrays.copyOf(nanos, count);
    }

    List<Throwable> errors() {
        return errors;
    }

    private void run() {
        long between = 1_000_000_000L * load.threads() / load.perSecond();
        try (Scope connection = database.connection()) {
            // not all at the same moment
            long next = System.nanoTime() + between * number / load.threads();
            while (!over) {
                sleepUntil(next);
                once();
                first.countDown();
                // what was missed while it waited is not made up for: that would be another load
                next = Math.max(next + between, System.nanoTime() - between);
            }
        } finally {
            first.countDown();
        }
    }

    private void once() {
        long start = System.nanoTime();
        try {
            load.work().accept(database);
        } catch (Throwable e) { // also what Kotlin throws without saying so
            errors.add(e);
        }
        // one that waits when the change begins is a part of it
        if (measuring) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = System.nanoTime() - start;
        }
    }

    private void sleepUntil(long time) {
        long left;
        while (!over && (left = time - System.nanoTime()) > 0) {
            LockSupport.parkNanos(Math.min(left, 50_000_000));
        }
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
