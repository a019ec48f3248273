package dev.kinglet.model

import dev.kinglet.expr.Expr
import dev.kinglet.query.Assignment
import dev.kinglet.query.Insert

/** Sets the column to an expression, in insert and update; [Column.to], whose name is Kotlin's Pair. */
public infix fun <T> Column<T>.set(value: Expr<out T>): Assignment = this.to(value)

/** As [Table.insertMany] of lists: the rows are asked for while they are stored. */
public fun Table<*, *>.insertMany(
    columns: List<Column<*>>,
    rows: Sequence<List<*>>,
): Insert<Int, Int> = insertMany(columns, rows.asIterable())

/** As [Table.insertMany] of maps: the rows are asked for while they are stored. */
public fun Table<*, *>.insertMany(rows: Sequence<Map<*, *>>): Insert<Int, Int> = insertMany(rows.asIterable())

/** As [Table.insertRows]: the rows are asked for while they are stored. */
public fun <M : Model<*>> Table<M, *>.insertRows(rows: Sequence<M>): Insert<Int, Int> = insertRows(rows.asIterable())
