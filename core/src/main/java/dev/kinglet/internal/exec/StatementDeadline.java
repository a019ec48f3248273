package dev.kinglet.internal.exec;

import java.time.Duration;
import org.sqlite.ProgressHandler;

/** Interrupts a statement of SQLite that runs for too long. Asked by SQLite itself as it works. */
final class StatementDeadline extends ProgressHandler {
    /** SQLite's steps between two questions: well below a millisecond. */
    static final int STEPS = 2_000;

    private final long nanos;
    private volatile long start = System.nanoTime();

    StatementDeadline(Duration timeout) {
        nanos = timeout.toNanos();
    }

    /** A statement begins. */
    void restart() {
        start = System.nanoTime();
    }

    @Override
    protected int progress() {
        return System.nanoTime() - start > nanos ? 1 : 0;
    }
}
