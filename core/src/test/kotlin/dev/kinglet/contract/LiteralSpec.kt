package dev.kinglet.contract

import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.model.Column
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.math.BigDecimal
import java.net.InetAddress
import java.time.DayOfWeek
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneOffset
import java.util.UUID

private class Lettered : Model<Long>() {
    companion object : Table<Lettered, Long>(::Lettered) {
        val id = autoId()
        val fixed = character(4).nullable()
        val real = real().nullable()
        val zoned = timestamptz().nullable()
        val instant = instant().nullable()
        val epoch = epoch(1_000).nullable()
        val length = interval().nullable()
        val binary = binaryUuid().nullable()
        val address = inet().nullable()
        val byName = enumByName(DayOfWeek::class.java).nullable()
        val byOrdinal = enumByOrdinal(DayOfWeek::class.java).nullable()
        val native = nativeEnum(DayOfWeek::class.java).nullable()
        val flags = flags(DayOfWeek::class.java).nullable()
    }
}

/** A value that stands in DDL as a literal is the value that would be bound: what a view finds by it tells. */
class LiteralSpec :
    FunSpec({
        contract("a literal of every type finds what was stored (DDL-07)", SAMPLE, Lettered) { db ->
            fun <T : Any> finds(
                table: Table<*, Long>,
                column: Column<T?>,
                vararg values: T,
            ) {
                for (value in values) {
                    table.delete().all().execute()
                    table.insert(column.to(value)).execute()
                    table.insert(column.toNull()).execute()
                    for (condition in listOf(column.eq(value), column.`in`(value), column.`in`(listOf(value, value, null)))) {
                        db.schema().createView("found", table.select(column).where(condition)).orReplace().execute()
                        withClue("$value in ${db.schema().views().map { it.sql() }}") {
                            db.query("select count(*) as n from found").maps() shouldBe listOf(mapOf("n" to 1L))
                        }
                        db.schema().dropView("found").execute()
                    }
                }
            }
            finds(SAMPLE, SAMPLE.label, "", "it's", "back\\slash", "\"{0}\" ?", "\$kinglet\$ --\n;", "\uD83D\uDC31")
            finds(SAMPLE, SAMPLE.code, "12345")
            finds(SAMPLE, SAMPLE.number, 0, Int.MIN_VALUE, Int.MAX_VALUE)
            finds(SAMPLE, SAMPLE.big, 0L, Long.MIN_VALUE, Long.MAX_VALUE)
            finds(SAMPLE, SAMPLE.small, Short.MIN_VALUE, Short.MAX_VALUE)
            finds(SAMPLE, SAMPLE.weight, 0.1, -1.5e300, Double.MIN_VALUE, Double.POSITIVE_INFINITY)
            finds(SAMPLE, SAMPLE.price, BigDecimal("0.10"), BigDecimal("-1234567890.99"))
            finds(SAMPLE, SAMPLE.flag, true, false)
            finds(SAMPLE, SAMPLE.moment, LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1_000))
            finds(SAMPLE, SAMPLE.day, LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31))
            finds(SAMPLE, SAMPLE.hour, LocalTime.of(23, 59, 59, 999_999_000))
            finds(SAMPLE, SAMPLE.token, UUID(0, -1))
            finds(SAMPLE, SAMPLE.data, byteArrayOf(), byteArrayOf(0, 39, 92, -1))
            finds(Lettered, Lettered.fixed, "ab", "abcd")
            finds(Lettered, Lettered.real, 0.1f, -3.4e38f)
            finds(Lettered, Lettered.zoned, OffsetDateTime.of(2026, 3, 29, 2, 30, 0, 1_000, ZoneOffset.ofHours(5)))
            finds(Lettered, Lettered.instant, Instant.parse("2026-03-29T02:30:00.000001Z"))
            finds(Lettered, Lettered.epoch, Instant.parse("2026-03-29T02:30:00.001Z"))
            finds(Lettered, Lettered.length, Duration.ofMillis(-1), Duration.ofDays(400))
            finds(Lettered, Lettered.binary, UUID(1, 2))
            finds(Lettered, Lettered.address, InetAddress.getByName("10.0.0.1"), InetAddress.getByName("::1"))
            finds(Lettered, Lettered.byName, DayOfWeek.FRIDAY)
            finds(Lettered, Lettered.byOrdinal, DayOfWeek.FRIDAY)
            finds(Lettered, Lettered.native, DayOfWeek.FRIDAY)
            finds(Lettered, Lettered.flags, setOf(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), setOf())
        }
    })
