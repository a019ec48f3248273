package guide

import dev.kinglet.model.CompositeKey
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.model.create
import dev.kinglet.model.eq
import dev.kinglet.model.foreignKey
import dev.kinglet.model.getValue
import dev.kinglet.model.setValue
import dev.kinglet.query.Lazy

/** The regions on references of several columns, in Kotlin. */
object KotlinReferences {
    // region declare
    class Row : Model<CompositeKey>() {
        companion object : Table<Row, CompositeKey>(::Row) {
            val hall = varchar(10)
            val number = integer()

            init {
                primaryKey(hall, number)
            }
        }

        var hall by Row.hall
        var number by Row.number
    }

    class Seat : Model<Long>() {
        companion object : Table<Seat, Long>(::Seat) {
            val id = autoId()
            val hall = varchar(10)
            val number = integer()
            val row = foreignKey(Row::class, listOf(hall, number)).backref("seats").lazy(Lazy.STRICT)
        }

        val id by Seat.id
        var row by Seat.row
    }
    // endregion

    fun run(): Long {
        val first = Row.create {
            hall = "a"
            number = 1
        }
        // region write
        val seat = Seat.create { row = first }
        val known = seat.loaded(Seat.row) // what was set, joined or loaded; never a query
        val seats = Seat.where(Seat.row.eq(first)).count()
        // endregion
        return if (known === first) seats else -1
    }
}
