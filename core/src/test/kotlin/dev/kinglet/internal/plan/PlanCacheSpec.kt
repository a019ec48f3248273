package dev.kinglet.internal.plan

import dev.kinglet.Database
import dev.kinglet.expr.Condition
import dev.kinglet.expr.Fn
import dev.kinglet.expr.and
import dev.kinglet.expr.eq
import dev.kinglet.expr.gt
import dev.kinglet.expr.inList
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.model.Table
import dev.kinglet.query.Select
import dev.kinglet.query.SelectDefinition
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

/** What a query costs beyond its JDBC: one look-up, when its shape was met before. */
class PlanCacheSpec :
    FunSpec({
        lateinit var db: Database
        beforeTest {
            db = Database.sqliteInMemory()
            db.bind(USER, TWEET, FAVORITE, RELATIONSHIP).createTables(USER, TWEET, FAVORITE, RELATIONSHIP)
        }
        afterTest { db.close() }

        fun misses(body: () -> Unit): Long {
            val before = db.planCacheStats().misses
            body()
            return db.planCacheStats().misses - before
        }

        fun timeline(name: String): Select<Tweet> {
            val owner = Table.alias(USER, "owner")
            return TWEET
                .select(TWEET.content, owner.username)
                .join(owner, TWEET.user.eq(owner))
                .where(owner.username.eq(name))
                .orderBy(TWEET.timestamp.desc())
                .limit(10)
        }

        test("the second run of a shape renders nothing, an alias made afresh included") {
            misses { timeline("huey").list() } shouldBe 1
            val hits = db.planCacheStats().hits
            misses { timeline("mickey").list() } shouldBe 0
            db.planCacheStats().hits shouldBe hits + 1
        }

        test("an alias without a class of its own hits as well") {
            fun query() = USER.alias("o").let { o -> TWEET.select(TWEET, o.col(USER.username)).join(o).list() }
            misses { query() } shouldBe 1
            misses { query() } shouldBe 0
        }

        test("aliases of different names are different SQL") {
            fun query(name: String) = Table.alias(USER, name).let { o -> TWEET.select().join(o).list() }
            misses { query("a") } shouldBe 1
            misses { query("b") } shouldBe 1
        }

        test("values never enter the key") {
            val planner = Planner(Dialect.SQLITE, 10)
            val query = USER.where(
                USER.username eq "a secret that nobody may see",
                USER.id inList listOf(4711L),
            ).limit(815)
            val key = planner.key(query.definition()).toString()
            key shouldNotContain "secret"
            key shouldNotContain "4711"
            key shouldNotContain "815"
            planner.key(query.definition()) shouldBe
                planner.key(USER.where(USER.username eq "b", USER.id inList listOf(1L)).limit(1).definition())
        }

        test("the values of a call are its own, whatever the thread asks for next") {
            val planner = Planner(Dialect.SQLITE, 10)

            fun call(vararg names: String) = planner.plan(names.fold(USER.select()) { query, name -> query.where(USER.username eq name) }.definition())
            val calls = listOf(call("a"), call("b"), call("c", "d", "e"), call("f", "g", "h"), call(), call("i", "j"), call("k"))
            calls.map { it.values().toList() } shouldBe
                listOf(listOf("a"), listOf("b"), listOf("c", "d", "e"), listOf("f", "g", "h"), listOf(), listOf("i", "j"), listOf("k"))
            calls[0].plan() shouldBe calls[6].plan()
        }

        test("shapes that differ in the name of an alias only do not share a hash") {
            val planner = Planner(Dialect.SQLITE, 10)
            val hashes = (1..1000).map { planner.key(Table.alias(USER, "u$it").let { alias -> alias.where(alias.username eq "a") }.definition()).hashCode() }
            hashes.distinct().size shouldBe 1000
        }

        test("lists of different lengths share a plan, and an empty one is a node of its own") {
            misses { USER.where(USER.id inList listOf(1L)).list() } shouldBe 1
            misses {
                for (n in 2..200) USER.where(USER.id inList (1L..n).toList()).list()
            } shouldBe 0
            misses { USER.where(USER.id inList listOf()).list() shouldBe listOf() } shouldBe 1
        }

        test("lists of a type that SQLite cannot take as one value are padded to few sizes") {
            val planner = Planner(Dialect.SQLITE, 10)

            fun key(n: Int) =
                planner.key(
                    SAMPLE.where(SAMPLE.weight.`in`((1..n).map { it / 2.0 })).definition(),
                )
            (1..64).map(::key).distinct().size shouldBe 7
            key(5) shouldBe key(8)
            key(8) shouldNotBe key(9)
        }

        test("null is another shape than a value") {
            misses { USER.where(USER.email.eq("x")).list() } shouldBe 1
            misses { USER.where(USER.email.eq(null as String?)).list() } shouldBe 1
        }

        test("get by key, save and delete take the same road") {
            val huey = USER.create(USER.username.to("huey"))
            val mickey = USER.create(USER.username.to("mickey"))
            USER.get(huey.id())
            huey.username = "Huey"
            huey.save()
            mickey.username = "Mickey"
            huey.delete()
            misses {
                USER.create(USER.username.to("zaizee"))
                USER.get(mickey.id())
                mickey.save()
                mickey.delete()
            } shouldBe 0
        }

        test("the cache is bounded") {
            val small = Planner(Dialect.SQLITE, 20)
            for (n in 1..200) small.plan(Table.alias(USER, "u$n").select().definition())
            small.misses() shouldBe 200
            withClue("plans kept") { (small.size() <= 20) shouldBe true }
        }

        test("a thousand shapes are planned once each, and found again") {
            val large = Planner(Dialect.SQLITE, 2_000)

            fun all() = (1..1_000).forEach { n -> large.plan(Table.alias(USER, "u$n").select().definition()) }
            repeat(3) { all() }
            large.misses() shouldBe 1_000
            large.hits() shouldBe 2_000
            large.size() shouldBe 1_000
        }

        test("each clause is part of the key") {
            val planner = Planner(Dialect.SQLITE, 10)
            val base = TWEET.select()
            val variants: Map<String, Select<*>> =
                mapOf(
                    "root" to USER.select(),
                    "items" to TWEET.select(TWEET.content),
                    "distinct" to base.distinct(),
                    "joins" to base.join(USER),
                    "where" to base.where(TWEET.content eq "x"),
                    "groupBy" to base.groupBy(TWEET.content),
                    "having" to base.having(Fn.count() gt 1L),
                    "orderBy" to base.orderBy(TWEET.content),
                    "limit" to base.limit(1),
                    "offset" to base.offset(1),
                    "options" to base.forUpdate(), // more of them in ShapeSpec
                )
            // a component that SelectDefinition gains has to be added here, and to the shape
            variants.keys shouldContainExactlyInAnyOrder SelectDefinition::class.java.recordComponents.map { it.name }
            val keys = (variants.values + listOf(base)).map { planner.key(it.definition()) }
            keys.distinct().size shouldBe keys.size
        }

        test("each part of a clause is part of the key") {
            val planner = Planner(Dialect.SQLITE, 10)
            val id = TWEET.id
            val conditions: List<Condition> =
                listOf(
                    id.eq(1L),
                    id.ne(1L),
                    id.lt(1L),
                    id.le(1L),
                    id.gt(1L),
                    id.ge(1L),
                    id.eq(TWEET.user.key()),
                    id.isNull,
                    id.isNotNull,
                    id.between(1L, 2L),
                    id.`in`(1L),
                    id.notIn(listOf(1L)),
                    id.`in`(listOf()),
                    id.notIn(listOf()),
                    id.`in`(TWEET.select()),
                    id.notIn(TWEET.select()),
                    id.`in`(TWEET.where(id gt 1L)),
                    id.eq(1L).not(),
                    id.eq(1L).and(id.eq(2L)),
                    id.eq(1L).or(id.eq(2L)),
                    id.plus(1L).eq(2L),
                    id.minus(1L).eq(2L),
                    id.times(1L).eq(2L),
                    id.div(1L).eq(2L),
                    id.coalesce(1L).eq(2L),
                    id.cast(Int::class.javaObjectType).eq(2),
                    id.cast(String::class.java).eq("2"),
                    Fn.max(id).eq(1L),
                    Fn.min(id).eq(1L),
                    Fn.count(id).eq(1L),
                    Fn.countDistinct(id).eq(1L),
                    Fn.count().eq(1L),
                    Fn.exists(TWEET.select()),
                    Fn.rawCondition("{0} = 1", id),
                    Fn.rawCondition("{0} = 2", id),
                    Fn.raw(Long::class.javaObjectType, "1").eq(1L),
                    Fn.value(1L).eq(1L),
                    Fn.value("x").eq("1"),
                    TWEET.content.like("x"),
                    TWEET.content.contains("x"),
                    TWEET.content.eq("x"),
                )
            val queries =
                conditions.map { TWEET.where(it) } +
                    listOf(
                        TWEET.select(id.`as`("a")),
                        TWEET.select(id.`as`("b")),
                        TWEET.select().orderBy(id.asc()),
                        TWEET.select().orderBy(id.desc()),
                        TWEET.select().orderBy(id.desc().nullsFirst()),
                        TWEET.select().orderBy(id.desc().nullsLast()),
                        TWEET.select().join(USER),
                        TWEET.select().leftJoin(USER),
                        TWEET.select().join(USER, TWEET.id.eq(USER.id)),
                        RELATIONSHIP.select().join(USER, RELATIONSHIP.fromUser),
                        RELATIONSHIP.select().join(USER, RELATIONSHIP.toUser),
                        TWEET.select().`as`("d").let { it.select(it.col(id)) },
                        TWEET.select().`as`("e").let { it.select(it.col(id)) },
                        TWEET.where(id gt 1L).`as`("e").let { it.select(it.col(id)) },
                    )
            val keys = queries.map { planner.key(it.definition()) }
            keys.groupBy { it }.filterValues { it.size > 1 }.keys shouldBe setOf()
        }

        test("two threads that ask for one new shape get the same answer") {
            val query = USER.where((USER.id gt 0L) and (USER.username eq "x"))
            val threads = (1..8).map { Thread { repeat(50) { query.list() } } }
            threads.forEach(Thread::start)
            threads.forEach(Thread::join)
            misses { query.list() } shouldBe 0
        }
    })
