package dev.kinglet.type;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDs that sort by the time at which they were made (version 7 of RFC 9562): keys that many
 * machines can make and that an index likes. {@code uuid().primaryKey().defaultTo(UuidV7::next)}
 */
public final class UuidV7 {
    // 48 bits of milliseconds, then 12 bits that count within one
    private static final AtomicLong LAST = new AtomicLong();
    private static final SecureRandom RANDOM = new SecureRandom();

    private UuidV7() {}

    /**
     * A UUID that is greater than all that this process made before, in any thread, as text, as
     * bytes and to both databases. Of more than 4096 in a millisecond the clock is run ahead of.
     */
    public static UUID next() {
        long now = System.currentTimeMillis() << 12;
        long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = (tick & ~0xfffL) << 4 | 0x7000 | tick & 0xfff;
        long low = RANDOM.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
