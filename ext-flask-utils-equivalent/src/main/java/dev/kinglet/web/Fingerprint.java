package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.BoundSql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query says, in eight bytes: the same in every process, for the same SQL and values. */
final class Fingerprint {
    private static final ClassValue<Boolean> PRINTS =
            new ClassValue<>() {
                @Override
                protected Boolean computeValue(Class<?> type) {
                    try {
                        return type.getMethod("toString").getDeclaringClass() != Object.class;
                    } catch (NoSuchMethodException e) {
                        return false;
                    }
                }
            };

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static byte[] of(BoundSql sql) {
        Fingerprint made = new Fingerprint();
        made.add(sql.text());
        made.add(sql.binds());
        return made.digest.digest();
    }

    static byte[] of(@Nullable String text) {
        Fingerprint made = new Fingerprint();
        made.add(text);
        return made.digest.digest();
    }

    private void add(@Nullable Object value) {
        if (value == null) {
            digest.update((byte) 0);
        } else if (value instanceof List<?> list) {
            digest.update((byte) 1);
            sized(Integer.toString(list.size()).getBytes(StandardCharsets.UTF_8));
            list.forEach(this::add);
        } else if (value instanceof byte[] bytes) {
            digest.update((byte) 2);
            sized(bytes);
        } else if (value instanceof Enum<?> constant) {
            digest.update((byte) 3);
            sized(constant.name().getBytes(StandardCharsets.UTF_8));
        } else if (PRINTS.get(value.getClass())) {
            digest.update((byte) 4);
            sized(value.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            throw new ProgrammingException(
                    "a cursor would have to know values of "
                            + value.getClass().getName()
                            + " again",
                    (String) null,
                    "give the class a toString() that says its value");
        }
    }

    private void sized(byte[] bytes) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (bytes.length >>> shift));
        }
        digest.update(bytes);
    }
}
