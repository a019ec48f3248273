package dev.kinglet

import java.util.stream.Collectors

/** A function for SQL on SQLite: `function<String>("initial") { it.take(1) }`; see [DatabaseBuilder.function]. */
public inline fun <reified A : Any> DatabaseBuilder.function(
    name: String,
    noinline body: (A) -> Any?,
): DatabaseBuilder = function(name, A::class.javaObjectType, body)

/** A function of two arguments for SQL on SQLite; see [DatabaseBuilder.function]. */
public inline fun <reified A : Any, reified B : Any> DatabaseBuilder.function(
    name: String,
    noinline body: (A, B) -> Any?,
): DatabaseBuilder = function(name, A::class.javaObjectType, B::class.javaObjectType, body)

/** An aggregate for SQL on SQLite, of all values of a group that are not NULL; see [DatabaseBuilder.aggregate]. */
public inline fun <reified A : Any> DatabaseBuilder.aggregate(
    name: String,
    noinline body: (List<A>) -> Any?,
): DatabaseBuilder =
    aggregate(name, A::class.javaObjectType, Collectors.collectingAndThen(Collectors.toList<A>()) { body(it) })
