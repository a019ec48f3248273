package dev.kinglet.expr;

import java.util.List;
import java.util.Locale;

/**
 * An expression with its direction.
 *
 * @param expr what to sort by
 * @param descending the largest first
 * @param nulls where NULL goes
 */
public record Sort(Expr<?> expr, boolean descending, Nulls nulls) implements Ordering {

    /** Where NULL goes. */
    public enum Nulls {
        /**
         * NULL is larger than every value, on both databases: behind them when ascending, before
         * them when descending.
         */
        DEFAULT,
        FIRST,
        LAST
    }

    /** The same with NULL before every value. */
    public Sort nullsFirst() {
        return new Sort(expr, descending, Nulls.FIRST);
    }

    /** The same with NULL behind every value. */
    public Sort nullsLast() {
        return new Sort(expr, descending, Nulls.LAST);
    }

    @Override
    public List<Sort> sorts() {
        return List.of(this);
    }

    @Override
    public String toString() {
        String direction = descending ? " desc" : " asc";
        return expr
                + direction
                + (nulls == Nulls.DEFAULT ? "" : " nulls " + nulls.name().toLowerCase(Locale.ROOT));
    }
}
