package dev.kinglet.web

import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.model.Model
import dev.kinglet.query.Select
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.util.UUID
import kotlin.random.Random

private fun Random.fill() {
    val shelves = (1..4).map { Shelf.create(Shelf.room.to(listOf("a", "b", null).random(this)), Shelf.height.to(nextInt(3))).id() }
    val rows = List(40) { listOf("n${nextInt(4)}", listOf(1, 2, null).random(this), nextLong(3), NOON, UUID(nextLong(), 1), (shelves + null).random(this)) }
    Thing.insertMany(listOf(Thing.name, Thing.score, Thing.rank, Thing.seen, Thing.code, Thing.shelf.key()), rows).execute()
    val tags = Thing.select().list().flatMap { thing -> List(nextInt(4)) { listOf(thing.id(), "w$it", listOf(1, 2, null).random(this)) } }
    Tag.insertMany(listOf(Tag.thing.key(), Tag.word, Tag.weight), tags).execute()
}

/** A query of any form. */
private fun Random.query(): Select<out Model<*>> {
    val other = Shelf.alias("other")
    var query: Select<out Model<*>> =
        when (nextInt(9)) {
            0 -> Thing.select()
            1 -> Thing.select(Thing, Shelf).leftJoin(Shelf)
            2 -> Thing.select().join(Shelf)
            3 -> Thing.select().leftJoin(Tag)
            4 -> Thing.select(Thing.name, Thing.rank).leftJoin(Shelf).distinct()
            5 -> Thing.select(Thing.rank, Fn.count()).leftJoin(Shelf).groupBy(Thing.rank)
            6 -> Thing.where(Thing.rank.gt(0)).cte("some").let { some -> some.select() }
            7 -> Thing.select().leftJoin(Shelf).leftJoinFrom(Thing, other, Thing.shelf.key().eq(other.col(Shelf.id)))
            else -> Thing.where(Thing.rank.eq(1)).union(Thing.where(Thing.score.eq(2)))
        }
    val definition = query.definition()
    if (definition.options().compound() == null && definition.root() == Thing) {
        if (nextBoolean()) query = query.where(Thing.rank.lt(nextLong(4)))
        val joined = definition.joins().map { it.right() }
        if (Shelf in joined && nextInt(3) == 0) query = query.where(Shelf.height.gt(0).or(Shelf.id.isNull()))
        if (Shelf in joined && nextInt(4) == 0) query = query.where(Fn.exists(Tag.where(Tag.weight.eq(Shelf.height))))
        if (!definition.folds() && nextBoolean()) query = query.orderBy(Thing.score, Thing.id)
    }
    if (nextInt(4) == 0) query = query.limit(nextLong(30))
    if (nextInt(4) == 0) query = query.offset(nextLong(10))
    return query
}

class TotalsSpec :
    FunSpec({
        for (kind in listOf(Kind.SQLITE_MEMORY, Kind.POSTGRES)) {
            test("W5: the total of 500 random queries is the number of their rows, however it is counted [$kind]") {
                TestDatabases.fresh(kind) { db ->
                    db.bind(Shelf, Thing, Tag).createTables(Shelf, Thing, Tag)
                    val random = Random(5)
                    random.fill()
                    var dropped = 0
                    repeat(500) {
                        val query = random.query()
                        withClue(query) {
                            val rows = query.list().size.toLong()
                            Counting.EXACT.total(query, 0) shouldBe Total.Exact(rows)
                            val cap = random.nextLong(1, 60)
                            Counting(cap, false).total(query, 0) shouldBe (if (rows > cap) Total.AtLeast(cap) else Total.Exact(rows))
                            if (Counting.lean(query) !== query) dropped++
                        }
                    }
                    (dropped in 50..450) shouldBe true
                }
            }
        }

        contract("W5: the count leaves out the order, and an outer join that changes no number", USER, TWEET) { db ->
            val query = TWEET.select(TWEET, USER).leftJoin(USER).orderBy(USER.username)
            val size = 5
            repeat(size) { TWEET.create(TWEET.user.to(USER.create(USER.username.to("u$it"))), TWEET.content.to("x")) }

            fun counted(
                sql: String,
                of: Select<*>,
            ) = db.sends(sql) { Counting.EXACT.total(of, 0) shouldBe Total.Exact(size.toLong()) }
            counted("select count(*) from \"tweet\"", query)
            counted("select count(*) from \"tweet\" where \"tweet\".\"content\" = ?", query.where(TWEET.content.eq("x")))
            counted(
                "select count(*) from \"tweet\" left outer join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\" where \"user\".\"id\" > ?",
                query.where(USER.id.gt(0)),
            )
            // SQL as written may mean it
            counted(
                "select count(*) from \"tweet\" left outer join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\" where (\"user\".id > 0)",
                query.where(Fn.rawCondition("\"user\".id > 0")),
            )
            // one user may have many tweets
            counted(
                "select count(*) from \"user\" left outer join \"tweet\" on \"tweet\".\"user_id\" = \"user\".\"id\"",
                USER.select().leftJoin(TWEET),
            )
            val limit = if (db.dialect() == Dialect.SQLITE) "limit ?" else "fetch next ? rows only"
            db.sends("select count(*) from (select 1 as \"counted_0\" from \"tweet\" $limit) as \"counted\"") {
                Counting(3, false).total(query, 0) shouldBe Total.AtLeast(3)
            }
        }
    })
