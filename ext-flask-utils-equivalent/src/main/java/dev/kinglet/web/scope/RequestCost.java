package dev.kinglet.web.scope;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a request cost its databases so far.
 *
 * @param statements how many were sent
 * @param rows how many they answered or touched; those of streams are not among them
 * @param time from before statements were sent until their rows were read, waiting included
 * @param waited how much of that went by before a connection was there
 * @param repeats reading statements that were sent more than once, and how often; in the order in
 *     which they came. Their text with placeholders: values are not part of it
 */
public record RequestCost(
        int statements, long rows, Duration time, Duration waited, Map<String, Integer> repeats) {

    /** Copies the repeats. */
    public RequestCost {
        repeats = Collections.unmodifiableMap(new LinkedHashMap<>(repeats));
    }

    /** As the value of a {@code Server-Timing} header. */
    public String serverTiming() {
        String told =
                "db;dur="
                        + millis(time)
                        + ";desc=\""
                        + statements
                        + (statements == 1 ? " statement, " : " statements, ")
                        + rows
                        + (rows == 1 ? " row\"" : " rows\"")
                        + ", pool;dur="
                        + millis(waited);
        return repeats.isEmpty() ? told : told + ", repeats;desc=\"" + mostRepeated() + " times\"";
    }

    /** How often the statement was sent that repeats most; 0 where none does. */
    int mostRepeated() {
        return repeats.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e6);
    }
}
