package dev.kinglet.web;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of sort keys as bytes: exact, a tag and then as few bytes as the value needs. Values of
 * the application's own types come here as what is stored for them.
 */
final class KeyValues {
    private KeyValues() {}

    /** Whether values of a class can be written. */
    static boolean takes(Class<?> type) {
        return type.isEnum()
                || InetAddress.class.isAssignableFrom(type)
                || type == byte[].class
                || type == Boolean.class
                || type == Long.class
                || type == Integer.class
                || type == Short.class
                || type == Double.class
                || type == Float.class
                || type == String.class
                || type == BigDecimal.class
                || type == UUID.class
                || type == LocalDateTime.class
                || type == LocalDate.class
                || type == LocalTime.class
                || type == OffsetDateTime.class
                || type == Instant.class
                || type == Duration.class;
    }

    static void write(@Nullable Object value, ByteArrayOutputStream out) {
        if (value == null) {
            out.write('0');
        } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            out.write(value instanceof Long ? 'l' : value instanceof Integer ? 'i' : 's');
            signed(((Number) value).longValue(), out);
        } else if (value instanceof Double number) {
            out.write('d');
            fixed(Double.doubleToLongBits(number), 8, out);
        } else if (value instanceof Float number) {
            out.write('f');
            fixed(Float.floatToIntBits(number), 4, out);
        } else if (value instanceof Boolean truth) {
            out.write(truth ? 'T' : 'F');
        } else if (value instanceof String text) {
            out.write('t');
            bytes(text.getBytes(StandardCharsets.UTF_8), out);
        } else if (value instanceof Enum<?> constant) {
            out.write('e');
            bytes(constant.name().getBytes(StandardCharsets.UTF_8), out);
        } else if (value instanceof byte[] some) {
            out.write('b');
            bytes(some, out);
        } else if (value instanceof UUID uuid) {
            out.write('u');
            fixed(uuid.getMostSignificantBits(), 8, out);
            fixed(uuid.getLeastSignificantBits(), 8, out);
        } else if (value instanceof BigDecimal number) {
            out.write('n');
            signed(number.scale(), out);
            bytes(number.unscaledValue().toByteArray(), out);
        } else if (value instanceof InetAddress address) {
            out.write('a');
            bytes(address.getAddress(), out);
        } else {
            time(value, out);
        }
    }

    private static void time(Object value, ByteArrayOutputStream out) {
        if (value instanceof LocalDateTime time) {
            moment('m', time.toEpochSecond(ZoneOffset.UTC), time.getNano(), out);
        } else if (value instanceof Instant instant) {
            moment('k', instant.getEpochSecond(), instant.getNano(), out);
        } else if (value instanceof OffsetDateTime time) {
            moment('o', time.toEpochSecond(), time.getNano(), out);
            signed(time.getOffset().getTotalSeconds(), out);
        } else if (value instanceof Duration duration) {
            moment('p', duration.getSeconds(), duration.getNano(), out);
        } else if (value instanceof LocalDate date) {
            out.write('y');
            signed(date.toEpochDay(), out);
        } else if (value instanceof LocalTime time) {
            out.write('h');
            signed(time.toNanoOfDay(), out);
        } else {
            throw new IllegalArgumentException("no bytes stand for a " + value.getClass());
        }
    }

    /**
     * The value that was written.
     *
     * @param type the class that it has to be of
     * @throws IllegalArgumentException where it is of another one, or was not written here
     */
    static @Nullable Object read(ByteBuffer in, Class<?> type) {
        try {
            Object value = value(in, type);
            if (value != null && !type.isInstance(value)) {
                throw new IllegalArgumentException("not a " + type);
            }
            return value;
        } catch (DateTimeException | ArithmeticException | UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static @Nullable Object value(ByteBuffer in, Class<?> type)
            throws UnknownHostException {
        return switch (in.get()) {
            case '0' -> null;
            case 'l' -> signed(in);
            case 'i' -> Math.toIntExact(signed(in));
            case 's' -> (short) Math.toIntExact(signed(in));
            case 'd' -> in.getDouble();
            case 'f' -> in.getFloat();
            case 'T' -> true;
            case 'F' -> false;
            case 't' -> new String(bytes(in), StandardCharsets.UTF_8);
            case 'e' -> constant(new String(bytes(in), StandardCharsets.UTF_8), type);
            case 'b' -> bytes(in);
            case 'u' -> new UUID(in.getLong(), in.getLong());
            case 'n' -> {
                int scale = Math.toIntExact(signed(in));
                yield new BigDecimal(new BigInteger(bytes(in)), scale);
            }
            case 'a' -> InetAddress.getByAddress(bytes(in));
            case 'm' -> {
                Instant utc = Instant.ofEpochSecond(signed(in), signed(in));
                yield LocalDateTime.ofInstant(utc, ZoneOffset.UTC);
            }
            case 'k' -> Instant.ofEpochSecond(signed(in), signed(in));
            case 'o' -> {
                Instant utc = Instant.ofEpochSecond(signed(in), signed(in));
                ZoneOffset offset = ZoneOffset.ofTotalSeconds(Math.toIntExact(signed(in)));
                yield utc.atOffset(offset);
            }
            case 'p' -> Duration.ofSeconds(signed(in), signed(in));
            case 'y' -> LocalDate.ofEpochDay(signed(in));
            case 'h' -> LocalTime.ofNanoOfDay(signed(in));
            default -> throw new IllegalArgumentException("no such value");
        };
    }

    private static Object constant(String name, Class<?> type) {
        Object[] constants = type.getEnumConstants();
        if (constants != null) {
            for (Object constant : constants) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new IllegalArgumentException("no such constant");
    }

    private static void moment(char tag, long seconds, int nanos, ByteArrayOutputStream out) {
        out.write(tag);
        signed(seconds, out);
        signed(nanos, out);
    }

    /** Small numbers of either sign in few bytes. */
    static void signed(long value, ByteArrayOutputStream out) {
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    static long signed(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    static void fixed(long value, int size, ByteArrayOutputStream out) {
        for (int shift = size * 8 - 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    private static void bytes(byte[] some, ByteArrayOutputStream out) {
        signed(some.length, out);
        out.writeBytes(some);
    }

    private static byte[] bytes(ByteBuffer in) {
        long length = signed(in);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("longer than what there is");
        }
        byte[] some = new byte[(int) length];
        in.get(some);
        return some;
    }
}
