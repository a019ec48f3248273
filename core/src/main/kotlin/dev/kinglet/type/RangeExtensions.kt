package dev.kinglet.type

/** The range with both ends: `(1..5).toRange()`. See [Range.closed]. */
public fun <E : Comparable<E>> ClosedRange<E>.toRange(): Range<E> = Range.closed(start, endInclusive)
