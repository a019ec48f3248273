package dev.kinglet.model

import dev.kinglet.type.DataType
import kotlin.reflect.KClass
import kotlin.reflect.KProperty

/**
 * A type of the application's own, value classes too: `DataType.BIGINT.mapped<_, Money>({ it.cents }, ::Money)`. See
 * [DataType.mapped].
 */
public inline fun <S : Any, reified T : Any> DataType<S>.mapped(
    noinline to: (T) -> S,
    noinline from: (S) -> T,
): DataType<T> = this.mapped(T::class.java, to, from)

/** A constant of an enum, stored by its name. See [Table.enumByName]. */
public fun <E : Enum<E>> Table<*, *>.enumByName(
    type: KClass<E>,
): Column<E> = Column(this, DataType.enumByName(type.java))

/** A constant of an enum, stored by its place. See [Table.enumByOrdinal]. */
public fun <E : Enum<E>> Table<*, *>.enumByOrdinal(type: KClass<E>): Column<E> =
    Column(this, DataType.enumByOrdinal(type.java))

/** A set of constants of an enum as the bits of a number. See [Table.flags]. */
public fun <E : Enum<E>> Table<*, *>.flags(type: KClass<E>): Column<Set<E>> = Column(this, DataType.flags(type.java))

/** The value of an attribute: `val fullName by Author.fullName`. */
public operator fun <T> Attribute<T>.getValue(
    row: Model<*>,
    property: KProperty<*>,
): T = row.get(this)
