package dev.kinglet.contract

import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Fn.count
import dev.kinglet.expr.alias
import dev.kinglet.expr.eq
import dev.kinglet.expr.inList
import dev.kinglet.expr.lt
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.query.Select
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import tour.Models.Favorite.FAVORITE
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds

/** Queries put together, on databases of which one knows parentheses there and the other does not. */
class CompoundSpec :
    FunSpec({
        val all = arrayOf(USER, tour.Models.Team.TEAM, TWEET, FAVORITE, tour.Models.Relationship.RELATIONSHIP, tour.Models.Category.CATEGORY)

        fun ids(vararg ids: Long): Select<Tweet> = TWEET.select(TWEET.id).where(TWEET.id inList ids.toList())

        contract("union, union all, intersect and except (CTE-06)", *all) { _ ->
            Seeds.sow()
            ids(1, 2).union(ids(2, 3)).orderBy(TWEET.id).values(TWEET.id) shouldContainExactly listOf(1L, 2L, 3L)
            ids(1, 2).unionAll(ids(2, 3)).orderBy(TWEET.id).values(TWEET.id) shouldContainExactly listOf(1L, 2L, 2L, 3L)
            ids(1, 2).intersect(ids(2, 3)).values(TWEET.id) shouldContainExactly listOf(2L)
            ids(1, 2).except(ids(2, 3)).values(TWEET.id) shouldContainExactly listOf(1L)
        }

        test("the members stand as they are, or apart where the other database would read them otherwise (CTE-07)") {
            val a = TWEET.select(TWEET.id)
            val b = USER.select(USER.id)
            val c = FAVORITE.select(FAVORITE.id)
            val ta = """select "tweet"."id" from "tweet""""
            val tb = """select "user"."id" from "user""""
            val tc = """select "favorite"."id" from "favorite""""
            a.union(b).shouldRender("$ta union $tb")
            a.except(b.except(c)).shouldRender("$ta except select * from ($tb except $tc)", listOf(), "$ta except ($tb except $tc)")
            a.union(b).intersect(c).shouldRender(
                "select * from ($ta union $tb) intersect $tc",
                listOf(),
                "($ta union $tb) intersect $tc",
            )
        }

        contract("nested compounds mean what the expression says (CTE-07)", *all) { _ ->
            Seeds.sow()

            fun rows(query: Select<Tweet>) = query.orderBy(TWEET.id).values(TWEET.id)
            rows(ids(1, 2, 3).except(ids(2, 3).except(ids(3)))) shouldContainExactly listOf(1L, 3L)
            rows(ids(1, 2, 3).except(ids(2, 3)).except(ids(3))) shouldContainExactly listOf(1L)
            rows(ids(1).union(ids(2)).intersect(ids(2, 3))) shouldContainExactly listOf(2L)
            rows(ids(1).union(ids(2).intersect(ids(2, 3)))) shouldContainExactly listOf(1L, 2L)
            rows(ids(1, 2).union(ids(3)).except(ids(1).union(ids(3)))) shouldContainExactly listOf(2L)
        }

        contract("each member keeps its own order and limit; those of the whole apply to the whole (CTE-08)", *all) { _ ->
            Seeds.sow()
            val newest = TWEET.select(TWEET.id).orderBy(TWEET.id.desc()).limit(2)
            val oldest = TWEET.select(TWEET.id).orderBy(TWEET.id).limit(1)
            newest.union(oldest).orderBy(TWEET.id).values(TWEET.id) shouldContainExactly listOf(1L, 4L, 5L)
            newest.union(oldest).orderBy(TWEET.id.desc()).limit(2).offset(1).values(TWEET.id) shouldContainExactly listOf(4L, 1L)
            newest.union(oldest).orderBy(TWEET.id).offset(2).values(TWEET.id) shouldContainExactly listOf(5L)
            newest.unionAll(newest).limit(3).count() shouldBe 3
            newest.union(oldest).orderBy(TWEET.id.desc()).limit(2).shouldRender(
                """select * from (select "tweet"."id" from "tweet" order by "tweet"."id" desc limit ?) union """ +
                    """select * from (select "tweet"."id" from "tweet" order by "tweet"."id" asc limit ?) order by "id" desc limit ?""",
                listOf(2L, 1L, 2L),
                """(select "tweet"."id" from "tweet" order by "tweet"."id" desc fetch next ? rows only) union """ +
                    """(select "tweet"."id" from "tweet" order by "tweet"."id" asc fetch next ? rows only) order by "id" desc limit ?""",
            )
        }

        contract("rows are of the left query's model; other models may be put to them (CTE-06)", *all) { db ->
            Seeds.sow()
            val rows: List<User> =
                db.statements(1) {
                    USER.select(USER.id, USER.username).where(USER.username eq "huey").union(
                        TWEET.select(TWEET.id, TWEET.content).where(TWEET.content eq "whine"),
                    ).orderBy(USER.username).list()
                }
            rows.map { it.id() to it.username } shouldContainExactly listOf(1L to "huey", 5L to "whine")
        }

        contract("a compound of joined queries rebuilds the graph (CTE-06)", *all) { db ->
            Seeds.sow()

            fun of(name: String) = TWEET.select(TWEET, USER).join(USER).where(USER.username eq name)
            val rows = of("huey").unionAll(of("mickey")).orderBy(TWEET.timestamp).list()
            db.statements(0) {
                rows.map { it.content to it.user.username }
            } shouldContainExactly
                listOf("meow" to "huey", "hiss" to "huey", "purr" to "huey", "woof" to "mickey", "whine" to "mickey")
        }

        contract("a compound is counted, looked at, narrowed and read from (CTE-09, SEL-08, SEL-09, SEL-23)", *all) { _ ->
            Seeds.sow()
            val names = USER.select(USER.username).union(TWEET.select(TWEET.content))
            names.count() shouldBe 8
            names.exists() shouldBe true
            names.limit(3).count() shouldBe 3
            ids(99).union(ids(98)).exists() shouldBe false
            names.orderBy(USER.username.desc()).first()!!.username shouldBe "zaizee"
            names.orderBy(USER.username).scalar(USER.username) shouldBe "hiss"
            val both = names.`as`("both")
            both.select(Fn.upper(both.col(USER.username)) alias "u").where(both.col(USER.username) eq "huey").maps() shouldContainExactly
                listOf(mapOf("u" to "HUEY"))
            both.select().where(both.col(USER.username).lt("i")).orderBy(both.col(USER.username)).list().map { it.username } shouldContainExactly
                listOf("hiss", "huey")
        }

        contract("a compound stands in IN and EXISTS, also correlated (CTE-09)", *all) { _ ->
            Seeds.sow()
            TWEET.select().where(TWEET.id.`in`(ids(1).union(ids(3)))).orderBy(TWEET.id).values(TWEET.id) shouldContainExactly
                listOf(1L, 3L)
            val liked = FAVORITE.select(FAVORITE.id).where(FAVORITE.tweet.eq(TWEET))
            val own = TWEET.alias("own").let { own -> own.select(own.col(TWEET.id)).where(own.col(TWEET.id).eq(TWEET.id).and(TWEET.content.eq("purr"))) }
            TWEET.select().where(Fn.exists(liked.union(own))).values(TWEET.content) shouldContainExactlyInAnyOrder
                listOf("meow", "hiss", "woof", "purr")
        }

        contract("two columns of one name are told apart", *all) { _ ->
            Seeds.sow()
            val pairs = TWEET.select(TWEET.id, USER.id).join(USER)
            pairs.union(pairs).orderBy(USER.id.desc(), TWEET.id).first()!!.let { it.id() to it.user.id() } shouldBe (4L to 2L)
            val d = pairs.`as`("d")
            d.select(d.col(TWEET.id), d.col(USER.id)).where(d.col(USER.id) eq 2L).orderBy(d.col(TWEET.id)).maps() shouldContainExactly
                listOf(mapOf("id" to 4L, "id_2" to 2L), mapOf("id" to 5L, "id_2" to 2L))
            d.select(d.col(USER.id)).shouldRender(
                """select "d"."id_2" from (select "tweet"."id", "user"."id" as "id_2" from "tweet" """ +
                    """join "user" on "tweet"."user_id" = "user"."id") as "d"""",
            )
        }

        test("clauses that a compound does not have are refused, with what to do instead") {
            val names = USER.select(USER.username).union(TWEET.select(TWEET.content))
            val refused =
                mapOf<String, () -> Any>(
                    "where" to { names.where(USER.id eq 1L) },
                    "join" to { names.join(TWEET) },
                    "groupBy" to { names.groupBy(USER.id) },
                    "having" to { names.having(USER.id eq 1L) },
                    "distinct" to { names.distinct() },
                    "select" to { names.select(USER.id) },
                    "lock" to { names.forUpdate() },
                )
            refused.forEach { (clause, call) ->
                shouldRefuse<ProgrammingException>("$clause(..) on the union of two queries", "User", "say it of each query, or of both as one: query.as(\"both\").select()") {
                    call()
                }
            }
            shouldRefuse<ProgrammingException>("the union of two queries is sorted by user.id, which they do not select", "User", "sort by one of [user.username]") {
                names.using(dev.kinglet.fixtures.TestDatabases.sharedPostgres).orderBy(USER.id).sql()
            }
        }

        contract("values and counts of groups come from compounds as well", *all) { _ ->
            Seeds.sow()
            val n = count(TWEET.id) alias "n"
            val perUser = TWEET.select(TWEET.user.key(), n).groupBy(TWEET.user)
            perUser.unionAll(perUser).values(n).sorted() shouldContainExactly listOf(2L, 2L, 3L, 3L)
        }
    })
