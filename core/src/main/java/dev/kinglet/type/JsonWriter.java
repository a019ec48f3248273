package dev.kinglet.type;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain values as the one text that stands for each. */
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private JsonWriter() {}

    static String text(@Nullable Object plain) {
        StringBuilder json = new StringBuilder(128);
        append(json, plain);
        return json.toString();
    }

    static void append(StringBuilder json, @Nullable Object value) {
        if (value instanceof String text) {
            quote(json, text);
        } else if (value instanceof BigDecimal decimal) {
            json.append(decimal.toPlainString());
        } else if (value instanceof Map<?, ?> map) {
            object(json, map);
        } else if (value instanceof List<?> list) {
            json.append('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    json.append(',');
                }
                append(json, list.get(i));
            }
            json.append(']');
        } else {
            json.append(value); // a whole number, true, false or null
        }
    }

    private static void object(StringBuilder json, Map<?, ?> map) {
        int start = json.length();
        String before = null;
        json.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = (String) entry.getKey();
            if (before != null) {
                if (compareKeys(before, key) > 0) {
                    json.setLength(start); // what is read from a database is sorted
                    sorted(json, map);
                    return;
                }
                json.append(',');
            }
            quote(json, key);
            json.append(':');
            append(json, entry.getValue());
            before = key;
        }
        json.append('}');
    }

    private static void sorted(StringBuilder json, Map<?, ?> map) {
        String[] keys = map.keySet().toArray(String[]::new);
        Arrays.sort(keys, JsonWriter::compareKeys);
        json.append('{');
        for (int i = 0; i < keys.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            quote(json, keys[i]);
            json.append(':');
            append(json, map.get(keys[i]));
        }
        json.append('}');
    }

    /** As jsonb sorts keys: the shorter one in UTF-8 first, then byte by byte. */
    static int compareKeys(String some, String other) {
        int length = Integer.compare(bytes(some), bytes(other));
        if (length != 0) {
            return length;
        }
        int end = Math.min(some.length(), other.length());
        for (int i = 0; i < end; i++) {
            char a = some.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // the halves of characters beyond 16 bits come before some of 16 bits
                boolean pairA = Character.isSurrogate(a);
                return pairA == Character.isSurrogate(b) ? Character.compare(a, b) : pairA ? 1 : -1;
            }
        }
        return 0;
    }

    private static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }

    static void quote(StringBuilder json, String text) {
        json.append('"');
        int plain = 0; // where what is not written yet begins
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\') {
                continue;
            }
            json.append(text, plain, i).append('\\');
            plain = i + 1;
            switch (c) {
                case '"', '\\' -> json.append(c);
                case '\b' -> json.append('b');
                case '\f' -> json.append('f');
                case '\n' -> json.append('n');
                case '\r' -> json.append('r');
                case '\t' -> json.append('t');
                default -> json.append("u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        json.append(text, plain, text.length()).append('"');
    }

    /** Refuses what one of the databases would not store, or not as it is. */
    static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException(
                        "PostgreSQL stores no JSON text with a NUL character");
            }
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException(
                            "a text with half of a character (a lone surrogate) is not stored");
                }
                i++;
            }
        }
        return text;
    }
}
