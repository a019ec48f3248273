package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import java.time.Duration;

/**
 * How a transaction is repeated. Between two attempts passes a random time, at most {@code
 * firstPause} after the first one, twice that after the second and so on, and never more than
 * {@code longestPause}: those that were in each other's way should not meet again. The methods
 * answer new options.
 *
 * @param attempts how often it is run at most, the first time included
 * @param firstPause the most that passes after the first attempt
 * @param longestPause the most that passes after any
 * @param transaction how each attempt is begun
 */
public record RetryOptions(
        int attempts, Duration firstPause, Duration longestPause, TransactionOptions transaction) {

    public RetryOptions {
        if (attempts < 1) {
            throw new ProgrammingException(
                    attempts + " attempts of a transaction", null, "allow 1 or more");
        }
        if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new ProgrammingException(
                    "pauses of " + firstPause + " to " + longestPause,
                    null,
                    "the first pause may be zero, and the longest not shorter than that");
        }
    }

    /** Ten attempts, pauses of up to 10 milliseconds at first and a second at last. */
    public static RetryOptions defaults() {
        return new RetryOptions(
                10, Duration.ofMillis(10), Duration.ofSeconds(1), TransactionOptions.defaults());
    }

    /** So many attempts at most. */
    public RetryOptions attempts(int most) {
        return new RetryOptions(most, firstPause, longestPause, transaction);
    }

    /** Random pauses of up to these lengths. */
    public RetryOptions pauses(Duration first, Duration longest) {
        return new RetryOptions(attempts, first, longest, transaction);
    }

    /** Begins each attempt in that way. */
    public RetryOptions transaction(TransactionOptions options) {
        return new RetryOptions(attempts, firstPause, longestPause, options);
    }
}
