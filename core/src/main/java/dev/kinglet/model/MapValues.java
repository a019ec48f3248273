package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Range;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of maps that were JSON once: numbers of another size, and text that stands for a value.
 */
final class MapValues {
    private MapValues() {}

    /**
     * The value as the column takes it.
     *
     * @throws ModelException for a value that is not of its type and cannot be read as it
     */
    static @Nullable Object fit(Column<?> column, @Nullable Object value) {
        if (value == null || isOf(column.type(), value)) {
            return value;
        }
        try {
            Object read = read(column.type(), value);
            if (read != null) {
                return read;
            }
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            throw refused(column, value, e);
        }
        throw refused(column, value, null);
    }

    /** Null where it cannot be read as one. */
    private static @Nullable Object read(DataType<?> type, Object value) {
        if (type.stored() != type) {
            // of a type of the application's own JSON has what is stored
            Object stored = read(type.stored(), value);
            return stored == null ? null : type.ofStored(stored);
        }
        if (isOf(type, value)) {
            return value;
        }
        if (type.isJson()) {
            return type.ofJson(value);
        }
        if (value instanceof Collection<?> elements && type.javaType() == List.class) {
            return list(Objects.requireNonNull(type.element()), elements);
        }
        if (value instanceof Collection<?> names && type.constants() != null) {
            return constants(type.constants(), names);
        }
        if (value instanceof String text && type.javaType() == Range.class) {
            return range(Objects.requireNonNull(type.element()), text);
        }
        return value instanceof Number number
                ? number(type.javaType(), new BigDecimal(number.toString()))
                : value instanceof String text ? text(type.javaType(), text) : null;
    }

    /**
     * A list of names is a set of no constants, and no list of what JSON makes of them, whatever
     * Java's type tests say; what is in a list has to be looked at.
     */
    private static boolean isOf(DataType<?> type, Object value) {
        Class<?> javaType = type.javaType();
        if (type.isJson()
                ? value instanceof Collection<?> || value instanceof Map<?, ?>
                : javaType == List.class) {
            return false;
        }
        return javaType.isInstance(value)
                && !(javaType == Set.class
                        && !((Set<?>) value).stream().allMatch(Enum.class::isInstance));
    }

    /** Null where an element cannot be read. */
    private static @Nullable List<@Nullable Object> list(DataType<?> type, Collection<?> values) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object value : values) {
            Object element = value == null ? null : read(type, value);
            if (value != null && element == null) {
                return null;
            }
            list.add(element);
        }
        return list;
    }

    /** A range as its text says it: {@code [1,5)}, {@code (,2024-01-01]}, {@code empty}. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the bounds are of one type
    private static @Nullable Object range(DataType<?> type, String text) {
        int comma = text.indexOf(',');
        int end = text.length() - 1;
        if (text.equals("empty")) {
            return Range.empty();
        }
        if (comma < 1 || "[(".indexOf(text.charAt(0)) < 0 || ")]".indexOf(text.charAt(end)) < 0) {
            return null;
        }
        Comparable lower = bound(type, text.substring(1, comma));
        Comparable upper = bound(type, text.substring(comma + 1, end));
        if (text.charAt(0) == '[') {
            return text.charAt(end) == ']'
                    ? Range.closed(lower, upper)
                    : Range.closedOpen(lower, upper);
        }
        return text.charAt(end) == ']' ? Range.openClosed(lower, upper) : Range.open(lower, upper);
    }

    private static @Nullable Comparable<?> bound(DataType<?> type, String text) {
        if (text.isEmpty()) {
            return null;
        }
        boolean number = Number.class.isAssignableFrom(type.javaType());
        return (Comparable<?>) read(type, number ? new BigDecimal(text) : text);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the constants of that class
    private static Object constants(Class<? extends Enum<?>> type, Collection<?> names) {
        Set set = new HashSet();
        for (Object name : names) {
            set.add(Enum.valueOf((Class) type, String.valueOf(name)));
        }
        return set;
    }

    private static @Nullable Object number(Class<?> type, BigDecimal number) {
        if (type == Long.class) {
            return number.longValueExact();
        }
        if (type == Integer.class) {
            return number.intValueExact();
        }
        if (type == Short.class) {
            return number.shortValueExact();
        }
        if (type == Float.class) {
            return number.floatValue();
        }
        if (type == Double.class) {
            return number.doubleValue();
        }
        return type == BigDecimal.class ? number : null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class of constants
    private static @Nullable Object text(Class<?> type, String text) {
        if (type.isEnum()) {
            return Enum.valueOf((Class) type, text);
        }
        if (type == OffsetDateTime.class) {
            return OffsetDateTime.parse(text);
        }
        if (type == Instant.class) {
            return Instant.parse(text);
        }
        if (type == Duration.class) {
            return Duration.parse(text);
        }
        if (type == InetAddress.class) {
            return DataType.address(text);
        }
        if (type == LocalDateTime.class) {
            return LocalDateTime.parse(text);
        }
        if (type == LocalDate.class) {
            return LocalDate.parse(text);
        }
        if (type == LocalTime.class) {
            return LocalTime.parse(text);
        }
        if (type == UUID.class) {
            return UUID.fromString(text);
        }
        if (type == byte[].class) {
            return Base64.getDecoder().decode(text);
        }
        return type == BigDecimal.class ? new BigDecimal(text) : null;
    }

    private static ModelException refused(
            Column<?> column, Object value, @Nullable RuntimeException cause) {
        return new ModelException(
                column
                        + " is of type "
                        + column.type()
                        + ", and the map has a value of type "
                        + value.getClass().getSimpleName()
                        + " that cannot be read as one",
                ErrorContext.NONE.withModel(column.table().toString()),
                cause);
    }
}
