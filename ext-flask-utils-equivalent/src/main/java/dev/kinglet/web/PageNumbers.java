package dev.kinglet.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The arithmetic of pages. */
final class PageNumbers {
    private PageNumbers() {}

    /** A list of its own with what is made of each. */
    @SuppressWarnings("NullAway") // on JDK 25 it takes an M for one that may not be NULL
    static <M extends @Nullable Object, R extends @Nullable Object> List<R> mapped(
            List<M> items, Function<? super M, ? extends R> make) {
        List<R> made = new ArrayList<>(items.size());
        for (M item : items) {
            made.add(make.apply(item));
        }
        return made;
    }

    /** What is no number means page 1; a number that no int can hold means the largest. */
    static int parse(@Nullable String text) {
        return Math.max(read(text), 1);
    }

    /** What is no number is 0; a number that no int can hold means the largest. */
    static int read(@Nullable String text) {
        String digits = text == null ? "" : text.strip();
        // by hand: Character.isDigit takes digits of every script, and Integer.parseInt a sign
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE; // nothing but digits, so it is too large
        }
    }

    /** The number of the last page, at least 1. */
    static int last(long total, int size) {
        long pages = total / size + (total % size == 0 ? 0 : 1);
        return (int) Math.min(Math.max(pages, 1), Integer.MAX_VALUE);
    }

    /** As many numbers of 1 to last as there are, but not more than wanted, around this one. */
    static List<Integer> window(int number, int last, int wanted) {
        int length = Math.min(wanted, last);
        int first = Math.min(Math.max(number - (length - 1) / 2, 1), last - length + 1);
        return IntStream.range(0, length).mapToObj(i -> first + i).toList();
    }
}
