package dev.kinglet.internal.exec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has which connection: told when none is left, and watched where leaks are looked for. One
 * compare-and-set a loan; lines of the program are noted only where leaks are looked for.
 */
final class Holders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.pool");

    private final String location;
    private final AtomicReferenceArray<@Nullable Lease> slots;
    private final long leakNanos;
    private final @Nullable ScheduledExecutorService watch;
    private final LongAdder leaks = new LongAdder();

    Holders(String location, int connections, Duration leakDetection) {
        this.location = location;
        this.slots = new AtomicReferenceArray<>(connections);
        this.leakNanos = leakDetection.toNanos();
        this.watch = leakNanos == 0 ? null : watch(leakDetection);
    }

    void add(Lease lease) {
        Thread thread = Thread.currentThread();
        if (leakNanos == 0) {
            lease.takenBy(thread);
        } else {
            lease.takenBy(thread, CallSite.ofThisThread(), System.nanoTime());
        }
        int size = slots.length();
        int start = (thread.hashCode() & Integer.MAX_VALUE) % size;
        for (int i = 0; i < size; i++) {
            int slot = start + i < size ? start + i : start + i - size;
            if (slots.get(slot) == null && slots.compareAndSet(slot, null, lease)) {
                lease.slot(slot);
                return;
            }
        }
    }

    void remove(Lease lease) {
        int slot = lease.slot();
        if (slot >= 0) {
            slots.compareAndSet(slot, lease, null);
        }
    }

    /** A line each: the thread, where it took the connection or where it is now. */
    List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < slots.length(); i++) {
            Lease lease = slots.get(i);
            if (lease != null) {
                lines.add(describe(lease));
            }
        }
        return lines;
    }

    /** How many loans lasted for longer than they should. */
    long leaks() {
        return leaks.sum();
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    private String describe(Lease lease) {
        Thread holder = lease.holder();
        StringBuilder text = new StringBuilder("thread '").append(holder.getName()).append('\'');
        if (!holder.isAlive()) {
            text.append(", which has ended");
        }
        Lease.Noted noted = lease.noted();
        if (noted != null) {
            text.append(", for ")
                    .append((System.nanoTime() - noted.since()) / 1_000_000)
                    .append(" ms");
            if (noted.place() != null) {
                return text.append(", taken at ").append(noted.place()).toString();
            }
        }
        String now = CallSite.of(holder);
        return now == null ? text.toString() : text.append(", now at ").append(now).toString();
    }

    private ScheduledExecutorService watch(Duration leakDetection) {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "kinglet-leaks");
                            thread.setDaemon(true);
                            return thread;
                        });
        long millis = Math.max(1, leakDetection.toMillis() / 2);
        executor.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
        return executor;
    }

    private void look() {
        long now = System.nanoTime();
        for (int i = 0; i < slots.length(); i++) {
            Lease lease = slots.get(i);
            Lease.Noted noted = lease == null ? null : lease.noted();
            if (lease != null
                    && noted != null
                    && now - noted.since() > leakNanos
                    && noted.firstReport()) {
                leaks.increment();
                LOG.warn(
                        "a connection to {} was not given back yet: {}; close scopes and streams, and keep transactions short",
                        location,
                        describe(lease));
            }
        }
    }
}
