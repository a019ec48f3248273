package dev.kinglet.model

import dev.kinglet.expr.Condition
import dev.kinglet.query.Assignment
import dev.kinglet.query.EagerLoad
import java.util.function.Consumer
import kotlin.reflect.KClass
import kotlin.reflect.KProperty

/** Reads the column's value: `val name by Author.name`. Inlined, so that a row holds nothing for it. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <T> Column<T>.getValue(
    row: Model<*>,
    property: KProperty<*>,
): T = row.get(this)

/** Sets the column's value: `var name by Author.name`. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <T> Column<T>.setValue(
    row: Model<*>,
    property: KProperty<*>,
    value: T,
) {
    row.set(this, value)
}

/** A reference to the primary key of another model: `foreignKey(Author::class)`. See [Table.foreignKey]. */
public fun <M : Model<*>, T : Model<J>, J : Any> Table<M, *>.foreignKey(target: KClass<T>): ForeignKey<M, T, J> =
    ForeignKey(this, target.java, null)

/** A reference to a unique column of another model, which is asked for when it is first needed. */
public fun <M : Model<*>, T : Model<*>, J : Any> Table<M, *>.foreignKey(
    target: KClass<T>,
    column: () -> Column<J>,
): ForeignKey<M, T, J> = ForeignKey(this, target.java, column)

/** Columns that refer to the primary key of another model together: `foreignKey(Shelf::class, listOf(room, number))`. */
public fun <M : Model<*>, T : Model<*>> Table<M, *>.foreignKey(
    target: KClass<T>,
    columns: List<Column<*>>,
): CompositeForeignKey<M, T> = CompositeForeignKey(this, columns, target.java, null)

/** Columns that refer to a unique combination of columns of another model, which is asked for when it is first needed. */
public fun <M : Model<*>, T : Model<*>> Table<M, *>.foreignKey(
    target: KClass<T>,
    columns: List<Column<*>>,
    targetColumns: () -> List<Column<*>>,
): CompositeForeignKey<M, T> = CompositeForeignKey(this, columns, target.java, targetColumns)

/** Reads the row that several columns refer to: `val shelf by Book.shelf`. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <T : Model<*>?> CompositeForeignKey<*, T>.getValue(
    row: Model<*>,
    property: KProperty<*>,
): T = row.get(this)

/** Sets the row that several columns refer to: `var shelf by Book.shelf`. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <T : Model<*>?> CompositeForeignKey<*, T>.setValue(
    row: Model<*>,
    property: KProperty<*>,
    value: T,
) {
    row.set(this, value)
}

/** Sets the row that several columns refer to, in create, insert and update. See [CompositeForeignKey.to]. */
public infix fun <T : Model<*>?> CompositeForeignKey<*, T>.set(row: T): Assignment = this.to(row)

/** Sets the column to a value, in create, insert and update; [Column.to], whose name is Kotlin's Pair. */
public infix fun <T> Column<T>.set(value: T): Assignment = this.to(value)

/** Stores a new row: `Author.create { name = "Ursula" }`. See [Table.create]. */
public inline fun <M : Model<*>> Table<M, *>.create(init: M.() -> Unit): M {
    val row = newRow()
    row.init()
    row.save()
    return row
}

/**
 * The row that has these values, or a new one, which [init] fills in:
 * `Author.getOrCreate(Author.name set "Ursula") { bio = "writes" }`. See [Table.getOrCreate].
 */
public fun <M : Model<*>> Table<M, *>.getOrCreate(
    vararg lookup: Assignment,
    init: M.() -> Unit,
): Ensured<M> = getOrCreate(lookup.asList(), Consumer<M> { it.init() })

/** The row that has these values, or a new one, as [change] makes it. See [Table.updateOrCreate]. */
public fun <M : Model<*>> Table<M, *>.updateOrCreate(
    vararg lookup: Assignment,
    change: M.() -> Unit,
): Ensured<M> = updateOrCreate(lookup.asList(), Consumer<M> { it.change() })

/** The row: `val (author, created) = Author.getOrCreate(..)`. */
public operator fun <M : Model<*>> Ensured<M>.component1(): M = row

/** Whether the row is new: `val (author, created) = Author.getOrCreate(..)`. */
public operator fun Ensured<*>.component2(): Boolean = created

/** The column of this alias, of whatever kind: `owner[Author.name]`, `owner[Book.author]`. See [Table.col]. */
public operator fun <C : Column<*>> Table<*, *>.get(column: C): C = this.col(column)

/** Refers to the row of this table or alias: a join condition. See [ForeignKey.eq]. */
public infix fun <T : Model<*>?> ForeignKey<*, T, *>.eq(target: Table<out T & Any, *>): Condition = this.eq(target)

/** Hangs a part of a prefetch on this level: `Author.select().prefetch(Book, Prize under Author)`. See [Load.under]. */
public infix fun EagerLoad.Branch.under(level: Table<*, *>): EagerLoad.Branch = Load.under(level, this)

/** A choice of these foreign keys, whose targets are all a T: `oneOf<_, Subject>(song, clip)`. See [OneOf.of]. */
public inline fun <M : Model<*>, reified T : Any> oneOf(vararg foreignKeys: ForeignKey<M, *, *>): OneOf<M, T> =
    OneOf.of(T::class.java, *foreignKeys)

/** The row that one of several foreign keys refers to: `val parent by Reaction.parent`. See [OneOf.get]. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <M : Model<*>, T> OneOf<M, T>.getValue(
    row: M,
    property: KProperty<*>,
): T = this.get(row)

/** Sets one of several foreign keys: `var parent by Reaction.parent`. See [OneOf.set]. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <M : Model<*>, T> OneOf<M, T>.setValue(
    row: M,
    property: KProperty<*>,
    value: T,
) {
    this.set(row, value)
}

/** Sets the reference, in create, insert and update; [OneOf.to], whose name is Kotlin's Pair. */
public infix fun <T> OneOf<*, T>.set(target: T): Assignment = this.to(target)

/** Refers to this row. See [OneOf.eq]. */
public infix fun <T> OneOf<*, T>.eq(target: T): Condition = this.eq(target)

/** Refers to some row of this model: `Reaction.parent.isA<Article>()`. See [OneOf.isA]. */
public inline fun <reified T : Model<*>> OneOf<*, *>.isA(): Condition = this.isA(T::class.java)
