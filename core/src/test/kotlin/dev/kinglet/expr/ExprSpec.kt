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
                Fn.rawCondition("{0}", 1),
                USER.id.isDistinctFrom(1L),
                USER.id.isNotDistinctFrom(1L),
                USER.username.like(USER.email),
                USER.username.ilike("a%"),
                USER.username.ilike(USER.email),
                USER.username.regexp("a"),
                USER.username.iregexp("a"),
                USER.username.contains(USER.email),
                USER.username.startsWith(USER.email),
                USER.username.endsWith(USER.email),
                USER.username.concat("a"),
                USER.username.concat(USER.email),
                USER.username.collate("C"),
                USER.username.collate("NOCASE"),
                USER.id.coalesce(2L),
                USER.id.coalesce(USER.id),
                Fn.orNull(USER.id),
                Fn.negate(USER.id),
                Fn.mod(USER.id, 2L),
                Fn.bitAnd(USER.id, 2L),
                Fn.bitOr(USER.id, 2L),
                Fn.bitXor(USER.id, 2L),
                Fn.bitNot(USER.id),
                Fn.shiftLeft(USER.id, 2),
                Fn.shiftRight(USER.id, 2),
                Fn.round(SAMPLE.price),
                Fn.round(SAMPLE.price, 1),
                Fn.round(SAMPLE.weight),
                Fn.substring(USER.username, 1),
                Fn.substring(USER.username, 1, 2),
                Fn.position(USER.username, "a"),
                Fn.year(USER.joinDate),
                Fn.month(USER.joinDate),
                Fn.year(SAMPLE.day),
                Fn.truncate(DatePart.MONTH, USER.joinDate),
                Fn.truncate(DatePart.YEAR, USER.joinDate),
                Fn.add(DatePart.MONTH, USER.joinDate, 1),
                Fn.add(DatePart.QUARTER, USER.joinDate, 1),
                Fn.add(DatePart.MONTH, USER.joinDate, 2),
                Fn.greatest(USER.id, TWEET.id),
                Fn.least(USER.id, TWEET.id),
                Fn.least(TWEET.id, USER.id),
                Fn.nullIf(USER.id, 1L),
                Fn.`when`(USER.id.eq(1L), 1).otherwise(2),
                Fn.`when`(USER.id.eq(1L), 1).otherwise(3),
                Fn.`when`(USER.id.eq(1L), 1).end(),
                Fn.`when`(USER.id.eq(1L), 1).`when`(USER.id.eq(2L), 2).end(),
                Fn.caseOf(USER.id, mapOf(1L to 1)).end(),
                Fn.row(USER.id, USER.username).eq(1L, "a"),
                Fn.row(USER.id, USER.username).eq(1L, "b"),
                Fn.row(USER.id, USER.username).lt(1L, "b"),
                Fn.row(USER.id, USER.username).`in`(listOf(listOf(1L, "a"))),
                Fn.row(USER.id, USER.username).notIn(listOf(listOf(1L, "a"))),
                Fn.sum(USER.id),
                Fn.sum(USER.id).distinct(),
                Fn.sum(USER.id).filter(USER.id.gt(1L)),
                Fn.sum(USER.id).filter(USER.id.gt(2L)),
                Fn.sum(USER.id).orderBy(USER.id),
                Fn.sum(USER.id).orderBy(USER.id.desc()),
                Fn.sum(USER.id).over(),
                Fn.sum(USER.id).over(Window.partitionBy(USER.username)),
                Fn.sum(USER.id).over(Window.orderedBy(USER.username)),
                Fn.sum(USER.id).over(Window.orderedBy(USER.username).`as`("w")),
                Fn.stringAgg(USER.username, ","),
                Fn.stringAgg(USER.username, ";"),
                Fn.rank().over(),
                Fn.denseRank().over(),
                Fn.lag(USER.id).over(),
                Fn.lag(USER.id, 2).over(),
                Fn.call(Long::class.java, "f", USER.id),
                Fn.call(Long::class.java, "f", 1),
                Fn.call(Int::class.java, "f", 1),
                Fn.call(Long::class.java, "g", 1),
                Fn.value(null, USER.email),
                Fn.value("a", USER.email),
                Fn.random(),
                Fn.utcNow(),
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

        test("an expression that holds a query is equal where it holds the same one") {
            val query = TWEET.select(TWEET.id)
            USER.id.`in`(query) shouldBe USER.id.`in`(query)
            Fn.exists(query) shouldBe Fn.exists(query)
            (USER.id.`in`(query) == USER.id.notIn(query)) shouldBe false
            (Fn.exists(query) == Fn.exists(TWEET.select(TWEET.id))) shouldBe false
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

        test("toString of each kind of node (2.6)") {
            val texts =
                mapOf(
                    USER.email.isDistinctFrom("a") to "(user.email is distinct from ?)",
                    USER.email.isNotDistinctFrom(null as String?) to "user.email is null",
                    USER.id.between(1L, 2L) to "user.id between ? and ?",
                    USER.id.notIn(listOf(1L, 2L, 3L)) to "user.id not in (3 values)",
                    USER.username.like("a%") to "(user.username like ?)",
                    USER.username.contains("a") to "(user.username ilike ?)",
                    USER.username.contains(USER.email) to "(user.username ilike escape(user.email))",
                    USER.username.regexp("a") to "(user.username ~ ?)",
                    USER.id.plus(1L).times(USER.id) to "((user.id + ?) * user.id)",
                    USER.username.concat("a") to "(user.username || ?)",
                    USER.username.collate("C") to "user.username collate C",
                    USER.email.coalesce("a") to "coalesce(user.email, ?)",
                    USER.id.cast(String::class.java) to "cast(user.id as text)",
                    Fn.orNull(USER.id) to "user.id",
                    Fn.year(USER.joinDate) to "year(user.join_date)",
                    Fn.truncate(DatePart.DAY, USER.joinDate) to "truncate_day(user.join_date)",
                    Fn.add(DatePart.QUARTER, USER.joinDate, 1) to "add_month(user.join_date, ?)",
                    Fn.negate(USER.id) to "-(user.id)",
                    Fn.`when`(USER.id.gt(1L), "a").otherwise("b") to "case when (user.id > ?) then ? else ? end",
                    Fn.caseOf(USER.username, mapOf("a" to 1)).end() to "case user.username when ? then ? end",
                    Fn.row(USER.id, USER.username).eq(1L, "a") to "((user.id, user.username) = (?, ?))",
                    Fn.row(USER.id, USER.username).`in`(listOf(listOf(1L, "a"))) to "(user.id, user.username) in (1 rows)",
                    Fn.stringAgg(USER.username, ",").distinct().orderBy(USER.id.desc()).filter(USER.id.gt(1L)) to
                        "string_agg(distinct user.username, ? order by user.id desc) filter (where (user.id > ?))",
                    Fn.call(Int::class.java, "My_F", USER.id, 1) to "my_f(user.id, ?)",
                    Fn.exists(TWEET.select()).not() to "not exists (${TWEET.select()})",
                )
            for ((expr, text) in texts) expr.toString() shouldBe text
            Fn.row(USER.id, USER.username).toString() shouldBe "(user.id, user.username)"
            Fn.row(USER.id) shouldBe Fn.row(USER.id)
            Fn.row(USER.id).hashCode() shouldBe Fn.row(USER.id).hashCode()
            (Fn.row(USER.id) == Fn.row(TWEET.id)) shouldBe false
            Fn.`when`(USER.id.gt(1L), "a").toString() shouldBe "case when (user.id > ?) then ? end (not ended)"
            Window.partitionBy(USER.id).toString() shouldBe "Window[name=null, partitionBy=[user.id], orderBy=[], frame=null]"
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
