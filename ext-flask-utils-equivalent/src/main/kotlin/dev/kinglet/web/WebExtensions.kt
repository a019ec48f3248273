package dev.kinglet.web

import dev.kinglet.expr.Condition
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.query.Select

/** The page that a visitor asks for; any text ends on one. See [Pages.number]. */
public fun <M> Select<M>.page(
    number: String?,
    size: Int = 20,
): Page<M> = Pages.of(this).size(size).number(number)

/** The page of this number, which counts from 1. See [Pages.number]. */
public fun <M> Select<M>.page(
    number: Int,
    size: Int = 20,
): Page<M> = Pages.of(this).size(size).number(number)

/** The first row, or [NotFound]. See [Web.getOrNotFound]. */
public fun <M : Any> Select<M>.getOrNotFound(): M = Web.getOrNotFound(this)

/** The first row that meets the conditions, or [NotFound]. See [Web.getOrNotFound]. */
public fun <M : Model<*>> Table<M, *>.getOrNotFound(
    first: Condition,
    vararg more: Condition,
): M = Web.getOrNotFound(this, first, *more)

/** The row of this key, or [NotFound]. See [Web.getOrNotFound]. */
public fun <M : Model<*>, K : Any> Table<M, K>.getOrNotFound(key: K): M = Web.getOrNotFound(this, key)
