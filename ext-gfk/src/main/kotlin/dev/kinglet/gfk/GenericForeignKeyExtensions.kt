package dev.kinglet.gfk

import dev.kinglet.expr.Condition
import dev.kinglet.model.AnyReference
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import kotlin.reflect.KClass

/** Lets it lead to rows of this model, too: `target(Tweet::class, "tweet")`. See [GenericForeignKey.target]. */
public fun <M : Model<*>> GenericForeignKey<M>.target(
    model: KClass<out Model<*>>,
    tag: Any,
): GenericForeignKey<M> = target(model.java, tag)

/** Lets it lead to rows of this model, too, though its table is in use. See [GenericForeignKey.register]. */
public fun GenericForeignKey<*>.register(
    model: KClass<out Model<*>>,
    tag: Any,
): Unit = register(model.java, tag)

/**
 * The same reference as one to rows of a class, which all its models extend or implement: with a sealed interface `when` is
 * complete. Kept in a value of the companion object, `val post = anyPost.typed(Post::class)`, it costs a row nothing. See
 * [GenericForeignKey.typed].
 */
public fun <M : Model<*>, T : Any> GenericForeignKey<M>.typed(rows: KClass<T>): AnyReference<M, T?> = typed(rows.java)

/** Leads to this row; null means nowhere. See [GenericForeignKey.eq]. */
public infix fun GenericForeignKey<*>.eq(row: Model<*>?): Condition = this.eq(row)

/** Leads to the row of this table or alias: a condition for joins and sub-selects. See [GenericForeignKey.eq]. */
public infix fun GenericForeignKey<*>.eq(target: Table<*, *>): Condition = this.eq(target)

/** What [eq] does not match. See [GenericForeignKey.ne]. */
public infix fun GenericForeignKey<*>.ne(row: Model<*>?): Condition = this.ne(row)

/** Leads to one of these rows, of whatever models. See [GenericForeignKey.in]. */
public infix fun GenericForeignKey<*>.inList(rows: Collection<Model<*>?>): Condition = this.`in`(rows)

/** What [inList] does not match. See [GenericForeignKey.notIn]. */
public infix fun GenericForeignKey<*>.notInList(rows: Collection<Model<*>?>): Condition = this.notIn(rows)

/** Leads to some row of this model: `Reaction.parent.isA<Tweet>()`. See [GenericForeignKey.isA]. */
public inline fun <reified T : Model<*>> GenericForeignKey<*>.isA(): Condition = isA(T::class.java)

/** The same reference of this alias: `other[Reaction.parent]`. See [GenericForeignKey.of]. */
public operator fun <M : Model<*>> Table<M, *>.get(
    reference: GenericForeignKey<M>,
): GenericForeignKey<M> = reference.of(this)

/** Lets a row lead here: `tweet.reactions += like`. See [Reverse.add]. */
public operator fun <M : Model<*>> Reverse<M>.plusAssign(row: M) {
    add(row)
}

/** Lets rows lead here. See [Reverse.add]. */
public operator fun <M : Model<*>> Reverse<M>.plusAssign(rows: Collection<M>) {
    add(rows)
}

/** Lets a row that leads here lead nowhere. See [Reverse.remove]. */
public operator fun <M : Model<*>> Reverse<M>.minusAssign(row: M) {
    remove(row)
}
