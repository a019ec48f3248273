package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.KingletException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Condition
import dev.kinglet.expr.DatePart
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Ordering
import dev.kinglet.expr.Window
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.gives
import dev.kinglet.fixtures.matches
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.model.Table.alias
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
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
            label.gives(Fn.orNull(Fn.value("<")).concat(label).concat(Fn.value(">")), "a" to "<a>", null to null)
            label.matches(label.concat("b").eq("ab"), listOf("a"), listOf("b", null))
            label.gives(Fn.length(label.concat("\uD83D\uDE00")), "a" to 2)
        }

        contract("CASE of conditions and of a value (EXP-13)", SAMPLE) { _ ->
            val size = Fn.`when`(number.lt(0), "low").`when`(number.lt(10), "middle").otherwise("high")
            number.gives(size, -1 to "low", 0 to "middle", 10 to "high", null to "high")
            number.gives(Fn.`when`(number.lt(0), "low").end(), -1 to "low", 1 to null, null to null)
            number.gives(Fn.`when`<Int?>(number.isNull(), 0).otherwise(number.plus(1)), 1 to 2, null to 0)
            number.gives(Fn.`when`(number.gt(1), number).`when`(number.gt(0), Fn.value(7)).otherwise(-1), 2 to 2, 1 to 7, 0 to -1, null to -1)
            val state = Fn.caseOf(label, linkedMapOf("new" to 1, "" to 2, "it's" to 3))
            label.gives(state.otherwise(0), "new" to 1, "" to 2, "it's" to 3, "NEW" to 0, null to 0)
            label.gives(state.end(), "new" to 1, "x" to null)
            price.gives(Fn.caseOf(price, mapOf(dec("1.5") to "a")).otherwise("b"), dec("1.50") to "a", dec("1") to "b")
            number.gives(Fn.`when`(number.gt(1), dec("0.125")).otherwise(dec("2")), 2 to dec("0.125"), 1 to dec("2"))
            number.gives(Fn.`when`(number.gt(1), true).otherwise(false), 2 to true, 1 to false)
            val day = LocalDate.of(2024, 2, 29)
            number.gives(Fn.`when`(number.gt(1), day).end(), 2 to day, 1 to null)
            number.matches(Fn.`when`(number.gt(1), "a").otherwise("b").eq("a"), listOf(2), listOf(1, null))
            number.gives(Fn.`when`(number.gt(1), Fn.`when`(number.gt(2), "c").otherwise("b")).otherwise("a"), 1 to "a", 2 to "b", 3 to "c")
            val all = alias(SAMPLE, "s")
            number.gives(Fn.`when`(number.gt(1), all.select().asValue(Fn.max(all.number))).end(), 1 to null, 2 to 5, 5 to 5)
            // by its name, because PostgreSQL does not see that two expressions with values are one
            SAMPLE.update(number.to(number.minus(4))).all().execute() // -3, -2 and 1
            val named = size.`as`("size")
            SAMPLE.select().groupBy(named).orderBy(named).values(named) shouldBe listOf("low", "middle")
        }

        contract("casts (EXP-14)", SAMPLE) { db ->
            fun <R : Any> cast(
                from: Expr<*>,
                to: Class<R>,
            ): Expr<R?> = Fn.orNull(from.cast(to))
            val int = Int::class.javaObjectType
            number.gives(cast(number, String::class.java), 12 to "12", -1 to "-1", null to null)
            label.gives(cast(label, int), "12" to 12, "-1" to -1, null to null)
            label.gives(cast(label, BigDecimal::class.java), "1.50" to dec("1.5"), null to null)
            label.gives(cast(label, Double::class.javaObjectType), "0.5" to 0.5)
            number.gives(cast(number, Boolean::class.javaObjectType), 0 to false, 2 to true, -1 to true, null to null)
            SAMPLE.big.matches(SAMPLE.big.cast(Boolean::class.javaObjectType).eq(true), listOf(2L, -1L), listOf(0L, null))
            SAMPLE.flag.gives(cast(SAMPLE.flag, int), true to 1, false to 0, null to null)
            SAMPLE.flag.gives(cast(SAMPLE.flag, int).plus(1), true to 2)
            number.gives(cast(number.gt(1), int), 2 to 1, 1 to 0, null to null)
            weight.gives(cast(weight, int), 2.0 to 2, -3.0 to -3)
            number.matches(cast(number, String::class.java).like("1%"), listOf(1, 12), listOf(21, null))
            val token = java.util.UUID.fromString("8f0c1d2e-0000-4000-8000-00000000abcd")
            label.gives(cast(label, java.util.UUID::class.java), token.toString() to token)
            SAMPLE.big.gives(cast(SAMPLE.big, int), 7L to 7)
            SAMPLE.update(SAMPLE.big.to(1L shl 40)).all().execute()
            shouldThrow<DataException> { SAMPLE.select().values(cast(SAMPLE.big, int)) }
            // a NULL read as what is said to be none
            SAMPLE.delete().all().execute()
            SAMPLE.create()
            shouldThrow<DataException> { SAMPLE.select().values(number.cast(String::class.java)) }.summary() shouldBe
                "cast(sample.number as text) is NULL in a row, and its type says that it never is"
            db.inTransaction() shouldBe false
        }

        contract("an expression with values is grouped by its name (EXP-10)", SAMPLE) { db ->
            SAMPLE.insertMany(listOf(label), listOf("ab", "ac", "b").map { listOf(it) }).execute()
            val first = Fn.substring(label, 1, 1)
            val named = first.`as`("label") // also where a column has that name
            val query = SAMPLE.select(named, Fn.count()).groupBy(named).orderBy(named)
            query.list().map { it.get(named) to it.get(Fn.count()) } shouldBe listOf("a" to 2L, "b" to 1L)
            if (db.dialect() == Dialect.POSTGRES) {
                val error = shouldThrow<ProgrammingException> { SAMPLE.select(first, Fn.count()).groupBy(first).list() }
                error.summary() shouldBe "column \"sample.label\" must appear in the GROUP BY clause or be used in an aggregate function"
                error.hint() shouldBe "group by it; by an expression with values in it by its name: as(..)"
            }
            query.shouldRender(
                "select substr(\"sample\".\"label\", ?, ?) as \"label\", count(*) from \"sample\" group by 1 " +
                    "order by \"label\" asc nulls last",
                listOf(1, 1),
                "select substr(\"sample\".\"label\", ?, ?) as \"label\", count(*) from \"sample\" group by 1 order by \"label\" asc",
            )
        }

        contract("raw SQL: arguments are bound, wherever they stand (EXP-15)", SAMPLE) { db ->
            val int = Int::class.javaObjectType
            number.gives(Fn.raw(int, "{0} + {1}", number, 3), 1 to 4, null to null)
            number.gives(Fn.raw(int, "{1} - {0} + {1}", number, 3), 1 to 5)
            number.matches(Fn.rawCondition("{0} = 1 or {0} = {1}", number, 3).and(number.gt(1)), listOf(3), listOf(1, 2, null))
            number.matches(Fn.rawCondition("{0} > 1", number).not(), listOf(1), listOf(2, null))
            label.gives(Fn.raw(String::class.java, "{0} || '?{x}{{0}'", label), "a" to "a?{x}{{0}")
            label.matches(Fn.rawCondition("{0} = {1}", label, "'; drop table sample; --"), listOf("'; drop table sample; --"), listOf("a"))
            number.gives(Fn.orNull(Fn.raw(int, "{0}", number)).plus(Fn.raw(int, "1")), 1 to 2)
            SAMPLE.select().groupBy(Fn.raw(int, "{0} % 2", number)).values(Fn.count()) shouldBe listOf(1L)
            SAMPLE.insertMany(listOf(number), listOf(listOf(5), listOf(3))).execute()
            SAMPLE.select().orderBy(Fn.raw(int, "-{0}", number)).values(number) shouldBe listOf(5, 3, 1)
            if (db.dialect() == Dialect.POSTGRES) {
                SAMPLE.where(Fn.rawCondition("jsonb '{\"a\": 1}' ?? {0}", "a")).count() shouldBe 3
            }
        }

        contract("order: NULL is the largest, unless something else is said (EXP-16)", SAMPLE, USER, TWEET) { _ ->
            SAMPLE.insertMany(listOf(number, label), listOf(listOf(2, "b"), listOf(null, "B"), listOf(1, null), listOf(3, "a"))).execute()

            fun sorted(vararg orderings: Ordering) = SAMPLE.select().orderBy(*orderings).values(number)
            sorted(number) shouldBe listOf(1, 2, 3, null)
            sorted(number.asc()) shouldBe listOf(1, 2, 3, null)
            sorted(number.desc()) shouldBe listOf(null, 3, 2, 1)
            sorted(number.asc().nullsFirst()) shouldBe listOf(null, 1, 2, 3)
            sorted(number.desc().nullsLast()) shouldBe listOf(3, 2, 1, null)
            sorted(number.plus(1).desc()) shouldBe listOf(null, 3, 2, 1)
            sorted(Fn.negate(number)) shouldBe listOf(3, 2, 1, null)
            sorted(Ordering.of(number.isNull().desc(), number.desc())) shouldBe listOf(null, 3, 2, 1)
            sorted(Fn.mod(number, 2), number.desc()) shouldBe listOf(2, 3, 1, null)
            sorted(number.gt(1), number) shouldBe listOf(1, 2, 3, null)
            sorted(Fn.`when`(number.eq(2), 0).otherwise(1), number) shouldBe listOf(2, 1, 3, null)
            val n = number.times(-1).`as`("n")
            SAMPLE.select(n).orderBy(n).list().map { it.get(n) } shouldBe listOf(-3, -2, -1, null)
            SAMPLE.select(number).orderBy(Fn.raw(Int::class.javaObjectType, "1").desc().nullsLast()).values(number) shouldBe listOf(3, 2, 1, null)
            // a column that is never NULL, of a source that may be missing
            Seeds.sowTweets()
            USER.create(USER.username.to("zaizee"))
            val users = USER.select().leftJoin(TWEET)
            for (content in listOf(Fn.orNull(TWEET.content), TWEET.content.coalesce(Fn.orNull(TWEET.content)), Fn.lower(Fn.orNull(TWEET.content)))) {
                users.orderBy(content).values(Fn.orNull(TWEET.content)).last() shouldBe null
                users.orderBy(content.desc()).values(Fn.orNull(TWEET.content)).first() shouldBe null
            }
        }

        contract("a collation sorts and compares (EXP-16)", SAMPLE) { db ->
            if (db.dialect() == Dialect.SQLITE) {
                label.matches(label.collate("NOCASE").eq("a"), listOf("a", "A"), listOf("b", null))
                SAMPLE.select().orderBy(label.collate("NOCASE").desc().nullsLast()).values(label).last() shouldBe null
            } else {
                label.matches(label.collate("C").lt("a"), listOf("B"), listOf("a", "b", null))
                SAMPLE.select().orderBy(label.collate("C")).values(label) shouldBe listOf("B", "a", "b", null)
            }
        }

        contract("rows of values, as one (EXP-17)", SAMPLE) { _ ->
            SAMPLE.insertMany(listOf(label, number), listOf(listOf("a", 1), listOf("a", 2), listOf("b", 1), listOf("b", null))).execute()
            val row = Fn.row(label, number)

            fun those(condition: Condition) =
                SAMPLE.where(condition).orderBy(SAMPLE.id).list().map { "${it.get(label)}${it.get(number) ?: ""}" }
            those(row.eq("a", 2)) shouldBe listOf("a2")
            those(row.ne("a", 2)) shouldBe listOf("a1", "b1", "b")
            those(row.lt("a", 2)) shouldBe listOf("a1")
            those(row.le("a", 2)) shouldBe listOf("a1", "a2")
            those(row.gt("a", 1)) shouldBe listOf("a2", "b1", "b")
            those(row.ge("a", 2)) shouldBe listOf("a2", "b1", "b")
            those(row.eq("b", null)).shouldBeEmpty()
            those(row.eq(label, 1)) shouldBe listOf("a1", "b1")
            those(row.eq("a", number.times(number))) shouldBe listOf("a1")
            those(row.`in`(listOf(listOf("a", 1), listOf("b", 1), listOf("c", 3)))) shouldBe listOf("a1", "b1")
            those(row.`in`(listOf(listOf("b", null)))).shouldBeEmpty()
            those(row.`in`(listOf(listOf("a", null), listOf("a", Fn.value(2))))) shouldBe listOf("a2")
            those(row.notIn(listOf(listOf("a", 1)))) shouldBe listOf("a2", "b1", "b")
            those(row.notIn(listOf(listOf("b", 1)))) shouldBe listOf("a1", "a2")
            those(row.`in`(listOf())).shouldBeEmpty()
            those(row.notIn(listOf())).size shouldBe 4
            val s = alias(SAMPLE, "s")
            those(row.`in`(s.select(s.label, s.number).where(s.number.gt(1)))) shouldBe listOf("a2")
            those(row.notIn(s.select(s.label, s.number).where(s.number.gt(1)))) shouldBe listOf("a1", "b1", "b")
            those(row.`in`(s.select(s.label, Fn.max(s.number)).groupBy(s.label))) shouldBe listOf("a2", "b1")
            those(Fn.row(number).eq(2)) shouldBe listOf("a2")
            those(Fn.row(number).`in`(listOf(listOf(2)))) shouldBe listOf("a2")
            those(Fn.row(SAMPLE.day, SAMPLE.price, number).`in`(listOf(listOf(LocalDate.of(2024, 1, 1), dec("1.5"), null)))).shouldBeEmpty()
            // the day before the moment: the next page of a list that is sorted by two columns
            SAMPLE.update(SAMPLE.moment.to(LocalDateTime.of(2024, 1, 1, 0, 0))).all().execute()
            val last = SAMPLE.select().orderBy(SAMPLE.moment, SAMPLE.id).list()[1]
            SAMPLE.where(Fn.row(SAMPLE.moment, SAMPLE.id).gt(last.get(SAMPLE.moment), last.id())).count() shouldBe 2
        }

        contract("the value of a query (EXP-10, EXP-13)", SAMPLE) { _ ->
            val all = alias(SAMPLE, "s")
            val largest = all.select().asValue(Fn.max(all.number))
            val none = all.select().where(all.number.gt(99)).asValue(all.number)
            number.matches(number.eq(largest), listOf(5), listOf(1, null))
            number.gives(Fn.orNull(largest).minus(number), 1 to 4, 5 to 0, null to null)
            number.gives(none, 1 to null)
            number.gives(number.coalesce(none).coalesce(7), 1 to 1, null to 7)
            val smaller = all.select().where(all.number.lt(number)).asValue(Fn.count())
            number.gives(smaller, 1 to 0L, 5 to 2L, 3 to 1L)
            SAMPLE.select().orderBy(smaller.desc()).values(number) shouldBe listOf(5, 3, 1)
            number.matches(Fn.exists(all.where(all.number.lt(number))), listOf(5), listOf(1, null))
            number.matches(Fn.not(Fn.exists(all.where(all.number.lt(number)))), listOf(1, null), listOf(5))
        }

        contract("an expression that is built again finds what was selected (2.6)", SAMPLE) { _ ->
            SAMPLE.create(label.to("Ab"), number.to(7), price.to(dec("1.50")), SAMPLE.day.to(LocalDate.of(2024, 2, 29)))

            fun built(): List<Expr<*>> =
                listOf(
                    number.plus(1),
                    number.plus(2),
                    number.plus(1).`as`("n"),
                    price.times(dec("0.5")),
                    label.concat("!"),
                    label.like("A%"),
                    label.contains("b"),
                    number.isDistinctFrom(7),
                    number.coalesce(1),
                    number.cast(Long::class.java),
                    Fn.orNull(number),
                    Fn.lower(label),
                    Fn.round(price, 1),
                    Fn.year(SAMPLE.day),
                    Fn.add(DatePart.MONTH, SAMPLE.day, 1),
                    Fn.`when`(number.gt(1), "a").otherwise("b"),
                    Fn.caseOf(number, mapOf(7 to "seven")).end(),
                    Fn.row(label, number).eq("Ab", 7),
                    Fn.count().over(),
                    Fn.sum(number).filter(number.gt(1)).over(Window.partitionBy(label)),
                    Fn.lag(number).over(Window.orderedBy(SAMPLE.id)),
                    Fn.call(Int::class.java, "abs", number),
                    Fn.raw(Int::class.java, "{0} * {1}", number, 2),
                    Fn.value(3, number),
                )
            val march = LocalDate.of(2024, 3, 29)
            val answers: List<Any?> =
                listOf<Any?>(8, 9, 8, dec("0.75"), "Ab!", true, true, false, 7, 7L, 7, "ab", dec("1.5"), 2024, march) +
                    listOf("a", "seven", true, 1L, 7, null, 7, 14, 3)
            val row = SAMPLE.select(*built().toTypedArray()).list().single()
            built().zip(answers).forEach { (expr, answer) ->
                withClue(expr.toString()) {
                    val value = row.get(expr)
                    (if (value is BigDecimal) value.compareTo(answer as BigDecimal) else value) shouldBe if (value is BigDecimal) 0 else answer
                }
            }
        }

        contract("conditions are values: one, made once, serves several joins and combines with others (EXP-20)", USER, TWEET) { _ ->
            Seeds.sowTweets()
            val hueys = USER.username.eq("huey")
            val meows = TWEET.content.eq("meow")
            val joined = TWEET.select().join(USER)

            fun count(condition: Condition) = joined.where(condition).count()
            count(hueys) shouldBe 3
            count(hueys.and(meows)) shouldBe 1
            count(hueys.not().or(meows)) shouldBe 3
            count(hueys.and(meows).not()) shouldBe 4
            joined.where(hueys).where(meows).count() shouldBe 1
            listOf(hueys, meows).reduce(Condition::or).let(::count) shouldBe 3
            joined.count() shouldBe 5
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

        test("how CASE, casts, rows and raw SQL are written (EXP-13, EXP-14, EXP-15, EXP-17)") {
            Fn.`when`<String?>(number.gt(1), "a").`when`(number.gt(0), label).otherwise("c").shouldRender(
                "case when @number > ? then ? when @number > ? then @label else ? end",
                listOf(1, "a", 0, "c"),
            )
            Fn.caseOf(label, linkedMapOf("a" to 1, "b" to 2)).end().shouldRender(
                "case @label when ? then ? when ? then ? end",
                listOf("a", 1, "b", 2),
            )
            number.cast(String::class.java).shouldRender("cast(@number as text)")
            number.cast(Double::class.javaObjectType).shouldRender("cast(@number as real)", listOf(), "cast(@number as double precision)")
            number.cast(Long::class.javaObjectType).shouldRender("cast(@number as integer)", listOf(), "cast(@number as bigint)")
            number.cast(Boolean::class.javaObjectType).shouldRender("(@number <> 0)")
            label.cast(BigDecimal::class.java).shouldRender("cast(@label as numeric)")
            label.cast(ByteArray::class.java).shouldRender("cast(@label as blob)", listOf(), "cast(@label as bytea)")
            val row = Fn.row(label, number)
            row.eq("a", 1).shouldRender("((@label, @number) = (?, ?))", listOf("a", 1))
            row.ne("a", 1).shouldRender("((@label, @number) <> (?, ?))", listOf("a", 1))
            row.lt("a", SAMPLE.number).shouldRender("((@label, @number) < (?, @number))", listOf("a"))
            row.le("a", 1).shouldRender("((@label, @number) <= (?, ?))", listOf("a", 1))
            row.gt("a", 1).shouldRender("((@label, @number) > (?, ?))", listOf("a", 1))
            row.ge("a", 1).shouldRender("((@label, @number) >= (?, ?))", listOf("a", 1))
            row.`in`(listOf(listOf("a", 1), listOf("b", 2))).shouldRender(
                "((@label, @number) in (values (?, ?), (?, ?)))",
                listOf("a", 1, "b", 2),
                "((@label, @number) in ((?, ?), (?, ?)))",
            )
            row.notIn(listOf(listOf("a", 1))).shouldRender("((@label, @number) not in (values (?, ?)))", listOf("a", 1), "((@label, @number) not in ((?, ?)))")
            val s = alias(SAMPLE, "s")
            row.`in`(s.select(s.label, s.number)).shouldRender(
                "((@label, @number) in (select \"s\".\"label\", \"s\".\"number\" from \"sample\" as \"s\"))",
            )
            Fn.raw(Int::class.javaObjectType, "{1} + {0} + {1}", 1, number).shouldRender("@number + ? + @number", listOf(1))
            Fn.rawCondition("{0} in (1, 2)", number).shouldRender("((@number in (1, 2)))")
            number.gt(s.select().asValue(Fn.max(s.number))).shouldRender("(@number > (select max(\"s\".\"number\") from \"sample\" as \"s\"))")
        }

        test("what has no meaning is refused when it is said, with what, where and the remedy") {
            fun refused(
                message: String,
                body: () -> Any?,
            ) = withClue(message) { shouldThrow<KingletException> { body() }.message shouldBe message }

            for ((operator, way) in mapOf<String, () -> Expr<*>>(
                "+" to { label.plus("a") },
                "-" to { label.minus("a") },
                "*" to { label.times("a") },
                "/" to { label.div(label) },
            )) {
                refused("'$operator' is for numbers, and sample.label is of type text\n  hint: cast the column, or use a function of Fn") { way() }
            }
            refused("'+' is for numbers, and sample.moment is of type timestamp\n  hint: cast the column, or use a function of Fn") {
                SAMPLE.moment.plus(SAMPLE.moment)
            }
            for ((operator, way) in mapOf<String, () -> Expr<*>>(
                "%" to { Fn.mod(price, dec("1")) },
                "&" to { Fn.bitAnd(price, dec("1")) },
                "|" to { Fn.bitOr(price, dec("1")) },
                "^" to { Fn.bitXor(price, dec("1")) },
                "<<" to { Fn.shiftLeft(price, 1) },
                ">>" to { Fn.shiftRight(price, 1) },
                "~" to { Fn.bitNot(price) },
            )) {
                refused(
                    "'$operator' is for whole numbers, and sample.price is of type numeric(12,2)\n" +
                        "  hint: cast the column, or use a function of Fn",
                ) { way() }
            }
            refused("a CASE of sample.label without a branch\n  hint: give one result or more") { Fn.caseOf(label, mapOf<String, Int>()) }
            val row = Fn.row(label, number)
            val each = "hint: give one value for each part"
            refused("the row value (sample.label, sample.number) of 2 parts is compared with 1\n  $each") { row.eq("a") }
            refused("the row value (sample.label, sample.number) of 2 parts is compared with 3\n  $each") { row.lt("a", 1, 2) }
            refused("the row value (sample.label, sample.number) of 2 parts is compared with 0\n  $each") { row.`in`(listOf(listOf())) }
            val place = "hint: write {0}, {1}, .. for the arguments, and ?? for an operator with a question mark"
            refused("raw SQL with a placeholder of its own: a = ?\n  $place") { Fn.rawCondition("a = ?", 1) }
            refused("raw SQL with a placeholder of its own: '?' = ?\n  $place") { Fn.raw(Long::class.javaObjectType, "'?' = ?") }
            refused("raw SQL with {1} and 1 arguments: {0} = {1}\n  hint: they are counted from {0}") { Fn.rawCondition("{0} = {1}", 1) }
            refused("raw SQL that does not use its argument {1}: {0} = 1\n  hint: write {0}, {1}, .. where the arguments go") {
                Fn.rawCondition("{0} = 1", 1, 2)
            }
            refused("raw SQL that does not use its argument {0}: a = '{0}'\n  hint: write {0}, {1}, .. where the arguments go") {
                Fn.rawCondition("a = '{0}'", 1)
            }
            for (name in listOf("", "a b", "f(", "drop table x; --", "1f", "a..b", "f.", "\"f\"")) {
                refused("'$name' is no name of a function\n  hint: for other SQL use raw(..)") { Fn.call(String::class.java, name) }
            }
            refused("no column type stands for java.lang.Thread\n  hint: use a class that a column factory of Table gives, such as Long, String or LocalDateTime") {
                Fn.call(Thread::class.java, "f")
            }
            refused("no column type stands for java.lang.Thread\n  hint: use a class that a column factory of Table gives, such as Long, String or LocalDateTime") {
                label.cast(Thread::class.java)
            }
            refused("substring from 0\n  hint: say 1 or more") { Fn.substring(label, 0) }
            refused("substring from -1\n  hint: say 1 or more") { Fn.substring(label, -1, 2) }
            refused("substring of -2\n  hint: say 0 or more") { Fn.substring(label, 1, -2) }
            refused("round to -1\n  hint: say 0 or more") { Fn.round(price, -1) }
        }

        contract("a row of values and a query of another width are refused (EXP-17)", SAMPLE) { _ ->
            val s = alias(SAMPLE, "s")
            shouldThrow<ProgrammingException> { SAMPLE.where(Fn.row(label, number).`in`(s.select(s.label))).list() }.message shouldBe
                "(sample.label, sample.number) is compared with a query of 1 columns: [s.label]\n  model: Samples as s\n  hint: select 2"
        }
    })
