package dev.kinglet.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: Map, List, String, Boolean and null; whole numbers as Long, as BigInteger
 * where they are larger, and all others as BigDecimal without zeros at the end. Values that are
 * equal JSON are equal objects then.
 */
public final class Json {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Json() {}

    /**
     * The plain value of a JSON text.
     *
     * @return null for JSON's null; maps and lists cannot be changed
     * @throws IllegalArgumentException for what is no JSON, or is none that both databases store
     */
    public static @Nullable Object parse(String text) {
        return new JsonParser(text).document();
    }

    /**
     * The one text of a value: keys as PostgreSQL's jsonb sorts them, each once, no blanks, numbers
     * without exponent and without zeros at the end. Equal JSON has equal texts.
     *
     * @throws IllegalArgumentException for what is no JSON, or is none that both databases store
     */
    public static String write(@Nullable Object value) {
        return write(value, null);
    }

    static String write(@Nullable Object value, @Nullable JsonMapper mapper) {
        return JsonWriter.text(plain(value, mapper, 0));
    }

    /** The one text of a plain value, which is not looked at again. */
    public static String text(@Nullable Object plain) {
        return JsonWriter.text(plain);
    }

    /**
     * A plain value of what an application has: a copy that cannot be changed. What is of a class
     * of its own is asked of {@link JsonMapper#standard}.
     *
     * @throws IllegalArgumentException for what is no JSON, or is none that both databases store
     */
    public static @Nullable Object plain(@Nullable Object value) {
        return plain(value, null, 0);
    }

    private static @Nullable Object plain(
            @Nullable Object value, @Nullable JsonMapper mapper, int depth) {
        if (value == null || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof CharSequence text) {
            return JsonWriter.checked(text.toString());
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            if (!Double.isFinite(((Number) value).doubleValue())) {
                throw new IllegalArgumentException("JSON has no " + value);
            }
            return number(new BigDecimal(value.toString()));
        }
        if (value instanceof BigInteger whole) {
            return number(new BigDecimal(whole));
        }
        if (value instanceof BigDecimal decimal) {
            return number(decimal);
        }
        if (depth == JsonParser.DEPTH) {
            throw JsonParser.tooDeep();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!(entry.getKey() instanceof CharSequence key)) {
                    throw new IllegalArgumentException(
                            "a map with keys that are no texts is no JSON object");
                }
                copy.put(
                        JsonWriter.checked(key.toString()),
                        plain(entry.getValue(), mapper, depth + 1));
            }
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof Collection<?> || value instanceof Object[]) {
            Collection<?> elements =
                    value instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) value;
            List<@Nullable Object> copy = new ArrayList<>(elements.size());
            for (Object element : elements) {
                copy.add(plain(element, mapper, depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        Class<?> type = value.getClass();
        return parse((mapper == null ? JsonMapper.standard(type) : mapper).write(value, type));
    }

    /** A number in the one class and form that stands for it. */
    static Number number(BigDecimal decimal) {
        BigDecimal stripped = decimal.stripTrailingZeros();
        // what no double comes near: PostgreSQL would store it, and SQLite takes it for infinite
        if (stripped.precision() - (long) stripped.scale() > 309 || stripped.scale() > 1100) {
            throw new IllegalArgumentException(
                    "a number of that size does not fit: JSON's are stored up to the size of a double");
        }
        if (stripped.scale() > 0) {
            return stripped;
        }
        BigInteger whole = stripped.toBigIntegerExact();
        return whole.compareTo(LONG_MIN) >= 0 && whole.compareTo(LONG_MAX) <= 0
                ? (Number) whole.longValue()
                : whole;
    }

    /**
     * Whether a plain value contains another as PostgreSQL's {@code @>} has it: an object the keys
     * of an object with values that contain those, an array each element of an array in any order
     * and number, or a scalar; everything else what is equal.
     */
    public static boolean contains(@Nullable Object whole, @Nullable Object part) {
        if (whole instanceof List<?> list && !(part instanceof List<?> || part instanceof Map)) {
            return list.contains(part);
        }
        return containsAlike(whole, part);
    }

    private static boolean containsAlike(@Nullable Object whole, @Nullable Object part) {
        if (part instanceof Map<?, ?> some) {
            if (!(whole instanceof Map<?, ?> all)) {
                return false;
            }
            for (Map.Entry<?, ?> entry : some.entrySet()) {
                Object there = all.get(entry.getKey());
                if (there == null && !all.containsKey(entry.getKey())
                        || !containsAlike(there, entry.getValue())) {
                    return false;
                }
            }
            return true;
        }
        if (part instanceof List<?> some) {
            if (!(whole instanceof List<?> all)) {
                return false;
            }
            for (Object element : some) {
                boolean found =
                        element instanceof Map || element instanceof List
                                ? all.stream().anyMatch(there -> containsAlike(there, element))
                                : all.contains(element);
                if (!found) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(whole, part);
    }
}
