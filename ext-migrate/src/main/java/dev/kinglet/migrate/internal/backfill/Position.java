package dev.kinglet.migrate.internal.backfill;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row as text. PostgreSQL writes and reads its values itself, so that none loses a
 * digit; SQLite's five kinds of values are told apart by a letter.
 */
final class Position {
    private static final char NEXT = '\n';

    private Position() {}

    static String write(Map<String, @Nullable Object> row, List<String> labels) {
        StringBuilder text = new StringBuilder();
        for (String label : labels) {
            Object value = row.get(label);
            if (text.length() > 0) {
                text.append(NEXT);
            }
            if (value instanceof Long || value instanceof Integer) {
                text.append('i').append(value);
            } else if (value instanceof Double) {
                text.append('r').append(value);
            } else if (value instanceof byte[] bytes) {
                text.append('b').append(HexFormat.of().formatHex(bytes));
            } else {
                text.append('t');
                text.append(String.valueOf(value).replace("\\", "\\\\").replace("\n", "\\n"));
            }
        }
        return text.toString();
    }

    static List<Object> read(String text) {
        List<Object> values = new ArrayList<>();
        for (String part : text.split("\n", -1)) {
            String rest = part.substring(1);
            values.add(
                    switch (part.charAt(0)) {
                        case 'i' -> Long.valueOf(rest);
                        case 'r' -> Double.valueOf(rest);
                        case 'b' -> HexFormat.of().parseHex(rest);
                        default -> unescape(rest);
                    });
        }
        return values;
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
            } else {
                i++;
                plain.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
            }
        }
        return plain.toString();
    }
}
