package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Fn.count
import dev.kinglet.expr.Fn.max
import dev.kinglet.expr.Fn.value
import dev.kinglet.expr.Window
import dev.kinglet.expr.alias
import dev.kinglet.expr.eq
import dev.kinglet.expr.gt
import dev.kinglet.expr.le
import dev.kinglet.expr.lt
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Table
import dev.kinglet.query.Cte
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import tour.Models.Category
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds

/** Queries under a name, in front of a statement or inside of it. */
class CteSpec :
    FunSpec({
        val all = arrayOf(USER, tour.Models.Team.TEAM, TWEET, FAVORITE, tour.Models.Relationship.RELATIONSHIP, tour.Models.Category.CATEGORY)
        val latest = Table.alias(TWEET, "latest")
        val maxTs = max(latest.timestamp) alias "max_ts"
        val perUser = latest.select(latest.user, maxTs).groupBy(latest.user)

        test("a CTE stands once in front of the statement, said or not (CTE-01)") {
            val cte = perUser.cte("latest_of")
            val sql =
                """with "latest_of" as (select "latest"."user_id", max("latest"."timestamp") as "max_ts" from "tweet" as "latest" """ +
                    """group by "latest"."user_id") select "tweet"."id" from "tweet" join "latest_of" on """ +
                    """("tweet"."user_id" = "latest_of"."user_id" and "tweet"."timestamp" = "latest_of"."max_ts")"""
            val query =
                TWEET.select(TWEET.id).join(cte, TWEET.user.eq(cte.col(latest.user)).and(TWEET.timestamp.eq(cte.col(maxTs))))
            query.shouldRender(sql)
            query.with(cte).shouldRender(sql)
            // making one changes nothing of the query it is made of
            perUser.shouldRender(
                """select "latest"."user_id", max("latest"."timestamp") as "max_ts" from "tweet" as "latest" group by "latest"."user_id"""",
            )
        }

        contract("latest of a group, by derived table and by CTE (JON-17)", *all) { db ->
            Seeds.sow()
            for (source in listOf(perUser.`as`("newest"), perUser.cte("newest"))) {
                db.statements(1) {
                    TWEET
                        .select(TWEET, USER)
                        .join(source, TWEET.user.eq(source.col(latest.user)).and(TWEET.timestamp.eq(source.col(maxTs))))
                        .joinFrom(TWEET, USER)
                        .orderBy(TWEET.id)
                        .list()
                        .map { it.content to it.user.username }
                } shouldContainExactly listOf("purr" to "huey", "whine" to "mickey")
            }
        }

        contract("a CTE is read from by several queries of one statement, at any depth (CTE-01)", *all) { _ ->
            Seeds.sow()
            val busy = TWEET.select(TWEET.user.key(), count(TWEET.id) alias "n").groupBy(TWEET.user).cte("busy")
            val n = busy.col(count(TWEET.id))
            val most = busy.select().asValue(max(n))
            USER
                .select(USER.username)
                .where(USER.id.`in`(busy.select(busy.col(TWEET.user.key())).where(n.eq(most))))
                .values(USER.username) shouldContainExactly listOf("huey")
        }

        contract("one CTE reads from another, whatever order they are named in (CTE-01)", *all) { _ ->
            Seeds.sow()
            val hueys = USER.select(USER.id).where(USER.username eq "huey").cte("hueys")
            val tweets = TWEET.select(TWEET.id).where(TWEET.user.key().`in`(hueys.select(hueys.col(USER.id)))).cte("tweets")
            tweets.select(tweets.col(TWEET.id)).with(tweets, hueys).orderBy(tweets.col(TWEET.id)).values(tweets.col(TWEET.id)) shouldContainExactly
                listOf(1L, 2L, 3L)
        }

        contract("rows of a CTE are rows of the model it selects from (CTE-02, SEL-23)", *all) { db ->
            Seeds.sow()
            val old = TWEET.select(TWEET.id, TWEET.content, Fn.length(TWEET.content) alias "size").where(TWEET.id le 2L).cte("old")
            val size = old.col(Fn.length(TWEET.content) alias "size")
            val rows = db.statements(1) { old.select().where(size.eq(4)).orderBy(old.col(TWEET.id)).list() }
            rows.map { Triple(it.id(), it.content, it.get(size)) } shouldContainExactly
                listOf(Triple(1L, "meow", 4), Triple(2L, "hiss", 4))
            rows[0].get(old.col(TWEET.content)) shouldBe "meow"
        }

        contract("a recursive query: all descendants with their depth (CTE-03)", *all) { db ->
            Seeds.sow()
            val depth = value(0) alias "depth"
            val tree =
                CATEGORY.select(CATEGORY.id, CATEGORY.name, depth).where(CATEGORY.parent.isNull).cte("tree").recursive { self ->
                    val child = Table.alias(CATEGORY, "child")
                    child.select(child.id, child.name, self.col(depth).plus(1)).join(self, child.parent.key().eq(self.col(CATEGORY.id)))
                }
            db.statements(1) {
                tree.select(tree.col(CATEGORY.name), tree.col(depth)).orderBy(tree.col(depth)).maps()
            } shouldContainExactly
                listOf(
                    mapOf("name" to "root", "depth" to 0),
                    mapOf("name" to "left", "depth" to 1),
                    mapOf("name" to "leaf", "depth" to 2),
                )
        }

        test("a recursive query, whole (CTE-03)") {
            val n = value(1) alias "n"
            val numbers =
                USER.select(n).cte("numbers").recursiveDistinct { self -> self.select(self.col(n).plus(1)).where(self.col(n) lt 5) }
            numbers.select(numbers.col(n)).shouldRender(
                """with recursive "numbers" as (select cast(? as integer) as "n" from "user" union """ +
                    """select ("numbers"."n" + ?) from "numbers" where "numbers"."n" < ?) select "numbers"."n" from "numbers"""",
                listOf(1, 1, 5),
            )
        }

        contract("a circle ends where it is guarded, and with distinct rows (CTE-03)", CATEGORY) { _ ->
            val a = CATEGORY.create(CATEGORY.name.to("a"))
            val b = CATEGORY.create(CATEGORY.name.to("b"), CATEGORY.parent.to(a))
            val c = CATEGORY.create(CATEGORY.name.to("c"), CATEGORY.parent.to(b))
            CATEGORY.update(CATEGORY.parent.to(c)).where(CATEGORY.id eq a.id()).execute()

            fun descendants(start: Category) =
                CATEGORY.select(CATEGORY.id).where(CATEGORY.id eq start.id()).cte("tree")
            val child = Table.alias(CATEGORY, "child")

            fun next(self: Cte<Category>) = child.select(child.id).join(self, child.parent.key().eq(self.col(CATEGORY.id)))
            val guarded = descendants(a).recursive { next(it) }.guardedBy(CATEGORY.id)
            guarded.select(guarded.col(CATEGORY.id)).orderBy(guarded.col(CATEGORY.id)).values(guarded.col(CATEGORY.id)) shouldContainExactly
                listOf(a.id(), b.id(), c.id())
            val distinct = descendants(b).recursiveDistinct { next(it) }
            distinct.select().count() shouldBe 3
            shouldRefuse<ProgrammingException>("'tree' is not recursive, so there is no circle to guard against", "Category", "call recursive(..) first") {
                descendants(a).guardedBy(CATEGORY.id)
            }
            shouldRefuse<ProgrammingException>("category.name is not in the select list of 'tree'", "Category", "name the columns of both queries, the key at the same place") {
                descendants(a).recursive { next(it) }.guardedBy(CATEGORY.name)
            }
        }

        test("materialized or not, also when recursive (CTE-04)") {
            val some = USER.select(USER.id)
            some.cte("c").materialized().let { it.select(it.col(USER.id)) }.shouldRender(
                """with "c" as materialized (select "user"."id" from "user") select "c"."id" from "c"""",
            )
            some.cte("c").notMaterialized().let { it.select(it.col(USER.id)) }.shouldRender(
                """with "c" as not materialized (select "user"."id" from "user") select "c"."id" from "c"""",
            )
            val grown = some.cte("c").materialized().recursive { it.select(it.col(USER.id).plus(1)).where(it.col(USER.id) lt 3L) }
            grown.select(grown.col(USER.id)).shouldRender(
                """with recursive "c" as materialized (select "user"."id" from "user" union all """ +
                    """select ("c"."id" + ?) from "c" where "c"."id" < ?) select "c"."id" from "c"""",
                listOf(1L, 3L),
            )
        }

        contract("a write that returns rows feeds another statement (CTE-05)", *all) { db ->
            Seeds.sow()
            val gone = TWEET.delete().where(TWEET.content eq "whine").returning(TWEET, TWEET.user.key(), TWEET.content).cte("gone")
            val archive =
                TWEET.insertFrom(
                    listOf(TWEET.user, TWEET.content, TWEET.timestamp),
                    gone.select(gone.col(TWEET.user.key()), gone.col(TWEET.content).concat("!"), Fn.utcNow()),
                )
            if (db.dialect() == Dialect.SQLITE) {
                shouldThrow<ProgrammingException> { archive.execute() }.message shouldContain
                    "SQLite has no writes inside of other statements"
                TWEET.select().count() shouldBe 5
            } else {
                db.statements(1) { archive.execute() } shouldBe 1
                TWEET.select().orderBy(TWEET.id).values(TWEET.content) shouldContainExactly listOf("meow", "hiss", "purr", "woof", "whine!")
                val renamed = TWEET.update(TWEET.content.to("x")).where(TWEET.id le 2L).returning(TWEET).cte("renamed")
                USER.select().with(renamed).count() shouldBe 3 // carried out, though no one reads from it
                TWEET.where(TWEET.content eq "x").count() shouldBe 2
            }
        }

        contract("writes answer the rows they wrote, as models, values, maps (CTE-05)", *all) { db ->
            Seeds.sow()
            val touched =
                db.statements(1) { TWEET.update(TWEET.content.to("x")).where(TWEET.id gt 3L).returning(TWEET).list() }
            touched.map { it.id() to it.content }.sortedBy { it.first } shouldContainExactly listOf(4L to "x", 5L to "x")
            TWEET.delete().where(TWEET.id eq 5L).returning(TWEET).first()!!.content shouldBe "x"
            TWEET.update(TWEET.content.to("y")).where(TWEET.id eq 4L).returning(TWEET).values(Fn.upper(TWEET.content)) shouldBe listOf("Y")
            TWEET.update(TWEET.content.to("z")).where(TWEET.id eq 99L).returning(TWEET).list() shouldBe listOf()
            USER.insert(USER.username.to("new")).returning(USER, USER.id, USER.username).maps() shouldBe
                listOf(mapOf("id" to 4L, "username" to "new"))
            shouldThrow<ProgrammingException> { TWEET.delete().returning(TWEET).list() }.message shouldContain "without a condition"
            TWEET.select().count() shouldBe 4
        }

        contract("a list of values is a source (CTE-13)", *all) { db ->
            Seeds.sow()
            val wanted = Cte.values("wanted", listOf(USER.username, USER.email), listOf(listOf("huey", "h@x"), listOf("nobody", null)))
            db.statements(1) {
                USER
                    .select(USER.username, wanted.col(USER.email))
                    .join(wanted, USER.username.eq(wanted.col(USER.username)))
                    .maps()
            } shouldContainExactly listOf(mapOf("username" to "huey", "email" to "h@x"))
            wanted.select(wanted.col(USER.email)).using(db).orderBy(wanted.col(USER.username)).values(wanted.col(USER.email)) shouldContainExactly
                listOf("h@x", null)
            USER
                .update(USER.email.to(wanted.select().where(wanted.col(USER.username).eq(USER.username)).asValue(wanted.col(USER.email))))
                .where(USER.username.`in`(wanted.select(wanted.col(USER.username))))
                .execute() shouldBe 1
            USER.get(USER.username eq "huey").get(USER.email) shouldBe "h@x"
        }

        test("values, whole (CTE-13)") {
            val v = Cte.values("v", listOf(USER.id, USER.username), listOf(listOf(1L, "a"), listOf(2L, "b")))
            USER.select(USER.id).join(v, v.col(USER.id).eq(USER.id)).shouldRender(
                """with "v" ("id", "username") as (values (?, ?), (?, ?)) select "user"."id" from "user" """ +
                    """join "v" on "v"."id" = "user"."id"""",
                listOf(1L, "a", 2L, "b"),
                """with "v" ("id", "username") as (values (cast(? as bigint), cast(? as text)), (?, ?)) select "user"."id" from "user" """ +
                    """join "v" on "v"."id" = "user"."id"""",
            )
            shouldRefuse<ProgrammingException>("the values 'v' have no rows, or no columns", null, "give one or more; an empty list matches nothing, so the query is not needed") {
                Cte.values("v", listOf(USER.id), listOf())
            }
            shouldRefuse<ProgrammingException>("a row of 'v' has 2 values for 1 columns", null, "give one value for each column") {
                Cte.values("v", listOf(USER.id), listOf(listOf(1L, 2L)))
            }
        }

        contract("values that a column of their type refuses are refused, and never cut off (CTE-13)", SAMPLE) { db ->
            val v = Cte.values("v", listOf(SAMPLE.code), listOf(listOf("123456")))
            shouldThrow<DataException> { v.select(v.col(SAMPLE.code)).using(db).rows() }
        }

        contract("top of a group: window in a CTE, correlated count (CTE-15)", *all) { _ ->
            Seeds.sow()
            val rank = Fn.rowNumber().over(Window.partitionBy(TWEET.user).orderBy(TWEET.id.desc())) alias "rank"
            val ranked = TWEET.select(TWEET.id, TWEET.content, rank).cte("ranked")
            ranked.select(ranked.col(TWEET.content)).where(ranked.col(rank) le 2L).orderBy(ranked.col(TWEET.id)).values(ranked.col(TWEET.content)) shouldContainExactly
                listOf("hiss", "purr", "woof", "whine")
            val newer = Table.alias(TWEET, "newer")
            val behind = newer.where(newer.user.eq(TWEET.user), newer.id.gt(TWEET.id)).asValue(count())
            TWEET.where(behind.lt(1L)).orderBy(TWEET.id).values(TWEET.content) shouldContainExactly listOf("purr", "whine")
        }

        test("names that clash, a reference out of its query, and columns that are not there are refused") {
            val some = USER.select(USER.id).cte("c")
            val other = TWEET.select(TWEET.id).cte("c")
            val pg = TestDatabases.sharedPostgres
            shouldRefuse<ProgrammingException>("two queries of the statement are named 'c'", "c", "give one of them another name: cte(\"name\")") {
                some.select(some.col(USER.id)).where(some.col(USER.id).`in`(other.select(other.col(TWEET.id)))).using(pg).sql()
            }
            var leaked: Cte<*>? = null
            some.recursive {
                leaked = it
                it.select(it.col(USER.id))
            }
            shouldRefuse<ProgrammingException>("'c' stands for a recursive query, and is used outside of it", "c", "use the query that recursive(..) answers") {
                leaked!!.select(leaked!!.col(USER.id)).using(pg).sql()
            }
            shouldRefuse<ProgrammingException>("'c' has no column user.username: it selects [user.id]", "c", "select it there, or use the expression that is selected") {
                some.select(some.col(USER.username)).using(pg).sql()
            }
        }
    })
