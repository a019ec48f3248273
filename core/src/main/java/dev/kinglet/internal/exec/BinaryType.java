package dev.kinglet.internal.exec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/**
 * A type of PostgreSQL whose values are written as the bytes that the server reads: neither objects
 * nor a text in between, of which the driver makes several of each. Arrays and COPY take them
 * alike.
 */
enum BinaryType {
    INT8(Oid.INT8, Oid.INT8_ARRAY, 8),
    INT4(Oid.INT4, Oid.INT4_ARRAY, 4),
    FLOAT8(Oid.FLOAT8, Oid.FLOAT8_ARRAY, 8),
    BOOL(Oid.BOOL, Oid.BOOL_ARRAY, 1),
    TIMESTAMP(Oid.TIMESTAMP, Oid.TIMESTAMP_ARRAY, 8),
    TEXT(Oid.TEXT, Oid.TEXT_ARRAY, 24);

    private static final int NULL_LENGTH = -1;
    private static final long SECONDS_TO_2000 = 946_684_800;
    private static final long MICROS = 1_000_000;

    final int element;
    final int array;

    /** Bytes of a value; of a text, what is made room for. */
    final int length;

    BinaryType(int element, int array, int length) {
        this.element = element;
        this.array = array;
        this.length = length;
    }

    /**
     * The one that {@link dev.kinglet.type.Codec#listType} names; null for a type that goes another
     * way.
     */
    static @Nullable BinaryType of(@Nullable String listType) {
        return listType == null
                ? null
                : switch (listType) {
                    case "int8" -> INT8;
                    case "int4" -> INT4;
                    case "float8" -> FLOAT8;
                    case "bool" -> BOOL;
                    case "timestamp" -> TIMESTAMP;
                    case "text" -> TEXT;
                    default -> null;
                };
    }

    /** Whether a column whose type has that number takes the same bytes. */
    boolean fits(long column) {
        return column == element || this == TEXT && column == Oid.VARCHAR;
    }

    /**
     * Writes how long it is, and then itself.
     *
     * @param value as {@link dev.kinglet.type.Codec#arrayElement} gives it
     * @throws ClassCastException for a value of another type
     */
    void write(GrowingBytes out, @Nullable Object value) {
        if (value == null) {
            out.putInt(NULL_LENGTH);
            return;
        }
        if (this == TEXT) {
            text(out, (String) value);
            return;
        }
        out.putInt(length);
        switch (this) {
            case INT8 -> out.putLong((Long) value);
            case INT4 -> out.putInt((Integer) value);
            case FLOAT8 -> out.putLong(Double.doubleToLongBits((Double) value));
            case BOOL -> out.putByte((Boolean) value ? 1 : 0);
            default -> out.putLong(micros((LocalDateTime) value));
        }
    }

    /** Reads what was written, as an object that the driver prints. */
    @Nullable Object read(ByteBuffer in) {
        int size = in.getInt();
        return size == NULL_LENGTH
                ? null
                : switch (this) {
                    case INT8 -> in.getLong();
                    case INT4 -> in.getInt();
                    case FLOAT8 -> in.getDouble();
                    case BOOL -> in.get() != 0;
                    case TIMESTAMP -> time(in.getLong()).toString();
                    case TEXT -> {
                        byte[] text = new byte[size];
                        in.get(text);
                        yield new String(text, StandardCharsets.UTF_8);
                    }
                };
    }

    private static void text(GrowingBytes out, String text) {
        int length = text.length();
        out.room(Integer.BYTES + length);
        int start = out.size + Integer.BYTES;
        byte[] into = out.bytes;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                out.putInt(encoded.length);
                out.put(encoded);
                return;
            }
            into[start + i] = (byte) c;
        }
        out.putInt(length);
        out.size += length;
    }

    private static LocalDateTime time(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS) + SECONDS_TO_2000,
                (int) Math.floorMod(micros, MICROS) * 1000,
                ZoneOffset.UTC);
    }

    private static long micros(LocalDateTime time) {
        return (time.toEpochSecond(ZoneOffset.UTC) - SECONDS_TO_2000) * MICROS
                + time.getNano() / 1000;
    }
}
