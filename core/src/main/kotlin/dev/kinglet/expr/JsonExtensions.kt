package dev.kinglet.expr

import dev.kinglet.type.JsonType

/** The value of a key: `User.settings["theme"]`. See [JsonExpr.at]. */
public operator fun JsonExpr<*>.get(key: String): JsonExpr<Any?> = this.at(key)

/** The element at a place: `User.settings["panes"][0]`. See [JsonExpr.at]. */
public operator fun JsonExpr<*>.get(index: Int): JsonExpr<Any?> = this.at(index)

/** The same, read and compared as objects of a type: `User.settings["theme"].asJson<Theme>()`. See [JsonExpr.asJson]. */
public inline fun <reified R : Any> JsonExpr<*>.asJson(): JsonExpr<R?> = this.asJson(object : JsonType<R>() {})

/** Contains this JSON: `User.settings contains mapOf("theme" to "dark")`. See [JsonExpr.contains]. */
public infix fun JsonExpr<*>.contains(json: Any): Condition = this.contains(json)

/** This JSON contains it. See [JsonExpr.containedBy]. */
public infix fun JsonExpr<*>.containedBy(json: Any): Condition = this.containedBy(json)

/** Has this key. See [JsonExpr.hasKey]. */
public infix fun JsonExpr<*>.hasKey(key: String): Condition = this.hasKey(key)
