package dev.kinglet.web;

import dev.kinglet.expr.Condition;
import org.jspecify.annotations.Nullable;

/**
 * A query cut into pages at the values of its rows: as fast on the last page as on the first, and
 * no row repeats or is missing while others are inserted and deleted.
 *
 * @param <M> the rows
 */
public final class Keyset<M extends @Nullable Object> {
    private final Pages<M> pages;

    Keyset(Pages<M> pages) {
        this.pages = pages;
    }

    /** Cursors are good only for those for whom they were made: the id of a user, of a tenant. */
    public Keyset<M> principal(String principal) {
        return this;
    }

    /**
     * The page that a cursor leads to.
     *
     * @param cursor as it stands in the address; null or empty for the first page
     * @throws BadCursor for one that this list did not give out
     */
    public KeysetPage<M> at(@Nullable String cursor) {
        throw new UnsupportedOperationException("not yet: " + pages);
    }

    /**
     * The page that begins with the first row that meets a condition, usually that it has a key.
     *
     * @throws NotFound where no row of the query does
     */
    public KeysetPage<M> from(Condition row) throws NotFound {
        throw new UnsupportedOperationException("not yet: " + pages);
    }
}
