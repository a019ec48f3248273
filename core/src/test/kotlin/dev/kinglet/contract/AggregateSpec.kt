package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Aggregate
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.math.BigDecimal
import java.time.LocalDate

private fun dec(text: String) = BigDecimal(text)

/** Aggregates: over rows, over none, and with what may be said of them. */
class AggregateSpec :
    FunSpec({
        val label = SAMPLE.label
        val number = SAMPLE.number
        val price = SAMPLE.price

        fun sow() {
            val rows =
                listOf(
                    listOf("a", 1, dec("1.50"), 0.5),
                    listOf("a", 2, dec("2.50"), 0.25),
                    listOf("b", 2, dec("0.10"), null),
                    listOf("b", null, null, 1.0),
                    listOf(null, 4, dec("0.20"), -1.0),
                )
            SAMPLE.insertMany(listOf(label, number, price, SAMPLE.weight), rows).execute()
        }

        fun <T> Expr<T>.answer(): Any? =
            SAMPLE.select().scalar(this).let { if (it is BigDecimal) it.stripTrailingZeros().toPlainString() else it }

        contract("aggregates leave NULL out; over no rows count is 0 and the others are null (EXP-10, EXP-12)", SAMPLE) { _ ->
            val all: Map<Aggregate<*>, Any?> =
                mapOf(
                    Fn.count() to 5L,
                    Fn.count(number) to 4L,
                    Fn.count(number).distinct() to 3L,
                    Fn.countDistinct(label) to 2L,
                    Fn.max(number) to 4,
                    Fn.min(number) to 1,
                    Fn.max(label) to "b",
                    Fn.min(label) to "a",
                    Fn.max(price) to "2.5",
                    Fn.sum(number) to 9,
                    Fn.sum(number).distinct() to 7,
                    Fn.sum(price) to "4.3",
                    Fn.sum(SAMPLE.weight) to 0.75,
                    Fn.avg(number) to 2.25,
                    Fn.avg(price) to 1.075,
                    Fn.avg(number).distinct() to 7.0 / 3,
                    Fn.stringAgg(label, ", ").orderBy(label.desc(), number) to "b, b, a, a",
                    Fn.stringAgg(label, "").orderBy(label) to "aabb",
                    Fn.stringAgg(label, "'").orderBy(label) to "a'a'b'b",
                )
            for ((aggregate, _) in all) {
                withClue("$aggregate of none") {
                    aggregate.answer() shouldBe if (aggregate.toString().startsWith("count")) 0L else null
                }
            }
            sow()
            for ((aggregate, answer) in all) withClue(aggregate.toString()) { aggregate.answer() shouldBe answer }
            SAMPLE.select().where(number.isNull()).scalar(Fn.sum(number)).shouldBeNull()
        }

        contract("an aggregate of the rows that meet a condition (EXP-12)", SAMPLE) { _ ->
            sow()
            Fn.count().filter(label.eq("a")).answer() shouldBe 2L
            Fn.count().filter(label.eq("a"), number.gt(1)).answer() shouldBe 1L
            Fn.count().filter(label.eq("a")).filter(number.gt(1)).answer() shouldBe 1L
            Fn.count().filter(label.ne("a")).answer() shouldBe 2L
            Fn.sum(number).filter(number.gt(9)).answer() shouldBe null
            Fn.stringAgg(label, "").orderBy(label.desc()).filter(number.isNotNull()).answer() shouldBe "baa"
            SAMPLE
                .select()
                .groupBy(label)
                .having(Fn.count().filter(number.gt(1)).ge(1L))
                .orderBy(Fn.count().filter(number.gt(1)).desc(), label)
                .values(label) shouldContainExactly listOf("a", "b", null)
        }

        contract("an aggregate of a CASE (EXP-13)", SAMPLE) { _ ->
            sow()
            Fn.sum(Fn.`when`(label.eq("a"), 1).otherwise(0)).answer() shouldBe 2
            Fn.sum(Fn.`when`(label.eq("a"), number).end()).answer() shouldBe 3
            Fn.count(Fn.`when`(number.gt(1), 1).end()).answer() shouldBe 3L
            Fn.sum(Fn.`when`(label.eq("a"), price).otherwise(dec("0.125"))).answer() shouldBe "4.375"
        }

        contract("a sum that does not fit is told, and a cast makes room (EXP-11)", SAMPLE) { _ ->
            SAMPLE.insertMany(listOf(number), listOf(listOf(Int.MAX_VALUE), listOf(1))).execute()
            shouldThrow<DataException> { Fn.sum(number).answer() }
            Fn.sum(number.cast(Long::class.javaObjectType)).answer() shouldBe Int.MAX_VALUE + 1L
        }

        contract("a sum of whole numbers is one, however it goes on (EXP-08, EXP-11)", SAMPLE) { _ ->
            val big = SAMPLE.big
            SAMPLE.insertMany(listOf(big, number), listOf(listOf<Any>(4L, 4), listOf<Any>(3L, 3))).execute()
            Fn.sum(big).div(2L).answer() shouldBe 3L
            Fn.sum(big).plus(0L).div(2L).times(2L).answer() shouldBe 6L
            Fn.sum(number).div(2).times(2).answer() shouldBe 6
            Fn.sum(big).div(2L).cast(String::class.java).answer() shouldBe "3"
            SAMPLE.select().limit(1).values(Fn.sum(big).over().div(2L).times(2L)) shouldBe listOf(6L)
            Fn.sum(big).filter(number.gt(3)).div(3L).times(3L).answer() shouldBe 3L
            Fn.avg(number).times(2.0).answer() shouldBe 7.0
            SAMPLE.insertMany(listOf(big), listOf(listOf(Long.MAX_VALUE))).execute()
            shouldThrow<DataException> { Fn.sum(big).answer() }
        }

        contract("a function's result has the type that was said, whatever its arguments (EXP-10, EXP-11)", SAMPLE) { db ->
            val day = LocalDate.of(2024, 2, 29)
            SAMPLE.insertMany(listOf(SAMPLE.day, label), listOf(listOf(day, "x"), listOf(day.minusDays(1), "y"))).execute()
            SAMPLE.select().scalar(Fn.call(LocalDate::class.java, "max", SAMPLE.day)) shouldBe day
            SAMPLE.select().scalar(Fn.call(Long::class.javaObjectType, "COUNT", label)) shouldBe 2L
            SAMPLE.select().scalar(Fn.call(String::class.java, "coalesce", Fn.max(label), "none")) shouldBe "y"
            SAMPLE.select().scalar(Fn.call(Int::class.javaObjectType, "abs", -3)) shouldBe 3
            val none = SAMPLE.select(SAMPLE.id).where(SAMPLE.id.lt(0L))
            SAMPLE.select().limit(1).scalar(Fn.call(Long::class.javaObjectType, "coalesce", none.asValue(SAMPLE.id), 7L)) shouldBe 7L
            if (db.dialect() == Dialect.POSTGRES) {
                SAMPLE.select().limit(1).scalar(Fn.call(String::class.java, "pg_catalog.upper", "a")) shouldBe "A"
            }
        }

        test("how aggregates are written (EXP-10, EXP-12)") {
            Fn.count().shouldRender("count(*)")
            Fn.countDistinct(label).shouldRender("count(distinct @label)")
            Fn.max(number).shouldRender("max(@number)")
            Fn.min(number).shouldRender("min(@number)")
            Fn.sum(number).shouldRender("sum(@number)")
            Fn.sum(SAMPLE.big).filter(number.gt(1)).shouldRender(
                "sum(@big) filter (where @number > ?)",
                listOf(1),
                "cast(sum(@big) filter (where @number > ?) as bigint)",
            )
            Fn.sum(SAMPLE.big).over().shouldRender("sum(@big) over ()", listOf(), "cast(sum(@big) over () as bigint)")
            Fn.avg(number).distinct().shouldRender("avg(distinct @number)")
            Fn.count().filter(number.gt(1), label.eq("a")).shouldRender(
                "count(*) filter (where (@number > ? and @label = ?))",
                listOf(1, "a"),
            )
            Fn.stringAgg(label, ",").orderBy(number.desc()).filter(number.gt(1)).shouldRender(
                "string_agg(@label, ? order by @number desc nulls first) filter (where @number > ?)",
                listOf(",", 1),
                "string_agg(@label, ? order by @number desc) filter (where @number > ?)",
            )
            Fn.call(Int::class.javaObjectType, "MyFunction", label, 1).shouldRender("MyFunction(@label, ?)", listOf(1))
            Fn.call(Int::class.javaObjectType, "f").shouldRender("f()")
            val none = SAMPLE.select(SAMPLE.id).where(number.gt(1))
            Fn.call(Long::class.javaObjectType, "abs", none.asValue(SAMPLE.id)).shouldRender(
                "abs((select @id from \"sample\" where @number > ?))",
                listOf(1),
            )
        }

        contract("equal texts left out of stringAgg, where the database can (EXP-12)", SAMPLE) { db ->
            sow()
            val distinct = Fn.stringAgg(label, "+").distinct()
            if (db.dialect() == Dialect.POSTGRES) {
                distinct.orderBy(label).answer() shouldBe "a+b"
            } else {
                shouldThrow<ProgrammingException> { distinct.answer() }.message shouldBe
                    "SQLite cannot leave out equal values in string_agg\n" +
                    "  hint: leave them out in a derived table: select(..).distinct().as(\"t\")"
            }
        }

        test("each word of an aggregate gives a new one (EXP-25)") {
            val count = Fn.count(number)
            val texts = listOf(count, count.distinct(), count.filter(number.gt(1)), count.orderBy(number), count.over()).map { it.toString() }
            texts shouldContainExactly
                listOf(
                    "count(sample.number)",
                    "count(distinct sample.number)",
                    "count(sample.number) filter (where (sample.number > ?))",
                    "count(sample.number order by sample.number asc)",
                    "count(sample.number) over ()",
                )
            count shouldBe Fn.count(number)
        }
    })
