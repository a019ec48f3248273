package dev.kinglet.migrate.change;

import dev.kinglet.schema.SchemaName;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of many rows, cut into chunks along the key.
 *
 * @param name under which its progress is kept
 * @param table whose rows are changed
 * @param set columns and what they get, as SQL; in order
 * @param where which rows, as SQL; null for all
 * @param size of the first chunk, and of all where it does not adapt
 * @param target how long a chunk should take; null for chunks of one size
 * @param pause between two chunks
 */
public record Chunks(
        String name,
        SchemaName table,
        Map<String, String> set,
        @Nullable String where,
        int size,
        @Nullable Duration target,
        Duration pause) {
    public Chunks {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }
}
