package dev.kinglet.contract

import com.fasterxml.jackson.databind.ObjectMapper
import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Condition
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Booking
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.jackson.KingletModule
import dev.kinglet.model.MapOptions
import dev.kinglet.model.set
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import dev.kinglet.type.Range
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.math.BigDecimal
import java.time.LocalDate

/** Ranges of PostgreSQL (PGS-01, FLD-29). */
class RangeSpec :
    FunSpec({
        fun day(number: Int) = LocalDate.of(2024, 3, number)

        fun days(
            from: Int?,
            to: Int?,
        ) = Range.closedOpen(from?.let(::day), to?.let(::day))

        fun sow() {
            Booking.create(Booking.room set "a", Booking.days set days(1, 5), Booking.price set Range.closed(10, 20))
            Booking.create(Booking.room set "b", Booking.days set days(5, 9), Booking.price set Range.closedOpen(21, null))
            Booking.create(Booking.room set "c", Booking.days set days(8, null))
            Booking.create(Booking.room set "d", Booking.days set Range.empty(), Booking.price set Range.all())
        }

        fun rooms(condition: Condition) = Booking.where(condition).orderBy(Booking.room).values(Booking.room)

        test("ranges are values: what lies in them makes them equal") {
            Range.closed(1, 4) shouldBe Range.closedOpen(1, 5)
            Range.open(0, 5) shouldBe Range.closedOpen(1, 5)
            Range.openClosed(0, 4).hashCode() shouldBe Range.closedOpen(1, 5).hashCode()
            Range.open(0, 1) shouldBe Range.empty<Int>()
            Range.closedOpen(3L, 3L).isEmpty shouldBe true
            Range.closed(3L, 3L) shouldBe Range.closedOpen(3L, 4L)
            Range.closed(day(1), day(4)) shouldBe days(1, 5)
            Range.closed(BigDecimal("1.0"), BigDecimal("2")) shouldBe Range.closed(BigDecimal("1.00"), BigDecimal("2.0"))
            Range.closed(BigDecimal("1.0"), BigDecimal("1.00")).isEmpty shouldBe false
            Range.closedOpen(1, null) shouldNotBe Range.closedOpen(1, Int.MAX_VALUE)
            Range.all<Int>() shouldBe Range.closed<Int>(null, null)
            Range.closed(1, Int.MAX_VALUE).isUpperInclusive shouldBe true
            days(1, 5).let { listOf(it.contains(day(1)), it.contains(day(4)), it.contains(day(5)), Range.empty<LocalDate>().contains(day(1))) } shouldBe
                listOf(true, true, false, false)
            Range.open(BigDecimal.ONE, null).let { listOf(it.contains(BigDecimal.ONE), it.contains(BigDecimal.TEN), it.isLowerInclusive) } shouldBe
                listOf(false, true, false)
            listOf(days(1, null), Range.all<Int>(), Range.empty<Int>(), Range.closed(BigDecimal("0.5"), BigDecimal("1"))).map { it.toString() } shouldBe
                listOf("[2024-03-01,)", "(,)", "empty", "[0.5,1]")
            shouldThrow<IllegalArgumentException> { Range.closed(2, 1) }.message shouldBe "a range whose lower bound is behind its upper one"
            shouldThrow<IllegalArgumentException> { DataType.range(DataType.TEXT) }.message shouldBe
                "PostgreSQL has no ranges of text: use INTEGER, BIGINT, DECIMAL, DATE, DATETIME, TIMESTAMPTZ or INSTANT of DataType"
        }

        contract("ranges are asked where they lie", Booking, on = Dialect.POSTGRES) { _ ->
            sow()
            rooms(Booking.days.contains(day(8))) shouldBe listOf("b", "c")
            rooms(Booking.days.contains(days(2, 3))) shouldBe listOf("a")
            rooms(Booking.days.contains(Range.empty())) shouldBe listOf("a", "b", "c", "d")
            rooms(Booking.days.containsValue(Booking.day)) shouldBe listOf()
            rooms(Booking.days.containedBy(days(1, 9))) shouldBe listOf("a", "b", "d")
            rooms(Booking.days.overlaps(days(4, 6))) shouldBe listOf("a", "b")
            rooms(Booking.days.before(days(6, 7))) shouldBe listOf("a")
            rooms(Booking.days.after(days(1, 5))) shouldBe listOf("b", "c")
            rooms(Booking.days.adjacentTo(days(9, 10))) shouldBe listOf("b")
            rooms(Booking.days.isEmpty()) shouldBe listOf("d")
            rooms(Booking.days.eq(Range.closed(day(1), day(4)))) shouldBe listOf("a")
            rooms(Booking.days.`in`(listOf(Range.empty(), days(5, 9)))) shouldBe listOf("b", "d")
            rooms(Booking.price.contains(20)) shouldBe listOf("a", "d")
            rooms(Booking.price.isNull()) shouldBe listOf("c")
            rooms(Booking.price.upper().isNull().and(Booking.price.isNotNull())) shouldBe listOf("b", "d")
            Booking.select().orderBy(Booking.days).values(Booking.room) shouldBe listOf("d", "a", "b", "c")
            val other = Booking.alias("other")
            Booking.select(Booking.room, other.col(Booking.room))
                .join(other, Booking.days.overlaps(other.col(Booking.days)).and(Booking.id.lt(other.col(Booking.id))))
                .rows().map { it.get(Booking.room) to it.get(other.col(Booking.room)) } shouldBe listOf("b" to "c")
            rooms(Booking.days.contains(Booking.days)) shouldBe listOf("a", "b", "c", "d")
            rooms(Booking.days.containedBy(Booking.days)) shouldBe listOf("a", "b", "c", "d")
            rooms(Booking.days.before(Booking.days).or(Booking.days.after(Booking.days)).or(Booking.days.adjacentTo(Booking.days))) shouldBe listOf()
        }

        contract("ranges are put together and cut", Booking, on = Dialect.POSTGRES) { db ->
            sow()
            val a = Booking.where(Booking.room.eq("a"))
            a.values(Booking.days.union(days(5, 7))) shouldBe listOf(days(1, 7))
            a.values(Booking.days.intersect(days(3, 7))) shouldBe listOf(days(3, 5))
            a.values(Booking.days.except(days(3, 7))) shouldBe listOf(days(1, 3))
            a.values(Booking.days.union(Booking.days).intersect(Booking.days)) shouldBe listOf(days(1, 5))
            a.values(Booking.days.except(Booking.days)) shouldBe listOf(Range.empty())
            a.values(Booking.price.lower()) shouldBe listOf(10)
            a.values(Booking.price.upper()) shouldBe listOf(21)
            Booking.where(Booking.room.eq("c")).values(Booking.days.upper()) shouldBe listOf(null)
            shouldThrow<DataException> { a.values(Booking.days.union(days(7, 8))) }
            Booking.update(Booking.days.to(Booking.days.union(days(5, 6)))).where(Booking.room.eq("a")).execute() shouldBe 1
            a.single().days shouldBe days(1, 6)
            Booking.where(Booking.days.overlaps(days(4, 6)).and(Booking.price.contains(15))).sql().let { it.text to it.binds } shouldBe
                (
                    """select "booking"."id", "booking"."room", "booking"."days", "booking"."price", "booking"."day", "booking"."hours" """ +
                        """from "booking" where ("booking"."days" && ? and "booking"."price" @> ?)"""
                        to listOf(days(4, 6), 15)
                )
            val long = Fn.range(Booking.days.intersect(days(1, 31)))
            db.statements(1) { a.values(long.lower()) shouldBe listOf(day(1)) }
        }

        contract("ranges travel by every way of writing and reading", Booking, on = Dialect.POSTGRES) { db ->
            val rows = (1..200).map { mapOf("room" to "r$it", "days" to days(1, 1 + it % 20), "price" to if (it % 2 == 0) Range.closedOpen(it, null) else null) }
            Booking.insertMany(rows).execute() shouldBe 200
            Booking.select().orderBy(Booking.id).values(Booking.days) shouldBe rows.map { it["days"] }
            Booking.select().orderBy(Booking.id).values(Booking.price) shouldBe rows.map { it["price"] }
            val bookings = Booking.select().orderBy(Booking.id).list()
            bookings.forEach { it.days = days(2, 3) }
            Booking.bulkUpdate(bookings, Booking.days) shouldBe 200
            rooms(Booking.days.eq(days(2, 3))).size shouldBe 200
            db.statements(0) {
                bookings.first().let {
                    it.days = Range.closed(day(2), day(2))
                    it.save()
                } shouldBe 0
            }
            Booking.insert(Booking.id set 1L, Booking.room set "x", Booking.days set days(4, 5)).onConflict(Booking.id).doUpdate(Booking.days.toExcluded()).execute()
            Booking.get(1L).days shouldBe days(4, 5)
            val some = Booking.select(Booking.id, Booking.days).where(Booking.id.le(2L)).`as`("some")
            some.select(some.col(Booking.id)).where(some.col(Booking.days).contains(day(4))).values(some.col(Booking.id)) shouldBe listOf(1L)
            for (text in listOf("[2024-03-01,2024-03-04]", "(2024-02-29,2024-03-05)", "[2024-03-01,2024-03-05)", "(2024-02-29,2024-03-04]")) {
                Booking.fromMap(mapOf("room" to "m", "days" to text, "price" to "[1,)")).let { it.days to it.price } shouldBe
                    (days(1, 5) to Range.closedOpen(1, null))
            }
            Booking.fromMap(mapOf("days" to "empty")).days shouldBe Range.empty()
            for (text in listOf("2024", "", "[2024-03-01;2024)", "[a,b)", "[2024-03-02,2024-03-01)")) {
                shouldThrow<ModelException> { Booking.fromMap(mapOf("days" to text)) }
            }
            val json = ObjectMapper().registerModule(KingletModule(MapOptions.loaded().only(Booking.days, Booking.price)))
            json.writeValueAsString(Booking.get(2L)) shouldBe """{"days":"[2024-03-02,2024-03-03)","price":"[2,)"}"""
            shouldThrow<DataException> { Booking.insert(Booking.room set "x", Booking.days set days(1, 2), Booking.price set Range.closed(1, Int.MAX_VALUE)).execute() }
                .summary() shouldBe "integer out of range"
            shouldThrow<DataException> {
                Booking.insert(Booking.room set "x", Booking.days set Range.closedOpen(LocalDate.of(12024, 1, 1), null)).execute()
            }.summary() shouldBe "booking.days: year 12024 does not fit: dates and times go from year 1 to 9999"
            db.execute("update booking set days = '[2024-01-01,infinity)' where id = 1")
            shouldThrow<DataException> { Booking.get(1L) }.summary() shouldBe "a stored daterange goes to infinity, which is no value of Java's"
        }

        contract("the catalogue knows ranges and kinds of indexes (PGS-07)", Booking, on = Dialect.POSTGRES) { db ->
            db.schema().check(Booking) shouldBe listOf()
            db.createTablesSql(Booking).filter { "index" in it } shouldBe
                listOf(
                    """create index if not exists "booking_days" on "booking" using gist ("days")""",
                    """create unique index if not exists "booking_hours" on "booking" ("hours")""",
                    """create index if not exists "booking_price" on "booking" using gist ("price", "days")""",
                    """create index if not exists "booking_day" on "booking" using brin ("day")""",
                )
            db.schema().tables().single { it.name().name() == "booking" }.columns().associate { it.name() to it.type() }
                .filterKeys { it in listOf("days", "price", "hours") } shouldBe
                mapOf("days" to DataType.range(DataType.DATE), "price" to DataType.range(DataType.INTEGER), "hours" to DataType.range(DataType.DATETIME))
        }

        contract("SQLite refuses ranges by name, and sends nothing", on = Dialect.SQLITE) { db ->
            db.bind(Booking)
            db.statements(0) {
                shouldRefuse<ProgrammingException>("SQLite has no type daterange", null, "keep the two bounds in columns of their own") { db.createTables(Booking) }
                shouldRefuse<ProgrammingException>("SQLite has no isempty of a range", null, "keep the two bounds in columns of their own, and compare those") {
                    Booking.where(Booking.days.isEmpty()).count()
                }
            }
        }
    })
