package dev.kinglet.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an address has to say to get a page, whatever else it says: {@code page=3}, or {@code
 * cursor=..}. Links are made of it, and of the parameters that were there.
 *
 * @param parameters names and values as they are, not encoded; in order, unmodifiable. An empty
 *     value takes its parameter out of the address: that of the first page by cursor is {@code
 *     cursor=}
 */
public record PageRequest(Map<String, String> parameters) {

    /** Copies the parameters. */
    public PageRequest {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** The request of one parameter. */
    static PageRequest of(String name, String value) {
        return new PageRequest(Map.of(name, value));
    }
}
