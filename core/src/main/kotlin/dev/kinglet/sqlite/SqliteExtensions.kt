package dev.kinglet.sqlite

import java.util.stream.Collectors

/** A function for SQL on SQLite: `functionOf<String>("initial") { it.take(1) }`; see [SqliteFunction.of]. */
public inline fun <reified A : Any> functionOf(
    name: String,
    noinline body: (A) -> Any?,
): SqliteFunction = SqliteFunction.of(name, A::class.javaObjectType, body)

/** A function of two arguments; see [SqliteFunction.of]. */
public inline fun <reified A : Any, reified B : Any> functionOf(
    name: String,
    noinline body: (A, B) -> Any?,
): SqliteFunction = SqliteFunction.of(name, A::class.javaObjectType, B::class.javaObjectType, body)

/** An aggregate of all values of a group that are not NULL; see [SqliteFunction.aggregate]. */
public inline fun <reified A : Any> aggregateOf(
    name: String,
    noinline body: (List<A>) -> Any?,
): SqliteFunction =
    SqliteFunction.aggregate(
        name,
        A::class.javaObjectType,
        Collectors.collectingAndThen(Collectors.toList<A>()) { body(it) },
    )

/** An aggregate that is also a window function; see [SqliteFunction.window]. */
public inline fun <reified A : Any, S : Any> windowOf(
    name: String,
    noinline state: () -> S,
    noinline add: (S, A) -> Unit,
    noinline remove: (S, A) -> Unit,
    noinline answer: (S) -> Any?,
): SqliteFunction = SqliteFunction.window(name, A::class.javaObjectType, state, add, remove, answer)
