package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.query.RawQuery
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.RawCaller
import tour.Seeds

private data class Loud(
    val username: String,
    val loud: String,
)

/** SQL as written, whole or in parts. */
class RawSpec :
    FunSpec({
        val all = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        contract("a query as written has the columns that the table has by now") { db ->
            db.execute("create table bird (id integer, name varchar(20))")
            db.execute("insert into bird values (1, 'owl')")
            db.connection().use {
                fun all(): Set<String> =
                    db
                        .query("select * from bird")
                        .maps()
                        .single()
                        .keys
                all() shouldBe setOf("id", "name")
                db.execute("alter table bird add column age integer")
                all() shouldBe setOf("id", "name", "age")
                db.execute("alter table bird rename column name to title")
                all() shouldBe setOf("id", "title", "age")
            }
        }

        contract("a query as written fills rows by the names of its columns (SEL-16)", *all) { db ->
            Seeds.sow()
            val query =
                USER.raw(
                    """select upper(username) as loud, username, id from "user" where username <> {0} and id < {1} order by id""",
                    "zaizee",
                    10L,
                )
            val rows = db.statements(1) { query.list() }
            rows.map { Triple(it.id(), it.username, it.get(RawQuery.col("loud"))) } shouldContainExactly
                listOf(Triple(1L, "huey", "HUEY"), Triple(2L, "mickey", "MICKEY"))
            rows[0].persisted() shouldBe true
            shouldRefuse<ModelException>("user.email was not selected with this row", "User", "name it in select(..)") {
                rows[0].get(USER.email)
            }
            rows[0].username = "Huey"
            rows[0].save() shouldBe 1
            query.maps()[1] shouldBe mapOf("loud" to "MICKEY", "username" to "mickey", "id" to 2L)
            query.into(Loud::class.java) shouldContainExactly listOf(Loud("Huey", "HUEY"), Loud("mickey", "MICKEY"))
            query.first()!!.username shouldBe "Huey"
            db.planCacheStats().let { before ->
                query.list()
                db.planCacheStats().misses shouldBe before.misses
            }
        }

        contract("from Java (SEL-16)", *all) { db ->
            Seeds.sow()
            RawCaller.louder("huey") shouldBe "huey HUEY"
            RawCaller.counted(db) shouldBe listOf(mapOf("n" to 3L))
        }

        contract("none is null, or an error that says so (SEL-16)", *all) { _ ->
            val none = USER.raw("""select * from "user" where username = {0}""", "nobody")
            none.first().shouldBeNull()
            none.list() shouldBe listOf()
            val error = shouldThrow<NotFoundException> { none.get() }
            error.summary() shouldBe "no row of User matches"
            error.sql() shouldBe """select * from "user" where username = {0}"""
        }

        contract("rows of no model (SEL-16)", *all) { db ->
            Seeds.sow()
            db.query("""select count(*) as n, {0} as text from tweet where user_id = {1}""", "it's {1}?", 1L).maps() shouldBe
                listOf(mapOf("n" to 3L, "text" to "it's {1}?"))
            db.query("select id from tweet where id = {0}", null).maps() shouldBe listOf()
            shouldRefuse<ProgrammingException>(
                "the rows of the query 'query' are of no model",
                "query",
                "read them by maps(), into(..) or values(..)",
            ) { db.query("select 1 as one").list() }
        }

        contract("fragments take values and expressions, and text that looks like a value stays text (EXP-15)", *all) { _ ->
            Seeds.sow()
            val size = Fn.raw(Int::class.javaObjectType, "length({0}) + {1}", TWEET.content, 10)
            TWEET.select(size).where(Fn.rawCondition("{0} like {1}", TWEET.content, "w%")).orderBy(TWEET.id).values(size) shouldContainExactly
                listOf(14, 15)
            TWEET.where(Fn.rawCondition("{0} = 'what? {0}'", TWEET.content)).count() shouldBe 0
            TWEET.where((TWEET.id eq 1L).and(Fn.rawCondition("1 = 0 or 1 = 1"))).count() shouldBe 1
        }

        test("a fragment, whole; a placeholder of its own is refused (EXP-15)") {
            TWEET.select(Fn.raw(Long::class.javaObjectType, "{0} + {1} + {0}", TWEET.id, 1L)).shouldRender(
                """select "tweet"."id" + ? + "tweet"."id" from "tweet"""",
                listOf(1L),
            )
            shouldRefuse<ProgrammingException>(
                "raw SQL with a placeholder of its own: id = ?",
                null,
                "write {0}, {1}, .. for the arguments, and ?? for an operator with a question mark",
            ) { USER.raw("id = ?") }
            shouldRefuse<ModelException>(
                "no column type stands for java.util.ArrayList",
                null,
                "use a class that a column factory of Table gives, such as Long, String or LocalDateTime",
            ) { USER.raw("{0}", arrayListOf(1)) }
        }
    })
