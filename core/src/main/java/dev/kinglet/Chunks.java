package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Items in lists of so many, for work that is done portion by portion. */
public final class Chunks {
    private Chunks() {}

    /**
     * The items in lists of so many; the last one may be shorter, and none is empty. Items are read
     * when their list is asked for, so they need not be in memory together. The lists cannot be
     * changed.
     *
     * @throws ProgrammingException for a size of less than 1
     */
    public static <T> Iterable<List<T>> of(Iterable<? extends T> items, int size) {
        if (size < 1) {
            throw new ProgrammingException(
                    "chunks of " + size + " items", (String) null, "ask for 1 item or more");
        }
        return () -> new Lists<>(items.iterator(), size);
    }

    private static final class Lists<T> implements Iterator<List<T>> {
        private final Iterator<? extends T> items;
        private final int size;

        Lists(Iterator<? extends T> items, int size) {
            this.items = items;
            this.size = size;
        }

        @Override
        public boolean hasNext() {
            return items.hasNext();
        }

        @Override
        public List<T> next() {
            if (!items.hasNext()) {
                throw new NoSuchElementException();
            }
            List<T> chunk = new ArrayList<>(Math.min(size, 1_000));
            while (chunk.size() < size && items.hasNext()) {
                chunk.add(items.next());
            }
            return Collections.unmodifiableList(chunk);
        }
    }
}
