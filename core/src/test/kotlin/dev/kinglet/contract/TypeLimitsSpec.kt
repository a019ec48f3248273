package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.*
import dev.kinglet.fixtures.Grade
import dev.kinglet.fixtures.TypeTable
import dev.kinglet.fixtures.Types
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.math.BigDecimal
import java.math.RoundingMode
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.OffsetDateTime
import java.time.ZoneOffset

/** What a type cannot hold is refused alike on every database, and what it cannot tell apart is one (FLD-05, FLD-06, FLD-08, FLD-11, FLD-12). */
class TypeLimitsSpec :
    FunSpec({
        contract("what does not fit says so, and names the column") { db ->
            fun <T : Any> refused(
                type: DataType<T>,
                first: T,
                value: T,
                why: String,
            ) {
                val table = TypeTable(type, first)
                db.bind(table).createTables(table)
                shouldThrow<DataException> {
                    table.insert(table.plain.to(value), table.indexed.to(first), table.unique.to(first)).execute()
                }.summary() shouldBe "typed.plain: $why"
                shouldThrow<DataException> {
                    table.insertMany(listOf(table.plain, table.indexed, table.unique), listOf(listOf(value, first, first))).execute()
                }.summary() shouldBe "typed.plain: $why"
                table.select().count() shouldBe 0
                db.dropTables(table)
            }
            val years = "does not fit: dates and times go from year 1 to 9999"
            refused(DataType.DATE, LocalDate.EPOCH, LocalDate.of(0, 12, 31), "year 0 $years")
            refused(DataType.DATETIME, LocalDate.EPOCH.atStartOfDay(), LocalDateTime.of(10_000, 1, 1, 0, 0), "year 10000 $years")
            refused(DataType.TIMESTAMPTZ, Instant.EPOCH.atOffset(ZoneOffset.UTC), OffsetDateTime.MAX, "year 999999999 $years")
            refused(DataType.INSTANT, Instant.EPOCH, Instant.MIN, "the instant $years")
            refused(DataType.epoch(1), Instant.EPOCH, Instant.MAX, "the instant $years")
            refused(DataType.varchar(2), "a", "abc", "a text of 3 characters does not fit varchar(2)")
            refused(DataType.character(2), "a", "abc", "a text of 3 characters does not fit char(2)")
            refused(
                DataType.decimal(3, 1),
                BigDecimal.ONE,
                BigDecimal("99.95"),
                "a decimal of 3 digits before the point does not fit decimal(3,1)",
            )
            refused(
                DataType.decimal(3, 1, RoundingMode.UNNECESSARY),
                BigDecimal.ONE,
                BigDecimal("1.25"),
                "a decimal with 2 digits behind the point does not fit decimal(3,1), which rounds nothing",
            )
            refused(
                DataType.INTERVAL,
                Duration.ZERO,
                Duration.ofSeconds(Long.MAX_VALUE),
                "a duration of 106751991167300 days does not fit: it has to be one of microseconds in 64 bits",
            )
            if (db.dialect() == Dialect.POSTGRES) {
                refused(DataType.TEXT, "a", "a\u0000", "PostgreSQL stores no text with a NUL character")
            } else {
                refused(DataType.DOUBLE, 1.0, Double.NaN, "SQLite has no NaN and would store NULL")
            }
        }

        contract("what is compared has no limits, and keeps all its digits (FLD-30)") { db ->
            val names = TypeTable(DataType.varchar(2), "a")
            db.bind(names).createTables(names)
            names.insert(names.plain.to("ab"), names.indexed.to("ab"), names.unique.to("ab")).execute()
            names.where(names.plain.eq("abc")).count() shouldBe 0
            names.where(names.plain.`in`("ab", "abc")).count() shouldBe 1
            names.where(names.plain.between("a", "abc")).count() shouldBe 1
            db.dropTables(names)
            val prices = TypeTable(DataType.decimal(4, 1), BigDecimal.ONE)
            db.bind(prices).createTables(prices)
            prices.insert(prices.plain.to(BigDecimal("1.25")), prices.indexed.to(BigDecimal.ONE), prices.unique.to(BigDecimal.ONE)).execute()
            prices.select().values(prices.plain) shouldBe listOf(BigDecimal("1.3"))
            prices.where(prices.plain.gt(BigDecimal("1.29"))).count() shouldBe 1
            prices.where(prices.plain.eq(BigDecimal("1.25"))).count() shouldBe 0
            db.dropTables(prices)
            val codes = TypeTable(DataType.character(4), "a")
            db.bind(codes).createTables(codes)
            codes.insert(codes.plain.to("ab  "), codes.indexed.to("ab"), codes.unique.to("ab")).execute()
            codes.select().values(codes.plain) shouldBe listOf("ab")
            codes.where(codes.plain.eq("ab ").and(codes.plain.like("%b"))).count() shouldBe 1
        }

        contract("decimals of many digits are exact, compared with any number, and chosen among (FLD-05)", Ledger) { db ->
            fun many(text: String) = BigDecimal(text)
            val sums = listOf("-12345678901234567890.13", "-0.10", "0.00", "99999999999999999999.99").map(::many)
            Ledger.insertMany(listOf(Ledger.sum, Ledger.small), sums.map { listOf(it, BigDecimal("1.50")) }).execute()

            fun among(condition: Condition) = Ledger.where(condition).orderBy(Ledger.sum).values(Ledger.sum)
            among(Ledger.sum.gt(many("-0.1"))) shouldBe sums.drop(2)
            among(Ledger.sum.ge(many("-0.1000000000001"))) shouldBe sums.drop(1)
            among(Ledger.sum.eq(many("-0.1"))) shouldBe listOf(sums[1])
            among(Ledger.sum.lt(many("1e30"))) shouldBe sums
            among(Ledger.sum.gt(many("-1e30"))) shouldBe sums
            among(Ledger.sum.gt(many("1e30"))) shouldBe listOf()
            among(Ledger.sum.between(many("-12345678901234567890.131"), many("0e5"))) shouldBe sums.take(3)
            among(Ledger.sum.inList(listOf(many("0"), sums[3], many("1e40")))) shouldBe sums.drop(2)
            Ledger.select().scalar(Fn.max(Ledger.sum)) shouldBe sums[3]
            Ledger.select().scalar(Fn.min(Ledger.sum)) shouldBe sums[0]
            Ledger.select(Ledger.sum).distinct().count() shouldBe 4
            Ledger.select().orderBy(Ledger.id).values(Ledger.maybe.coalesce(many("7.5"))).map { it.stripTrailingZeros() } shouldBe
                List(4) { many("7.5") }
            shouldThrow<IntegrityException> { Ledger.insert(Ledger.sum.to(many("-99999999999999999999")), Ledger.small.to(BigDecimal.ONE)).execute() }
                .kind() shouldBe IntegrityException.Kind.CHECK
            val calculated =
                listOf<Pair<String, () -> Any?>>(
                    "'+'" to { Ledger.select().values(Ledger.sum.plus(BigDecimal.ONE)) },
                    "'*'" to { Ledger.select().values(Ledger.sum.times(BigDecimal("2"))) },
                    "sum" to { Ledger.select().scalar(Fn.sum(Ledger.sum)) },
                    "abs" to { Ledger.select().values(Fn.abs(Ledger.sum)) },
                    "'='" to { Ledger.where(Ledger.sum.eq(Ledger.small)).count() },
                    "'='" to { Ledger.where(Ledger.sum.inQuery(Ledger.select(Ledger.small))).count() },
                    "ledger.small, of type numeric(9,2)" to { Ledger.update(Ledger.small.to(Ledger.sum)).where(Ledger.id.eq(0L)).execute() },
                    "ledger.small, of type numeric(9,2)" to {
                        Ledger.insertFrom(listOf(Ledger.sum, Ledger.small), Ledger.select(Ledger.small, Ledger.sum).where(Ledger.id.eq(0L))).execute()
                    },
                    "a cast to double precision" to { Ledger.select().values(Ledger.sum.cast(Double::class.javaObjectType)) },
                )
            for ((what, calculate) in calculated) {
                if (db.dialect() == Dialect.POSTGRES) {
                    calculate()
                } else {
                    shouldRefuse<ProgrammingException>(
                        "SQLite keeps ledger.sum, of type numeric(22,2), as text, which is not for $what",
                        null,
                        "compute it in Java, or declare the column with 15 digits at most",
                        calculate,
                    )
                }
            }
        }

        contract("times are cut as the column cuts them, and read in UTC") { db ->
            val table = TypeTable(DataType.TIMESTAMPTZ, Instant.EPOCH.atOffset(ZoneOffset.UTC))
            db.bind(table).createTables(table)
            val there = OffsetDateTime.parse("2024-10-27T02:30:00.1234567+02:00")
            table.insert(table.plain.to(there), table.indexed.to(there), table.unique.to(there)).execute()
            table.select().values(table.plain) shouldBe listOf(OffsetDateTime.parse("2024-10-27T00:30:00.123456Z"))
            table.where(table.plain.eq(there)).count() shouldBe 1
            DataType.epoch(1000).fit(Instant.parse("1969-12-31T23:59:59.9999Z")) shouldBe Instant.parse("1969-12-31T23:59:59.999Z")
        }

        contract("a stored value that is none of the type's says what it is not, and shows nothing") { db ->
            val table = TypeTable(DataType.enumByName(Grade::class.java), Grade.BAD)
            db.bind(table).createTables(table)
            db.execute("insert into typed (\"plain\", \"indexed\", \"unique\", \"defaulted\") values ('SECRET', 'BAD', 'BAD', 'BAD')")
            shouldThrow<DataException> { table.select().list() }.summary() shouldBe "a stored text is no constant of Grade"
            Types.money.ofStored(5L).cents shouldBe 5
        }
    })

private class Ledger : Model<Long>() {
    companion object : Table<Ledger, Long>(::Ledger) {
        val id = autoId()
        val sum = decimal(22, 2).check { it.ge(BigDecimal("-12345678901234567890.13")) }
        val small = decimal(9, 2)
        val maybe = decimal(22, 2).nullable()
    }
}
