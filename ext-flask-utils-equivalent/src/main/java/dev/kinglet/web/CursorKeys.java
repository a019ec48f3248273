package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that cursors are signed with: the newest signs, the others still verify what they
 * signed. An immutable value that any thread may use; keep one an application, the same on all its
 * machines.
 *
 * <p>A token is a version, the name of its secret, the content and an HMAC-SHA256 over all of these
 * bytes, in base64 for addresses. It is verified, in constant time, before its content is looked
 * at.
 */
public final class CursorKeys {
    private static final int LONGEST = 4096;
    private static final int MAC = 32;
    private static final int NONCE = 12;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,16}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a token is for; one of a kind is none of another. */
    enum Kind {
        CURSOR(1),
        COUNT(3);

        private final int version;

        Kind(int version) {
            this.version = version;
        }
    }

    private final String newest;
    private final Map<String, Secret> secrets;
    private final boolean encrypted;
    private final @Nullable Duration age;
    private final InstantSource clock;

    private record Secret(SecretKeySpec signing, SecretKeySpec encrypting) {}

    private CursorKeys(
            String newest,
            Map<String, Secret> secrets,
            boolean encrypted,
            @Nullable Duration age,
            InstantSource clock) {
        this.newest = newest;
        this.secrets = secrets;
        this.encrypted = encrypted;
        this.age = age;
        this.clock = clock;
    }

    /**
     * One secret, which signs and verifies.
     *
     * @param id names the secret in each cursor, so that it can be replaced: 1 to 16 letters,
     *     digits, dots, underscores or hyphens. It can be read there
     * @param secret 16 random bytes or more; copied
     * @throws ProgrammingException for another name, and for a shorter secret
     */
    public static CursorKeys of(String id, byte[] secret) {
        return new CursorKeys(
                id, Map.of(id, secret(id, secret)), false, null, InstantSource.system());
    }

    /**
     * As well a secret of before, which verifies and signs no more: {@code of("2027", secret)
     * .andOlder("2026", old)}.
     *
     * @throws ProgrammingException as {@link #of} does, and for a name that is there
     */
    public CursorKeys andOlder(String id, byte[] secret) {
        if (secrets.containsKey(id)) {
            throw new ProgrammingException(
                    "two secrets of cursors are named '" + id + "'",
                    (String) null,
                    "give each its own name");
        }
        Map<String, Secret> all = new LinkedHashMap<>(secrets);
        all.put(id, secret(id, secret));
        return new CursorKeys(newest, all, encrypted, age, clock);
    }

    /**
     * Cursors are good for so long; without this, for as long as their secret is there.
     *
     * @throws ProgrammingException for less than a second
     */
    public CursorKeys expiringAfter(Duration age) {
        if (age.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ProgrammingException(
                    "cursors that expire after " + age, (String) null, "say a second or more");
        }
        return new CursorKeys(newest, secrets, encrypted, age, clock);
    }

    /**
     * Cursors hide the values of the rows they were made of, by AES-GCM. Without this anybody who
     * has one can read, though not change, what the list is sorted by.
     */
    public CursorKeys encrypted() {
        return new CursorKeys(newest, secrets, true, age, clock);
    }

    /** The same by another clock. */
    CursorKeys at(InstantSource clock) {
        return new CursorKeys(newest, secrets, encrypted, age, clock);
    }

    Instant now() {
        return clock.instant();
    }

    // ---- tokens

    /** Content as a token. */
    String sign(Kind kind, byte[] content) {
        Secret secret = Objects.requireNonNull(secrets.get(newest));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(kind.version + (encrypted ? 1 : 0));
        byte[] id = newest.getBytes(StandardCharsets.US_ASCII);
        out.write(id.length);
        out.writeBytes(id);
        KeyValues.signed(now().getEpochSecond(), out);
        if (encrypted) {
            byte[] nonce = new byte[NONCE];
            RANDOM.nextBytes(nonce);
            out.writeBytes(nonce);
            out.writeBytes(crypt(Cipher.ENCRYPT_MODE, secret, nonce, content));
        } else {
            out.writeBytes(content);
        }
        out.writeBytes(mac(secret, out.toByteArray()));
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
        if (token.length() > LONGEST) {
            throw new ProgrammingException(
                    "a cursor of " + token.length() + " characters",
                    (String) null,
                    "sort by something shorter: Fn.substring(column, 1, 100)");
        }
        return token;
    }

    /**
     * The content of a token that was signed here.
     *
     * @throws BadCursor for every other text
     */
    Signed verify(Kind kind, String token) {
        byte[] all = decoded(token);
        int version = all.length < 2 ? -1 : all[0];
        int idLength = all.length < 2 ? 0 : all[1];
        int from = 2 + idLength;
        if (version != kind.version && version != kind.version + 1
                || idLength < 1
                || idLength > 16
                || all.length < from + MAC) {
            throw new BadCursor(BadCursor.Reason.MALFORMED);
        }
        Secret secret = secrets.get(new String(all, 2, idLength, StandardCharsets.ISO_8859_1));
        int end = all.length - MAC;
        if (secret == null
                || !MessageDigest.isEqual(
                        mac(secret, Arrays.copyOf(all, end)),
                        Arrays.copyOfRange(all, end, all.length))) {
            throw new BadCursor(BadCursor.Reason.FORGED);
        }
        // from here on it is what was written here
        ByteBuffer content = ByteBuffer.wrap(all, from, end - from);
        Instant issued = Instant.ofEpochSecond(KeyValues.signed(content));
        if (age != null && issued.plus(age).isBefore(now())) {
            throw new BadCursor(BadCursor.Reason.EXPIRED);
        }
        if (version == kind.version) {
            return new Signed(issued, content);
        }
        byte[] nonce = new byte[NONCE];
        content.get(nonce);
        byte[] hidden = new byte[content.remaining()];
        content.get(hidden);
        byte[] plain = crypt(Cipher.DECRYPT_MODE, secret, nonce, hidden);
        return new Signed(issued, ByteBuffer.wrap(plain));
    }

    /** What was signed, and when. */
    record Signed(Instant issued, ByteBuffer content) {}

    private static byte[] decoded(String token) {
        if (token.length() > LONGEST) {
            throw new BadCursor(BadCursor.Reason.MALFORMED);
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(token);
            // the decoder passes over padding and over bits behind the last byte
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(token)) {
                return all;
            }
        } catch (IllegalArgumentException e) {
            // told below: what it says would repeat what was sent
        }
        throw new BadCursor(BadCursor.Reason.MALFORMED);
    }

    // ---- secrets

    private static Secret secret(String id, byte[] secret) {
        if (!ID.matcher(id).matches()) {
            throw new ProgrammingException(
                    "a secret of cursors with a name of other characters, or of more than 16",
                    (String) null,
                    "use letters, digits, dots, underscores and hyphens");
        }
        if (secret.length < 16) {
            throw new ProgrammingException(
                    "the secret of cursors '" + id + "' has " + secret.length + " bytes",
                    (String) null,
                    "use 16 random bytes or more, such as of: openssl rand -base64 32");
        }
        SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
        // one key a purpose
        return new Secret(
                new SecretKeySpec(mac(key, utf8("kinglet cursor: sign")), "HmacSHA256"),
                new SecretKeySpec(mac(key, utf8("kinglet cursor: encrypt")), "AES"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mac(Secret secret, byte[] bytes) {
        return mac(secret.signing, bytes);
    }

    private static byte[] mac(SecretKeySpec key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] crypt(int mode, Secret secret, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, secret.encrypting, new GCMParameterSpec(128, nonce));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was signed here can be read here", e);
        }
    }

    /** The names of the secrets, never they themselves. */
    @Override
    public String toString() {
        return "cursor keys " + secrets.keySet() + (encrypted ? ", encrypted" : "");
    }
}
