package dev.kinglet.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request: names with one value or more, decoded, in order. An immutable value;
 * it is also what puts a query string together, with the others kept: {@code parameters.with("q",
 * "meow").encoded()}.
 */
public final class Parameters {
    private static final Parameters NONE = new Parameters(new LinkedHashMap<>());

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** None. */
    public static Parameters none() {
        return NONE;
    }

    /**
     * Of a map, as web frameworks have it: each value a text, or an array or collection of texts
     * ({@code request.getParameterMap()}). The texts are decoded already. A name without a value is
     * left out.
     */
    public static Parameters of(Map<String, ?> map) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        map.forEach(
                (name, value) -> {
                    List<String> texts = texts(value);
                    if (!texts.isEmpty()) {
                        values.put(name, texts);
                    }
                });
        return new Parameters(values);
    }

    private static List<String> texts(@Nullable Object value) {
        Collection<?> all =
                value instanceof Collection<?> several
                        ? several
                        : value instanceof Object[] array
                                ? Arrays.asList(array)
                                : Collections.singletonList(value);
        List<String> texts = new ArrayList<>(all.size());
        for (Object one : all) {
            if (one != null) {
                texts.add(one.toString());
            }
        }
        return Collections.unmodifiableList(texts);
    }

    /**
     * Of a query string, as browsers write it: {@code q=meow&page=2}, where {@code +} and {@code
     * %20} are a space and the bytes are UTF-8. Any text can be read: a percent sign that no two
     * hexadecimal digits follow stands for itself, and bytes that are no UTF-8 become U+FFFD.
     *
     * @param query without the question mark; may be null, for an address that has none
     */
    public static Parameters parse(@Nullable String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.computeIfAbsent(Percent.decode(name), n -> new ArrayList<>())
                        .add(Percent.decode(value));
            }
        }
        values.replaceAll((name, texts) -> Collections.unmodifiableList(texts));
        return new Parameters(values);
    }

    /** The first value of that name; null where there is none. */
    public @Nullable String first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? null : all.get(0);
    }

    /** All values of that name, in order; empty where there is none. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** All names, in order. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The same with these values of that name, in the place of those that it had. */
    public Parameters with(String name, String... texts) {
        if (texts.length == 0) {
            return without(name);
        }
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, List.of(texts));
        return new Parameters(changed);
    }

    /** The same without these. */
    public Parameters without(String... names) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.keySet().removeAll(new LinkedHashSet<>(Arrays.asList(names)));
        return new Parameters(changed);
    }

    /** Names and values; unmodifiable. */
    public Map<String, List<String>> map() {
        return values;
    }

    /**
     * As a query string, without a question mark: {@link #parse} reads the same from it. It holds
     * letters, digits, {@code -._~=&%} and nothing else; in HTML its {@code &} is still to be
     * escaped.
     */
    public String encoded() {
        StringBuilder query = new StringBuilder();
        values.forEach(
                (name, texts) -> {
                    for (String text : texts) {
                        query.append(query.isEmpty() ? "" : "&");
                        Percent.encode(query, name);
                        Percent.encode(query.append('='), text);
                    }
                });
        return query.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    /** The names alone: values may be secrets, and logs are read by many. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
