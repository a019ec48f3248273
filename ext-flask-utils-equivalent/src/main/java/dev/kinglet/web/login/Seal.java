package dev.kinglet.web.login;

import dev.kinglet.errors.ProgrammingException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts that only who has the keys can make: version, id of the key, time of issue, content,
 * signature. The signature covers the literal bytes before it and is checked before any is read.
 */
final class Seal {
    private static final byte VERSION = 1;
    private static final int LONGEST = 4096;

    private final SessionKeys keys;
    private final String purpose;
    private final Duration lifetime;
    private final Clock clock;

    /** The texts of one purpose are nothing to another. */
    Seal(SessionKeys keys, String purpose, Duration lifetime, Clock clock) {
        if (lifetime.toSeconds() < 1) {
            throw new ProgrammingException(
                    "a lifetime of " + lifetime, (String) null, "say one second or more");
        }
        this.keys = keys;
        this.purpose = purpose;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    String close(byte[] content) {
        byte[] id = keys.newest();
        ByteBuffer sealed =
                ByteBuffer.allocate(2 + id.length + Long.BYTES + content.length)
                        .put(VERSION)
                        .put((byte) id.length)
                        .put(id)
                        .putLong(clock.instant().getEpochSecond())
                        .put(content);
        byte[] mac = keys.sign(id, purpose, sealed.array());
        byte[] all =
                ByteBuffer.allocate(sealed.capacity() + mac.length)
                        .put(sealed.array())
                        .put(mac)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** The content; null for what was not closed by this seal, and for what is too old. */
    byte @Nullable [] open(@Nullable String text) {
        byte[] all = decoded(text);
        if (all == null) {
            return null;
        }
        ByteBuffer rest = ByteBuffer.wrap(all);
        if (rest.get() != VERSION) {
            return null;
        }
        int idLength = rest.get() & 0xFF;
        int length = all.length - SessionKeys.MAC_BYTES;
        if (length < 2 + idLength + Long.BYTES) {
            return null;
        }
        byte[] id = new byte[idLength];
        rest.get(id);
        byte[] signed = Arrays.copyOf(all, length);
        byte[] mac = Arrays.copyOfRange(all, length, all.length);
        if (!keys.signed(id, purpose, signed, mac)) {
            return null;
        }
        long issued = rest.getLong();
        if (clock.instant().getEpochSecond() - issued >= lifetime.toSeconds()) {
            return null;
        }
        byte[] content = new byte[length - rest.position()];
        rest.get(content);
        return content;
    }

    /** Null for what is none of our texts; only one text stands for the same bytes. */
    private static byte @Nullable [] decoded(@Nullable String text) {
        if (text == null || text.length() > LONGEST) {
            return null;
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            boolean same = Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(text);
            return same && all.length > 2 + SessionKeys.MAC_BYTES ? all : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
