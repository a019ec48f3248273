package dev.kinglet.web.login;

import dev.kinglet.errors.ProgrammingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that sessions and tokens are signed with (HMAC-SHA256): the newest signs, the older
 * ones are still believed. To change a secret put a new one in front, and take the old one away
 * when what it signed is too old anyway. An immutable value; it shows no secret anywhere.
 */
public final class SessionKeys {
    static final int MAC_BYTES = 32;

    private static final int SHORTEST = 32;
    private static final int LONGEST_ID = 32;

    private final Map<String, byte[]> secrets;
    private final byte[] newest;

    private SessionKeys(Map<String, byte[]> secrets) {
        this.secrets = secrets;
        this.newest = secrets.keySet().iterator().next().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Keys of one secret.
     *
     * @param id its name, which stands in what it signs: 1 to 32 bytes, as {@code "2026-11"}
     * @param secret at least 32 bytes, made at random, the same on every server
     * @throws ProgrammingException for a shorter one
     */
    public static SessionKeys of(String id, byte[] secret) {
        return new SessionKeys(with(Map.of(), id, secret));
    }

    /** As {@link #of(String, byte[])}, of a text that an environment variable holds. */
    public static SessionKeys of(String id, String secret) {
        return of(id, secret.getBytes(StandardCharsets.UTF_8));
    }

    /** A secret made now, for development: a restart logs everybody out. */
    public static SessionKeys random() {
        byte[] secret = new byte[SHORTEST];
        new SecureRandom().nextBytes(secret);
        return of("random", secret);
    }

    /** These, and one that signed before and is still believed. */
    public SessionKeys andOlder(String id, byte[] secret) {
        return new SessionKeys(with(secrets, id, secret));
    }

    /** As {@link #andOlder(String, byte[])}, of a text. */
    public SessionKeys andOlder(String id, String secret) {
        return andOlder(id, secret.getBytes(StandardCharsets.UTF_8));
    }

    byte[] newest() {
        return newest;
    }

    byte[] sign(byte[] id, String purpose, byte[] content) {
        byte[] secret = secret(id);
        if (secret == null) {
            throw new IllegalStateException("no key of that id");
        }
        // a key of its own for each purpose, so that no text means anything to another one
        return hmac(hmac(secret, purpose.getBytes(StandardCharsets.UTF_8)), content);
    }

    boolean signed(byte[] id, String purpose, byte[] content, byte[] mac) {
        return secret(id) != null && MessageDigest.isEqual(sign(id, purpose, content), mac);
    }

    private byte @Nullable [] secret(byte[] id) {
        return secrets.get(new String(id, StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> with(Map<String, byte[]> secrets, String id, byte[] secret) {
        int length = id.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > LONGEST_ID || secrets.containsKey(id)) {
            throw new ProgrammingException(
                    "the key id \"" + id + "\"",
                    (String) null,
                    "give each key an id of its own, of 1 to " + LONGEST_ID + " bytes");
        }
        if (secret.length < SHORTEST) {
            throw new ProgrammingException(
                    "the secret of key \"" + id + "\" has " + secret.length + " bytes",
                    (String) null,
                    "make " + SHORTEST + " or more at random");
        }
        Map<String, byte[]> all = new LinkedHashMap<>(secrets);
        all.put(id, secret.clone());
        return all;
    }

    private static byte[] hmac(byte[] secret, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** The ids, newest first. */
    @Override
    public String toString() {
        return "session keys " + secrets.keySet();
    }
}
