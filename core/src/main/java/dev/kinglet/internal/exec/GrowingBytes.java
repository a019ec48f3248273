package dev.kinglet.internal.exec;

import java.util.Arrays;

/** Bytes, one behind the other, with room for more; numbers stand with their first byte first. */
final class GrowingBytes {
    byte[] bytes;
    int size;

    GrowingBytes(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Makes sure that so many more fit, which may be put into {@link #bytes} then. */
    void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + bytes.length / 2));
        }
    }

    void put(byte[] some) {
        room(some.length);
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    void putByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void putShort(int value) {
        room(Short.BYTES);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
    }

    void putInt(int value) {
        room(Integer.BYTES);
        set(size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        room(Long.BYTES);
        set(size, (int) (value >> 32));
        set(size + Integer.BYTES, (int) value);
        size += Long.BYTES;
    }

    /** Writes over what stands there. */
    void set(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }
}
