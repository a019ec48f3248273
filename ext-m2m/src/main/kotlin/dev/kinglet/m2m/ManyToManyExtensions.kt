package dev.kinglet.m2m

import dev.kinglet.model.Model
import kotlin.reflect.KProperty

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
