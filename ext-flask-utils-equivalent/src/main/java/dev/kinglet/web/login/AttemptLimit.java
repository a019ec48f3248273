package dev.kinglet.web.login;

import dev.kinglet.errors.ProgrammingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * So many attempts in a time, for each address or name: {@code AttemptLimit.of(10,
 * Duration.ofMinutes(1))} keeps a login form from being tried word by word. Safe for threads.
 *
 * <p>It counts in memory: a restart forgets, several servers count each for itself, and of more
 * than 10,000 keys the one that was first seen is forgotten.
 */
public final class AttemptLimit {
    private static final int KEYS = 10_000;

    private record Attempts(Instant since, int count) {}

    private final int attempts;
    private final Duration period;
    private final Clock clock;
    private final Map<String, Attempts> keys =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
                    return size() > KEYS;
                }
            };

    private AttemptLimit(int attempts, Duration period, Clock clock) {
        if (attempts < 1 || period.isZero() || period.isNegative()) {
            throw new ProgrammingException(
                    "a limit of " + attempts + " attempts in " + period,
                    (String) null,
                    "allow 1 or more in a time that passes");
        }
        this.attempts = attempts;
        this.period = period;
        this.clock = clock;
    }

    /**
     * The period of a key begins with its first attempt.
     *
     * @throws ProgrammingException for less than one attempt, and for no time
     */
    public static AttemptLimit of(int attempts, Duration period) {
        return new AttemptLimit(attempts, period, Clock.systemUTC());
    }

    /** As the clock of a test has it; nothing is counted yet. */
    AttemptLimit at(Clock clock) {
        return new AttemptLimit(attempts, period, clock);
    }

    /**
     * Counts an attempt of this key; false where there were too many. Call it before the password
     * is looked at, so that attempts side by side count as well.
     */
    public synchronized boolean attempt(String key) {
        Instant now = clock.instant();
        Attempts before = keys.get(key);
        if (before == null || !now.isBefore(before.since().plus(period))) {
            before = new Attempts(now, 0);
            keys.remove(key); // what is new goes to the end, where it is kept longest
        }
        if (before.count() >= attempts) {
            return false;
        }
        keys.put(key, new Attempts(before.since(), before.count() + 1));
        return true;
    }

    /** After a success the key starts anew. */
    public synchronized void forget(String key) {
        keys.remove(key);
    }

    /** For the header {@code Retry-After}: after so many seconds a key may surely try again. */
    public long retryAfterSeconds() {
        return period.toSeconds() + (period.getNano() > 0 ? 1 : 0);
    }

    @Override
    public String toString() {
        return attempts + " attempts in " + period;
    }
}
