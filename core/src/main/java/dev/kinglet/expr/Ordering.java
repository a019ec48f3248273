package dev.kinglet.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * What may stand in ORDER BY: an expression, which sorts ascending, an expression with a direction,
 * or several of them under one name: {@code static final Ordering NEWEST = Ordering.of(..)}.
 */
public interface Ordering {

    /** The expressions and how they sort; the first sorts first. */
    List<Sort> sorts();

    /** Several as one. */
    static Ordering of(Ordering... orderings) {
        List<Sort> sorts = new ArrayList<>(orderings.length);
        for (Ordering ordering : orderings) {
            sorts.addAll(ordering.sorts());
        }
        List<Sort> all = List.copyOf(sorts);
        return () -> all;
    }
}
