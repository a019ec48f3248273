package dev.kinglet.web.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that show that a form came from this site: each form carries one in a hidden field, and a
 * request that changes something is refused (403) where it does not {@link #matches match}. An
 * immutable value, made once and shared; nothing is kept on the server.
 *
 * <p>A token belongs to one {@link Session} and is another text each time it is made, so that
 * nothing can be guessed from the size of compressed pages. It lasts for 12 hours, in any number of
 * tabs.
 */
public final class CsrfTokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;

    private final SessionKeys keys;
    private final Seal seal;

    private CsrfTokens(SessionKeys keys, Duration lifetime, Clock clock) {
        this.keys = keys;
        this.seal = new Seal(keys, "csrf", lifetime, clock);
    }

    /** Tokens signed with these keys, which may be those of the session. */
    public static CsrfTokens of(SessionKeys keys) {
        return new CsrfTokens(keys, Duration.ofHours(12), Clock.systemUTC());
    }

    /** How long a form may stay open. */
    public CsrfTokens lifetime(Duration lifetime) {
        return new CsrfTokens(keys, lifetime, Clock.systemUTC());
    }

    /** As the clock of a test has it. */
    CsrfTokens at(Clock clock, Duration lifetime) {
        return new CsrfTokens(keys, lifetime, clock);
    }

    /** A new token for a form of this session: letters, digits, {@code -} and {@code _}. */
    public String token(Session session) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] id = masked(session, nonce);
        return seal.close(ByteBuffer.allocate(NONCE_BYTES + id.length).put(nonce).put(id).array());
    }

    /**
     * Whether the token was made for this session, and not too long ago.
     *
     * @param token as the form sent it; may be null
     * @param session of the request; may be null
     */
    public boolean matches(@Nullable String token, @Nullable Session session) {
        byte[] content = session == null ? null : seal.open(token);
        if (content == null || session == null || content.length < NONCE_BYTES) {
            return false;
        }
        ByteBuffer rest = ByteBuffer.wrap(content);
        byte[] nonce = new byte[NONCE_BYTES];
        rest.get(nonce);
        byte[] id = new byte[rest.remaining()];
        rest.get(id);
        return MessageDigest.isEqual(id, masked(session, nonce));
    }

    // the id itself is the cookie's secret, and a page may be shown to others
    private static byte[] masked(Session session, byte[] nonce) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(nonce);
            return digest.digest(session.id().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
