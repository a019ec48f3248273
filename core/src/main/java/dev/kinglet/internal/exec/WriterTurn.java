package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.OperationalException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The turn to write to a SQLite database, which has one writer at a time. Given fairly. It belongs
 * to a transaction, not to a thread: one that a coroutine began may end in another thread.
 */
final class WriterTurn {
    private final Semaphore turn = new Semaphore(1, true);
    private final Duration usualWait;
    private final String location;

    WriterTurn(Duration usualWait, String location) {
        this.usualWait = usualWait;
        this.location = location;
    }

    /**
     * Waits for the turn.
     *
     * @param wait how long at most; null for the usual
     */
    void take(@Nullable Duration wait) {
        long millis = (wait == null ? usualWait : wait).toMillis();
        try {
            if (!turn.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                throw new OperationalException(
                        "waited " + millis + " ms for another writer of " + location,
                        ErrorContext.NONE.withHint(
                                "keep transactions that write short: SQLite has one writer at a time"),
                        null,
                        OperationalException.Kind.LOCK_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationalException(
                    "interrupted while waiting for another writer of " + location,
                    ErrorContext.NONE,
                    e,
                    OperationalException.Kind.TIMEOUT);
        }
    }

    void give() {
        turn.release();
    }
}
