package dev.kinglet.web;

import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a query that was not counted: it knows its number and whether another page follows,
 * and has no total to ask for. An immutable value that asks the database nothing more.
 *
 * @param <M> the rows
 */
public final class UncountedPage<M extends @Nullable Object> implements Paged<M> {
    private final List<M> items;
    private final int number;
    private final int size;
    private final boolean more;

    UncountedPage(List<M> items, int number, int size, boolean more) {
        this.items = Collections.unmodifiableList(items);
        this.number = number;
        this.size = size;
        this.more = more;
    }

    /** The rows in order; empty behind the last page, too. */
    @Override
    public List<M> items() {
        return items;
    }

    /** The number that was asked for, at least 1. There may be no such page: then it is empty. */
    public int number() {
        return number;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable PageRequest next() {
        return more && number < Integer.MAX_VALUE ? request(number + 1) : null;
    }

    @Override
    public @Nullable PageRequest previous() {
        return number > 1 ? request(number - 1) : null;
    }

    @Override
    public PageRequest first() {
        return request(1);
    }

    /** Null, except on the last page itself: nobody counted. */
    @Override
    public @Nullable PageRequest last() {
        return more || items.isEmpty() && number > 1 ? null : request(number);
    }

    /** How the page of this number is asked for. */
    public PageRequest request(int page) {
        return PageRequest.of("page", Integer.toString(page));
    }

    @Override
    public <R extends @Nullable Object> UncountedPage<R> map(
            Function<? super M, ? extends R> make) {
        return new UncountedPage<>(PageNumbers.mapped(items, make), number, size, more);
    }

    @Override
    public String toString() {
        return "page " + number + (more ? ", more follow" : ", the last");
    }
}
