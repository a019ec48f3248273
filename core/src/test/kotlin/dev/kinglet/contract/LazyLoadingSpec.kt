package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.NotFoundException
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Odds.Note
import dev.kinglet.fixtures.Odds.Note.NOTE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.statements
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds
import java.lang.ref.WeakReference
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread

/** What is asked of one row is loaded for all rows of its result; each test says what that costs. */
class LazyLoadingSpec :
    FunSpec({
        val tables = arrayOf(USER, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        fun users() = USER.select().orderBy(USER.id)

        fun tweets() = TWEET.select().orderBy(TWEET.id)

        contract("a loop over tweets that asks for the user costs 2 statements (EAG-19, JON-08)", *tables) { db ->
            Seeds.sowTweets()
            val selected = """select "tweet"."id", "tweet"."user_id", "tweet"."content", "tweet"."timestamp" from "tweet""""
            val users = """select "user"."id", "user"."username", "user"."email", "user"."join_date", """ +
                """"user"."default_team_id" from "user" where "user"."id" """
            db.sends(
                """$selected order by "tweet"."id" asc""",
                users + "in (select value from json_each(?))",
                postgres = listOf("""$selected order by "tweet"."id" asc""", users + "= any (?)"),
            ) {
                tweets().map { it.user.username } shouldContainExactly listOf("huey", "huey", "huey", "mickey", "mickey")
            }
        }

        contract("rows that refer to the same row get the same object", *tables) { db ->
            Seeds.sowTweets()
            val (first, second) = tweets().list()
            db.statements(1) { first.user shouldBeSameInstanceAs second.user }
        }

        contract("a loop over users that lists their tweets costs 2 statements, and so does the way back", *tables) { db ->
            Seeds.sowTweets()
            USER.create(USER.username.to("zaizee"))
            db.statements(2) {
                users().map { user -> user.tweets().list().size } shouldContainExactly listOf(3, 2, 0)
            }
            db.statements(2) {
                for (user in users()) {
                    for (tweet in user.tweets()) tweet.user shouldBeSameInstanceAs user
                }
            }
        }

        contract("two levels deep it is 3 statements, down and up", *tables) { db ->
            Seeds.sow()
            db.statements(3) {
                users().flatMap { it.tweets() }.sumOf { it.favorites().list().size } shouldBe 4
            }
            db.statements(3) {
                FAVORITE.select().orderBy(FAVORITE.id).map { it.get(FAVORITE.tweet).user.username } shouldContainExactly
                    listOf("huey", "huey", "huey", "mickey")
            }
        }

        contract("any further clause, and a count, ask the database", *tables) { db ->
            Seeds.sowTweets()
            val (huey) = users().list()
            db.statements(5) {
                huey.tweets().list().size shouldBe 3
                huey.tweets().orderBy(TWEET.id.desc()).first()!!.content shouldBe "purr"
                huey.tweets().where().list().size shouldBe 3
                huey.tweets().count() shouldBe 3
                huey.tweets().exists() shouldBe true
            }
            db.statements(0) { huey.tweets().list().size shouldBe 3 }
        }

        contract("a row that came alone asks for itself, each time", *tables) { db ->
            Seeds.sowTweets()
            val huey = USER.get(USER.username eq "huey")
            val all = """select "tweet"."id", "tweet"."user_id", "tweet"."content", "tweet"."timestamp" from "tweet" """ +
                """where "tweet"."user_id" = ?"""
            db.sends(all, all) {
                huey.tweets().list().size shouldBe 3
                huey.tweets().list().size shouldBe 3
            }
        }

        contract("null keys cost nothing, and rows of equal keys count once", CATEGORY) { db ->
            val root = CATEGORY.create(CATEGORY.name.to("root"))
            repeat(3) { CATEGORY.create(CATEGORY.name.to("child $it"), CATEGORY.parent.to(root)) }
            db.statements(2) {
                CATEGORY.select().orderBy(CATEGORY.id).map { it.parent?.get(CATEGORY.name) } shouldContainExactly
                    listOf(null, "root", "root", "root")
            }
        }

        contract("a reference to a unique column, also of text (FLD-20)", USER, NOTE) { db ->
            val huey = USER.create(USER.username.to("huey"))
            val mickey = USER.create(USER.username.to("mickey"))
            for ((code, author) in listOf("a" to huey, "b" to mickey, "c" to huey)) {
                NOTE.create(NOTE.code.to(code), NOTE.author.to(author))
            }
            db.statements(2) {
                NOTE.select().orderBy(NOTE.code).map { it.get(NOTE.author).username } shouldContainExactly
                    listOf("huey", "mickey", "huey")
            }
            db.statements(2) {
                users().map { user -> user.backref(NOTE.author).map(Note::id) } shouldContainExactly
                    listOf(listOf("a", "c"), listOf("b"))
            }
        }

        contract("a changed row loads what it refers to now, and a deleted one still knows", *tables) { db ->
            Seeds.sowTweets()
            val rows = tweets().list()
            rows[1].set(TWEET.user.key(), 2L)
            db.statements(1) {
                rows.map { it.user.username } shouldContainExactly listOf("huey", "mickey", "huey", "mickey", "mickey")
            }
            rows[0].set(TWEET.user.key(), 2L)
            db.statements(0) { rows[0].user.username shouldBe "mickey" }
            val again = tweets().list()
            again[0].delete()
            db.statements(1) { again.map { it.user.username }.toSet() shouldBe setOf("huey", "mickey") }
        }

        contract("a row of a list that is set to another row stays with that one", *tables) { db ->
            Seeds.sowTweets()
            val (huey) = users().list()
            val (first, second) = huey.tweets().list()
            first.set(TWEET.user.key(), 2L)
            huey.tweets().list()
            db.statements(1) { first.user.username shouldBe "mickey" }
            db.statements(0) { second.user shouldBeSameInstanceAs huey }
        }

        contract("a key that came in after the batch is asked for alone", *tables) { db ->
            Seeds.sowTweets()
            val zaizee = USER.create(USER.username.to("zaizee"))
            val rows = tweets().list()
            rows[0].user
            rows[1].set(TWEET.user.key(), zaizee.id())
            db.statements(1) { rows[1].user.username shouldBe "zaizee" }
            db.statements(0) { rows[4].user.username shouldBe "mickey" }
        }

        contract("a row that is gone concerns the rows that refer to it only") { db ->
            db.bind(*tables)
            db.execute("create table \"user\" (id integer primary key, username text, email text, join_date timestamp, default_team_id integer)")
            db.execute("create table tweet (id integer primary key, user_id integer, content text, \"timestamp\" timestamp)")
            db.execute("insert into \"user\" (id, username) values (1, 'huey')")
            db.execute("insert into tweet (id, user_id) values (1, 1), (2, 9), (3, 1)")
            val rows = TWEET.select(TWEET.id, TWEET.user).orderBy(TWEET.id).list()
            db.statements(1) {
                rows[0].user.username shouldBe "huey"
                shouldThrow<NotFoundException> { rows[1].user }.message shouldBe
                    "tweet.user_id refers to a row of User that is not there\n  model: Tweet"
                rows[2].user.username shouldBe "huey"
            }
        }

        contract("a loop in a transaction sees its own writes", *tables) { db ->
            Seeds.sowTweets()
            db.atomic<RuntimeException> {
                val (huey, mickey) = users().list()
                huey.tweets().list().size shouldBe 3
                Seeds.tweet(mickey, "growl", 9)
                mickey.tweets().map { it.content }.sorted() shouldContainExactly listOf("growl", "whine", "woof")
                val rows = tweets().list()
                rows[0].user.username shouldBe "huey"
                USER.update(USER.username.to("Mickey")).where(USER.id.eq(mickey.id())).execute()
                rows[3].user.username shouldBe "Mickey"
                it.rollback()
            }
            users().map { it.tweets().list().size } shouldContainExactly listOf(3, 2)
        }

        contract("what is rolled back is not seen afterwards", *tables) { db ->
            Seeds.sowTweets()
            val (huey, mickey) = users().list()
            db.atomic<RuntimeException> {
                Seeds.tweet(mickey, "growl", 9)
                huey.tweets().list().size shouldBe 3
                mickey.tweets().list().size shouldBe 3
                it.rollback()
            }
            mickey.tweets().list().size shouldBe 2
        }

        contract("a loop that writes in each round falls back to a query a row", *tables) { db ->
            repeat(6) { Seeds.tweet(USER.create(USER.username.to("u$it")), "t$it", it) }
            // the query, 6 updates, 2 batches, then one by one
            db.statements(1 + 6 + 2 + 4) {
                for (tweet in tweets()) {
                    TWEET.update(TWEET.content.to("x")).where(TWEET.id.eq(tweet.id())).execute()
                    tweet.user.username shouldBe "u${tweet.id() - 1}"
                }
            }
        }

        contract("what another thread writes does not end a batch", *tables) { db ->
            Seeds.sowTweets()
            val rows = tweets().list()
            rows[0].user.username shouldBe "huey"
            thread { USER.update(USER.email.to("x@y")).where(USER.id.gt(0L)).execute() }.join()
            db.statements(0) { rows[4].user.username shouldBe "mickey" }
        }

        contract("joined rows load together as well (JON-08)", *tables) { db ->
            Seeds.sow()
            db.statements(2) {
                FAVORITE.select(FAVORITE, TWEET).join(TWEET).orderBy(FAVORITE.id).map { it.get(FAVORITE.tweet).user.username }
            } shouldContainExactly listOf("huey", "huey", "huey", "mickey")
        }

        contract("groups hold 1,000 rows, and rows of different results do not meet", USER, TWEET) { db ->
            val names = (1..2500).map { listOf("u$it") }
            USER.insertMany(listOf(USER.username), names).execute()
            TWEET.insertMany(listOf(TWEET.user.key(), TWEET.content), (1L..2500L).map { listOf(it, "t$it") }).execute()
            db.statements(1 + 3) { tweets().all { it.user.username == "u${it.userId}" } shouldBe true }
            val one = tweets().limit(2).list()
            val other = tweets().limit(2).list()
            db.statements(1) { one.forEach { it.user } }
            db.statements(1) { other.forEach { it.user } }
        }

        contract("a row that is kept keeps at most its group", USER, TWEET) { _ ->
            val huey = USER.create(USER.username.to("huey"))
            TWEET.insertMany(listOf(TWEET.user, TWEET.content), (1..5000).map { listOf(huey, "t$it") }).execute()

            // a function, so that no local variable holds the list
            fun read(): Pair<Tweet, List<WeakReference<Tweet>>> {
                val rows = tweets().list()
                rows.forEach { it.user }
                return rows[2500] to rows.map { WeakReference(it) }
            }
            val (kept, all) = read()

            fun alive() = all.count { it.get() != null }
            for (attempt in 1..50) {
                if (alive() > 1000) System.gc()
            }
            alive() shouldBeInRange 1..1000
            kept.user.username shouldBe "huey"
        }

        contract("a stream holds one row, until one is asked for a related row; then those that load together", USER, TWEET) { db ->
            USER.insertMany(listOf(USER.username), (1..1500).map { listOf("u$it") }).execute()
            TWEET.insertMany(listOf(TWEET.user.key(), TWEET.content), (1L..1500L).map { listOf(it, "t$it") }).execute()
            db.statements(1 + 1 + 2) {
                tweets().stream().use { rows -> rows.allMatch { it.user.username == "u${it.userId}" } shouldBe true }
            }
        }

        contract("threads that ask at once all get an answer", *tables) { db ->
            Seeds.sowTweets()
            val rows = tweets().list()
            val names = java.util.concurrent.ConcurrentHashMap<Long, String>()
            (0..4).map { i -> thread { names[rows[i].id()] = rows[i].user.username } }.forEach { it.join() }
            names.values.sorted() shouldContainExactly listOf("huey", "huey", "huey", "mickey", "mickey")
            db.statements(0) { rows.forEach { it.user } }
        }

        test("who comes while another thread loads does not wait for it") {
            val onUsers = AtomicReference<() -> Unit>()
            Database
                .builder()
                .sqlite(":memory:")
                .listener { event -> if ("from \"user\"" in event.sql()) onUsers.getAndSet(null)?.invoke() }
                .open()
                .use { db ->
                    db.bind(*tables).createTables(*tables)
                    Seeds.sowTweets()
                    val rows = tweets().list()
                    var seen: User? = null
                    // while the batch is loading, its lock held
                    onUsers.set { thread { seen = rows[4].user }.join() }
                    db.statements(2) { rows[0].user.username shouldBe "huey" }
                    seen!!.username shouldBe "mickey"
                }
        }

        contract("rows find what they refer to where they were read, and models of two databases each other", *tables) { db ->
            Seeds.sowTweets()
            Database.sqliteInMemory().use { other ->
                other.createTables(*tables)
                other.use(*tables).use { Seeds.sowTweets() }
                other.use(*tables).use { USER.update(USER.username.to("other")).where(USER.id.eq(1L)).execute() }
                val there = tweets().using(other).list()
                other.statements(1) { there.map { it.user.username }.first() shouldBe "other" }
                other.statements(2) { users().using(other).list().last().tweets().list().size shouldBe 2 }
                // users live there, tweets here
                other.use(USER).use {
                    other.statements(1) { db.statements(1) { tweets().map { it.user.username }.first() shouldBe "other" } }
                    other.statements(1) { db.statements(1) { users().map { it.tweets().list().size } shouldBe listOf(3, 2) } }
                }
            }
        }
    })
