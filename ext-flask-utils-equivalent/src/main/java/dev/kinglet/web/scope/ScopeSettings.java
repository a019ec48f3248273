package dev.kinglet.web.scope;

import dev.kinglet.Database;
import dev.kinglet.TransactionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How requests are run.
 *
 * @param reads how requests that only ask begin their transaction; null for without
 * @param writes the others
 * @param slow from which time in the database on a request is logged; null for never
 * @param repeats from how many equal statements on it is logged; 0 for never
 */
record ScopeSettings(
        List<Database> databases,
        @Nullable TransactionOptions reads,
        @Nullable TransactionOptions writes,
        boolean eager,
        List<PathPattern> excluded,
        Map<Database, Function<? super WebRequest, @Nullable String>> tenants,
        IntPredicate undoes,
        boolean serverTiming,
        @Nullable Duration slow,
        int repeats) {

    boolean isExcluded(String path) {
        for (PathPattern pattern : excluded) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is counted what a request costs. */
    boolean watches() {
        return serverTiming || slow != null || repeats > 0;
    }
}
