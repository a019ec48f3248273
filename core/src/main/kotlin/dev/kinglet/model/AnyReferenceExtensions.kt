package dev.kinglet.model

import dev.kinglet.query.Assignment
import kotlin.reflect.KProperty

/** What the reference leads to: `var parent by Reaction.parent`. Inlined, so that a row holds nothing for it. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <T> AnyReference<*, T>.getValue(
    row: Model<*>,
    property: KProperty<*>,
): T = row.get(this)

/** Lets the reference lead there: `var parent by Reaction.parent`. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <T> AnyReference<*, T>.setValue(
    row: Model<*>,
    property: KProperty<*>,
    value: T,
) {
    row.set(this, value)
}

/** Sets the reference, in create, insert and update; [AnyReference.to], whose name is Kotlin's Pair. */
public infix fun <T> AnyReference<*, T>.set(target: T): Assignment = this.to(target)
