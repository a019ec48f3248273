package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.expr.gt
import dev.kinglet.fixtures.Stock.Line.LINE
import dev.kinglet.fixtures.Stock.STOCK
import dev.kinglet.fixtures.Stock.Shelf.SHELF
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeKey
import dev.kinglet.model.Table
import dev.kinglet.query.Cte
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds

/** Updates and deletes: what is set, of which rows, read from where. */
class UpdateFromSpec :
    FunSpec({
        val tables = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        fun contents() = TWEET.select().orderBy(TWEET.id).values(TWEET.content)

        contract("expressions, sub-selects of the row's own, and maps (WRT-14)", *tables) { db ->
            Seeds.sow()
            TWEET.update(TWEET.content.to(Fn.upper(TWEET.content).concat("!"))).where(TWEET.id eq 1L).execute() shouldBe 1
            val likes = FAVORITE.where(FAVORITE.tweet.eq(TWEET)).asValue(Fn.count())
            db.sends(
                """update "tweet" set "content" = cast((select count(*) from "favorite" where "favorite"."tweet_id" = "tweet"."id") as text) """ +
                    """where "tweet"."id" <= ?""",
            ) { TWEET.update(TWEET.content.to(likes.cast(String::class.java))).where(TWEET.id.le(3L)).execute() shouldBe 3 }
            contents() shouldBe listOf("2", "1", "0", "woof", "whine")
            TWEET.update(mapOf("content" to "x", TWEET.user to USER.get(2L))).where(TWEET.id eq 1L).execute() shouldBe 1
            TWEET.update(mapOf("user_id" to 3, "content" to Fn.lower(Fn.value("Y")))).where(TWEET.id eq 2L).execute() shouldBe 1
            TWEET.select().orderBy(TWEET.id).limit(2).list().map { it.userId to it.content } shouldBe listOf(2L to "x", 3L to "y")
            shouldRefuse<ModelException>("'text' is no column of Tweet", "Tweet", "there are [id, user, content, timestamp]") {
                TWEET.update(mapOf("text" to "x"))
            }
            shouldRefuse<ProgrammingException>("update of Tweet sets nothing", "Tweet", "name at least one: column.to(value)") {
                TWEET.update(mapOf<String, Any>())
            }
        }

        contract("a row by its key (WRT-17)", *tables, SHELF) { db ->
            Seeds.sow()
            db.sends("""update "tweet" set "content" = ? where "tweet"."id" = ?""", """delete from "favorite" where "favorite"."id" = ?""") {
                TWEET.updateByKey(1L, TWEET.content.to("x")) shouldBe 1
                FAVORITE.deleteByKey(1L) shouldBe 1
            }
            TWEET.updateByKey(99L, TWEET.content.to("x")) shouldBe 0
            FAVORITE.deleteByKey(1L) shouldBe 0
            contents().first() shouldBe "x"
            SHELF.insertMany(listOf(SHELF.place, SHELF.level), listOf(listOf("a", 1), listOf("a", 2))).execute()
            SHELF.updateByKey(CompositeKey.of("a", 1), SHELF.used.to(5)) shouldBe 1
            SHELF.deleteByKey(CompositeKey.of("a", 2)) shouldBe 1
            SHELF.select().single().get(SHELF.used) shouldBe 5
            shouldThrow<ModelException> { SHELF.deleteByKey(CompositeKey.of("a")) }.summary() shouldBe
                "the key of Shelf has 2 columns, and 1 were given"
        }

        contract("other sources: a table by its foreign key or a condition (WRT-15)", *tables) { db ->
            Seeds.sow()
            db.sends(
                """update "tweet" set "content" = ("user"."username" || ?) from "user" where ("tweet"."user_id" = "user"."id" and "user"."username" = ?)""",
                """update "tweet" set "content" = "owner"."username" from "user" as "owner" where ("owner"."id" = "tweet"."user_id" and "tweet"."id" = ?)""",
            ) {
                TWEET.update(TWEET.content.to(USER.username.concat("!"))).from(USER, TWEET.user).where(USER.username eq "huey").execute() shouldBe 3
                val owner = Table.alias(USER, "owner")
                TWEET.update(TWEET.content.to(owner.username)).from(owner).where(owner.id.eq(TWEET.user.key()), TWEET.id eq 4L).execute() shouldBe 1
            }
            contents() shouldBe listOf("huey!", "huey!", "huey!", "mickey", "whine")
            shouldThrow<ProgrammingException> { TWEET.update(TWEET.content.to("x")).from(USER).execute() }.summary() shouldBe
                "update of Tweet without a condition would change every row"
            shouldThrow<ProgrammingException> { TWEET.update(TWEET.content.to(USER.username)).where(TWEET.id eq 1L).execute() }.summary() shouldBe
                "column user.username is of a source that is not in the query on Tweet"
        }

        contract("other sources: a sub-select, a CTE, a list of values (WRT-15)", *tables) { db ->
            Seeds.sow()
            val likes = Fn.count().`as`("likes")
            val counted = FAVORITE.select(FAVORITE.tweet, likes).groupBy(FAVORITE.tweet)
            val byTweet = counted.`as`("counted")
            val text = byTweet.col(likes).cast(String::class.java)
            TWEET.update(TWEET.content.to(text)).from(byTweet).where(TWEET.id.eq(byTweet.col(FAVORITE.tweet.key()))).execute() shouldBe 3
            contents() shouldBe listOf("2", "1", "purr", "1", "whine")
            val cte = counted.cte("liked")
            TWEET
                .update(TWEET.content.to("liked"))
                .from(cte)
                .where(TWEET.id.eq(cte.col(FAVORITE.tweet.key())), cte.col(likes).gt(1L))
                .with(cte)
                .execute() shouldBe 1
            val new = Cte.values("new", listOf(TWEET.id, TWEET.content), listOf(listOf(3L, "three"), listOf(5L, "five")))
            db.sends(
                """with "new" ("id", "content") as (values (?, ?), (?, ?)) update "tweet" set "content" = "new"."content" from "new" """ +
                    """where "tweet"."id" = "new"."id"""",
                postgres =
                    listOf(
                        """with "new" ("id", "content") as (values (cast(? as bigint), cast(? as text)), (?, ?)) update "tweet" """ +
                            """set "content" = "new"."content" from "new" where "tweet"."id" = "new"."id"""",
                    ),
            ) { TWEET.update(TWEET.content.to(new.col(TWEET.content))).from(new).where(TWEET.id.eq(new.col(TWEET.id))).execute() shouldBe 2 }
            contents() shouldBe listOf("liked", "1", "three", "1", "five")
        }

        contract("what an update with other sources returns (WRT-15, WRT-19)", *tables) { db ->
            Seeds.sow()
            val update = TWEET.update(TWEET.content.to(USER.username)).from(USER, TWEET.user).where(TWEET.id eq 1L)
            update.returning(TWEET).single().content shouldBe "huey"
            update.returning(TWEET, TWEET.id, Fn.upper(TWEET.content).`as`("loud")).maps() shouldBe listOf(mapOf("id" to 1L, "loud" to "HUEY"))
            val other = update.returning(TWEET)
            if (db.dialect() == Dialect.SQLITE) {
                shouldRefuse<ProgrammingException>(
                    "SQLite returns columns of the table that is updated, and user.email is of another source",
                    "Tweet",
                    "return the key, and select the rest",
                ) { other.values(Fn.lower(USER.email)) }
            } else {
                other.values(Fn.lower(USER.username)) shouldBe listOf("huey")
            }
        }

        contract("the first rows of an order (WRT-16)", *tables, SHELF, LINE) { db ->
            Seeds.sow()
            FAVORITE.delete().limit(3).execute() shouldBe 3
            FAVORITE.delete().limit(0).execute() shouldBe 0
            FAVORITE.delete().all().limit(9).execute() shouldBe 1
            val first = """in (select "tweet"."id" from "tweet" where "tweet"."user_id" = ? order by "tweet"."id" desc limit ?)"""
            db.sends(
                """update "tweet" set "content" = ? where "tweet"."id" $first""",
                """delete from "tweet" where "tweet"."id" ${first.replace(" desc limit", " asc limit")}""",
                postgres =
                    listOf(
                        """update "tweet" set "content" = ? where "tweet"."id" $first""".replace("limit ?", "fetch next ? rows only"),
                        """delete from "tweet" where "tweet"."id" $first""".replace("desc limit ?", "asc fetch next ? rows only"),
                    ),
            ) {
                TWEET.update(TWEET.content.to("x")).where(TWEET.user.key().eq(1L)).orderBy(TWEET.id.desc()).limit(2).execute() shouldBe 2
                TWEET.delete().where(TWEET.user.key().eq(2L)).orderBy(TWEET.id).limit(1).execute() shouldBe 1
            }
            contents() shouldBe listOf("meow", "x", "x", "whine")
            SHELF.insertMany(listOf(SHELF.place, SHELF.level), (1..3).map { listOf("a", it) }).execute()
            SHELF.delete().orderBy(SHELF.level.desc()).limit(2).execute() shouldBe 2
            SHELF.select().values(SHELF.level) shouldBe listOf(1)

            fun refused(
                summary: String,
                model: String,
                hint: String,
                body: () -> Unit,
            ) = shouldRefuse<ProgrammingException>(summary, model, hint, body)
            db.statements(0) {
                refused("delete from Tweet has an order and no limit, so it says nothing", "Tweet", "add limit(..), or leave orderBy(..) out") {
                    TWEET.delete().all().orderBy(TWEET.id).execute()
                }
                refused("delete from Line has a limit, and no primary key tells its rows apart", "Line", "say by a condition which rows are meant") {
                    LINE.delete().limit(1).execute()
                }
                refused("update of Tweet has a limit, and reads other sources", "Tweet", "find the rows by a condition: key in (a query with the limit)") {
                    TWEET.update(TWEET.content.to("x")).from(USER, TWEET.user).limit(1).execute()
                }
                refused("a limit of -1 rows", "Tweet", "say 0 or more") { TWEET.delete().limit(-1).execute() }
            }
        }

        contract("deletes by other tables' rows, by sub-selects and CTEs (WRT-17)", *tables) { db ->
            Seeds.sow()
            FAVORITE.delete().where(FAVORITE.tweet.`in`(TWEET.where(TWEET.user.key().eq(1L)))).execute() shouldBe 3
            val silent = USER.where(USER.username eq "mickey").cte("silent")
            db.sends(
                """with "silent" as (select "user"."id" from "user" where "user"."username" = ?) delete from "favorite" """ +
                    """where "favorite"."tweet_id" in (select "tweet"."id" from "tweet" join "silent" on "tweet"."user_id" = "silent"."id")""",
            ) {
                val named = USER.select(USER.id).where(USER.username eq "mickey").cte("silent")
                FAVORITE.delete().where(FAVORITE.tweet.key().`in`(TWEET.select(TWEET.id).join(named, TWEET.user.key().eq(named.col(USER.id))))).execute() shouldBe 1
            }
            TWEET.delete().where(TWEET.user.key().`in`(silent.select(silent.col(USER.id)))).with(silent).execute() shouldBe 2
            TWEET.delete().where(TWEET.content eq "hiss").returning(TWEET, TWEET.content).scalar(TWEET.content) shouldBe "hiss"
            contents() shouldBe listOf("meow", "purr")
            TWEET.delete().where(TWEET.id gt 99L).returning(TWEET).first() shouldBe null
            shouldThrow<dev.kinglet.errors.NotFoundException> { TWEET.delete().where(TWEET.id gt 99L).returning(TWEET).single() }.summary() shouldBe
                "no row of Tweet was written"
            shouldThrow<dev.kinglet.errors.DataException> {
                db.atomic<RuntimeException> { TWEET.delete().all().returning(TWEET).single() }
            }.summary() shouldBe "2 rows of Tweet were written, where one was meant"
            TWEET.select().count() shouldBe 2
        }

        test("an alias, or what is no table, is not written to") {
            val owner = Table.alias(STOCK, "other")
            shouldThrow<ProgrammingException> { owner.delete().all().using(dev.kinglet.Database.sqliteInMemory()).execute() }.summary() shouldBe
                "'other' is no table that can be written to"
        }

        test("clauses in any order are one statement") {
            val a = STOCK.update(STOCK.quantity.to(1)).where(STOCK.sku.eq("a")).orderBy(STOCK.id).limit(1)
            val b = STOCK.update(STOCK.quantity.to(1)).limit(1).orderBy(STOCK.id).where(STOCK.sku.eq("a"))
            val inner = """select "stock"."id" from "stock" where "stock"."sku" = ? order by "stock"."id" asc"""
            for (update in listOf(a, b)) {
                update.shouldRender(
                    """update "stock" set "quantity" = ? where "stock"."id" in ($inner limit ?)""",
                    listOf(1, "a", 1L),
                    """update "stock" set "quantity" = ? where "stock"."id" in ($inner fetch next ? rows only)""",
                )
            }
        }
    })
