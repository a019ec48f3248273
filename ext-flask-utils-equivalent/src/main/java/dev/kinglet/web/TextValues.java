package dev.kinglet.web;

import dev.kinglet.type.DataType;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads values from the text of an address, in the one form of each type that Java and JSON write
 * too. Stricter than the parsers of Java, and bounded by what databases hold: what is read here can
 * be bound.
 */
final class TextValues {
    private static final int LONGEST_NUMBER = 40;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?");

    private TextValues() {}

    /** Whether values of that class can be read. */
    static boolean reads(Class<?> type) {
        return type.isEnum()
                || type == String.class
                || type == Integer.class
                || type == Long.class
                || type == Short.class
                || type == Float.class
                || type == Double.class
                || type == BigDecimal.class
                || type == Boolean.class
                || type == UUID.class
                || type == LocalDate.class
                || type == LocalTime.class
                || type == LocalDateTime.class
                || type == OffsetDateTime.class
                || type == Instant.class
                || type == InetAddress.class;
    }

    /**
     * As the column stores it.
     *
     * @throws RuntimeException where the text is no value of it
     */
    @SuppressWarnings("unchecked") // stored values are those that the type makes its own of
    static Object read(DataType<?> type, String text) {
        DataType<Object> known = (DataType<Object>) type;
        DataType<?> stored = type.stored();
        if (stored == type) {
            return known.fit(read(type.javaType(), text));
        }
        return known.fit(known.ofStored(read(stored, text)));
    }

    /**
     * @throws RuntimeException where the text is no value of that class
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // a class of constants
    static Object read(Class<?> type, String text) {
        if (type == String.class) {
            return text(text);
        }
        if (type.isEnum()) {
            return Enum.valueOf((Class) type, text);
        }
        if (type == Boolean.class) {
            return bool(text);
        }
        if (type == UUID.class) {
            require(text.length() == 36); // Java takes shorter ones, too
            return UUID.fromString(text);
        }
        if (type == InetAddress.class) {
            return DataType.address(text);
        }
        Object number = number(type, text);
        return number == null ? moment(type, text) : number;
    }

    /** PostgreSQL stores no NUL, and nobody can store half a character. */
    private static String text(String text) {
        require(text.indexOf('\0') < 0 && Percent.wellFormed(text).equals(text));
        return text;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true", "1", "on", "yes" -> true; // "on" is what a checked box sends
            case "false", "0", "off", "no" -> false;
            default -> throw new IllegalArgumentException("no boolean");
        };
    }

    private static @Nullable Object number(Class<?> type, String text) {
        if (type == Integer.class || type == Long.class || type == Short.class) {
            require(WHOLE.matcher(text).matches()); // Java takes digits of every script, and signs
            return type == Integer.class
                    ? Integer.valueOf(text)
                    : type == Long.class ? (Object) Long.valueOf(text) : Short.valueOf(text);
        }
        if (type == BigDecimal.class || type == Double.class || type == Float.class) {
            // Java takes 1d, 0x1p3 and NaN, and decimals of a billion zeros
            require(text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches());
            return type == BigDecimal.class
                    ? new BigDecimal(text)
                    : type == Double.class ? (Object) Double.valueOf(text) : Float.valueOf(text);
        }
        return null;
    }

    private static Object moment(Class<?> type, String text) {
        if (type == LocalTime.class) {
            return LocalTime.parse(text);
        }
        if (type == LocalDate.class) {
            return year(LocalDate.parse(text));
        }
        if (type == LocalDateTime.class) {
            LocalDateTime time = LocalDateTime.parse(text);
            year(time.toLocalDate());
            return time;
        }
        if (type == OffsetDateTime.class || type == Instant.class) {
            OffsetDateTime time = OffsetDateTime.parse(text);
            year(time.toLocalDate());
            year(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
            return type == Instant.class ? (Object) time.toInstant() : time;
        }
        throw new IllegalArgumentException("no text stands for a value of " + type);
    }

    private static LocalDate year(LocalDate date) {
        require(date.getYear() >= 1 && date.getYear() <= 9999);
        return date;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not in the form of its type");
        }
    }
}
