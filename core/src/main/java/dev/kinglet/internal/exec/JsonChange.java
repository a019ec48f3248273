package dev.kinglet.internal.exec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changed documents, as {@code expr.JsonChanges} writes them in SQL for PostgreSQL. */
final class JsonChange {
    /** What is at a place where nothing is. */
    private static final Object NOTHING = new Object();

    private JsonChange() {}

    static @Nullable Object of(
            String what, @Nullable Object document, List<?> path, @Nullable Object value) {
        switch (what) {
            case "set":
                return set(document, path, 0, value);
            case "insert":
                return at(document, path, path.size()) == NOTHING
                        ? set(document, path, 0, value)
                        : document;
            case "replace":
                return at(document, path, path.size()) == NOTHING
                        ? document
                        : set(document, path, 0, value);
            case "append":
                return set(document, path, 0, appended(at(document, path, path.size()), value));
            case "remove":
                return removed(document, path, 0);
            case "merge":
                return merged(document, value);
            default:
                throw new IllegalArgumentException("no change of JSON: " + what);
        }
    }

    private static @Nullable Object at(@Nullable Object json, List<?> path, int steps) {
        Object there = json;
        for (int i = 0; i < steps && there != NOTHING; i++) {
            there = step(there, path.get(i));
        }
        return there;
    }

    private static @Nullable Object step(@Nullable Object json, @Nullable Object step) {
        if (step instanceof String) {
            return json instanceof Map<?, ?> map && map.containsKey(step) ? map.get(step) : NOTHING;
        }
        if (!(json instanceof List<?> list)) {
            return NOTHING;
        }
        int place = place(list, step);
        return place >= 0 && place < list.size() ? list.get(place) : NOTHING;
    }

    /** Counted from the start; before it -1. */
    private static int place(List<?> list, @Nullable Object step) {
        long index = ((Number) Objects.requireNonNull(step)).longValue();
        return (int) Math.max(-1, index < 0 ? list.size() + index : index);
    }

    private static @Nullable Object set(
            @Nullable Object json, List<?> path, int depth, @Nullable Object value) {
        if (depth == path.size()) {
            return value;
        }
        Object step = path.get(depth);
        boolean missing = json == null || json == NOTHING;
        if (step instanceof String key) {
            if (!missing && !(json instanceof Map)) {
                return json;
            }
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            if (json instanceof Map<?, ?> map) {
                map.forEach((name, old) -> copy.put((String) name, old));
            }
            copy.put(key, set(step(json, step), path, depth + 1, value));
            return copy;
        }
        if (!missing && !(json instanceof List)) {
            return json;
        }
        List<@Nullable Object> copy =
                json instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
        Object inner = set(step(json, step), path, depth + 1, value);
        int place = place(copy, step);
        if (place < 0) {
            copy.add(0, inner);
        } else if (place < copy.size()) {
            copy.set(place, inner);
        } else {
            copy.add(inner);
        }
        return copy;
    }

    private static @Nullable Object appended(@Nullable Object json, @Nullable Object value) {
        if (json != null && json != NOTHING && !(json instanceof List)) {
            return json;
        }
        List<@Nullable Object> copy =
                json instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
        copy.add(value);
        return copy;
    }

    private static @Nullable Object removed(@Nullable Object json, List<?> path, int depth) {
        Object step = path.get(depth);
        Object there = step(json, step);
        if (there == NOTHING) {
            return json;
        }
        boolean last = depth == path.size() - 1;
        if (json instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
            if (last) {
                copy.remove(step);
            } else {
                copy.put(step, removed(there, path, depth + 1));
            }
            return copy;
        }
        List<?> list = (List<?>) Objects.requireNonNull(json);
        List<@Nullable Object> copy = new ArrayList<>(list);
        if (last) {
            copy.remove(place(list, step));
        } else {
            copy.set(place(list, step), removed(there, path, depth + 1));
        }
        return copy;
    }

    private static @Nullable Object merged(@Nullable Object json, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> more) || json != null && !(json instanceof Map)) {
            return json;
        }
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            copy.putAll(map);
        }
        copy.putAll(more);
        return copy;
    }
}
