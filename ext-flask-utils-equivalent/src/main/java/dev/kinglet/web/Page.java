package dev.kinglet.web;

import dev.kinglet.errors.ProgrammingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a query that was counted: its rows, and where it stands among the others. An
 * immutable value that asks the database nothing more, so a template may read it when the
 * connection is gone.
 *
 * @param <M> the rows
 */
public final class Page<M extends @Nullable Object> implements Paged<M> {
    private final List<M> items;
    private final int number;
    private final int size;
    private final Total total;

    /**
     * The total for links; empty to take it out of them, null where it is none of their business.
     */
    private final @Nullable String counted;

    Page(List<M> items, int number, int size, Total total, @Nullable String counted) {
        this.items = Collections.unmodifiableList(items);
        this.number = number;
        this.size = size;
        this.total = total;
        this.counted = counted;
    }

    /** The rows in order; of an exact total, empty only where there are none at all. */
    @Override
    public List<M> items() {
        return items;
    }

    /** The number of this page: from 1 to {@link #totalPages}, whatever was asked for. */
    public int number() {
        return number;
    }

    @Override
    public int size() {
        return size;
    }

    /** How many rows all pages have together, and how well that is known. */
    public Total total() {
        return total;
    }

    /**
     * How many pages there are, as far as the total tells. At least 1: no rows are one empty page.
     */
    public int totalPages() {
        return PageNumbers.last(total.rows(), size);
    }

    @Override
    public @Nullable PageRequest next() {
        return number < totalPages() ? request(number + 1) : null;
    }

    @Override
    public @Nullable PageRequest previous() {
        return number > 1 ? request(number - 1) : null;
    }

    @Override
    public PageRequest first() {
        return request(1);
    }

    @Override
    public PageRequest last() {
        return request(totalPages());
    }

    /** How the page of this number is asked for; with the total, where links carry it. */
    public PageRequest request(int page) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("page", Integer.toString(page));
        if (counted != null) {
            parameters.put("counted", counted);
        }
        return new PageRequest(parameters);
    }

    /**
     * The numbers of the pages to offer, ascending: this one in the middle, or as near to it as the
     * first and the last page allow. On page 4 of 10, {@code window(5)} is {@code [2, 3, 4, 5, 6]},
     * on page 10 {@code [6, 7, 8, 9, 10]}. Of an even length one more follows than goes before.
     *
     * @param length how many, 1 or more; where there are fewer pages, all of them
     * @throws ProgrammingException for less than 1
     */
    public List<Integer> window(int length) {
        if (length < 1) {
            throw new ProgrammingException(
                    "a window of " + length + " pages", (String) null, "ask for 1 page or more");
        }
        return PageNumbers.window(number, totalPages(), length);
    }

    @Override
    public <R extends @Nullable Object> Page<R> map(Function<? super M, ? extends R> make) {
        return new Page<>(PageNumbers.mapped(items, make), number, size, total, counted);
    }

    @Override
    public String toString() {
        return "page " + number + " of " + totalPages() + ", " + total + " rows in all";
    }
}
