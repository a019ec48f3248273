package dev.kinglet.contract

import dev.kinglet.expr.Condition
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.gives
import dev.kinglet.fixtures.matches
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.model.Table.alias
import dev.kinglet.query.Select
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds
import java.math.BigDecimal
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime

private fun dec(text: String) = BigDecimal(text)

/** Operators, CASE, casts, rows of values and raw SQL: what they answer, NULL and odd values among what they are given. */
class ExpressionSpec :
    FunSpec({
        val label = SAMPLE.label
        val number = SAMPLE.number
        val price = SAMPLE.price
        val weight = SAMPLE.weight

        contract("comparisons, and null as IS NULL (EXP-01, EXP-04)", SAMPLE) { _ ->
            val some = listOf<Int?>(1, 2, 3)
            number.matches(number.eq(2), listOf(2), listOf(1, null))
            number.matches(number.ne(2), listOf(1, 3), listOf(2, null))
            number.matches(number.lt(2), listOf(1, -5), listOf(2, 3, null))
            number.matches(number.le(2), listOf(1, 2), listOf(3, null))
            number.matches(number.gt(2), listOf(3), listOf(2, 1, null))
            number.matches(number.ge(2), listOf(2, 3), listOf(1, null))
            number.matches(number.between(1, 3), some, listOf(0, 4, null))
            number.matches(number.between(3, 1), listOf(), some)
            number.matches(number.between(Fn.value(1), Fn.value(3)), some, listOf(0, 4, null))
            number.matches(number.eq(null as Int?), listOf(null), some)
            number.matches(number.ne(null as Int?), some, listOf(null))
            number.matches(number.isNull(), listOf(null), some)
            number.matches(number.isNotNull(), some, listOf(null))
            number.matches(number.eq(number), some, listOf(null))
            label.matches(label.eq(""), listOf(""), listOf("a", null))
            label.matches(label.eq("it's \"so\" \\ 100%"), listOf("it's \"so\" \\ 100%"), listOf("its"))
            label.matches(label.between("b", "d"), listOf("b", "c", "d"), listOf("a", "e", null))
            SAMPLE.flag.matches(SAMPLE.flag.eq(true), listOf(true), listOf(false, null))
            val day = LocalDate.of(2024, 2, 29)
            SAMPLE.day.matches(SAMPLE.day.between(day, day.plusDays(1)), listOf(day, day.plusDays(1)), listOf(day.plusDays(2)))
            val moment = day.atTime(23, 59, 59, 999_999_000)
            SAMPLE.moment.matches(SAMPLE.moment.ge(moment), listOf(moment, moment.plusNanos(1_000)), listOf(moment.minusNanos(1_000)))
        }

        contract("decimals compare as numbers, with all their digits, also when computed (EXP-01)", SAMPLE) { _ ->
            price.matches(price.eq(dec("1.5")), listOf(dec("1.50")), listOf(dec("1.51"), null))
            price.matches(price.eq(dec("0.125")), listOf(), listOf(dec("0.13"), dec("0.12")))
            price.matches(price.gt(dec("0.125")), listOf(dec("0.13")), listOf(dec("0.12")))
            price.matches(price.`in`(dec("0.125"), dec("2")), listOf(dec("2.00")), listOf(dec("0.13")))
            price.matches(price.plus(dec("0.5")).eq(dec("2")), listOf(dec("1.5")), listOf(dec("1")))
            price.matches(price.times(dec("2")).between(dec("3"), dec("4")), listOf(dec("1.5"), dec("2")), listOf(dec("1.4"), dec("2.1")))
            price.matches(price.plus(dec("1")).`in`(dec("2.5"), dec("3")), listOf(dec("1.5")), listOf(dec("1")))
            price.matches(price.eq(Fn.value(dec("1.5"))), listOf(dec("1.50")), listOf(dec("2")))
            price.matches(Fn.abs(price).lt(dec("2")), listOf(dec("-1.5"), dec("1.5")), listOf(dec("-3"), dec("10")))
            price.matches(price.coalesce(dec("9")).eq(dec("9")), listOf(null, dec("9")), listOf(dec("8")))
            SAMPLE.select().groupBy(price).having(Fn.sum(price).ge(dec("9"))).values(Fn.sum(price)).size shouldBe 1
        }

        contract("null-safe comparison is never unknown (EXP-26)", SAMPLE) { _ ->
            number.matches(number.isDistinctFrom(2), listOf(1, null), listOf(2))
            number.matches(number.isNotDistinctFrom(2), listOf(2), listOf(1, null))
            number.matches(number.isDistinctFrom(null as Int?), listOf(1), listOf(null))
            number.matches(number.isNotDistinctFrom(null as Int?), listOf(null), listOf(1))
            number.matches(number.isNotDistinctFrom(number), listOf(1, null))
            number.matches(number.isDistinctFrom(Fn.orNull(number)), listOf(), listOf(1, null))
            number.matches(number.isDistinctFrom(2).not(), listOf(2), listOf(1, null))
            price.matches(price.isNotDistinctFrom(dec("1.5")), listOf(dec("1.50")), listOf(null, dec("1")))
        }

        contract("NULL stays unknown through and, or and not (EXP-02, EXP-26)", SAMPLE) { _ ->
            val unknown = number.gt(1) // of NULL
            number.matches(unknown.not(), listOf(1), listOf(2, null))
            number.matches(unknown.or(number.isNull()), listOf(2, null), listOf(1))
            number.matches(unknown.and(number.isNull()), listOf(), listOf(2, null))
            number.matches(unknown.and(number.isNull()).not(), listOf(1, 2), listOf(null))
            number.matches(Fn.not(Fn.not(unknown)), listOf(2), listOf(1, null))
            number.matches(number.eq(1).or(number.eq(2)).and(number.ne(2)), listOf(1), listOf(2))
            number.matches(number.eq(1).or(number.eq(2).and(number.ne(2))), listOf(1), listOf(2))
            // a condition is an expression like others: it can be selected and compared
            number.gives(number.gt(1), 2 to true, 1 to false, null to null)
            number.matches(number.gt(1).eq(false), listOf(1), listOf(2, null))
            number.matches(number.gt(1).isNull(), listOf(null), listOf(1, 2))
            number.matches(number.gt(1).coalesce(true).eq(true), listOf(2, null), listOf(1))
        }

        contract("IN of values, of none, with NULL among them, and of a query (EXP-03, EXP-26)", SAMPLE) { _ ->
            number.matches(number.`in`(1, 3), listOf(1, 3), listOf(2, null))
            number.matches(number.`in`(setOf(1, 3)), listOf(1, 3), listOf(2, null))
            number.matches(number.`in`((1..3).toList()), listOf(1, 2, 3), listOf(4))
            number.matches(number.`in`(listOf(1, null)), listOf(1), listOf(2, null))
            number.matches(number.`in`(listOf()), listOf(), listOf(1, null))
            number.matches(number.notIn(listOf()), listOf(1, null))
            number.matches(number.notIn(listOf(1, 3)), listOf(2), listOf(1, 3, null))
            number.matches(number.notIn(listOf(1, null)), listOf(), listOf(1, 2, null))
            label.matches(label.`in`("", "it's", "\uD83D\uDE00"), listOf("", "it's", "\uD83D\uDE00"), listOf("its", null))
            weight.matches(weight.`in`(0.1, 0.2, 0.3), listOf(0.1, 0.3), listOf(0.4))
            weight.matches(weight.notIn(listOf(0.1, null)), listOf(), listOf(0.1, 0.2))
            price.matches(price.notIn(listOf(dec("1.5"))), listOf(dec("2")), listOf(dec("1.50"), null))
            val day = LocalDate.of(2024, 2, 29)
            SAMPLE.day.matches(SAMPLE.day.`in`(day), listOf(day), listOf(day.plusDays(1), null))
            val all = alias(SAMPLE, "s")
            number.matches(number.`in`(all.select(all.number).where(all.number.gt(1))), listOf(2), listOf(1, null))
            number.matches(number.notIn(all.select(all.number).where(all.number.gt(1))), listOf(1), listOf(2, null))
            // a NULL among what a query gives
            number.matches(number.notIn(all.select(all.number).where(all.number.gt(1).or(all.number.isNull()))), listOf(), listOf(1, 2, null))
        }

        contract("arithmetic, and NULL on either side (EXP-08)", SAMPLE) { _ ->
            number.gives(number.plus(1), 1 to 2, -1 to 0, null to null)
            number.gives(number.minus(1), 1 to 0, null to null)
            number.gives(number.times(-3), 2 to -6, null to null)
            number.gives(number.div(2), 7 to 3, -7 to -3, 1 to 0, null to null)
            number.gives(Fn.orNull(Fn.value(1)).plus(number), 1 to 2, null to null)
            number.gives(Fn.value(7).minus(number).minus(number), 2 to 3)
            number.gives(Fn.value(7).minus(number.minus(number.plus(1))), 2 to 8)
            number.gives(number.plus(1).times(2), 3 to 8)
            number.gives(number.times(2).plus(number.times(3)).div(number.plus(1)), 4 to 4)
            price.gives(price.div(dec("2")), dec("1") to dec("0.5"), dec("-1.5") to dec("-0.75"), null to null)
            price.gives(price.times(dec("0.125")), dec("1") to dec("0.125"), dec("2") to dec("0.25"))
            price.gives(price.times(price), dec("1.25") to dec("1.5625"))
            price.gives(price.plus(dec("0.005")), dec("1") to dec("1.005"))
            price.gives(Fn.value(dec("1")).div(price), dec("4") to dec("0.25"))
            weight.gives(weight.div(2.0), 1.0 to 0.5, null to null)
            weight.gives(weight.times(0.5).plus(1.0), 3.0 to 2.5)
            number.gives(number.cast(Double::class.javaObjectType).times(0.75), 1 to 0.75, 2 to 1.5)
            number.gives(number.cast(BigDecimal::class.java).div(dec("2")), 1 to dec("0.5"))
            number.gives(number.cast(Long::class.javaObjectType).times(4_000_000_000L), 2 to 8_000_000_000L)
            SAMPLE.small.gives(SAMPLE.small.plus(1), 1.toShort() to 2.toShort())
            SAMPLE.big.gives(SAMPLE.big.minus(1L), Long.MAX_VALUE to Long.MAX_VALUE - 1)
        }

        contract("texts one after the other (EXP-08)", SAMPLE) { _ ->
            label.gives(label.concat("!"), "a" to "a!", "" to "!", null to null)
            label.gives(label.concat(" ").concat(label).concat("'"), "a" to "a a'")
            label.gives(Fn.value("<").concat(label).concat(Fn.value(">")), "a" to "<a>", null to null)
            label.matches(label.concat("b").eq("ab"), listOf("a"), listOf("b", null))
            label.gives(Fn.length(label.concat("\uD83D\uDE00")), "a" to 2)
        }

        test("how operators are written (EXP-01, EXP-04, EXP-08, EXP-26)") {
            fun Condition.rendered(
                sqlite: String,
                binds: List<Any?> = listOf(),
                postgres: String = sqlite,
            ) = (this as Expr<*>).shouldRender(sqlite, binds, postgres)
            number.between(Fn.value(1), SAMPLE.number).rendered("(@number between cast(? as integer) and @number)", listOf(1))
            number.isDistinctFrom(1).rendered("(@number is not ?)", listOf(1), "(@number is distinct from ?)")
            number.isNotDistinctFrom(1).rendered("(@number is ?)", listOf(1), "(@number is not distinct from ?)")
            number.isNotDistinctFrom(null as Int?).rendered("(@number is null)")
            number.minus(number.minus(1)).shouldRender("(@number - (@number - ?))", listOf(1))
            number.div(2).shouldRender("(@number / ?)", listOf(2))
            price.div(dec("2")).shouldRender("(cast(@price as real) / ?)", listOf(dec("2")), "(@price / ?)")
            label.concat("a").concat(label).shouldRender("((@label || ?) || @label)", listOf("a"))
            label.collate("C").shouldRender("@label collate \"C\"")
        }
    })
