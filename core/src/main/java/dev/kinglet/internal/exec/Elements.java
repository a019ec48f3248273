package dev.kinglet.internal.exec;

import dev.kinglet.type.Codec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an array on their way to PostgreSQL. In an array of their own class the driver
 * sends them as bytes, and without a text in between.
 */
final class Elements {
    private final Codec<Object> codec;
    private @Nullable Object[] array;
    private int size;

    @SuppressWarnings("unchecked") // a mistake ends in a ClassCastException, which the binder knows
    Elements(Codec<?> codec, int capacity) {
        this.codec = (Codec<Object>) codec;
        this.array = codec.listArray(capacity);
    }

    static Elements of(List<?> list, Codec<?> codec) {
        Elements elements = new Elements(codec, list.size());
        list.forEach(elements::add);
        return elements;
    }

    void add(@Nullable Object value) {
        if (size == array.length) {
            array = Arrays.copyOf(array, Math.max(16, size * 2));
        }
        array[size++] = value == null ? null : codec.listElement(value);
    }

    /** All of them, in order. */
    @SuppressWarnings("NullAway") // the driver takes arrays with null in them
    Object[] array() {
        return size == array.length ? array : Arrays.copyOf(array, size);
    }
}
