package dev.kinglet;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.errors.RetryException;
import dev.kinglet.internal.exec.Transactions;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** Decides whether and when a transaction is repeated, and counts it. */
final class Retries {
    private static final int DOUBLINGS = 30; // beyond that a long would not do

    private final LongAdder repeated = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    /** Only a whole transaction can be repeated. */
    static void refuseInside(Transactions transactions) {
        if (transactions.depth() > 0) {
            throw new ProgrammingException(
                    "a transaction is to be repeated inside of another one",
                    null,
                    "call retrying where the outermost transaction begins");
        }
    }

    /**
     * How many milliseconds to wait before the next attempt.
     *
     * @throws OperationalException the failure, where repeating does not help
     * @throws RetryException where this was the last attempt
     */
    long pauseAfter(
            int attempt,
            OperationalException failure,
            RetryOptions options,
            Transactions transactions) {
        if (!transactions.mayRepeat(failure)) {
            throw failure;
        }
        if (attempt >= options.attempts()) {
            givenUp.increment();
            throw new RetryException(attempt, failure);
        }
        repeated.increment();
        Duration longest = options.longestPause();
        long most =
                Math.min(
                        longest.toMillis(),
                        options.firstPause().toMillis() << Math.min(attempt - 1, DOUBLINGS));
        return ThreadLocalRandom.current().nextLong(most + 1);
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationalException(
                    "interrupted while waiting to repeat a transaction",
                    ErrorContext.NONE,
                    e,
                    OperationalException.Kind.TIMEOUT);
        }
    }

    RetryStats stats() {
        return new RetryStats(repeated.sum(), givenUp.sum());
    }
}
