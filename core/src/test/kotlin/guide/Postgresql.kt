package guide

import dev.kinglet.expr.*
import dev.kinglet.model.*
import dev.kinglet.query.Unnest
import dev.kinglet.type.DataType
import dev.kinglet.type.Range
import dev.kinglet.type.toRange
import java.time.LocalDate

// region declare
class Trip : Model<Long>() {
    var stops by Trip.stops
    var days by Trip.days

    companion object : Table<Trip, Long>(::Trip) {
        val id = autoId()
        val stops = array(DataType.TEXT).index()
        val days = range(DataType.DATE).index()
        val price = range(DataType.INTEGER).nullable()
    }
}
// endregion

/** The regions of the page on what only PostgreSQL has, in Kotlin. */
object KotlinPostgresql {
    private val first = LocalDate.of(2026, 3, 1)

    fun create() {
        // region create
        Trip.create {
            stops = listOf("Oslo", "Bergen")
            days = (first..first.plusDays(6)).toRange()
        }
        // endregion
    }

    fun arrays(): List<Any?> {
        // region arrays
        val some = Trip.where(Trip.stops contains "Oslo").count()
        val all = Trip.where(Trip.stops contains listOf("Bergen", "Oslo")).count()
        val last = Trip.select().values(Trip.stops[-1])
        Trip.update(Trip.stops set Trip.stops.append("Voss")).where(Trip.id eq 1L).execute()
        // endregion
        return listOf(some, all, last)
    }

    fun rows(): List<String> {
        // region rows
        val stop = Unnest.of("stop", Trip.stops)
        val names = Trip.select().crossJoin(stop).orderBy(stop.index()).values(stop.value())
        // endregion
        return names
    }

    fun ranges(): List<Long> {
        // region ranges
        val day = Trip.where(Trip.days contains first).count()
        val later = Trip.where(Trip.days overlaps Range.closedOpen(first.plusDays(5), null)).count()
        // endregion
        return listOf(day, later)
    }
}
