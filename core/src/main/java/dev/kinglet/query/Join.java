package dev.kinglet.query;

/**
 * One join of a query.
 *
 * @param kind inner or left
 * @param left the source that is joined from
 * @param right the source that is added
 * @param link how they hang together
 */
public record Join(Kind kind, Source<?> left, Source<?> right, Link link) {

    /** Which rows without a partner stay. */
    public enum Kind {
        /** None. */
        INNER,
        /** Those of the left source, and of all that was joined before. */
        LEFT
    }
}
