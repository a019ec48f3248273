package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.QueryLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds statements that were sent again and again. */
final class Repeats {
    private Repeats() {}

    static List<QueryLog.Repeat> in(List<QueryLog.Entry> entries, int times) {
        if (times < 2) {
            throw new ProgrammingException(
                    "statements that repeat " + times + " times", null, "say 2 or more");
        }
        Map<String, List<QueryLog.Entry>> bySql = new LinkedHashMap<>();
        for (QueryLog.Entry entry : entries) {
            if (reads(entry.sql())) {
                bySql.computeIfAbsent(entry.sql(), sql -> new ArrayList<>()).add(entry);
            }
        }
        List<QueryLog.Repeat> repeats = new ArrayList<>();
        bySql.forEach(
                (sql, same) -> {
                    if (same.size() >= times) {
                        List<String> places =
                                same.stream()
                                        .map(QueryLog.Entry::place)
                                        .filter(Objects::nonNull)
                                        .toList();
                        repeats.add(new QueryLog.Repeat(sql, same.size(), places));
                    }
                });
        return repeats;
    }

    /** How often, from where, and what; a line each. */
    static String describe(List<QueryLog.Repeat> repeats) {
        return repeats.stream()
                .map(
                        repeat ->
                                repeat.times()
                                        + " times from "
                                        + places(repeat)
                                        + ": "
                                        + repeat.sql())
                .collect(Collectors.joining("\n  "));
    }

    private static String places(QueryLog.Repeat repeat) {
        Map<String, Long> counts =
                repeat.places().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Function.identity(),
                                        LinkedHashMap::new,
                                        Collectors.counting()));
        return counts.keySet().stream().collect(Collectors.joining(", "));
    }

    private static boolean reads(String sql) {
        String start = sql.stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("select") || start.startsWith("with");
    }
}
