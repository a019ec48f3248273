package dev.kinglet.internal.exec;

import dev.kinglet.type.Codec;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgArray;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * The elements of an array on their way to PostgreSQL: as the bytes that it reads, or where these
 * are not known here, in an array of their own class for the driver.
 */
final class Elements {
    private final Codec<Object> codec;
    private final @Nullable ArrayBytes bytes;
    private @Nullable Object[] array;
    private int size;

    @SuppressWarnings("unchecked") // a mistake ends in a ClassCastException, which the binder knows
    Elements(Codec<?> codec, @Nullable String listType, int capacity) {
        this.codec = (Codec<Object>) codec;
        this.bytes = listType == null ? null : ArrayBytes.of(listType, capacity);
        this.array = bytes == null ? codec.listArray(capacity) : new Object[0];
    }

    static Elements of(List<?> list, Codec<?> codec, String listType) {
        Elements elements = new Elements(codec, listType, list.size());
        for (Object value : list) {
            elements.add(value);
        }
        return elements;
    }

    void add(@Nullable Object value) {
        if (bytes != null) {
            bytes.add(value == null ? null : codec.arrayElement(value));
            return;
        }
        if (size == array.length) {
            array = Arrays.copyOf(array, Math.max(16, size * 2));
        }
        array[size++] = value == null ? null : codec.listElement(value);
    }

    /** All of them, in order, for a statement of that connection. */
    @SuppressWarnings("NullAway") // the driver takes arrays with null in them
    Array in(Connection connection, String listType) throws SQLException {
        if (bytes == null) {
            return connection.createArrayOf(
                    listType, size == array.length ? array : Arrays.copyOf(array, size));
        }
        PgConnection driver = connection.unwrap(PgConnection.class);
        return driver.getPreferQueryMode() == PreferQueryMode.SIMPLE
                ? driver.createArrayOf(listType, bytes.objects())
                : new PgArray(driver, bytes.type(), bytes.all());
    }
}
