package dev.kinglet.expr

import dev.kinglet.fixtures.Samples.SAMPLE
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

/** Expressions are values. */
class ExprSpec :
    FunSpec({
        /** One of each kind, built anew at each call. */
        fun nodes(): List<Expr<*>> =
            listOf(
                USER.id,
                USER.username,
                USER.id.eq(1L),
                USER.id.eq(2L),
                USER.id.ne(1L),
                USER.id.eq(TWEET.id),
                USER.id.isNull,
                USER.id.isNotNull,
                USER.id.between(1L, 2L),
                USER.id.between(1L, 3L),
                USER.id.`in`(1L, 2L),
                USER.id.`in`(1L),
                USER.id.notIn(listOf(1L)),
                USER.id.`in`(listOf()),
                USER.id.notIn(listOf()),
                USER.id.eq(1L).not(),
                USER.id.eq(1L).and(USER.id.eq(2L)),
                USER.id.eq(1L).or(USER.id.eq(2L)),
                USER.id.plus(1L),
                USER.id.minus(1L),
                USER.id.times(1L),
                USER.id.div(1L),
                USER.id.coalesce(1L),
                USER.id.cast(String::class.java),
                USER.id.`as`("a"),
                USER.id.`as`("b"),
                USER.username.like("a%"),
                USER.username.contains("a"),
                USER.username.startsWith("a"),
                USER.username.endsWith("a"),
                SAMPLE.data.eq(byteArrayOf(1)),
                Fn.count(),
                Fn.count(USER.id),
                Fn.countDistinct(USER.id),
                Fn.max(USER.id),
                Fn.lower(USER.username),
                Fn.value(1L),
                Fn.value(1),
                Fn.raw(Long::class.javaObjectType, "1"),
                Fn.raw(Long::class.javaObjectType, "{0}", USER.id),
                Fn.rawCondition("true"),
            )

        test("two expressions are equal when their parts are, in both directions, and never otherwise (2.6)") {
            val some = nodes()
            val others = nodes()
            for (i in some.indices) {
                for (j in others.indices) {
                    withClue("${some[i]} and ${others[j]}") { (some[i] == others[j]) shouldBe (i == j) }
                }
                some[i].hashCode() shouldBe others[i].hashCode()
            }
            (some + others).toSet().size shouldBe some.size
        }

        test("toString reads like SQL and hides values") {
            (USER.username.eq("a secret").and(USER.id.`in`(1L, 2L).not())).toString() shouldBe
                "((user.username = ?) and not user.id in (2 values))"
            Fn.count(TWEET.id).`as`("n").toString() shouldBe "count(tweet.id) as n"
            Fn.countDistinct(TWEET.id).toString() shouldBe "count(distinct tweet.id)"
            USER.email.desc().nullsLast().toString() shouldBe "user.email desc nulls last"
            Fn.raw(Long::class.javaObjectType, "length({0})", USER.username).toString() shouldBe
                "length({0}) with user.username"
        }

        test("negating twice is the condition itself (EXP-02)") {
            val condition = USER.id.eq(1L)
            condition.not().not() shouldBe condition
        }

        test("a list is copied when the condition is made (EXP-03)") {
            val ids = mutableListOf(1L)
            val condition = USER.id.`in`(ids)
            ids += 2L
            condition shouldBe USER.id.`in`(1L)
        }
    })
