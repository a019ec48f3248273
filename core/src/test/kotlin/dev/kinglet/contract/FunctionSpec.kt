package dev.kinglet.contract

import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.gives
import dev.kinglet.fixtures.shouldRender
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.math.BigDecimal

private fun dec(text: String) = BigDecimal(text)

private const val FACE = "\uD83D\uDE00"

/** The functions of text and numbers: their answers are those of both databases, unless Fn says otherwise. */
class FunctionSpec :
    FunSpec({
        val label = SAMPLE.label
        val number = SAMPLE.number
        val big = SAMPLE.big
        val weight = SAMPLE.weight
        val price = SAMPLE.price

        contract("functions of text (EXP-10)", SAMPLE) { _ ->
            label.gives(Fn.lower(label), "AbC 1" to "abc 1", "" to "", FACE to FACE, null to null)
            label.gives(Fn.upper(label), "AbC 1" to "ABC 1", "" to "", FACE to FACE, null to null)
            label.gives(Fn.length(label), "abc" to 3, "" to 0, FACE to 1, "\u00e9" to 1, " a " to 3, null to null)
            label.gives(Fn.trim(label), "  a b " to "a b", "\ta\n" to "\ta\n", "   " to "", "" to "", null to null)
            label.gives(Fn.ltrim(label), "  a b " to "a b ", null to null)
            label.gives(Fn.rtrim(label), "  a b " to "  a b", null to null)
            label.gives(Fn.substring(label, 2), "abc" to "bc", "a" to "", "" to "", "a${FACE}c" to "${FACE}c", null to null)
            label.gives(Fn.substring(label, 2, 1), "abc" to "b", "a" to "", "" to "", "a${FACE}c" to FACE, null to null)
            label.gives(Fn.substring(label, 2, 0), "abc" to "", null to null)
            label.gives(Fn.substring(label, 1, 99), "abc" to "abc")
            label.gives(Fn.replace(label, "a", "xy"), "banana" to "bxynxynxy", "" to "", "b" to "b", null to null)
            label.gives(Fn.replace(label, "", "x"), "ab" to "ab", "" to "")
            label.gives(Fn.replace(label, "'", "\""), "it's" to "it\"s")
            label.gives(Fn.replace(label, "%", ""), "5%" to "5")
            label.gives(Fn.position(label, "c"), "abc" to 3, "cc" to 1, "x" to 0, "" to 0, "${FACE}c" to 2, null to null)
            label.gives(Fn.position(label, ""), "abc" to 1, "" to 1)
            label.gives(Fn.position(Fn.value("banana"), label), "na" to 3, "x" to 0, null to null)
        }

        contract("functions of numbers (EXP-10)", SAMPLE) { _ ->
            number.gives(Fn.abs(number), -3 to 3, 0 to 0, 3 to 3, Int.MAX_VALUE to Int.MAX_VALUE, null to null)
            price.gives(Fn.abs(price), dec("-1.50") to dec("1.5"), null to null)
            weight.gives(Fn.abs(weight), -0.5 to 0.5, null to null)
            number.gives(Fn.negate(number), 3 to -3, -3 to 3, 0 to 0, null to null)
            number.gives(Fn.negate(Fn.negate(number)), 3 to 3)
            price.gives(Fn.negate(price), dec("1.25") to dec("-1.25"))
            number.gives(Fn.sign(number), -3 to -1, 0 to 0, 7 to 1, null to null)
            weight.gives(Fn.sign(weight), -0.25 to -1, 0.0 to 0, null to null)
            price.gives(Fn.sign(price), dec("-0.25") to -1, dec("0.25") to 1)
            number.gives(Fn.mod(number, 3), 7 to 1, -7 to -1, 3 to 0, null to null)
            number.gives(Fn.mod(number, -3), 7 to 1, -7 to -1)
            number.gives(Fn.mod(Fn.orNull(Fn.value(7)), number), 4 to 3, null to null)
            weight.gives(Fn.floor(weight), 1.5 to 1.0, -1.5 to -2.0, 2.0 to 2.0, null to null)
            weight.gives(Fn.ceil(weight), 1.5 to 2.0, -1.5 to -1.0, 2.0 to 2.0, null to null)
            price.gives(Fn.floor(price), dec("1.50") to dec("1"), dec("-1.50") to dec("-2"), null to null)
            price.gives(Fn.ceil(price), dec("1.50") to dec("2"), dec("-1.50") to dec("-1"))
            number.gives(Fn.floor(number), 7 to 7)
            number.gives(Fn.ceil(number), 7 to 7)
            weight.gives(Fn.round(weight), 1.25 to 1.0, -1.75 to -2.0, null to null)
            weight.gives(Fn.round(weight, 1), 1.26 to 1.3, -1.76 to -1.8)
            price.gives(Fn.round(price), dec("1.25") to dec("1"), dec("1.75") to dec("2"), null to null)
            price.gives(Fn.round(price, 1), dec("1.26") to dec("1.3"))
            number.gives(Fn.round(number), 7 to 7, -7 to -7)
            number.gives(Fn.sqrt(number), 16 to 4.0, 0 to 0.0, null to null)
            price.gives(Fn.sqrt(price), dec("2.25") to 1.5)
            number.gives(Fn.power(number, 3.0), 2 to 8.0, -2 to -8.0, null to null)
            number.gives(Fn.power(number, -1.0), 2 to 0.5)
            price.gives(Fn.power(price, 2.0), dec("1.50") to 2.25)
            weight.gives(Fn.power(weight, 0.5), 2.25 to 1.5)
        }

        contract("functions of bits (EXP-09)", SAMPLE) { _ ->
            number.gives(Fn.bitAnd(number, 6), 3 to 2, -1 to 6, 0 to 0, null to null)
            number.gives(Fn.bitOr(number, 6), 3 to 7, -1 to -1, 0 to 6, null to null)
            number.gives(Fn.bitXor(number, 6), 3 to 5, -1 to -7, 0 to 6, Int.MIN_VALUE to Int.MIN_VALUE + 6, null to null)
            number.gives(Fn.bitNot(number), 0 to -1, 5 to -6, null to null)
            number.gives(Fn.shiftLeft(number, 2), 3 to 12, -3 to -12, null to null)
            number.gives(Fn.shiftRight(number, 1), 5 to 2, -5 to -3, null to null)
            big.gives(Fn.bitXor(big, -1L), Long.MIN_VALUE to Long.MAX_VALUE, Long.MAX_VALUE to Long.MIN_VALUE, 1L to -2L)
            big.gives(Fn.bitAnd(big, 1L shl 40), -1L to (1L shl 40))
            big.gives(Fn.shiftLeft(big, 40), 1L to (1L shl 40))
            SAMPLE.small.gives(Fn.bitOr(SAMPLE.small, 1), 2.toShort() to 3.toShort(), null to null)
        }

        contract("whichever type (EXP-14)", SAMPLE) { _ ->
            number.gives(Fn.nullIf(number, 3), 3 to null, 4 to 4, null to null)
            label.gives(Fn.nullIf(label, ""), "" to null, "a" to "a", null to null)
            price.gives(Fn.nullIf(price, dec("1.5")), dec("1.50") to null, dec("2") to dec("2"))
            number.gives(Fn.greatest(number, Fn.value(3)), 2 to 3, 4 to 4, null to 3)
            number.gives(Fn.least(number, Fn.value(3)), 2 to 2, 4 to 3, null to 3)
            number.gives(Fn.greatest(number, SAMPLE.number), 2 to 2, null to null)
            price.gives(Fn.least(price, Fn.value(dec("1.25"))), dec("1.5") to dec("1.25"), dec("1") to dec("1"), null to dec("1.25"))
            number.gives(number.coalesce(7), 2 to 2, null to 7)
            number.gives(SAMPLE.big.coalesce(SAMPLE.big), 2 to null)
            label.gives(label.coalesce(SAMPLE.code).coalesce(""), "a" to "a", "" to "", null to "")
            price.gives(price.coalesce(dec("0.5")), dec("1") to dec("1"), null to dec("0.5"))
            SAMPLE.flag.gives(SAMPLE.flag.coalesce(false), true to true, null to false)
        }

        contract("random is from 0 to 1, another one for each row (EXP-23)", SAMPLE) { _ ->
            SAMPLE.insertMany(listOf(number), (1..50).map { listOf(it) }).execute()
            val numbers = SAMPLE.select().values(Fn.random())
            numbers.all { it in 0.0..1.0 } shouldBe true
            numbers.toSet().size shouldBe 50
            SAMPLE.select().orderBy(Fn.random()).values(number).toSet().size shouldBe 50
        }

        test("how functions of text are written (EXP-10)") {
            Fn.lower(label).shouldRender("lower(@label)")
            Fn.upper(label).shouldRender("upper(@label)")
            Fn.length(label).shouldRender("length(@label)")
            Fn.trim(label).shouldRender("trim(@label)")
            Fn.ltrim(label).shouldRender("ltrim(@label)")
            Fn.rtrim(label).shouldRender("rtrim(@label)")
            Fn.substring(label, 2).shouldRender("substr(@label, ?)", listOf(2))
            Fn.substring(label, 2, 1).shouldRender("substr(@label, ?, ?)", listOf(2, 1))
            Fn.replace(label, "a", "b").shouldRender("replace(@label, ?, ?)", listOf("a", "b"))
            Fn.position(label, "a").shouldRender("instr(@label, ?)", listOf("a"), "strpos(@label, ?)")
            Fn.position(label, SAMPLE.code).shouldRender("instr(@label, @code)", listOf(), "strpos(@label, @code)")
            Fn.lower(Fn.trim(label)).shouldRender("lower(trim(@label))")
        }

        test("how functions of numbers are written (EXP-08, EXP-09, EXP-10)") {
            Fn.abs(number).shouldRender("abs(@number)")
            Fn.negate(number).shouldRender("(-@number)")
            Fn.round(number).shouldRender("(@number)")
            Fn.round(price, 1).shouldRender("round(@price, ?)", listOf(1))
            Fn.round(weight, 1).shouldRender(
                "round(@weight, ?)",
                listOf(1),
                "cast(round(cast(@weight as numeric), ?) as double precision)",
            )
            Fn.floor(number).shouldRender("(@number)")
            Fn.floor(weight).shouldRender("floor(@weight)")
            Fn.ceil(number).shouldRender("(@number)")
            Fn.ceil(price).shouldRender("ceil(@price)")
            Fn.sign(number).shouldRender("sign(@number)", listOf(), "cast(sign(@number) as integer)")
            Fn.mod(number, 3).shouldRender("(@number % ?)", listOf(3))
            Fn.mod(number, SAMPLE.number).shouldRender("(@number % @number)")
            Fn.sqrt(number).shouldRender("sqrt(@number)")
            Fn.power(number, 2.0).shouldRender("power(@number, ?)", listOf(2.0), "power(cast(@number as double precision), ?)")
            Fn.random().shouldRender("(random() / 18446744073709551616.0 + 0.5)", listOf(), "random()")
            Fn.bitAnd(number, 1).shouldRender("(@number & ?)", listOf(1))
            Fn.bitOr(number, 1).shouldRender("(@number | ?)", listOf(1))
            Fn.bitXor(number, 1).shouldRender("((@number | ?) - (@number & ?))", listOf(1, 1), "(@number # ?)")
            Fn.bitNot(number).shouldRender("(~@number)")
            Fn.shiftLeft(number, 1).shouldRender("(@number << ?)", listOf(1))
            Fn.shiftRight(number, 1).shouldRender("(@number >> ?)", listOf(1))
        }

        test("how functions of any type are written (EXP-14)") {
            Fn.nullIf(number, 1).shouldRender("nullif(@number, ?)", listOf(1))
            Fn.greatest(number, Fn.value(1)).shouldRender(
                "max(coalesce(@number, cast(? as integer)), coalesce(cast(? as integer), @number))",
                listOf(1, 1),
                "greatest(@number, cast(? as integer))",
            )
            Fn.least(number, SAMPLE.number).shouldRender(
                "min(coalesce(@number, @number), coalesce(@number, @number))",
                listOf(),
                "least(@number, @number)",
            )
            number.coalesce(1).shouldRender("coalesce(@number, ?)", listOf(1))
            number.coalesce(SAMPLE.number).shouldRender("coalesce(@number, @number)")
        }
    })
