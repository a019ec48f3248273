package dev.kinglet.query;

import java.util.ArrayList;
import java.util.List;

/** What is said in several steps. */
final class Clauses {
    private Clauses() {}

    /** What was said before, and more, in order. */
    static <T> List<T> plus(List<T> some, List<? extends T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
