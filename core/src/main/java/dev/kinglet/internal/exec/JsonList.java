package dev.kinglet.internal.exec;

import dev.kinglet.type.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of plain values as a JSON array (RFC 8259), for json_each. */
final class JsonList {
    private JsonList() {}

    static String write(List<?> list, Codec<Object> codec) {
        StringBuilder json = new StringBuilder(list.size() * 8 + 2).append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            Object value = list.get(i);
            append(json, value == null ? null : codec.listElement(value));
        }
        return json.append(']').toString();
    }

    private static void append(StringBuilder json, @Nullable Object element) {
        if (element == null) {
            json.append("null");
        } else if (element instanceof Long number) {
            json.append(number.longValue()); // the usual case, and no text of its own for each
        } else if (element instanceof Number || element instanceof Boolean) {
            json.append(element);
        } else {
            quote(json, (String) element);
        }
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
