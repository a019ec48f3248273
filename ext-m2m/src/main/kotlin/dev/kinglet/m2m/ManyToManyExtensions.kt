package dev.kinglet.m2m

import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.query.Select
import kotlin.reflect.KClass
import kotlin.reflect.KProperty

/** A relation of the rows of this table to those of another model: `val students = manyToMany(Student::class)`. See [ManyToMany.of]. */
public fun <L : Model<*>, R : Model<*>> Table<L, *>.manyToMany(
    target: KClass<R>,
): ManyToMany<L, R> = ManyToMany.of(this, target.java)

/** Keeps the links in the table of this model. See [ManyToMany.through]. */
public fun <L : Model<*>, R : Model<*>> ManyToMany<L, R>.through(
    links: KClass<out Model<*>>,
): ManyToMany<L, R> = through(links.java)

/** The rows that belong to this one: `val courses by Enrolment.courses`. See [ManyToMany.of]. */
@Suppress("NOTHING_TO_INLINE")
public inline operator fun <L : Model<*>, R : Model<*>> ManyToMany<L, R>.getValue(
    row: L,
    property: KProperty<*>,
): Related<R> = of(row)

/** Adds a row: `student.courses += course`. See [Related.add]. */
public operator fun <R : Model<*>> Related<R>.plusAssign(row: R) {
    add(row)
}

/** Adds rows: `student.courses += listOf(algebra, logic)`. See [Related.add]. */
public operator fun <R : Model<*>> Related<R>.plusAssign(rows: Collection<R>) {
    add(rows)
}

/** Takes a row away: `student.courses -= course`. See [Related.remove]. */
public operator fun <R : Model<*>> Related<R>.minusAssign(row: R) {
    remove(row)
}

/** Adds the rows of a query: `student.courses += Course.where(..)`. See [Related.add]. */
public operator fun <R : Model<*>> Related<R>.plusAssign(rows: Select<R>) {
    add(rows)
}

/** Takes rows away: `student.courses -= listOf(algebra, logic)`. See [Related.remove]. */
public operator fun <R : Model<*>> Related<R>.minusAssign(rows: Collection<R>) {
    remove(rows)
}

/** Takes the rows of a query away: `student.courses -= Course.where(..)`. See [Related.remove]. */
public operator fun <R : Model<*>> Related<R>.minusAssign(rows: Select<R>) {
    remove(rows)
}
