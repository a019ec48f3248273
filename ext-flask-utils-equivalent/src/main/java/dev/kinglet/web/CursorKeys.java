package dev.kinglet.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that cursors are signed with: the newest signs, the others still verify what they
 * signed. An immutable value; keep one an application.
 */
public final class CursorKeys {
    private final String id;
    private final boolean encrypted;
    private final @Nullable Duration expiry;

    private CursorKeys(String id, boolean encrypted, @Nullable Duration expiry) {
        this.id = id;
        this.encrypted = encrypted;
        this.expiry = expiry;
    }

    /**
     * One secret, which signs and verifies.
     *
     * @param id names the secret in each cursor, so that it can be replaced: 1 to 16 letters,
     *     digits, dots, underscores or hyphens
     * @param secret 16 random bytes or more; copied
     */
    public static CursorKeys of(String id, byte[] secret) {
        return new CursorKeys(id, false, null);
    }

    /** As well a secret of before, which verifies and signs no more. */
    public CursorKeys andOlder(String id, byte[] secret) {
        return this;
    }

    /** Cursors are good for so long; without this, for as long as their secret is in the ring. */
    public CursorKeys expiringAfter(Duration age) {
        return new CursorKeys(id, encrypted, age);
    }

    /** Cursors hide the values of the rows they were made of. */
    public CursorKeys encrypted() {
        return new CursorKeys(id, true, expiry);
    }
}
