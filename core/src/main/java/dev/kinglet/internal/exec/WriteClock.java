package dev.kinglet.internal.exec;

import dev.kinglet.query.QueryExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a thread wrote since something was read. Counted for the whole database, so that
 * two threads can be compared, and remembered a thread, because only its own writes are promised to
 * a thread. A session remembers them, too: a coroutine takes it from thread to thread.
 */
final class WriteClock {
    private final Connections connections;
    private final AtomicLong time = new AtomicLong();
    private final ThreadLocal<long @Nullable []> lastWrite = new ThreadLocal<>();
    private volatile boolean keepsTime;

    WriteClock(Connections connections) {
        this.connections = connections;
    }

    /** This thread wrote, or ended a transaction, which shows or hides what it wrote. */
    void wrote() {
        long[] last = lastWrite.get();
        if (last == null) {
            last = new long[2];
            lastWrite.set(last);
        }
        last[0] = time.incrementAndGet();
        if (keepsTime) {
            last[1] = System.nanoTime();
        }
        Session session = connections.current();
        if (session != null) {
            session.wrote(last[0], last[1]);
        }
    }

    /** From now on it is known when a thread wrote, too. */
    void keepTime() {
        keepsTime = true;
    }

    /** Whether this thread wrote, or ended a transaction, no longer ago. */
    boolean wroteWithin(long nanos) {
        long now = System.nanoTime();
        long[] last = lastWrite.get();
        if (last != null && now - last[1] < nanos) {
            return true;
        }
        Session session = connections.current();
        return session != null && session.lastWrite() > 0 && now - session.lastWriteNanos() < nanos;
    }

    QueryExecutor.Mark mark() {
        long marked = time.get();
        Object transaction = connections.transaction();
        return () -> {
            long[] last = lastWrite.get();
            Session session = connections.current();
            return (session == null ? null : session.transaction()) == transaction
                    && (session == null || session.lastWrite() <= marked)
                    && (last == null || last[0] <= marked);
        };
    }
}
