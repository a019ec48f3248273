package dev.kinglet.internal.exec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * The elements of an array in the bytes that the server reads: neither objects nor a text in
 * between, of which the driver makes several of each.
 */
final class ArrayBytes {
    /** Number of dimensions, whether there are NULLs, the type; then size and first index. */
    private static final int HEADER = 20;

    private static final int NULL_LENGTH = -1;
    private static final long SECONDS_TO_2000 = 946_684_800;
    private static final long MICROS = 1_000_000;

    private final Kind kind;
    private byte[] bytes;
    private int end = HEADER;
    private int size;
    private boolean nulls;

    /** The types that are written so, as {@link dev.kinglet.type.Codec#listType} names them. */
    private enum Kind {
        INT8(Oid.INT8, Oid.INT8_ARRAY, 8),
        INT4(Oid.INT4, Oid.INT4_ARRAY, 4),
        FLOAT8(Oid.FLOAT8, Oid.FLOAT8_ARRAY, 8),
        BOOL(Oid.BOOL, Oid.BOOL_ARRAY, 1),
        TIMESTAMP(Oid.TIMESTAMP, Oid.TIMESTAMP_ARRAY, 8),
        TEXT(Oid.TEXT, Oid.TEXT_ARRAY, 24);

        final int element;
        final int array;

        /** Bytes of an element; of a text, what is made room for. */
        final int length;

        Kind(int element, int array, int length) {
            this.element = element;
            this.array = array;
            this.length = length;
        }
    }

    private ArrayBytes(Kind kind, int expected) {
        this.kind = kind;
        this.bytes = new byte[HEADER + expected * (4 + kind.length)];
    }

    /** Room for so many elements, and more; null for a type that goes another way. */
    static @Nullable ArrayBytes of(String listType, int expected) {
        Kind kind =
                switch (listType) {
                    case "int8" -> Kind.INT8;
                    case "int4" -> Kind.INT4;
                    case "float8" -> Kind.FLOAT8;
                    case "bool" -> Kind.BOOL;
                    case "timestamp" -> Kind.TIMESTAMP;
                    case "text" -> Kind.TEXT;
                    default -> null;
                };
        return kind == null ? null : new ArrayBytes(kind, expected);
    }

    void add(@Nullable Object element) {
        size++;
        if (element == null) {
            nulls = true;
            room(4);
            putInt(NULL_LENGTH);
            return;
        }
        if (kind == Kind.TEXT) {
            text((String) element);
            return;
        }
        room(4 + kind.length);
        putInt(kind.length);
        switch (kind) {
            case INT8 -> putLong((Long) element);
            case INT4 -> putInt((Integer) element);
            case FLOAT8 -> putLong(Double.doubleToLongBits((Double) element));
            case BOOL -> bytes[end++] = (byte) ((Boolean) element ? 1 : 0);
            default -> putLong(micros((LocalDateTime) element));
        }
    }

    /** The type of the array, for the server. */
    int type() {
        return kind.array;
    }

    /** All of it; nothing may be added any more. */
    byte[] all() {
        int last = end;
        end = 0;
        putInt(size == 0 ? 0 : 1);
        putInt(nulls ? 1 : 0);
        putInt(kind.element);
        if (size == 0) {
            last = end;
        } else {
            putInt(size);
            putInt(1);
        }
        end = last;
        return last == bytes.length ? bytes : Arrays.copyOf(bytes, last);
    }

    /** The elements as objects, for a connection that sends everything as text. */
    @Nullable Object[] objects() {
        ByteBuffer in = ByteBuffer.wrap(all());
        @Nullable Object[] objects = new Object[size];
        in.position(size == 0 ? in.capacity() : HEADER);
        for (int i = 0; i < size; i++) {
            int length = in.getInt();
            objects[i] = length == NULL_LENGTH ? null : object(in, length);
        }
        return objects;
    }

    private Object object(ByteBuffer in, int length) {
        return switch (kind) {
            case INT8 -> in.getLong();
            case INT4 -> in.getInt();
            case FLOAT8 -> in.getDouble();
            case BOOL -> in.get() != 0;
            case TIMESTAMP -> time(in.getLong()).toString();
            case TEXT -> {
                byte[] text = new byte[length];
                in.get(text);
                yield new String(text, StandardCharsets.UTF_8);
            }
        };
    }

    private static LocalDateTime time(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS) + SECONDS_TO_2000,
                (int) Math.floorMod(micros, MICROS) * 1000,
                ZoneOffset.UTC);
    }

    private void text(String text) {
        int length = text.length();
        room(4 + 3 * length);
        int start = end;
        end += 4;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                end = start + 4;
                encoded(text.getBytes(StandardCharsets.UTF_8));
                break;
            }
            bytes[end++] = (byte) c;
        }
        int behind = end;
        end = start;
        putInt(behind - start - 4);
        end = behind;
    }

    private void encoded(byte[] text) {
        System.arraycopy(text, 0, bytes, end, text.length);
        end += text.length;
    }

    private static long micros(LocalDateTime time) {
        return (time.toEpochSecond(ZoneOffset.UTC) - SECONDS_TO_2000) * MICROS
                + time.getNano() / 1000;
    }

    private void room(int more) {
        if (bytes.length - end < more) {
            bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length + bytes.length / 2));
        }
    }

    private void putInt(int value) {
        bytes[end++] = (byte) (value >> 24);
        bytes[end++] = (byte) (value >> 16);
        bytes[end++] = (byte) (value >> 8);
        bytes[end++] = (byte) value;
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }
}
