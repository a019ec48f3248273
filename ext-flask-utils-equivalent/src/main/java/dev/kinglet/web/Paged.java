package dev.kinglet.web;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every page has, in whatever way it was cut: its rows, and how its neighbours are asked for.
 * Reading it asks the database nothing, so a template may do so when the connection is gone.
 *
 * @param <M> the rows
 */
public interface Paged<M extends @Nullable Object> extends Iterable<M> {

    /** The rows in order, at most {@link #size} of them; unmodifiable, and maybe empty. */
    List<M> items();

    /** How many rows a full page has. */
    int size();

    /** The page behind this one; null on the last. */
    @Nullable PageRequest next();

    /** The page before this one; null on the first. */
    @Nullable PageRequest previous();

    /** The page that everything begins with. */
    PageRequest first();

    /** The page that nothing follows; null where it is not known. */
    @Nullable PageRequest last();

    /** Whether there is a {@link #next} page. */
    default boolean hasNext() {
        return next() != null;
    }

    /** Whether there is a {@link #previous} page. */
    default boolean hasPrevious() {
        return previous() != null;
    }

    /** The same page with what is made of each row. What the function throws passes through. */
    <R extends @Nullable Object> Paged<R> map(Function<? super M, ? extends R> make);

    /** Over the {@link #items}. */
    @Override
    default Iterator<M> iterator() {
        return items().iterator();
    }
}
