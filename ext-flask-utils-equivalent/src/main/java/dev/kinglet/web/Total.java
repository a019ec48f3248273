package dev.kinglet.web;

import java.time.Instant;

/**
 * How many rows all pages have together, and how well that is known. A page whose total is not
 * known has none to ask for: see {@link UncountedPage} and {@link KeysetPage}.
 */
public sealed interface Total {

    /** The number that is known; what it says of the rows is said by the type. */
    long rows();

    /** Just so many rows. */
    record Exact(long rows) implements Total {
        @Override
        public String toString() {
            return Long.toString(rows);
        }
    }

    /** Just so many rows at that time; since then some may have come or gone. */
    record Counted(long rows, Instant at) implements Total {
        @Override
        public String toString() {
            return Long.toString(rows);
        }
    }

    /** So many rows or more: counting stopped there. Shown as {@code 10000+}. */
    record AtLeast(long rows) implements Total {
        @Override
        public String toString() {
            return rows + "+";
        }
    }

    /** About so many rows, as the database's planner thinks. Shown as {@code ~3000000}. */
    record Estimated(long rows) implements Total {
        @Override
        public String toString() {
            return "~" + rows;
        }
    }
}
