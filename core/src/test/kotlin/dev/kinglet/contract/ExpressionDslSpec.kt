package dev.kinglet.contract

import dev.kinglet.expr.*
import dev.kinglet.expr.Window.Bound.currentRow
import dev.kinglet.expr.Window.Bound.preceding
import dev.kinglet.fixtures.JavaExpressions
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.gives
import dev.kinglet.fixtures.matches
import dev.kinglet.model.Table.alias
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import java.io.File
import java.lang.reflect.Modifier
import java.math.BigDecimal
import java.time.LocalDate

/** Expressions as Kotlin says them, and as Java does. Each infix function is the method of its name, with the same answer. */
class ExpressionDslSpec :
    FunSpec({
        val label = SAMPLE.label
        val number = SAMPLE.number
        val id = SAMPLE.id

        contract("infix comparisons (EXP-01, EXP-03, EXP-04, EXP-26)", SAMPLE) { _ ->
            val one: Expr<Int> = Fn.value(1)
            number.matches(number eq 1, listOf(1), listOf(2, null))
            number.matches(number eq null, listOf(null), listOf(2))
            number.matches(number ne null, listOf(1), listOf(null))
            number.matches(number eq one, listOf(1), listOf(2, null))
            number.matches(one eq number, listOf(1), listOf(2, null))
            number.matches((number lt 2) or (number gt 3), listOf(1, 4), listOf(2, null))
            number.matches((number le 2) and (number ge 2), listOf(2), listOf(1, null))
            number.matches(!(number gt one), listOf(1), listOf(2, null))
            number.matches(number between 1..3, listOf(1, 3), listOf(0, 4, null))
            number.matches(number between 3..1, listOf(), listOf(1, 2, 3))
            label.matches(label between "b".."d", listOf("b", "d"), listOf("a", "e", null))
            val day = LocalDate.of(2024, 2, 29)
            SAMPLE.day.matches(SAMPLE.day between day..day.plusDays(1), listOf(day), listOf(day.plusDays(2)))
            SAMPLE.select().where(id between 0L..Long.MAX_VALUE).count() shouldBe 2
            number.matches(number isDistinctFrom 1, listOf(2, null), listOf(1))
            number.matches(number isDistinctFrom null, listOf(2), listOf(null))
            number.matches(number isDistinctFrom one, listOf(2, null), listOf(1))
            number.matches(number isNotDistinctFrom 1, listOf(1), listOf(2, null))
            number.matches(number isNotDistinctFrom null, listOf(null), listOf(2))
            number.matches(number isNotDistinctFrom number, listOf(1, null))
            number.matches(number inList listOf(1, 2), listOf(1), listOf(3, null))
            number.matches(number notInList setOf(1, 2), listOf(3), listOf(1, null))
            val s = alias(SAMPLE, "s")
            number.matches(number inQuery s.select(s.number).where(s.number gt 1), listOf(2), listOf(1, null))
            number.matches(number notInQuery s.select(s.number).where(s.number gt 1), listOf(1), listOf(2, null))
            // What does not compile: number eq "1", number eq 1L, id eq null, number eq label, id between 1..2, number lt null.
        }

        contract("infix texts (EXP-05, EXP-06, EXP-07, EXP-08)", SAMPLE) { _ ->
            val a: Expr<String> = Fn.value("a")
            label.matches(label like "a%", listOf("ab"), listOf("Ab", null))
            label.matches(label like a, listOf("a"), listOf("ab"))
            label.matches(label ilike "A%", listOf("ab"), listOf("b"))
            label.matches(label ilike a, listOf("A"), listOf("ab"))
            label.matches(label regexp "^a", listOf("ab"), listOf("ba"))
            label.matches(label iregexp "^A", listOf("ab"), listOf("ba"))
            label.matches(label contains "B", listOf("abc"), listOf("ac"))
            label.matches(label contains a, listOf("ba"), listOf("b"))
            label.matches(label startsWith "A", listOf("ab"), listOf("ba"))
            label.matches(label startsWith a, listOf("ab"), listOf("ba"))
            label.matches(label endsWith "A", listOf("ba"), listOf("ab"))
            label.matches(label endsWith a, listOf("ba"), listOf("ab"))
            label.matches(a like label, listOf("a", "%"), listOf("b", null))
            label.gives(label concat "!" concat a, "x" to "x!a", null to null)
            val sure: Expr<String> = a concat "b"
            label.gives(sure, "x" to "ab")
            (label collate "C") shouldBe label.collate("C")
        }

        contract("operators (EXP-08)", SAMPLE) { _ ->
            val next: Expr<Long> = id + 1L
            val maybe: Expr<Int?> = -(number * 2 - 1) / 3 % 4
            number.gives(maybe, 5 to -3, 11 to -3, null to null)
            number.gives(number + number - number * number / number % 7, 3 to 3)
            number.gives(number % Fn.value(2), 3 to 1, null to null)
            number.gives(-(-number), 3 to 3)
            number.gives(number.cast<Double>() * 0.75, 2 to 1.5)
            number.gives(number.cast<BigDecimal>() / BigDecimal(2), 1 to BigDecimal("0.5"))
            val all = SAMPLE.select().values(id)
            SAMPLE.select().values(next) shouldBe all.map { it + 1 }
            // What does not compile: number + "1", number + 1L, label % "a".
        }

        contract("coalesce and CASE know about null (EXP-13, EXP-14)", SAMPLE) { _ ->
            val sure: Expr<Int> = number coalesce 7
            number.gives(sure, 1 to 1, null to 7)
            val surely: Expr<Int> = number coalesce Fn.value(8)
            number.gives(surely, 1 to 1, null to 8)
            val still: Expr<Int?> = number coalesce number
            number.gives(still, 1 to 1, null to null)
            val size: Expr<String> = caseWhen(number lt 0, "low").orWhen(number lt 10, "middle").otherwise("high")
            number.gives(size, -1 to "low", 1 to "middle", null to "high")
            val some: Expr<String?> = caseWhen(number lt 0, "low").end()
            number.gives(some, -1 to "low", 1 to null)
            val mixed: Expr<Int?> = caseWhen<Int?>(number lt 0, 0).orWhen(number lt 10, number).otherwise(null)
            number.gives(mixed, -1 to 0, 5 to 5, 10 to null)
            val first: Expr<Int?> = caseWhen(number gt 0, number).orWhen(number lt 0, -number).otherwise(0)
            number.gives(first, -3 to 3, 3 to 3, null to 0)
            // What does not compile: caseWhen(c, 1).otherwise("a"), caseWhen(c, 1).otherwise(number), caseWhen(c, 1).otherwise(null).
        }

        contract("rows of values and windows (EXP-17, CTE-10)", SAMPLE) { _ ->
            SAMPLE.insertMany(listOf(label, number), listOf(listOf("a", 1), listOf("a", 2), listOf("b", 1))).execute()
            val row = Fn.row(label, number)

            fun count(condition: Condition) = SAMPLE.where(condition).count()
            count(row inRows listOf(listOf("a", 1), listOf("b", null))) shouldBe 1
            count(row notInRows listOf(listOf("a", 1))) shouldBe 2
            val s = alias(SAMPLE, "s")
            val query = s.select(s.label, s.number).where(s.number gt 1)
            count(row inQuery query) shouldBe 1
            count(row notInQuery query) shouldBe 2
            count(row.gt("a", 1)) shouldBe 2
            val window = Window.partitionBy(label).orderBy(id).rows(preceding(1), currentRow())
            val sums: Expr<Int?> = Fn.sum(number) over window
            SAMPLE.select().orderBy(id).values(sums) shouldBe listOf(1, 3, 1)
            val ranks: Expr<Long> = Fn.rank() over Window.orderedBy(number.desc())
            SAMPLE.select().orderBy(id).values(ranks) shouldBe listOf(2L, 1L, 2L)
        }

        contract("every function from Java (EXP-01 to EXP-17, CTE-10 to CTE-12)", SAMPLE) { db -> JavaExpressions.run(db) }

        test("the callers in Java leave no public method out") {
            val text =
                listOf("dev/kinglet/fixtures/JavaExpressions", "tour/JsonCaller").joinToString { File("src/test/java/$it.java").readText() }
            for (type in listOf(
                Fn::class.java,
                Expr::class.java,
                Condition::class.java,
                Aggregate::class.java,
                WindowFunction::class.java,
                Case::class.java,
                RowValue::class.java,
                Window::class.java,
                Window.Bound::class.java,
                Sort::class.java,
                Ordering::class.java,
            )) {
                val inside = setOf("accept", "type", "equals", "hashCode", "toString", "sorts", "expr", "descending", "nulls") +
                    (if (type.isRecord) type.recordComponents.map { it.name } else listOf())
                val methods = type.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }.map { it.name }.toSet()
                withClue(type.simpleName) {
                    methods.filter { it !in inside && !Regex("\\b$it\\(").containsMatchIn(text) }.shouldBeEmpty()
                }
            }
        }
    })
