package dev.kinglet.internal.exec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The elements of an array in the bytes that the server reads. */
final class ArrayBytes {
    /** Number of dimensions, whether there are NULLs, the type; then size and first index. */
    private static final int HEADER = 20;

    private final BinaryType type;
    private final GrowingBytes out;
    private int size;
    private boolean nulls;

    private ArrayBytes(BinaryType type, int expected) {
        this.type = type;
        this.out = new GrowingBytes(HEADER + expected * (4 + type.length));
        out.size = HEADER;
    }

    /** Room for so many elements, and more; null for a type that goes another way. */
    static @Nullable ArrayBytes of(String listType, int expected) {
        BinaryType type = BinaryType.of(listType);
        return type == null ? null : new ArrayBytes(type, expected);
    }

    void add(@Nullable Object element) {
        type.write(out, element);
        size++;
        nulls |= element == null;
    }

    /** The type of the array, for the server. */
    int type() {
        return type.array;
    }

    /** All of it; nothing may be added any more. */
    byte[] all() {
        int last = out.size;
        out.size = 0;
        out.putInt(size == 0 ? 0 : 1);
        out.putInt(nulls ? 1 : 0);
        out.putInt(type.element);
        if (size == 0) {
            last = out.size;
        } else {
            out.putInt(size);
            out.putInt(1);
        }
        out.size = last;
        return last == out.bytes.length ? out.bytes : Arrays.copyOf(out.bytes, last);
    }

    /** The elements as objects, for a connection that sends everything as text. */
    @Nullable Object[] objects() {
        ByteBuffer in = ByteBuffer.wrap(all());
        @Nullable Object[] objects = new Object[size];
        in.position(size == 0 ? in.capacity() : HEADER);
        for (int i = 0; i < size; i++) {
            objects[i] = type.read(in);
        }
        return objects;
    }
}
