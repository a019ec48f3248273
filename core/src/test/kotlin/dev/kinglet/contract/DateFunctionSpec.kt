package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.expr.DatePart
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.expr.alias
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.gives
import dev.kinglet.fixtures.matches
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.model.Column
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.type.DataType
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.ZoneOffset
import java.time.temporal.ChronoUnit
import java.time.temporal.IsoFields
import java.time.temporal.Temporal
import kotlin.math.abs

private val moments =
    listOf(
        "0001-01-01T00:00:00",
        "1582-10-15T12:00:00",
        "1900-02-28T23:59:59.999999",
        "1969-12-31T23:59:59.999999",
        "1970-01-01T00:00:00",
        "2000-02-29T12:30:45.5",
        "2008-12-29T01:02:03.000001", // Monday of week 1 of 2009
        "2010-01-03T23:59:59.999999", // Sunday of week 53 of 2009
        "2012-12-31T10:20:30",
        "2021-01-01T00:00:00.1",
        "2024-02-29T23:59:59.999999",
        "2024-03-31T02:30:00",
        "2024-08-31T09:08:07.123456",
        "2024-12-30T00:00:00",
        "2026-12-31T23:59:59.999999",
        "9999-12-31T23:59:59.999999",
    ).map(LocalDateTime::parse)

private val days = moments.map { it.toLocalDate() }

/** What a part of a moment is, by java.time. */
private fun part(
    part: DatePart,
    of: LocalDateTime,
): Int =
    when (part) {
        DatePart.YEAR -> of.year
        DatePart.QUARTER -> of.get(IsoFields.QUARTER_OF_YEAR)
        DatePart.MONTH -> of.monthValue
        DatePart.WEEK -> of.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
        DatePart.DAY -> of.dayOfMonth
        DatePart.DAY_OF_WEEK -> of.dayOfWeek.value
        DatePart.DAY_OF_YEAR -> of.dayOfYear
        DatePart.HOUR -> of.hour
        DatePart.MINUTE -> of.minute
        DatePart.SECOND -> of.second
    }

private fun start(
    part: DatePart,
    of: LocalDateTime,
): LocalDateTime {
    val day = of.toLocalDate()
    return when (part) {
        DatePart.YEAR -> day.withDayOfYear(1).atStartOfDay()
        DatePart.QUARTER -> day.withMonth((day.monthValue - 1) / 3 * 3 + 1).withDayOfMonth(1).atStartOfDay()
        DatePart.MONTH -> day.withDayOfMonth(1).atStartOfDay()
        DatePart.WEEK -> day.minusDays(day.dayOfWeek.value - 1L).atStartOfDay()
        DatePart.DAY -> day.atStartOfDay()
        DatePart.HOUR -> of.truncatedTo(ChronoUnit.HOURS)
        DatePart.MINUTE -> of.truncatedTo(ChronoUnit.MINUTES)
        DatePart.SECOND -> of.truncatedTo(ChronoUnit.SECONDS)
        else -> error("nothing begins with $part")
    }
}

private fun unit(part: DatePart): ChronoUnit =
    when (part) {
        DatePart.YEAR -> ChronoUnit.YEARS
        DatePart.MONTH -> ChronoUnit.MONTHS
        DatePart.WEEK -> ChronoUnit.WEEKS
        DatePart.DAY, DatePart.DAY_OF_WEEK, DatePart.DAY_OF_YEAR -> ChronoUnit.DAYS
        DatePart.HOUR -> ChronoUnit.HOURS
        DatePart.MINUTE -> ChronoUnit.MINUTES
        DatePart.SECOND -> ChronoUnit.SECONDS
        DatePart.QUARTER -> error("java.time has no unit of quarters here")
    }

private fun plus(
    part: DatePart,
    of: LocalDateTime,
    number: Long,
): LocalDateTime = if (part == DatePart.QUARTER) of.plusMonths(3 * number) else of.plus(number, unit(part))

private val clock = setOf(DatePart.HOUR, DatePart.MINUTE, DatePart.SECOND)
private val calendar = DatePart.entries - clock
private val truncatable = DatePart.entries - DatePart.DAY_OF_WEEK - DatePart.DAY_OF_YEAR

/** Moments of every kind. */
private class Tick : Model<Long>() {
    companion object : Table<Tick, Long>(::Tick) {
        val id = autoId()
        val local = datetime()
        val zoned = timestamptz()
        val instant = instant()
        val seconds = epoch(1)
        val millis = epoch(1_000)
        val micros = epoch(1_000_000)
    }
}

