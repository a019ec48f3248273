package dev.kinglet.query

import dev.kinglet.expr.JsonExpr
import java.util.stream.Stream

/** The rows as objects of a class: `val shelves: List<Shelf> = query.into()`. See [Select.into]. */
public inline fun <reified R : Any> Select<*>.into(): List<R> = into(R::class.java)

/** The rows that were written as objects of a class; see [Returning.into]. */
public inline fun <reified R : Any> Returning<*>.into(): List<R> = into(R::class.java)

/** The rows one by one as objects of a class; see [Select.streamInto]. */
public inline fun <reified R : Any> Select<*>.streamInto(): Stream<R> = streamInto(R::class.java)

/** The query as a table with a name; see [Select.as], whose name is Kotlin's. */
public infix fun <M> Select<M>.alias(name: String): Derived<M> = this.`as`(name)

// Select is an Iterable, so the functions of the standard library would compile, and fetch every row. These win over them
// where the package is imported, and say what to call.

/** Fetches every row to look at one. */
@Deprecated("It would fetch every row.", ReplaceWith("exists()"), DeprecationLevel.ERROR)
public fun Select<*>.any(): Boolean = exists()

/** Fetches every row to look at one. */
@Deprecated("It would fetch every row.", ReplaceWith("!exists()"), DeprecationLevel.ERROR)
public fun Select<*>.none(): Boolean = !exists()

/** Fetches every row to keep some. */
@Deprecated("It would fetch every row.", ReplaceWith("limit(n.toLong()).list()"), DeprecationLevel.ERROR)
public fun <M> Select<M>.take(n: Int): List<M> = limit(n.toLong()).list()

/** Fetches every row to pass over some. */
@Deprecated("It would fetch every row.", ReplaceWith("offset(n.toLong()).list()"), DeprecationLevel.ERROR)
public fun <M> Select<M>.drop(n: Int): List<M> = offset(n.toLong()).list()

/** Fetches every row before the first chunk is made. */
@Deprecated(
    "It would fetch every row.",
    ReplaceWith("chunked(size).use { it.map(transform).toList() }"),
    DeprecationLevel.ERROR,
)
public fun <M, R> Select<M>.chunked(
    size: Int,
    transform: (List<M>) -> R,
): List<R> = chunked(size).use { chunks -> chunks.map(transform).toList() }

/** Fetches every row to look for one. */
@Deprecated("It would fetch every row. Say it as a condition: where(..).single().", level = DeprecationLevel.ERROR)
public fun <M> Select<M>.single(predicate: (M) -> Boolean): M = list().single(predicate)

/** Its values as rows: `User.settings["tags"].each("tag")`. See [JsonRows.each]. */
public fun JsonExpr<*>.each(alias: String): JsonRows = JsonRows.each(this, alias)

/** All values in it as rows, to any depth. See [JsonRows.tree]. */
public fun JsonExpr<*>.tree(alias: String): JsonRows = JsonRows.tree(this, alias)
