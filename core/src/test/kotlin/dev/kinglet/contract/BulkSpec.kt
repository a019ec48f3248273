package dev.kinglet.contract

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.errors.StaleRowException
import dev.kinglet.fixtures.Lives
import dev.kinglet.fixtures.Lives.Account
import dev.kinglet.fixtures.Lives.Account.ACCOUNT
import dev.kinglet.fixtures.Lives.Page
import dev.kinglet.fixtures.Lives.Page.PAGE
import dev.kinglet.fixtures.Lives.Seat.SEAT
import dev.kinglet.fixtures.Odds.Leaf
import dev.kinglet.fixtures.Odds.Leaf.LEAF
import dev.kinglet.fixtures.Odds.Line.LINE
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Column
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds
import java.math.BigDecimal
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.util.UUID

/** Many rows in few statements (WRT-25, WRT-26). */
class BulkSpec :
    FunSpec({
        fun user(name: String) = User().apply { username = name }

        contract("bulkCreate stores rows in one statement and fills in their keys, in order (WRT-25)", USER) { db ->
            val users = listOf(user("a"), user("b"), user("c").apply { set(USER.email, "c@x") }, user("d"))
            db.sends(
                """insert into "user" ("username", "email", "join_date") values (?, ?, ?), (?, ?, ?), (?, ?, ?), (?, ?, ?) """ +
                    """returning "id"""",
                postgres =
                    listOf(
                        """insert into "user" ("username", "email", "join_date") """ +
                            """select "rows"."v0", "rows"."v1", "rows"."v2" """ +
                            """from unnest(?, ?, ?) with ordinality as "rows" ("v0", "v1", "v2", "v3") """ +
                            """order by "rows"."v3" returning "id"""",
                    ),
            ) { USER.bulkCreate(users) shouldBe 4 }
            users.map { it.id() } shouldBe listOf(1L, 2L, 3L, 4L)
            users.forEach {
                it.persisted() shouldBe true
                it.changed() shouldBe listOf()
                USER.get(it.id()).toMap() shouldBe it.toMap()
            }
            db.statements(0) { USER.bulkCreate(listOf()) } shouldBe 0
            users[0].username = "A"
            db.statements(1) { users[0].save() } shouldBe 1
        }

        contract("many rows take few statements, in one transaction, and keep their order (WRT-25)", USER) { db ->
            val users = (1..3_001).map { user("user $it") }
            db.record().use { log ->
                USER.bulkCreate(users)
                log.count() shouldBe if (db.dialect() == Dialect.SQLITE) 23 + 3 else 1 // 23 * 128 + 32 + 16 + 9
            }
            users.map { it.id() } shouldBe (1L..3_001L).toList()
            USER.select().orderBy(USER.id).values(USER.username) shouldBe users.map { it.username }
        }

        contract("a batch that fails stores nothing and leaves the objects (WRT-25)", USER) { db ->
            USER.create(USER.username.to("taken"))
            val users = (1..200).map { user("user $it") } + user("taken")
            shouldThrow<IntegrityException> { USER.bulkCreate(users) }.kind() shouldBe IntegrityException.Kind.UNIQUE
            USER.select().count() shouldBe 1L
            users.forEach {
                it.persisted() shouldBe false
                it.toMap().containsKey("id") shouldBe false
                it.changed() shouldContainExactly listOf(USER.username, USER.joinDate)
            }
            users.last().username = "free"
            db.transaction { USER.bulkCreate(users) } shouldBe 201
        }

        contract("rows with keys of their own go along, composite ones too (WRT-25)", USER, TWEET, TWEET_TAG) { db ->
            val own = user("own").apply { set(USER.id, 70L) }
            val made = user("made")
            db.statements(2) { USER.bulkCreate(listOf(made, own)) }
            // those with a key go first; SQLite counts on from them
            listOf(made, own).map { it.id() } shouldBe listOf(if (db.dialect() == Dialect.SQLITE) 71L else 1L, 70L)
            val meow = Seeds.tweet(own, "meow", 0)
            val tags =
                listOf("x", "y").map {
                    TweetTag().apply {
                        set(TWEET_TAG.tweet, meow)
                        set(TWEET_TAG.tag, it)
                    }
                }
            db.statements(1) { TWEET_TAG.bulkCreate(tags) } shouldBe 2
            TWEET_TAG.get(tags[1].id()) shouldBe tags[1]
        }

        contract("rows take the keys of those that were saved meanwhile (WRT-25, WRT-06)", USER, TWEET) { db ->
            val huey = user("huey")
            val tweets =
                (1..3).map {
                    Tweet().apply {
                        set(TWEET.user, huey)
                        set(TWEET.content, "tweet $it")
                    }
                }
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "row 1 of bulkCreate: tweet.user_id refers to a row of User that is not saved",
                    "Tweet",
                    "save() that row first",
                ) { TWEET.bulkCreate(tweets) }
            }
            USER.bulkCreate(listOf(huey))
            TWEET.bulkCreate(tweets)
            TWEET.where(TWEET.user.eq(huey)).count() shouldBe 3L
            db.statements(0) { tweets[2].user shouldBe huey }
        }

        contract("what cannot be stored is told with its row before anything is sent (WRT-25)", USER) { db ->
            val stored = USER.create(USER.username.to("stored"))
            val new = user("new")

            fun refused(
                summary: String,
                hint: String,
                rows: List<User>,
            ) = db.statements(0) { shouldRefuse<ModelException>(summary, "User", hint) { USER.bulkCreate(rows) } }
            refused("row 2 of bulkCreate is stored already", "save() it, or update many by bulkUpdate(..)", listOf(new, stored))
            refused("row 2 of bulkCreate is given twice", "give each row once", listOf(new, new))
            refused("row 2 of bulkCreate has no value for user.username", "set it in each row", listOf(new, User()))
            new.persisted() shouldBe false
        }

        contract("batches are smaller statements of the same transaction (WRT-25)", USER) { db ->
            val users = (1..5).map { user("user $it") }
            db.statements(3) { USER.bulkCreate(users, 2) } shouldBe 5
            users.map { it.id() } shouldBe (1L..5L).toList()
            val more = listOf(user("new"), user("newer"), user("user 1"))
            shouldThrow<IntegrityException> { USER.bulkCreate(more, 2) }
            more.map { it.persisted() } shouldBe listOf(false, false, false)
            USER.select().count() shouldBe 5L
            shouldRefuse<ProgrammingException>(
                "bulkCreate of rows of User in batches of 0",
                "User",
                "a batch has 1 row or more",
            ) { USER.bulkCreate(more, 0) }
        }

        contract("rows of nothing but defaults, and those without a key, are stored, too", LEAF, LINE, SAMPLE) { db ->
            val leaves = (1..3).map { Leaf() }
            LEAF.bulkCreate(leaves) shouldBe 3
            leaves.map { it.id() } shouldBe listOf(1L, 2L, 3L)
            val lines = (1..3).map { n -> LINE.newRow().apply { set(LINE.words, "line $n") } }
            db.statements(1) { LINE.bulkCreate(lines) } shouldBe 3
            LINE.select().count() shouldBe 3L
            val line = lines[0].apply { set(LINE.words, "other") }
            shouldRefuse<ModelException>(
                "Line has no primary key, so bulkUpdate cannot find its rows",
                "Line",
                "write by a query: update(..).where(..)",
            ) { LINE.bulkUpdate(listOf(line), LINE.words) }
        }

        contract("bulk writes call no hooks (WRT-25)", USER, PAGE) { _ ->
            Page.CALLS.clear()
            val page = Page().apply { set(PAGE.title, " ") }
            PAGE.bulkCreate(listOf(page))
            page.set(PAGE.title, "")
            PAGE.bulkUpdate(listOf(page), PAGE.title) shouldBe 1
            Page.CALLS shouldBe listOf()
        }

        contract("bulkUpdate writes columns of many rows in one statement, and answers how many it met (WRT-26)", USER) { db ->
            val users = (1..4).map { user("user $it") }.also { USER.bulkCreate(it) }
            users.forEachIndexed { i, user ->
                user.set(USER.email, if (i == 1) null else "$i@x")
                user.username = "renamed"
            }
            val sets =
                """ update "user" set "email" = "kinglet_rows"."email" from "kinglet_rows" """ +
                    """where "user"."id" = "kinglet_rows"."id""""
            db.sends(
                """with "kinglet_rows" ("id", "email") as (values (?, ?), (?, ?), (?, ?), (?, ?))$sets""",
                postgres = listOf("""with "kinglet_rows" ("id", "email") as (select * from unnest(?, ?))$sets"""),
            ) { USER.bulkUpdate(users, USER.email) shouldBe 4 }
            USER.select().orderBy(USER.id).values(USER.email) shouldBe listOf("0@x", null, "2@x", "3@x")
            USER.select().orderBy(USER.id).values(USER.username) shouldBe (1..4).map { "user $it" }
            users.forEach { it.changed() shouldContainExactly listOf(USER.username) }
            db.statements(0) { USER.bulkUpdate(listOf(), USER.email) } shouldBe 0
        }

        contract("a bulkUpdate of many rows is few statements and all or nothing (WRT-26)", USER) { db ->
            val users = (1..3_001).map { user("user $it") }.also { USER.bulkCreate(it) }
            users.forEach { it.username = it.username + "!" }
            db.record().use { log ->
                USER.bulkUpdate(users, USER.username) shouldBe 3_001
                log.count() shouldBe if (db.dialect() == Dialect.SQLITE) 23 + 3 else 1
            }
            USER.select().orderBy(USER.id).values(USER.username) shouldBe users.map { it.username }
            users.forEach { it.username = "new" }
            shouldThrow<IntegrityException> { USER.bulkUpdate(users, USER.username) }
            USER.where(USER.username.eq("user 1!")).count() shouldBe 1L
            users.forEach { it.changed() shouldContainExactly listOf(USER.username) }
        }

        contract("rows that are gone stay changed, the others are stored (WRT-26)", USER) { db ->
            val users = (1..3).map { user("user $it") }.also { USER.bulkCreate(it) }
            USER.delete().where(USER.id.eq(2L)).execute()
            users.forEach { it.set(USER.email, "x") }
            db.statements(2) { USER.bulkUpdate(users, USER.email) } shouldBe 2
            users.map { it.changed(USER.email) } shouldBe listOf(false, true, false)
        }

        contract("each type is updated, with and without a value (WRT-26)", SAMPLE) { _ ->
            val columns = SAMPLE.columns().filterNot { it.isPrimaryKey }
            val rows = (1..3).map { SAMPLE.newRow() }
            SAMPLE.bulkCreate(rows) shouldBe 3
            val values =
                mapOf(
                    String::class.java to "' ? {",
                    Integer::class.java to 1,
                    java.lang.Long::class.java to (1L shl 60),
                    java.lang.Short::class.java to 1.toShort(),
                    java.lang.Double::class.java to 1.5,
                    java.lang.Boolean::class.java to true,
                    BigDecimal::class.java to BigDecimal("1.50"),
                    LocalDateTime::class.java to LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6_000),
                    LocalDate::class.java to LocalDate.of(2026, 1, 2),
                    LocalTime::class.java to LocalTime.of(3, 4, 5),
                    UUID::class.java to UUID(1, 2),
                    ByteArray::class.java to byteArrayOf(1, 2),
                )
            for (column in columns) {
                @Suppress("UNCHECKED_CAST")
                (column as Column<Any?>).let { rows[0].set(it, values[it.type().javaType()]) }
            }
            SAMPLE.bulkUpdate(rows, *columns.toTypedArray()) shouldBe 3
            val stored = SAMPLE.select().orderBy(SAMPLE.id).list()
            for (column in columns) {
                val text = { value: Any? -> if (value is ByteArray) value.toList() else value }
                text(stored[0].get(column)) shouldBe text(rows[0].get(column))
                stored[1].get(column) shouldBe null
            }
            rows.forEach { row -> columns.forEach { row.set(@Suppress("UNCHECKED_CAST") (it as Column<Any?>), null) } }
            SAMPLE.bulkUpdate(rows, *columns.toTypedArray()) shouldBe 3 // nothing but NULL
            SAMPLE.get(rows[0].id()).get(columns[0]) shouldBe null
        }

        contract("a reference is updated by a row that was saved meanwhile, a composite key found by its parts", USER, TWEET, TWEET_TAG, SEAT) { _ ->
            val huey = USER.create(USER.username.to("huey"))
            val meow = Seeds.tweet(huey, "meow", 0)
            val late = user("late")
            meow.set(TWEET.user, late)
            USER.bulkCreate(listOf(late))
            TWEET.bulkUpdate(listOf(meow), TWEET.user) shouldBe 1
            TWEET.get(meow.id()).key(TWEET.user) shouldBe late.id()
            val seats =
                (1..3).map { n ->
                    SEAT.newRow().apply {
                        set(SEAT.line, "A")
                        set(SEAT.number, n)
                    }
                }
            SEAT.bulkCreate(seats) shouldBe 3
            seats.forEach { it.set(SEAT.guest, "guest ${it.get(SEAT.number)}") }
            SEAT.bulkUpdate(seats, SEAT.guest) shouldBe 3
            seats.map { it.get(SEAT.version) } shouldBe listOf(2L, 2L, 2L)
            SEAT.select().orderBy(SEAT.number).values(SEAT.guest) shouldBe listOf("guest 1", "guest 2", "guest 3")
            seats[0].set(SEAT.guest, "x")
            seats[0].save() shouldBe 1
        }

        contract("versions are asked for, and what each write sets is set (WRT-26, WRT-31)", USER, ACCOUNT) { _ ->
            Lives.author = null
            Lives.now = LocalDateTime.of(2026, 1, 1, 0, 0)
            val accounts = (1..3).map { n -> Account().apply { set(ACCOUNT.owner, "owner $n") } }
            ACCOUNT.bulkCreate(accounts)
            accounts.map { it.get(ACCOUNT.version) } shouldBe listOf(1, 1, 1)
            Lives.now = LocalDateTime.of(2026, 2, 1, 0, 0)
            accounts.forEach { it.set(ACCOUNT.note, "note") }
            ACCOUNT.bulkUpdate(accounts, ACCOUNT.note) shouldBe 3
            accounts[1].get(ACCOUNT.changedAt) shouldBe Lives.now
            ACCOUNT.select().values(ACCOUNT.version) shouldBe listOf(2, 2, 2)
            ACCOUNT.select().values(ACCOUNT.changedAt).toSet() shouldBe setOf(Lives.now)
            val theirs = ACCOUNT.get(accounts[1].id())
            theirs.set(ACCOUNT.balance, BigDecimal("9.00"))
            theirs.save()
            accounts.forEach { it.set(ACCOUNT.note, "lost") }
            val lost = shouldThrow<StaleRowException> { ACCOUNT.bulkUpdate(accounts, ACCOUNT.note) }
            lost.key() shouldBe accounts[1].id()
            lost.columns() shouldBe listOf("balance")
            ACCOUNT.where(ACCOUNT.note.eq("lost")).count() shouldBe 0L
            accounts.forEach { it.changed() shouldContainExactly listOf(ACCOUNT.note) }
            accounts[1].refresh()
            accounts[1].set(ACCOUNT.note, "lost")
            ACCOUNT.bulkUpdate(accounts, ACCOUNT.note) shouldBe 3
        }

        contract("what cannot be updated is told with its row before anything is sent (WRT-26)", USER, TWEET) { db ->
            val huey = USER.create(USER.username.to("huey"))
            val partly = USER.select(USER.id).get()

            fun refused(
                summary: String,
                hint: String,
                body: () -> Any?,
            ) = db.statements(0) { shouldRefuse<ModelException>(summary, "User", hint, body) }
            refused("bulkUpdate of no columns of User", "name the columns that are to be written") { USER.bulkUpdate(listOf(huey)) }
            refused("user.id is what rows are found by, so bulkUpdate cannot set it", "name the columns that are to be written") {
                USER.bulkUpdate(listOf(huey), USER.id)
            }
            val twin = USER.get(1L)
            refused("row 2 of bulkUpdate has the key of row 1", "give each row once") {
                USER.bulkUpdate(listOf(huey, twin), USER.email)
            }
            refused("row 1 of bulkUpdate is not stored", "store it first, by save() or bulkCreate(..)") {
                USER.bulkUpdate(listOf(user("x")), USER.email)
            }
            refused("row 1 of bulkUpdate was read without user.email", "select it with the row, or set it") {
                USER.bulkUpdate(listOf(partly), USER.email)
            }
            partly.set(USER.email, "known")
            USER.bulkUpdate(listOf(partly), USER.email) shouldBe 1
        }
    })
