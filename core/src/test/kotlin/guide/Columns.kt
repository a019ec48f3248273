package guide

import dev.kinglet.expr.*
import dev.kinglet.model.*
import dev.kinglet.query.Row
import dev.kinglet.type.DataType
import java.time.Instant
import java.time.LocalDate

// region own
@JvmInline
value class Cents(
    val number: Long,
) {
    companion object {
        val TYPE = DataType.BIGINT.mapped({ it.number }, ::Cents)
    }
}
// endregion

// region declared
class Offer : Model<Long>() {
    companion object : Table<Offer, Long>(::Offer) {
        val id = autoId()
        val name = varchar(100).check { it.ne("") }
        val price = column(Cents.TYPE)
        val stock = integer().databaseDefault(0)
        val rank = enumByName(Columns.Rank::class)
        val marks = flags(Columns.Mark::class).defaultTo(setOf<Columns.Mark>())
        val deletedAt = instant().nullable()
        val title = attribute(name concat "!") { "${it.name}!" }

        init {
            scope(deletedAt.isNull())
        }
    }

    val id by Offer.id
    var name by Offer.name
    var price by Offer.price
    var marks by Offer.marks
    val title by Offer.title
}
// endregion

class Sample : Model<Long>() {
    // region types
    companion object : Table<Sample, Long>(::Sample) {
        val id = autoId()
        val small = smallint()
        val whole = integer()
        val big = bigint()
        val single = real()
        val twice = doublePrecision()
        val exact = decimal(9, 2)
        val valid = bool()
        val words = text()
        val code = varchar(8)
        val country = character(2)
        val day = date()
        val hour = time()
        val local = datetime()
        val zoned = timestamptz()
        val at = instant()
        val millis = epoch(1_000)
        val took = interval()
        val token = uuid()
        val bytes = binaryUuid()
        val data = blob()
        val host = inet()
        val rank = enumByName(Columns.Rank::class)
        val place = enumByOrdinal(Columns.Rank::class)
        val order = nativeEnum(Columns.Rank::class.java)
        val marks = flags(Columns.Mark::class)
    }
    // endregion
}

class Part : Model<Long>() {
    // region options
    companion object : Table<Part, Long>(::Part) {
        val id = autoId()
        val code = varchar(8).unique()
        val note = text().nullable().named("remark").index()
        val pieces = integer().check { it ge 0 }.databaseDefault(1)
        val price = integer().comment("in cents")
        val total = integer().storedAs(pieces * price)
        val shown = text().virtualAs(Fn.upper(code))
        val state = text().databaseDefault(Fn.raw(String::class.java, "lower('NEW')"))
        val rating = integer().databaseDefault(0).readOnly()
        val since = date().defaultTo { LocalDate.of(2026, 1, 1) }
    }

    var code by Part.code
    var pieces by Part.pieces
    var price by Part.price
    val total by Part.total
    // endregion
}

class Odd : Model<Long>() {
    companion object : Table<Odd, Long>(::Odd) {
        val id = autoId()
        val pieces = integer()

        // region odd
        val twice = integer().storedAs(pieces * 2).defaultTo(0)
        // endregion
    }
}

// region mixin
class Stamps<M : Model<*>, K>(
    table: Table<M, K>,
) : Mixin<M, K>(table) {
    val createdAt = instant().defaultTo { Instant.now() }
    val deletedAt = instant().nullable()

    init {
        scope(deletedAt.isNull())
    }
}

class Draft : Model<Long>() {
    companion object : Table<Draft, Long>(::Draft) {
        val id = autoId()
        val words = text()
        val stamps = Stamps(this)
    }

    var words by Draft.words
    val createdAt by Draft.stamps.createdAt
}
// endregion

object KotlinColumns {
    fun stored(): Part {
        // region stored
        val part =
            Part.create {
                code = "a1"
                price = 3
            }
        part.pieces = 2
        part.save()
        // endregion
        return part
    }

    fun tooLong() {
        // region long
        Part.create {
            code = "much too long"
            price = 3
        }
        // endregion
    }

    fun computed() {
        // region computed
        Part.update(Part.total set 4).all().execute()
        // endregion
    }

    fun negative() {
        // region negative
        Part.create {
            code = "a2"
            price = 3
            pieces = -1
        }
        // endregion
    }

    fun days(): List<Row> {
        // region days
        val day = Fn.truncate(DatePart.DAY, Sample.at)
        val days = Sample.select(day, Fn.count()).groupBy(day).rows()
        // endregion
        return days
    }

    fun scope(): List<Offer> {
        // region scope
        Offer.where(Offer.price lt Cents(500)).list()
        val all = Offer.unscoped().select().count()
        val sold = Offer.where((Offer.deletedAt lt Instant.now()) and (Offer.title eq "pen!")).list()
        // endregion
        return sold.take(all.toInt())
    }
}
