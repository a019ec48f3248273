package dev.kinglet.gfk

import dev.kinglet.expr.Condition
import dev.kinglet.model.Model
import dev.kinglet.query.Assignment
import kotlin.reflect.KClass
import kotlin.reflect.KProperty

/** Lets it point at rows of this model too: `target(Tweet::class, "tweet")`. See [GenericForeignKey.target]. */
public fun <M : Model<*>> GenericForeignKey<M>.target(
    model: KClass<out Model<*>>,
    tag: String,
): GenericForeignKey<M> = target(model.java, tag)

/** The row that it points at, by one query each time: `val parent by Reaction.parent`. See [GenericForeignKey.read]. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <M : Model<*>> GenericForeignKey<M>.getValue(
    row: M,
    property: KProperty<*>,
): Model<*>? = read(row)

/** Sets both columns; [GenericForeignKey.to], whose name is Kotlin's Pair. */
public infix fun GenericForeignKey<*>.set(row: Model<*>?): Assignment = this.to(row)

/** Points at this row; null means that it points at nothing. See [GenericForeignKey.eq]. */
public infix fun GenericForeignKey<*>.eq(row: Model<*>?): Condition = this.eq(row)

/** Points at some row of this model: `Reaction.parent.isA<Tweet>()`. See [GenericForeignKey.isA]. */
public inline fun <reified T : Model<*>> GenericForeignKey<*>.isA(): Condition = isA(T::class.java)
