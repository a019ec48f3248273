package dev.kinglet

import dev.kinglet.sqlite.aggregateOf
import dev.kinglet.sqlite.functionOf

/** A function for SQL on SQLite: `function<String>("initial") { it.take(1) }`; see [DatabaseBuilder.function]. */
public inline fun <reified A : Any> DatabaseBuilder.function(
    name: String,
    noinline body: (A) -> Any?,
): DatabaseBuilder = function(functionOf(name, body))

/** A function of two arguments for SQL on SQLite; see [DatabaseBuilder.function]. */
public inline fun <reified A : Any, reified B : Any> DatabaseBuilder.function(
    name: String,
    noinline body: (A, B) -> Any?,
): DatabaseBuilder = function(functionOf(name, body))

/** An aggregate for SQL on SQLite, of all values of a group that are not NULL; see [DatabaseBuilder.aggregate]. */
public inline fun <reified A : Any> DatabaseBuilder.aggregate(
    name: String,
    noinline body: (List<A>) -> Any?,
): DatabaseBuilder = function(aggregateOf(name, body))
