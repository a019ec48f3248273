package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.exec.StatementRunner;
import dev.kinglet.internal.plan.Call;
import dev.kinglet.type.Dialect;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The plans of the databases, as text. */
final class Explain {
    private Explain() {}

    static String of(StatementRunner statements, Call call, Dialect dialect) {
        return dialect == Dialect.SQLITE
                ? sqlite(statements, call)
                : postgres("explain ", statements, call);
    }

    /** The plan of a query that was run, with what it did: its rows and times. */
    static String analyzing(StatementRunner statements, Call call, Dialect dialect) {
        return dialect == Dialect.SQLITE
                ? sqlite(statements, call) + "\n" + measured(statements, call)
                : postgres("explain (analyze, buffers) ", statements, call);
    }

    /** SQLite tells nothing about a run, so it is watched from here. */
    private static String measured(StatementRunner statements, Call call) {
        long start = System.nanoTime();
        long rows =
                statements.query(
                        call,
                        false,
                        result -> {
                            long count = 0;
                            while (result.next()) {
                                count++;
                            }
                            return count;
                        });
        long micros = (System.nanoTime() - start) / 1_000;
        return String.format(Locale.ROOT, "(actual rows=%d time=%.3f ms)", rows, micros / 1_000.0);
    }

    /** One node a line, indented below its parent. */
    private static String sqlite(StatementRunner statements, Call call) {
        return statements.query(
                "explain query plan " + call.plan().sql(),
                call,
                result -> {
                    StringBuilder text = new StringBuilder();
                    Map<Integer, Integer> depths = new HashMap<>();
                    while (result.next()) {
                        int depth = depths.getOrDefault(result.getInt(2), -1) + 1;
                        depths.put(result.getInt(1), depth);
                        text.append("  ".repeat(depth)).append(result.getString(4)).append('\n');
                    }
                    return text.toString().stripTrailing();
                });
    }

    private static String postgres(String explain, StatementRunner statements, Call call) {
        return statements.query(
                explain + call.plan().sql(),
                call,
                result -> {
                    StringBuilder text = new StringBuilder();
                    while (result.next()) {
                        text.append(result.getString(1)).append('\n');
                    }
                    return text.toString().stripTrailing();
                });
    }
}
