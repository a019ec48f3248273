package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a window function sees from each row. A window is a value: each method answers a new
 * one, so one window may be the beginning of another.
 *
 * @param name where the query declares it, see {@link #as}; null for a window written in place
 * @param partitionBy rows that agree in these see each other; empty for all rows
 * @param orderBy the first sorts first
 * @param frame which of them; null for the database's: up to the current row and its peers where
 *     there is an order, else all
 */
public record Window(
        @Nullable String name,
        List<Expr<?>> partitionBy,
        List<Sort> orderBy,
        @Nullable Frame frame) {

    static final Window ALL = new Window(null, List.of(), List.of(), null);

    /** Rows that agree in these expressions; without any, all rows. */
    public static Window partitionBy(Expr<?>... exprs) {
        return new Window(null, List.copyOf(Arrays.asList(exprs)), List.of(), null);
    }

    /** All rows of the result, in this order. */
    public static Window orderedBy(Ordering... orderings) {
        return ALL.orderBy(orderings);
    }

    /** The same rows in this order, in place of what was said before. */
    public Window orderBy(Ordering... orderings) {
        return new Window(null, partitionBy, Ordering.of(orderings).sorts(), frame);
    }

    /**
     * Of the rows those between two, both included, counted in rows.
     *
     * @throws ProgrammingException where the start lies behind the end
     */
    public Window rows(Bound start, Bound end) {
        return framed(Unit.ROWS, start, end);
    }

    /**
     * Of the rows those between two, both included, by the distance of their values; peers of the
     * ends are in. A distance needs exactly one expression to order by, a number.
     *
     * @throws ProgrammingException where the start lies behind the end
     */
    public Window range(Bound start, Bound end) {
        return framed(Unit.RANGE, start, end);
    }

    /**
     * Of the rows those between two, both included, counted in groups of peers.
     *
     * @throws ProgrammingException where the start lies behind the end
     */
    public Window groups(Bound start, Bound end) {
        return framed(Unit.GROUPS, start, end);
    }

    /**
     * The frame without some of its rows.
     *
     * @throws ProgrammingException where no frame was said
     */
    public Window exclude(Exclude exclude) {
        if (frame == null) {
            throw new ProgrammingException(
                    "the window has no frame that rows could be left out of",
                    null,
                    "say it first: rows(..), range(..) or groups(..)");
        }
        return new Window(
                null,
                partitionBy,
                orderBy,
                new Frame(frame.unit(), frame.start(), frame.end(), exclude));
    }

    /**
     * The same window under a name, which the query has to declare: {@code query.window(w)}. What
     * is made from it by further methods has no name.
     */
    public Window as(String name) {
        return new Window(name, partitionBy, orderBy, frame);
    }

    private Window framed(Unit unit, Bound start, Bound end) {
        if (start.place() > end.place()
                || start.equals(Bound.unboundedFollowing())
                || end.equals(Bound.unboundedPreceding())) {
            throw new ProgrammingException(
                    "a frame between " + start + " and " + end + " begins behind its end",
                    null,
                    "say the earlier end first");
        }
        return new Window(
                null, partitionBy, orderBy, new Frame(unit, start, end, Exclude.NO_OTHERS));
    }

    /** What a frame counts. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /** Which rows of a frame are left out. */
    public enum Exclude {
        NO_OTHERS("no others"),
        CURRENT_ROW("current row"),
        /** The current row and its peers. */
        GROUP("group"),
        /** The peers of the current row, not itself. */
        TIES("ties");

        private final String sql;

        Exclude(String sql) {
            this.sql = sql;
        }

        /** SQL's spelling. */
        @Override
        public String toString() {
            return sql;
        }
    }

    /** The rows between two. */
    public record Frame(Unit unit, Bound start, Bound end, Exclude exclude) {
        /** SQL's spelling. */
        @Override
        public String toString() {
            String rows =
                    unit.name().toLowerCase(Locale.ROOT) + " between " + start + " and " + end;
            return exclude == Exclude.NO_OTHERS ? rows : rows + " exclude " + exclude;
        }
    }

    /**
     * One end of a frame.
     *
     * @param distance from the current row, negative for those before it; null for no end
     * @param preceding whether it is the far end before the current row; only without a distance
     */
    public record Bound(@Nullable Long distance, boolean preceding) {

        /** The first row of the partition. */
        public static Bound unboundedPreceding() {
            return new Bound(null, true);
        }

        /** So many before the current row. */
        public static Bound preceding(long distance) {
            return new Bound(-notNegative(distance), true);
        }

        public static Bound currentRow() {
            return new Bound(0L, false);
        }

        /** So many behind the current row. */
        public static Bound following(long distance) {
            return new Bound(notNegative(distance), false);
        }

        /** The last row of the partition. */
        public static Bound unboundedFollowing() {
            return new Bound(null, false);
        }

        private long place() {
            if (distance != null) {
                return distance;
            }
            return preceding ? Long.MIN_VALUE : Long.MAX_VALUE;
        }

        private static long notNegative(long distance) {
            if (distance < 0) {
                throw new ProgrammingException(
                        "a frame that ends " + distance + " rows away",
                        null,
                        "say 0 or more: preceding(n) and following(n) have the direction");
            }
            return distance;
        }

        /** SQL's spelling. */
        @Override
        public String toString() {
            if (distance == null) {
                return preceding ? "unbounded preceding" : "unbounded following";
            }
            if (distance == 0) {
                return "current row";
            }
            return Math.abs(distance) + (preceding ? " preceding" : " following");
        }
    }
}
