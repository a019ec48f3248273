package dev.kinglet.expr;

import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.Range;
import org.jspecify.annotations.Nullable;

/**
 * A range of PostgreSQL: a column that was declared as one, or any expression that {@link Fn#range}
 * takes as one. Nothing overlaps the empty range, and every range contains it.
 *
 * <p>Ranges are sorted by their lower bounds, then by their upper ones; the empty one comes first.
 *
 * @param <T> the ranges; nullable where the expression can be NULL
 * @param <E> the Java type of the bounds
 */
public interface RangeExpr<T extends @Nullable Range<E>, E extends Comparable<? super E>>
        extends Expr<T> {

    /** The value lies in it. */
    default Condition contains(E value) {
        return Calls.test(RangeSql.CONTAINS, this, Nodes.operand(value, new Kind.Element(this)));
    }

    /** The other range lies in it, the whole of it. */
    default Condition contains(Range<E> other) {
        return test(RangeSql.CONTAINS, other);
    }

    /** The other range lies in it, the whole of it. */
    default Condition contains(RangeExpr<?, E> other) {
        return Calls.test(RangeSql.CONTAINS, this, other);
    }

    /** The value of the expression lies in it. */
    default Condition containsValue(Expr<? extends @Nullable E> value) {
        return Calls.test(RangeSql.CONTAINS, this, value);
    }

    /** It lies in the other range, the whole of it. */
    default Condition containedBy(Range<E> other) {
        return test(RangeSql.CONTAINED_BY, other);
    }

    /** It lies in the other range, the whole of it. */
    default Condition containedBy(RangeExpr<?, E> other) {
        return Calls.test(RangeSql.CONTAINED_BY, this, other);
    }

    /** A value lies in both. */
    default Condition overlaps(Range<E> other) {
        return test(RangeSql.OVERLAPS, other);
    }

    /** A value lies in both. */
    default Condition overlaps(RangeExpr<?, E> other) {
        return Calls.test(RangeSql.OVERLAPS, this, other);
    }

    /** It ends before the other begins: SQL's {@code <<}. */
    default Condition before(Range<E> other) {
        return test(RangeSql.BEFORE, other);
    }

    /** It ends before the other begins: SQL's {@code <<}. */
    default Condition before(RangeExpr<?, E> other) {
        return Calls.test(RangeSql.BEFORE, this, other);
    }

    /** It begins after the other ends: SQL's {@code >>}. */
    default Condition after(Range<E> other) {
        return test(RangeSql.AFTER, other);
    }

    /** It begins after the other ends: SQL's {@code >>}. */
    default Condition after(RangeExpr<?, E> other) {
        return Calls.test(RangeSql.AFTER, this, other);
    }

    /** One begins where the other ends, with no value in both and none between. */
    default Condition adjacentTo(Range<E> other) {
        return test(RangeSql.ADJACENT, other);
    }

    /** One begins where the other ends, with no value in both and none between. */
    default Condition adjacentTo(RangeExpr<?, E> other) {
        return Calls.test(RangeSql.ADJACENT, this, other);
    }

    /** Both together; an error of the database where there is a gap between them. */
    default RangeExpr<T, E> union(Range<E> other) {
        return made(RangeSql.UNION, Nodes.operand(other, this));
    }

    /** Both together; an error of the database where there is a gap between them. */
    default RangeExpr<T, E> union(RangeExpr<?, E> other) {
        return made(RangeSql.UNION, other);
    }

    /** What lies in both. */
    default RangeExpr<T, E> intersect(Range<E> other) {
        return made(RangeSql.INTERSECT, Nodes.operand(other, this));
    }

    /** What lies in both. */
    default RangeExpr<T, E> intersect(RangeExpr<?, E> other) {
        return made(RangeSql.INTERSECT, other);
    }

    /** What does not lie in the other; an error of the database where that is two ranges. */
    default RangeExpr<T, E> except(Range<E> other) {
        return made(RangeSql.EXCEPT, Nodes.operand(other, this));
    }

    /** What does not lie in the other; an error of the database where that is two ranges. */
    default RangeExpr<T, E> except(RangeExpr<?, E> other) {
        return made(RangeSql.EXCEPT, other);
    }

    /** The lower bound; NULL where there is none. Of whole numbers and days the first one in it. */
    default Expr<@Nullable E> lower() {
        return Nodes.call(RangeSql.LOWER, Nulls.ALWAYS, new Kind.Element(this), this);
    }

    /**
     * The upper bound; NULL where there is none. Of whole numbers and days the first one behind it.
     */
    default Expr<@Nullable E> upper() {
        return Nodes.call(RangeSql.UPPER, Nulls.ALWAYS, new Kind.Element(this), this);
    }

    /** Nothing lies in it. */
    default Condition isEmpty() {
        return Calls.test(RangeSql.IS_EMPTY, this);
    }

    private Condition test(SqlFunction function, Range<E> other) {
        return Calls.test(function, this, Nodes.operand(other, this));
    }

    private RangeExpr<T, E> made(SqlFunction function, Expr<?> other) {
        return new Kind.OfRange<>(Nodes.call(function, compared(), this, other));
    }
}
