package dev.kinglet.internal.exec;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What the pool tells of its loans. */
final class PoolMetrics implements IMetricsTracker {
    private final LongAdder loans = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAdder timeouts = new LongAdder();

    @Override
    public void recordConnectionAcquiredNanos(long nanos) {
        loans.increment();
        waitedNanos.add(nanos);
    }

    @Override
    public void recordConnectionTimeout() {
        timeouts.increment();
    }

    long loans() {
        return loans.sum();
    }

    Duration waited() {
        return Duration.ofNanos(waitedNanos.sum());
    }

    long timeouts() {
        return timeouts.sum();
    }
}
