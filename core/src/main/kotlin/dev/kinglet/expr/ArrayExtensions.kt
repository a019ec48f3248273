package dev.kinglet.expr

import dev.kinglet.type.Range

/** The element at a place, from the end where it is negative: `Post.tags[0]`. See [ArrayExpr.at]. */
public operator fun <E> ArrayExpr<*, E>.get(index: Int): Expr<E?> = this.at(index)

/** Has this element. See [ArrayExpr.contains]. */
public infix fun <E> ArrayExpr<*, E>.contains(element: E): Condition = this.contains(element)

/** Has all of these elements. See [ArrayExpr.contains]. */
public infix fun <E> ArrayExpr<*, E>.contains(elements: Collection<E>): Condition = this.contains(elements)

/** Has no other elements than these. See [ArrayExpr.containedBy]. */
public infix fun <E> ArrayExpr<*, E>.containedBy(elements: Collection<E>): Condition = this.containedBy(elements)

/** Has one of these elements, or more. See [ArrayExpr.overlaps]. */
public infix fun <E> ArrayExpr<*, E>.overlaps(elements: Collection<E>): Condition = this.overlaps(elements)

/** The value lies in it. See [RangeExpr.contains]. */
public infix fun <E : Comparable<E>> RangeExpr<*, E>.contains(value: E): Condition = this.contains(value)

/** The other range lies in it. See [RangeExpr.contains]. */
public infix fun <E : Comparable<E>> RangeExpr<*, E>.contains(other: Range<E>): Condition = this.contains(other)

/** A value lies in both. See [RangeExpr.overlaps]. */
public infix fun <E : Comparable<E>> RangeExpr<*, E>.overlaps(other: Range<E>): Condition = this.overlaps(other)

/** A value lies in both. See [RangeExpr.overlaps]. */
public infix fun <E : Comparable<E>> RangeExpr<*, E>.overlaps(other: RangeExpr<*, E>): Condition = this.overlaps(other)
