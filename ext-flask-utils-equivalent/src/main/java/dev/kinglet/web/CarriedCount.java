package dev.kinglet.web;

import dev.kinglet.query.Select;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The number of rows of a query as a signed text, for links.
 *
 * @param <M> the rows
 */
final class CarriedCount<M extends @Nullable Object> {
    private static final int FINGERPRINT = 8;

    private final Select<M> query;
    private final CursorKeys keys;
    private final Duration age;

    CarriedCount(Select<M> query, CursorKeys keys, Duration age) {
        this.query = query;
        this.keys = keys;
        this.age = age;
    }

    String write(long rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(fingerprint());
        KeyValues.signed(rows, out);
        return keys.sign(CursorKeys.Kind.COUNT, out.toByteArray());
    }

    /** Null for what is not, or no longer, the count of this query. */
    Total.@Nullable Counted read(String text) {
        CursorKeys.Signed signed;
        try {
            signed = keys.verify(CursorKeys.Kind.COUNT, text);
        } catch (BadCursor e) {
            return null;
        }
        ByteBuffer in = signed.content();
        byte[] of = new byte[FINGERPRINT];
        in.get(of);
        boolean good =
                Arrays.equals(of, fingerprint()) && !signed.issued().plus(age).isBefore(keys.now());
        return good ? new Total.Counted(KeyValues.signed(in), signed.issued()) : null;
    }

    /** The order does not change how many there are. */
    private byte[] fingerprint() {
        Select<M> rows =
                query.definition().options().distinctOn().isEmpty() ? query.orderBy() : query;
        return Arrays.copyOf(Fingerprint.of(rows.sql()), FINGERPRINT);
    }
}