/** Parts, beginnings and sums of dates and times, by the judgement of java.time. */
class DateFunctionSpec :
    FunSpec({
        val moment = SAMPLE.moment
        val day = SAMPLE.day
        val hour = SAMPLE.hour

        contract("parts of moments, dates and times (EXP-10)", SAMPLE) { _ ->
            for (part in DatePart.entries) {
                moment.gives(Fn.part(part, moment), *moments.map { it to part(part, it) }.toTypedArray(), null to null)
            }
            for (part in calendar) {
                day.gives(Fn.part(part, day), *days.map { it to part(part, it.atStartOfDay()) }.toTypedArray(), null to null)
            }
            for (part in clock) {
                val times = listOf(LocalTime.MIN, LocalTime.of(23, 59, 59, 999_999_000), LocalTime.of(7, 8, 9))
                hour.gives(Fn.part(part, hour), *times.map { it to part(part, it.atDate(LocalDate.EPOCH)) }.toTypedArray(), null to null)
            }
            val one = LocalDateTime.of(2024, 2, 29, 13, 14)
            moment.gives(Fn.year(moment), one to 2024)
            moment.gives(Fn.month(moment), one to 2)
            moment.gives(Fn.day(moment), one to 29)
            moment.gives(Fn.hour(moment), one to 13)
            moment.matches(Fn.year(moment).eq(2024), listOf(one), listOf(one.plusYears(1), null))
        }

        contract("beginnings of what moments and dates are in (EXP-10)", SAMPLE) { _ ->
            for (part in truncatable) {
                moment.gives(Fn.truncate(part, moment), *moments.map { it to start(part, it) }.toTypedArray(), null to null)
            }
            for (part in truncatable - clock) {
                day.gives(
                    Fn.truncate(part, day),
                    *days.map { it to start(part, it.atStartOfDay()).toLocalDate() }.toTypedArray(),
                    null to null,
                )
            }
            // it is a moment like others
            val noon = LocalDateTime.of(2024, 2, 29, 12, 0)
            moment.matches(Fn.truncate(DatePart.DAY, moment).eq(noon.truncatedTo(ChronoUnit.DAYS)), listOf(noon), listOf(noon.plusDays(1)))
            moment.gives(Fn.year(Fn.truncate(DatePart.YEAR, moment)), noon to 2024)
        }

        contract("later and earlier, to the last day of a shorter month (EXP-22)", SAMPLE) { _ ->
            val inside = moments.filter { it.year in 100..9000 }
            for (part in DatePart.entries) {
                for (number in listOf(1, -1, 0, 13, -25)) {
                    moment.gives(
                        Fn.add(part, moment, number),
                        *inside.map { it to plus(part, it, number.toLong()) }.toTypedArray(),
                        null to null,
                    )
                }
            }
            for (part in calendar) {
                for (number in listOf(1, -1, 0, 13, -25)) {
                    day.gives(
                        Fn.add(part, day, number),
                        *inside.map { it.toLocalDate() to plus(part, it, number.toLong()).toLocalDate() }.toTypedArray(),
                        null to null,
                    )
                }
            }
            val one = LocalDateTime.of(2024, 1, 31, 23, 59, 59, 999_999_000)
            moment.gives(Fn.add(DatePart.MONTH, moment, 1), one to one.plusMonths(1))
            moment.gives(Fn.add(DatePart.SECOND, moment, 100_000_000), one to one.plusSeconds(100_000_000))
            moment.matches(Fn.add(DatePart.DAY, moment, 1).gt(one), listOf(one), listOf(one.minusDays(1)))
            moment.gives(Fn.add(DatePart.DAY, Fn.truncate(DatePart.MONTH, Fn.add(DatePart.MONTH, moment, 1)), -1), one to one.toLocalDate().atStartOfDay())
        }

        contract("points in time are taken in UTC, whatever they are kept as (FLD-09, FLD-10, FLD-11, FLD-12)", Tick) { _ ->
            fun <T : Temporal> holds(
                column: Column<T>,
                of: (LocalDateTime) -> T,
            ) {
                fun gives(
                    expr: Expr<*>,
                    expected: (LocalDateTime) -> Any?,
                    among: List<LocalDateTime> = moments,
                ) = withClue("$expr") {
                    val ids = among.map { moments.indexOf(it) + 1L }
                    Tick.where(Tick.id.`in`(ids)).orderBy(Tick.id).values(expr) shouldBe among.map(expected)
                }
                for (part in DatePart.entries) gives(Fn.part(part, column), { part(part, it) })
                for (part in truncatable) gives(Fn.truncate(part, column), { of(start(part, it)) })
                for (part in DatePart.entries) {
                    for (number in listOf(1, 13, -25)) {
                        gives(Fn.add(part, column, number), { of(plus(part, it, number.toLong())) }, moments.filter { it.year in 100..9000 })
                    }
                }
                gives(Fn.epochSecond(column), { it.toEpochSecond(ZoneOffset.UTC) })
                gives(Fn.year(Fn.truncate(DatePart.YEAR, column)), { it.year })
                Tick.where(Fn.truncate(DatePart.DAY, column).eq(of(LocalDateTime.of(2024, 2, 29, 0, 0)))).count() shouldBe 1
                Tick.select(Fn.year(column), Fn.count()).groupBy(Fn.year(column)).count() shouldBe moments.map { it.year }.toSet().size
            }
            Tick.insertMany(Tick.columns().drop(1), moments.map { at -> at.toInstant(ZoneOffset.UTC).let { listOf(at, at.atOffset(ZoneOffset.UTC), it, it, it, it) } }).execute()
            holds(Tick.local) { it }
            holds(Tick.zoned) { it.atOffset(ZoneOffset.UTC) }
            holds(Tick.instant) { it.toInstant(ZoneOffset.UTC) }
            holds(Tick.seconds) { DataType.epoch(1).fit(it.toInstant(ZoneOffset.UTC)) }
            holds(Tick.millis) { DataType.epoch(1_000).fit(it.toInstant(ZoneOffset.UTC)) }
            holds(Tick.micros) { it.toInstant(ZoneOffset.UTC) }
        }

        contract("the time of the database, in UTC (EXP-10)", SAMPLE) { _ ->
            SAMPLE.create(SAMPLE.number.to(1))
            val now = SAMPLE.select().scalar(Fn.utcNow())!!
            // clocks of one machine; a zone that was not UTC would be off by a quarter of an hour or more
            abs(ChronoUnit.SECONDS.between(now, LocalDateTime.now(ZoneOffset.UTC))) shouldBeLessThan 600
            SAMPLE.update(moment.to(Fn.utcNow())).all().execute()
            SAMPLE.where(moment.le(Fn.utcNow()).and(moment.gt(LocalDateTime.of(2020, 1, 1, 0, 0)))).count() shouldBe 1
        }

        contract("casts between dates and times (EXP-14)", SAMPLE) { _ ->
            val one = LocalDateTime.of(2024, 2, 29, 13, 14, 15, 999_999_000)
            val midnight = one.truncatedTo(ChronoUnit.DAYS)
            moment.gives(moment.cast(LocalDate::class.java), one to one.toLocalDate())
            moment.gives(moment.cast(LocalTime::class.java), one to one.toLocalTime())
            day.gives(day.cast(LocalDateTime::class.java), one.toLocalDate() to midnight)
            moment.matches(moment.cast(LocalDate::class.java).eq(one.toLocalDate()), listOf(one), listOf(one.plusDays(1), null))
            moment.matches(moment.cast(LocalTime::class.java).eq(one.toLocalTime()), listOf(one), listOf(one.plusHours(1)))
            day.matches(day.cast(LocalDateTime::class.java).eq(midnight), listOf(one.toLocalDate()), listOf(one.toLocalDate().plusDays(1)))
            SAMPLE.label.gives(SAMPLE.label.cast(LocalDate::class.java), "2024-02-29" to one.toLocalDate())
        }

        test("how they are written (EXP-10, EXP-14, EXP-22)") {
            Fn.year(moment).shouldRender("cast(substr(@moment, 1, 4) as integer)", listOf(), "cast(extract(year from @moment) as integer)")
            Fn.part(DatePart.QUARTER, day).shouldRender(
                "((cast(substr(@day, 6, 2) as integer) + 2) / 3)",
                listOf(),
                "cast(extract(quarter from @day) as integer)",
            )
            Fn.part(DatePart.WEEK, day).shouldRender(
                "cast(strftime('%V', substr(@day, 1, 10)) as integer)",
                listOf(),
                "cast(extract(week from @day) as integer)",
            )
            Fn.part(DatePart.DAY_OF_WEEK, day).shouldRender(
                "cast(strftime('%u', substr(@day, 1, 10)) as integer)",
                listOf(),
                "cast(extract(isodow from @day) as integer)",
            )
            Fn.part(DatePart.DAY_OF_YEAR, day).shouldRender(
                "cast(strftime('%j', substr(@day, 1, 10)) as integer)",
                listOf(),
                "cast(extract(doy from @day) as integer)",
            )
            Fn.part(DatePart.SECOND, moment).shouldRender(
                "cast(substr(@moment, 18, 2) as integer)",
                listOf(),
                "cast(floor(extract(second from @moment)) as integer)",
            )
            Fn.hour(hour).shouldRender("cast(substr(@hour, 1, 2) as integer)", listOf(), "cast(extract(hour from @hour) as integer)")
            Fn.truncate(DatePart.MONTH, moment).shouldRender(
                "(substr(@moment, 1, 7) || '-01 00:00:00.000000')",
                listOf(),
                "date_trunc('month', @moment)",
            )
            Fn.truncate(DatePart.WEEK, day).shouldRender(
                "(date(substr(@day, 1, 10), '-6 days', 'weekday 1') || '')",
                listOf(),
                "cast(date_trunc('week', cast(@day as timestamp)) as date)",
            )
            Fn.add(DatePart.QUARTER, moment, 2).shouldRender(
                "(datetime(substr(@moment, 1, 19), ((? * 3)) || ' months', 'floor') || substr(@moment, 20))",
                listOf(2),
                "(@moment + (? * 3) * interval '1 month')",
            )
            Fn.add(DatePart.DAY, day, 2).shouldRender(
                "date(@day, (?) || ' days', 'floor')",
                listOf(2),
                "cast((@day + ? * interval '1 day') as date)",
            )
            Fn.epochSecond(moment).shouldRender(
                "unixepoch(substr(@moment, 1, 19))",
                listOf(),
                "cast(floor(extract(epoch from @moment)) as bigint)",
            )
            Tick.select(Fn.truncate(DatePart.DAY, Tick.zoned) alias "x", Fn.add(DatePart.DAY, Tick.millis, 2) alias "y").shouldRender(
                "select ((substr(\"tick\".\"zoned\", 1, 10) || ' 00:00:00.000000') || 'Z') as \"x\", (unixepoch((datetime(substr(" +
                    "datetime((\"tick\".\"millis\" - (\"tick\".\"millis\" % 1000 + 1000) % 1000) / 1000, 'unixepoch'), 1, 19), " +
                    "(?) || ' days', 'floor') || substr(datetime((\"tick\".\"millis\" - (\"tick\".\"millis\" % 1000 + 1000) % 1000) / 1000, " +
                    "'unixepoch'), 20))) * 1000 + (\"tick\".\"millis\" % 1000 + 1000) % 1000) as \"y\" from \"tick\"",
                listOf(2),
                "select (date_trunc('day', (\"tick\".\"zoned\" at time zone 'UTC')) at time zone 'UTC') as \"x\", " +
                    "(cast(extract(epoch from ((to_timestamp((\"tick\".\"millis\" - (\"tick\".\"millis\" % 1000 + 1000) % 1000) / 1000) " +
                    "at time zone 'UTC') + ? * interval '1 day')) as bigint) * 1000 + (\"tick\".\"millis\" % 1000 + 1000) % 1000) " +
                    "as \"y\" from \"tick\"",
            )
            Fn.utcNow().shouldRender("(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000')", listOf(), "(now() at time zone 'utc')")
            moment.cast(LocalDate::class.java).shouldRender("substr(@moment, 1, 10)", listOf(), "cast(@moment as date)")
            moment.cast(LocalTime::class.java).shouldRender("substr(@moment, 12)", listOf(), "cast(@moment as time)")
            day.cast(LocalDateTime::class.java).shouldRender("(@day || ' 00:00:00.000000')", listOf(), "cast(@day as timestamp)")
        }

        test("a part that the operand has not is refused when it is said") {
            val bad: List<Pair<String, () -> Expr<*>>> =
                listOf<Pair<String, () -> Expr<*>>>(
                    "part HOUR does not suit sample.day, which is of type date" to { Fn.hour(day) },
                    "part YEAR does not suit sample.hour, which is of type time" to { Fn.year(hour) },
                    "truncate to HOUR does not suit sample.hour, which is of type time" to { Fn.truncate(DatePart.HOUR, hour) },
                    "truncate to MINUTE does not suit sample.day, which is of type date" to { Fn.truncate(DatePart.MINUTE, day) },
                    "truncate to DAY_OF_WEEK does not suit sample.moment, which is of type timestamp" to
                        { Fn.truncate(DatePart.DAY_OF_WEEK, moment) },
                    "add SECOND does not suit sample.day, which is of type date" to { Fn.add(DatePart.SECOND, day, 1) },
                    "epochSecond does not suit sample.day, which is of type date" to { Fn.epochSecond(day) },
                    "add HOUR does not suit sample.hour, which is of type time" to { Fn.add(DatePart.HOUR, hour, 1) },
                )
            for ((message, way) in bad) {
                withClue(message) {
                    shouldThrow<ModelException> { way() }.message shouldBe
                        "$message\n  hint: use a date, or a date and time, and a part that it has"
                }
            }
        }
    })
