package dev.kinglet.web;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.RowValue;
import dev.kinglet.expr.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows behind a place in an order, as ranges that an index on the order can be searched for. No
 * two of them share a row.
 *
 * <p>Keys that go in one direction make one comparison of row values, and that is all where no NULL
 * comes behind the place. Each change of direction, and each NULL that comes behind, adds a range.
 */
final class Ranges {
    private final List<SortKey> keys;
    private final List<@Nullable Object> values;
    private final boolean inclusive;
    private final List<Range> ranges = new ArrayList<>();

    /**
     * One range.
     *
     * @param condition its rows
     * @param pinned how many keys, from the first, are the same in all of them
     * @param known how many keys, from the first, are never NULL in it, or always
     */
    record Range(Condition condition, int pinned, int known) {}

    private Ranges(List<SortKey> keys, List<@Nullable Object> values, boolean inclusive) {
        this.keys = keys;
        this.values = values;
        this.inclusive = inclusive;
    }

    /**
     * @param values one for each key
     * @param inclusive whether the row at the place itself is among them
     */
    static List<Range> behind(
            List<SortKey> keys, List<@Nullable Object> values, boolean inclusive) {
        Ranges made = new Ranges(keys, values, inclusive);
        made.from(0);
        return made.ranges;
    }

    /** The ranges in which all keys before this one are equal to those of the place. */
    private void from(int at) {
        if (at == keys.size()) {
            if (inclusive) {
                add(null, at, at);
            }
            return;
        }
        SortKey key = keys.get(at);
        if (values.get(at) == null) {
            from(at + 1);
            if (key.nullsFirst()) {
                add(key.expr().isNotNull(), at, at + 1);
            }
            return;
        }
        int end = at + 1;
        while (end < keys.size()
                && keys.get(end).descending() == key.descending()
                && values.get(end) != null) {
            end++;
        }
        if (end < keys.size()) {
            from(end);
        }
        add(run(at, end), at, at + 1); // where the first key differs the others may be NULL
        for (int i = at; i < end; i++) {
            if (keys.get(i).nullable() && !keys.get(i).nullsFirst()) {
                add(keys.get(i).expr().isNull(), i, i + 1);
            }
        }
    }

    /** Behind the place in some keys of one direction, none of them NULL. */
    private Condition run(int at, int end) {
        boolean orEqual = inclusive && end == keys.size();
        Object first = Objects.requireNonNull(values.get(at));
        if (end == at + 1) {
            return keys.get(at).behind(first, orEqual);
        }
        Expr<?>[] more = new Expr<?>[end - at - 1];
        Object[] operands = new Object[end - at];
        operands[0] = keys.get(at).operand(first);
        for (int i = at + 1; i < end; i++) {
            more[i - at - 1] = keys.get(i).expr();
            operands[i - at] = keys.get(i).operand(Objects.requireNonNull(values.get(i)));
        }
        RowValue row = Fn.row(keys.get(at).expr(), more);
        if (keys.get(at).descending()) {
            return orEqual ? row.le(operands) : row.lt(operands);
        }
        return orEqual ? row.ge(operands) : row.gt(operands);
    }

    private void add(@Nullable Condition condition, int pinned, int known) {
        Condition all = condition;
        for (int i = pinned - 1; i >= 0; i--) {
            Condition same = keys.get(i).equal(values.get(i));
            all = all == null ? same : same.and(all);
        }
        ranges.add(new Range(Objects.requireNonNull(all), pinned, known));
    }

    /**
     * All ranges as one condition, for queries that cannot be put together of several; before it
     * what bounds them all by the first key, which an index can be searched for.
     */
    static Condition either(List<Range> ranges, List<SortKey> keys, List<@Nullable Object> values) {
        Condition any = ranges.get(0).condition();
        for (Range range : ranges.subList(1, ranges.size())) {
            any = any.or(range.condition());
        }
        SortKey first = keys.get(0);
        Object value = values.get(0);
        boolean bounded = value != null && (!first.nullable() || first.nullsFirst());
        return ranges.size() > 1 && bounded && value != null
                ? first.behind(value, true).and(any)
                : any;
    }

    /** The order within a range, as SQLite has to be told it to find an index that has it. */
    static List<Sort> onSqlite(Range range, List<SortKey> keys) {
        List<Sort> order = new ArrayList<>();
        for (int i = range.pinned(); i < keys.size(); i++) {
            order.add(i < range.known() ? keys.get(i).withoutNulls() : keys.get(i).sort());
        }
        return order;
    }
}
