package dev.kinglet.web;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a query that is cut at the values of its rows instead of at their numbers: it knows
 * its neighbours, and has neither a number nor a total. An immutable value that asks the database
 * nothing more.
 *
 * @param <M> the rows
 */
public final class KeysetPage<M extends @Nullable Object> implements Paged<M> {
    private final List<M> items;
    private final int size;
    private final @Nullable String previous;
    private final @Nullable String next;
    private final String last;

    KeysetPage(
            List<M> items,
            int size,
            @Nullable String previous,
            @Nullable String next,
            String last) {
        this.items = Collections.unmodifiableList(items);
        this.size = size;
        this.previous = previous;
        this.next = next;
        this.last = last;
    }

    /**
     * The rows, in the order of the query in whatever direction one came; empty where there are
     * none.
     */
    @Override
    public List<M> items() {
        return items;
    }

    @Override
    public int size() {
        return size;
    }

    /** The cursor of the page behind this one; null on the last. */
    public @Nullable String nextCursor() {
        return next;
    }

    /** The cursor of the page before this one; null on the first. */
    public @Nullable String previousCursor() {
        return previous;
    }

    @Override
    public @Nullable PageRequest next() {
        return next == null ? null : cursor(next);
    }

    @Override
    public @Nullable PageRequest previous() {
        return previous == null ? null : cursor(previous);
    }

    /** Without a cursor: {@code cursor=} takes it out of the address. */
    @Override
    public PageRequest first() {
        return cursor("");
    }

    /** The last rows of the query, as many as a page has. */
    @Override
    public PageRequest last() {
        return cursor(last);
    }

    private static PageRequest cursor(String value) {
        return PageRequest.of("cursor", value);
    }

    @Override
    public <R extends @Nullable Object> KeysetPage<R> map(Function<? super M, ? extends R> make) {
        return new KeysetPage<>(PageNumbers.mapped(items, make), size, previous, next, last);
    }

    @Override
    public String toString() {
        return items.size()
                + " rows"
                + (previous == null ? ", the first" : "")
                + (next == null ? ", the last" : "");
    }
}
