package dev.kinglet.web

import dev.kinglet.expr.Condition

/** A filter of a value of that type: `filter<LocalDate>("since") { Post.day.ge(it) }`. See [Listing.filter]. */
public inline fun <reified T : Any> Listing.filter(
    name: String,
    noinline condition: (T) -> Condition,
): Listing = filter(name, T::class.javaObjectType, condition)

/** A filter of several values: `filterAll<Long>("id") { Post.id.in(it) }`. See [Listing.filterAll]. */
public inline fun <reified T : Any> Listing.filterAll(
    name: String,
    noinline condition: (List<T>) -> Condition,
): Listing = filterAll(name, T::class.javaObjectType, condition)
