package dev.kinglet.examples.twitter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** So many attempts to log in a minute from one address. In memory: a restart forgets them. */
final class LoginLimit {
    static final int ATTEMPTS = 10;
    static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int ADDRESSES = 10_000;

    private record Attempts(Instant since, int count) {}

    private final Clock clock;
    private final Map<String, Attempts> addresses =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
                    return size() > ADDRESSES;
                }
            };

    LoginLimit(Clock clock) {
        this.clock = clock;
    }

    /** Counts an attempt, before it is looked at; false when there were too many. */
    synchronized boolean attempt(String address) {
        Instant now = clock.instant();
        Attempts before = addresses.get(address);
        if (before == null || before.since().plus(PERIOD).isBefore(now)) {
            before = new Attempts(now, 0);
        }
        addresses.put(address, new Attempts(before.since(), before.count() + 1));
        return before.count() < ATTEMPTS;
    }

    /** After a success the address starts anew. */
    synchronized void forget(String address) {
        addresses.remove(address);
    }
}
