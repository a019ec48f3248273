package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.query.Lazy
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds

/** What happens without a load: together, alone, or not at all (FLD-22, FLD-23). */
class LazyModesSpec :
    FunSpec({
        val tables = arrayOf(USER, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        fun tweets() = TWEET.select().orderBy(TWEET.id)

        fun lazily(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, *tables) { db ->
            Seeds.sow()
            body(db)
        }

        lazily("SINGLE: a query a row, down and up (EAG-19)") { db ->
            db.statements(1 + 5) { tweets().lazy(Lazy.SINGLE).forEach { it.user } }
            db.statements(1 + 3) { USER.select().lazy(Lazy.SINGLE).forEach { it.tweets().list() } }
        }

        lazily("STRICT names the relation, the query, its line and the call (EAG-19)") { db ->
            val strict = TWEET.select(TWEET.id, TWEET.user).lazy(Lazy.STRICT)
            val tweet = strict.first()!!
            val error = db.statements(0) { shouldThrow<ProgrammingException> { tweet.user } }
            val limit = if (db.dialect() == Dialect.SQLITE) "limit ?" else "fetch next ? rows only"
            error.message!!.replace(Regex("kt:\\d+"), "kt:?") shouldBe
                "Tweet.user was not loaded, and lazy loading is STRICT here; the row was read at LazyModesSpec.kt:?\n" +
                "  model: Tweet\n  sql: select \"tweet\".\"id\", \"tweet\".\"user_id\" from \"tweet\" $limit\n" +
                "  hint: load it with the rows: query.load(Load.one(Tweet.user))"
            val user = USER.select().lazy(Lazy.STRICT).get()
            shouldThrow<ProgrammingException> { user.tweets().list() }.message!! shouldContain
                "load it with the rows: query.load(Load.many(Tweet.user))"
        }

        lazily("STRICT lets pass what was loaded, raw keys, and queries that are said as such") { db ->
            val loaded = db.statements(2) { tweets().load(Load.one(TWEET.user)).lazy(Lazy.STRICT).list() }
            db.statements(0) {
                loaded.map { it.user.username }.toSet() shouldBe setOf("huey", "mickey")
                loaded.first().userId shouldBe 1L
            }
            db.statements(2) {
                loaded.first().favorites().count() shouldBe 2
                loaded
                    .first()
                    .favorites()
                    .orderBy(FAVORITE.id)
                    .list()
                    .size shouldBe 2
            }
            // what hangs on a row is as strict as the row
            shouldThrow<ProgrammingException> { loaded.first().user.tweets().list() }.message!! shouldContain "User.tweets"
        }

        lazily("a scope says it for its thread, whatever query read the row") { db ->
            val before = tweets().list()
            db.lazy(Lazy.STRICT).use {
                shouldThrow<ProgrammingException> { before.first().user }.message!! shouldNotContain "read at"
                shouldThrow<ProgrammingException> { tweets().list().first().user }.message!! shouldContain "LazyModesSpec.kt"
                db.lazy(Lazy.SINGLE).use { db.statements(2) { before.take(2).forEach { it.user } } }
                shouldThrow<ProgrammingException> { before.last().user }
                // a query that says it itself is not concerned
                db.statements(2) { tweets().lazy(Lazy.BATCHED).forEach { it.user } }
            }
            db.statements(1) { before.forEach { it.user } }
        }

        lazily("a row of no query says how to load into it") { db ->
            val tweet = Tweet()
            tweet.set(TWEET.user.key(), 1L)
            db.lazy(Lazy.STRICT).use {
                shouldThrow<ProgrammingException> { tweet.user }.message shouldBe
                    "Tweet.user was not loaded, and lazy loading is STRICT here\n  model: Tweet\n" +
                    "  hint: load it: Load.loadInto(row, Load.one(Tweet.user))"
                Load.loadInto(tweet, Load.one(TWEET.user))
                tweet.user.username shouldBe "huey"
            }
        }

        test("a database says it for everybody") {
            Database.builder().sqlite(":memory:").lazy(Lazy.STRICT).open().use { db ->
                db.bind(*tables).createTables(*tables)
                Seeds.sow()
                shouldThrow<ProgrammingException> { tweets().get().user }
                db.lazy(Lazy.BATCHED).use { db.statements(2) { tweets().map { it.user.username }.size shouldBe 5 } }
                tweets().load(Load.one(TWEET.user)).map { it.user.username }.toSet() shouldContainExactly setOf("huey", "mickey")
            }
        }
    })
