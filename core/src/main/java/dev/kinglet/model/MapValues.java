package dev.kinglet.model;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ModelException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Base64;
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
        Class<?> type = column.type().javaType();
        if (value == null || type.isInstance(value)) {
            return value;
        }
        try {
            Object read =
                    value instanceof Number number
                            ? number(type, new BigDecimal(number.toString()))
                            : value instanceof String text ? text(type, text) : null;
            if (read != null) {
                return read;
            }
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            throw refused(column, value, e);
        }
        throw refused(column, value, null);
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
        if (type == Double.class) {
            return number.doubleValue();
        }
        return type == BigDecimal.class ? number : null;
    }

    private static @Nullable Object text(Class<?> type, String text) {
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
