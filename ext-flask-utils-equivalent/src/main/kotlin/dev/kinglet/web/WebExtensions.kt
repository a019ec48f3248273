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

/** The only row, or [NotFound]; more than one is an error. See [Web.getOneOrNotFound]. */
public fun <M : Any> Select<M>.getOneOrNotFound(): M = Web.getOneOrNotFound(this)

/** The only row that meets the conditions, or [NotFound]; more than one is an error. See [Web.getOneOrNotFound]. */
public fun <M : Model<*>> Table<M, *>.getOneOrNotFound(
    first: Condition,
    vararg more: Condition,
): M = Web.getOneOrNotFound(this, first, *more)

/** This, or [NotFound] where it is null: `post.author.orNotFound()`. Name [what] where it is no class that a visitor knows. */
public inline fun <reified T : Any> T?.orNotFound(what: String = T::class.simpleName ?: "It"): T =
    this ?: throw NotFound.of(what)
