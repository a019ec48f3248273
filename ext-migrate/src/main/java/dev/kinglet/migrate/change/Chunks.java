package dev.kinglet.migrate.change;

import dev.kinglet.Database;
import dev.kinglet.schema.SchemaName;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A change of many rows, cut into chunks along a key.
 *
 * @param name under which its progress is kept
 * @param table whose rows are changed
 * @param along the columns of the key; empty for the primary key
 * @param set columns and what they get, as SQL, in order; empty where code changes the rows
 * @param where which rows, as SQL; null for all
 * @param work code that is given the rows of a chunk, in its transaction; null for {@code set}
 * @param size of the first chunk
 * @param target how long a chunk should take, which decides about the size of the next one; null
 *     for chunks of one size
 * @param pause between two chunks
 * @param busy says before each chunk whether to wait a little longer; null for never
 * @param skipping whether a row that the database refuses is left as it is
 */
public record Chunks(
        String name,
        SchemaName table,
        List<String> along,
        Map<String, String> set,
        @Nullable String where,
        @Nullable BiConsumer<Database, List<Map<String, @Nullable Object>>> work,
        int size,
        @Nullable Duration target,
        Duration pause,
        @Nullable Predicate<Database> busy,
        boolean skipping) {
    public Chunks {
        along = List.copyOf(along);
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }

    /** Along the primary key, by SQL. */
    public Chunks(
            String name,
            SchemaName table,
            Map<String, String> set,
            @Nullable String where,
            int size,
            @Nullable Duration target,
            Duration pause) {
        this(name, table, List.of(), set, where, null, size, target, pause, null, false);
    }

    /** The same under another name. */
    public Chunks named(String other) {
        return new Chunks(
                other, table, along, set, where, work, size, target, pause, busy, skipping);
    }

    /** What is done, in a line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("backfill ").append(table).append(" in chunks");
        if (!set.isEmpty()) {
            text.append(": set ");
            text.append(
                    String.join(
                            ", ",
                            set.entrySet().stream()
                                    .map(e -> e.getKey() + " = " + e.getValue())
                                    .toList()));
        }
        return text.append(where == null ? "" : " where " + where).toString();
    }
}
