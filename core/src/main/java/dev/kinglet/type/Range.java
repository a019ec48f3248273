package dev.kinglet.type;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What lies between two bounds, or beyond one, or everything, or nothing. Ranges are equal where
 * the same values lie in them: those of whole numbers and of days are kept as PostgreSQL keeps
 * them, from the first value on and before the one behind the last.
 *
 * @param <E> the Java type of the bounds
 */
public final class Range<E extends Comparable<? super E>> {
    private static final Range<?> EMPTY = new Range<>(null, null, false, false, true);

    private final @Nullable E lower;
    private final @Nullable E upper;
    private final boolean lowerInclusive;
    private final boolean upperInclusive;
    private final boolean empty;

    private Range(
            @Nullable E lower,
            @Nullable E upper,
            boolean lowerInclusive,
            boolean upperInclusive,
            boolean empty) {
        this.lower = lower;
        this.upper = upper;
        this.lowerInclusive = lowerInclusive;
        this.upperInclusive = upperInclusive;
        this.empty = empty;
    }

    /**
     * From the lower bound on and before the upper one: {@code [lower, upper)}.
     *
     * @param lower null for no bound, as everywhere here
     * @throws IllegalArgumentException where it is behind the upper one, as everywhere here
     */
    public static <E extends Comparable<? super E>> Range<E> closedOpen(
            @Nullable E lower, @Nullable E upper) {
        return of(lower, upper, true, false);
    }

    /** With both bounds: {@code [lower, upper]}. */
    public static <E extends Comparable<? super E>> Range<E> closed(
            @Nullable E lower, @Nullable E upper) {
        return of(lower, upper, true, true);
    }

    /** Without the bounds: {@code (lower, upper)}. */
    public static <E extends Comparable<? super E>> Range<E> open(
            @Nullable E lower, @Nullable E upper) {
        return of(lower, upper, false, false);
    }

    /** Behind the lower bound and up to the upper one: {@code (lower, upper]}. */
    public static <E extends Comparable<? super E>> Range<E> openClosed(
            @Nullable E lower, @Nullable E upper) {
        return of(lower, upper, false, true);
    }

    /** Everything: {@code (,)}. */
    public static <E extends Comparable<? super E>> Range<E> all() {
        return of(null, null, false, false);
    }

    /** Nothing. */
    @SuppressWarnings("unchecked") // it has no value of any type
    public static <E extends Comparable<? super E>> Range<E> empty() {
        return (Range<E>) EMPTY;
    }

    static <E extends Comparable<? super E>> Range<E> of(
            @Nullable E lower, @Nullable E upper, boolean lowerInclusive, boolean upperInclusive) {
        if (lower != null && upper != null && lower.compareTo(upper) > 0) {
            throw new IllegalArgumentException("a range whose lower bound is behind its upper one");
        }
        E from = lower == null || lowerInclusive ? lower : next(lower);
        E to = upper == null || !upperInclusive ? upper : next(upper);
        boolean includesFrom = lower != null && (lowerInclusive || from != lower);
        boolean includesTo = upper != null && upperInclusive && to == upper;
        if (from != null && to != null) {
            int order = from.compareTo(to);
            if (order > 0 || order == 0 && !(includesFrom && includesTo)) {
                return empty();
            }
        }
        return new Range<>(from, to, includesFrom, includesTo, false);
    }

    /** The value behind this one, of those that can be counted; else the same. */
    @SuppressWarnings("unchecked") // of the same class as the value
    private static <E extends Comparable<? super E>> E next(E value) {
        if (value instanceof Integer number && number < Integer.MAX_VALUE) {
            return (E) (Object) (number + 1);
        }
        if (value instanceof Long number && number < Long.MAX_VALUE) {
            return (E) (Object) (number + 1);
        }
        if (value instanceof LocalDate day && day.isBefore(LocalDate.MAX)) {
            return (E) (Object) day.plusDays(1);
        }
        return value;
    }

    /** The lower bound; null where there is none, and of the empty range. */
    public @Nullable E lower() {
        return lower;
    }

    /** The upper bound; null where there is none, and of the empty range. */
    public @Nullable E upper() {
        return upper;
    }

    /** Whether the lower bound lies in it; false where there is none. */
    public boolean isLowerInclusive() {
        return lowerInclusive;
    }

    /** Whether the upper bound lies in it; false where there is none. */
    public boolean isUpperInclusive() {
        return upperInclusive;
    }

    /** Whether nothing lies in it. */
    public boolean isEmpty() {
        return empty;
    }

    /** Whether the value lies in it. */
    public boolean contains(E value) {
        if (empty) {
            return false;
        }
        int fromLower = lower == null ? 1 : value.compareTo(lower);
        int fromUpper = upper == null ? -1 : value.compareTo(upper);
        return (lowerInclusive ? fromLower >= 0 : fromLower > 0)
                && (upperInclusive ? fromUpper <= 0 : fromUpper < 0);
    }

    /** With other bounds. */
    Range<E> map(UnaryOperator<E> bound) {
        return empty
                ? this
                : of(
                        lower == null ? null : bound.apply(lower),
                        upper == null ? null : bound.apply(upper),
                        lowerInclusive,
                        upperInclusive);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Range<?> that
                        && empty == that.empty
                        && lowerInclusive == that.lowerInclusive
                        && upperInclusive == that.upperInclusive
                        && Objects.equals(plain(lower), plain(that.lower))
                        && Objects.equals(plain(upper), plain(that.upper));
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(plain(lower)) + Objects.hashCode(plain(upper));
    }

    /** 1.0 and 1.00 are the same bound. */
    private static @Nullable Object plain(@Nullable Object bound) {
        return bound instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : bound;
    }

    /** As SQL writes it: {@code [1,5)}. */
    @Override
    public String toString() {
        return empty
                ? "empty"
                : (lowerInclusive ? "[" : "(")
                        + (lower == null ? "" : lower)
                        + ","
                        + (upper == null ? "" : upper)
                        + (upperInclusive ? "]" : ")");
    }
}
