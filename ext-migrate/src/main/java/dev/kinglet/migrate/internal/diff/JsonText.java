package dev.kinglet.migrate.internal.diff;

import dev.kinglet.type.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON for people: a line for each part of a table. */
final class JsonText {
    private static final int LINES = 4;

    private JsonText() {}

    /** Maps in their order; what is deeper than the parts of a table stands in one line. */
    static String of(Object value) {
        StringBuilder text = new StringBuilder();
        write(text, value, 0);
        return text.append('\n').toString();
    }

    private static void write(StringBuilder text, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            boolean lines = depth < LINES;
            text.append('{');
            String between = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(between).append(lines ? "\n" + "  ".repeat(depth + 1) : "");
                text.append(Json.text(String.valueOf(entry.getKey()))).append(": ");
                write(text, entry.getValue(), depth + 1);
                between = lines ? "," : ", ";
            }
            text.append(lines ? "\n" + "  ".repeat(depth) : "").append('}');
        } else if (value instanceof List<?> list) {
            boolean lines = depth < LINES && list.stream().anyMatch(Map.class::isInstance);
            text.append('[');
            String between = "";
            for (Object item : list) {
                text.append(between).append(lines ? "\n" + "  ".repeat(depth + 1) : "");
                write(text, item, depth + 1);
                between = lines ? "," : ", ";
            }
            text.append(lines ? "\n" + "  ".repeat(depth) : "").append(']');
        } else {
            text.append(Json.text(value));
        }
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException for what is none
     */
    static Reader read(String text) {
        if (Json.parse(text) instanceof Map<?, ?> map) {
            return new Reader(map);
        }
        throw new IllegalArgumentException("no object of JSON");
    }

    /** An object of JSON. */
    record Reader(Map<?, ?> map) {

        @Nullable String find(String key) {
            Object value = map.get(key);
            return value == null ? null : value.toString();
        }

        String text(String key) {
            String value = find(key);
            if (value == null) {
                throw new IllegalArgumentException("no \"" + key + "\" in " + map.keySet());
            }
            return value;
        }

        long number(String key) {
            if (map.get(key) instanceof Long number) {
                return number;
            }
            throw new IllegalArgumentException("no number \"" + key + "\" in " + map.keySet());
        }

        boolean is(String key) {
            return Boolean.TRUE.equals(map.get(key));
        }

        List<String> texts(String key) {
            List<String> texts = new ArrayList<>();
            items(key).forEach(item -> texts.add(String.valueOf(item)));
            return texts;
        }

        List<Reader> objects(String key) {
            List<Reader> objects = new ArrayList<>();
            for (Object item : items(key)) {
                if (item instanceof Map<?, ?> object) {
                    objects.add(new Reader(object));
                }
            }
            return objects;
        }

        private List<?> items(String key) {
            return map.get(key) instanceof List<?> list ? list : List.of();
        }
    }
}
