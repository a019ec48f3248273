package dev.kinglet.query;

/**
 * One join of a query.
 *
 * @param kind which rows without a partner stay
 * @param left the source that is joined from
 * @param right the source that is added
 * @param link how they hang together; of a cross join its condition is always true
 * @param lateral whether the right one may read the columns of those before it
 */
public record Join(Kind kind, Source<?> left, Source<?> right, Link link, boolean lateral) {

    /** Which rows without a partner stay. */
    public enum Kind {
        /** None. */
        INNER,
        /** Those of all that was joined before. */
        LEFT,
        /** Those of the right source. */
        RIGHT,
        /** Those of both sides. */
        FULL,
        /** There is no condition: each row has every row of the other side for a partner. */
        CROSS;

        /** Whether rows of the right source may be missing. */
        public boolean missesRight() {
            return this == LEFT || this == FULL;
        }

        /** Whether rows of the sources before it may be missing. */
        public boolean missesLeft() {
            return this == RIGHT || this == FULL;
        }
    }
}
