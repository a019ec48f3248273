package dev.kinglet.errors;

import org.jspecify.annotations.Nullable;

/**
 * The database could not do it now: no connection, a lock, a time-out, a deadlock, a full disk. The
 * statement may be right.
 */
public final class OperationalException extends KingletException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public OperationalException(
            String summary, ErrorContext context, @Nullable Throwable cause, boolean retryable) {
        super(summary, context, cause);
        this.retryable = retryable;
    }

    /**
     * Whether the same transaction, begun again from its start, may succeed: serialization
     * failures, deadlocks and locks that were not had in time.
     */
    public boolean isRetryable() {
        return retryable;
    }
}
