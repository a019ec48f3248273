package dev.kinglet.model

import dev.kinglet.type.DataType
import dev.kinglet.type.JsonMapper
import dev.kinglet.type.JsonType

/** JSON as objects of a type, through Jackson: `val settings = json<Settings>()`, `json<List<Role>>()`. See [Table.json]. */
public inline fun <reified T : Any> Table<*, *>.json(): JsonColumn<T> = jsonOf(DataType.json(object : JsonType<T>() {}))

/** As [json], through a mapper of the application's own. */
public inline fun <reified T : Any> Table<*, *>.json(mapper: JsonMapper): JsonColumn<T> =
    jsonOf(DataType.json(object : JsonType<T>() {}, mapper))

@PublishedApi
internal fun <T : Any> Table<*, *>.jsonOf(type: DataType<T>): JsonColumn<T> = JsonColumn(this, type)

/** The column of this alias: `other[User.settings]`. See [Table.col]. */
public operator fun <T> Table<*, *>.get(column: JsonColumn<T>): JsonColumn<T> = this.col(column)
