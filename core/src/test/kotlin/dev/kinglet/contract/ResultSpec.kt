package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.expr.le
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Table.alias
import dev.kinglet.query.Select
import dev.kinglet.query.into
import dev.kinglet.query.streamInto
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import tour.Number.NUMBER
import tour.ResultCaller
import tour.Seeds
import java.time.LocalDate
import java.util.stream.Stream

private data class Writer(
    val username: String,
    val email: String?,
)

private data class TweetLine(
    val content: String,
    val user: Writer?,
)

private data class Liked(
    val content: String,
    val user: Writer,
)

private data class Like(
    val id: Long,
    val tweet: Liked,
    val user: Writer,
)

private data class ByAlias(
    val content: String,
    val author: Writer,
)

private data class Step(
    val name: String,
    val parent: Up?,
)

private data class Up(
    val name: String,
    val parent: Top?,
)

private data class Top(
    val name: String,
)

private data class Active(
    val username: String,
    val perUser: Activity?,
)

private data class Activity(
    val tweets: Int,
)

private data class Asking(
    val content: String,
    val user: Stranger,
)

private data class Stranger(
    val phone: String,
)

private data class Counting(
    val content: String,
    val user: Numbers,
)

private data class Numbers(
    val email: Int,
)

private data class Count(
    val username: String,
    val tweets: Long,
)

private data class Numeral(
    val value: Int,
)

private data class Unreadable(
    val value: LocalDate,
)

private data class Tally(
    val username: String,
    val tweet: Latest?,
)

private data class Latest(
    val content: String,
)

/** What a result can become, and how it is read. */
class ResultSpec :
    FunSpec({
        val all = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        contract("results from Java (SEL-13)", *all) { db ->
            Seeds.sow()
            val java = ResultCaller()
            java.nested(db)
            java.single()
            java.rows()
            java.made()
            java.parts()
            java.streams(db)
            java.plans()
        }

        // ---- nested objects

        contract("an object in an object is filled from the source that its name refers to (SEL-13)", *all) { db ->
            Seeds.sow()
            val query = TWEET.select(TWEET.content, USER.username, USER.email).join(USER).orderBy(TWEET.id).limit(1)
            query.shouldRender(
                "select \"tweet\".\"content\", \"user\".\"username\", \"user\".\"email\", \"user\".\"id\" from \"tweet\" " +
                    "join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\" order by \"tweet\".\"id\" asc limit ?",
                listOf(1L),
                "select \"tweet\".\"content\", \"user\".\"username\", \"user\".\"email\", \"user\".\"id\" from \"tweet\" " +
                    "join \"user\" on \"tweet\".\"user_id\" = \"user\".\"id\" order by \"tweet\".\"id\" asc fetch next ? rows only",
            )
            db.statements(1) { query.into<TweetLine>() } shouldContainExactly listOf(TweetLine("meow", Writer("huey", null)))
            // whole models: the foreign key is selected as well, and is not in the way
            db.statements(1) { TWEET.select(TWEET, USER).join(USER).orderBy(TWEET.id).limit(1).into<TweetLine>() } shouldContainExactly
                listOf(TweetLine("meow", Writer("huey", null)))
        }

        contract("objects nest along the joins, also through a source that was not selected (SEL-13)", *all) { db ->
            Seeds.sow()
            val owner = alias(USER, "owner")
            val rows =
                db.statements(1) {
                    FAVORITE
                        .select(FAVORITE.id, TWEET.content, USER.username, USER.email, owner.username, owner.email)
                        .joinFrom(FAVORITE, owner)
                        .joinFrom(FAVORITE, TWEET)
                        .joinFrom(TWEET, USER)
                        .orderBy(FAVORITE.id)
                        .into<Like>()
                }
            rows.first() shouldBe Like(1, Liked("meow", Writer("huey", null)), Writer("mickey", null))
            rows.map { it.user.username to it.tweet.user.username } shouldContainExactly
                listOf("mickey" to "huey", "zaizee" to "huey", "zaizee" to "huey", "huey" to "mickey")
        }

        contract("a source is known by its relation, else its alias, else its model (SEL-13)", *all) { _ ->
            Seeds.sow()
            val author = alias(USER, "author")
            TWEET
                .select(TWEET.content, author.username, author.email)
                .join(author, author.id.eq(TWEET.user.key()))
                .orderBy(TWEET.id)
                .into<ByAlias>()
                .first() shouldBe ByAlias("meow", Writer("huey", null))
            USER
                .select(USER.username, TWEET.content)
                .leftJoin(TWEET)
                .orderBy(USER.id, TWEET.id)
                .into<Tally>() shouldContainExactly
                listOf(
                    Tally("huey", Latest("meow")),
                    Tally("huey", Latest("hiss")),
                    Tally("huey", Latest("purr")),
                    Tally("mickey", Latest("woof")),
                    Tally("mickey", Latest("whine")),
                    Tally("zaizee", null),
                )
        }

        contract("a joined query is a source as well, without a key (SEL-13, JON-17)", *all) { db ->
            Seeds.sow()
            val inner = alias(TWEET, "inner")
            val tweets = Fn.count(inner.id).`as`("tweets")
            val perUser = inner.select(inner.user, tweets).groupBy(inner.user).`as`("per_user")
            val query =
                USER
                    .select(USER.username, perUser.col(tweets))
                    .leftJoin(perUser, USER.id.eq(perUser.col(inner.user.key())))
                    .orderBy(USER.id)
            db.statements(1) { query.into<Active>() } shouldContainExactly
                listOf(Active("huey", Activity(3)), Active("mickey", Activity(2)), Active("zaizee", null))
        }

        contract("an outer join that missed gives null at its depth (SEL-13, JON-09)", *all) { db ->
            Seeds.sow()
            val parent = alias(CATEGORY, "parent")
            val grandparent = alias(CATEGORY, "grandparent")
            val steps =
                CATEGORY
                    .select(CATEGORY.name, parent.name, grandparent.name)
                    .leftJoin(parent, CATEGORY.parent.eq(parent))
                    .leftJoin(grandparent, parent.parent.eq(grandparent))
                    .orderBy(CATEGORY.name)
            db.statements(1) { steps.into<Step>() } shouldContainExactly
                listOf(Step("leaf", Up("left", Top("root"))), Step("left", Up("root", null)), Step("root", null))
            // where rows are folded there is no key, so a row of nulls is none
            steps.distinct().into<Step>() shouldContainExactly
                listOf(Step("leaf", Up("left", Top("root"))), Step("left", Up("root", null)), Step("root", null))
        }

        contract("a joined row of nulls is there: its key says so (SEL-13, JON-10)", *all) { _ ->
            Seeds.sow()
            TWEET.select(TWEET.content, USER.email).leftJoin(USER).orderBy(TWEET.id).into<ResultCaller.Mailed>().first() shouldBe
                ResultCaller.Mailed("meow", ResultCaller.Address(null))
        }

        contract("names and types that do not fit are told with their path (SEL-13)", *all) { db ->
            Seeds.sow()
            val query = TWEET.select(TWEET.content, USER.email).join(USER)
            // told before anything is sent
            db.statements(0) { shouldThrow<ProgrammingException> { query.into<Asking>() } }.message shouldBe
                "Asking wants 'user.phone', and of 'user' the query selects [email]\n  model: Tweet\n" +
                "  hint: select a column of that name"
            shouldThrow<DataException> { query.into<Counting>() }.message shouldBe
                "Counting.user.email is of type int, and the query gave NULL\n  model: Counting\n  hint: make it Integer"
            USER.update(USER.email.to("x@y")).all().execute()
            shouldThrow<DataException> { query.into<Counting>() }.message shouldBe
                "Counting.user.email is of type int, and the query gave a value of type String that does not fit\n" +
                "  model: Counting\n  hint: change its type, or cast in the query"
            shouldThrow<ProgrammingException> { TWEET.select(TWEET.content).into<TweetLine>() }.message shouldBe
                "TweetLine wants 'user', and the query selects [content]\n  model: Tweet\n" +
                "  hint: join a source of that name, and select its columns"
            shouldThrow<DataException> { TWEET.select().into<TweetLine>() }.message shouldBe
                "TweetLine.user is of type Writer, and the query gave a value of type Long that does not fit\n" +
                "  model: TweetLine\n  hint: change its type, or cast in the query"
        }

        // ---- one row

        contract("single is the only row, and reads two at most (SEL-04, MOD-18)", *all) { db ->
            Seeds.sow()
            val query = USER.where(USER.username eq "huey")
            db.statements(1) { query.single() }.username shouldBe "huey"
            val two = TWEET.select(TWEET.id).where(TWEET.user.key() eq 1L)
            val sql = sent(db) { shouldThrow<DataException> { two.single() } }
            sql shouldBe
                listOf(
                    "select \"tweet\".\"id\" from \"tweet\" where \"tweet\".\"user_id\" = ? " +
                        if (db.dialect() == Dialect.SQLITE) "limit ?" else "fetch next ? rows only",
                )
            shouldThrow<DataException> { two.single() }.message shouldBe
                "more than one row of Tweet matches\n  model: Tweet\n  sql: ${sql.single()}\n" +
                "  hint: say more of the row that is meant, or take the first() of an order"
            val none = shouldThrow<NotFoundException> { USER.where(USER.username eq "nobody").single() }
            none.summary() shouldBe "no row of User matches"
            none.hint() shouldBe "find(..) and first() answer null instead"
            two.limit(1).single().id() shouldBe 1L // a limit of its own stands
        }

        // ---- rows

        contract("rows are read by the expression, by position and as maps (SEL-13)", *all) { db ->
            Seeds.sow()
            val tweets = Fn.count(TWEET.id).`as`("tweets")
            val query =
                USER
                    .select(USER.username, USER.email, tweets)
                    .leftJoin(TWEET)
                    .groupBy(USER.username, USER.email)
                    .orderBy(USER.username)
            val rows = db.statements(1) { query.rows() }
            val name: String = rows[0][USER.username]
            val email: String? = rows[0][USER.email]
            val count: Long = rows[0][tweets]
            listOf(name, email, count) shouldBe listOf("huey", null, 3L)
            rows[2][Fn.count(TWEET.id).`as`("tweets")] shouldBe 0L // built again
            rows[1][0] shouldBe "mickey"
            rows[1].size() shouldBe 3
            rows.map { it.asMap() } shouldBe query.maps()
            rows[0].asMap().keys.toList() shouldContainExactly listOf("username", "email", "tweets")
            rows[0].toString() shouldBe "{username=huey, email=null, tweets=3}"
            query.rows() shouldBe rows
            query.rows().toSet() shouldBe rows.toSet()
            rows[0] shouldNotBe rows[1]
            (rows[0] as Any) shouldNotBe "a row"
            // equal values under other names are another row
            USER.select(USER.id).rows().first() shouldNotBe TWEET.select(TWEET.id.`as`("other")).rows().first()
        }

        contract("columns of several sources keep apart in a row, and equal labels are numbered (SEL-13)", *all) { _ ->
            Seeds.sow()
            val row =
                TWEET
                    .select(TWEET.id, USER.id, TWEET.user)
                    .join(USER)
                    .where(TWEET.content eq "woof")
                    .rows()
                    .single()
            row[TWEET.id] shouldBe 4L
            row[USER.id] shouldBe 2L
            row[TWEET.user.key()] shouldBe 2L
            row.asMap() shouldBe mapOf("id" to 4L, "id_2" to 2L, "user" to 2L)
        }

        contract("equal but for their values, expressions of two queries keep apart in rows (SEL-13)", *all) { _ ->
            Seeds.sow()
            val one = USER.id.plus(10L)
            val two = USER.id.plus(20L)
            for ((first, second) in listOf(one to two, two to one)) {
                // one shape and one plan for both: only the values differ
                val row = USER.select(first, second).orderBy(USER.id).rows().first()
                row[one] shouldBe 11L
                row[USER.id.plus(20L)] shouldBe 21L
                USER.select().orderBy(USER.id).limit(1).into(first, second) { a, b -> a to b } shouldContainExactly
                    listOf(if (first == one) 11L to 21L else 21L to 11L)
                USER.select(first, USER, second).orderBy(USER.id).streamRows().use { rows ->
                    rows.map { listOf(it[two], it[USER.username], it[one]) }.findFirst().get()
                } shouldBe listOf(21L, "huey", 11L)
            }
        }

        contract("a row refuses what it does not have (SEL-13)", *all) { _ ->
            Seeds.sow()
            val row = TWEET.select(TWEET.content, TWEET.user).rows().first()
            shouldThrow<ModelException> { row[TWEET.id] }.message shouldBe
                "tweet.id was not selected with this row\n  model: Tweet\n  hint: name it in select(..)"
            shouldThrow<ModelException> { row[TWEET.user] }.message shouldBe
                "a row has no model for tweet.user_id, only its key\n  model: Tweet\n" +
                "  hint: read the key: row.get(foreignKey.key())"
            for (index in listOf(-1, 2)) {
                shouldThrow<ProgrammingException> { row[index] }.message shouldBe
                    "a row of 2 values has none at $index\n  hint: the first is at 0"
            }
        }

        contract("expressions are handed to a function, typed and without reflection (SEL-13)", *all) { db ->
            Seeds.sow()
            val tweets = Fn.count(TWEET.id).`as`("tweets")
            val users = USER.select().orderBy(USER.username)
            db.statements(4) {
                users.into(USER.username) { it.length } shouldContainExactly listOf(4, 6, 6)
                users.leftJoin(TWEET).groupBy(USER.username).into(USER.username, tweets, ::Count) shouldContainExactly
                    listOf(Count("huey", 3), Count("mickey", 2), Count("zaizee", 0))
                users.limit(1).into(USER.id, USER.username, USER.email, ::Triple) shouldContainExactly
                    listOf(Triple(1L, "huey", null))
                users.limit(1).into(USER.id, USER.username, USER.email, USER.defaultTeam.key()) { a, b, c, d ->
                    listOf(a, b, c, d)
                } shouldContainExactly listOf(listOf(1L, "huey", null, null))
            }
            sent(db) { users.into(USER.username) { it } } shouldBe
                listOf("select \"user\".\"username\" from \"user\" order by \"user\".\"username\" asc")
        }

        // ---- parts of a result

        contract("a slice lies within the query's own limit and offset (SEL-03, SEL-12)", *all) { db ->
            USER.insertMany(listOf(USER.username), (10..34).map { listOf("u$it") }).execute()
            val users = USER.select().orderBy(USER.username)

            fun Select<*>.names() = values(USER.username)
            users.slice(0, 2).names() shouldContainExactly listOf("u10", "u11")
            users.slice(23, 99).names() shouldContainExactly listOf("u33", "u34")
            users.slice(3, 3).names().shouldBeEmpty()
            users.slice(30, 40).names().shouldBeEmpty()
            val page = users.limit(5).offset(10) // u20 .. u24
            page.slice(1, 3).names() shouldContainExactly listOf("u21", "u22")
            page.slice(3, 9).names() shouldContainExactly listOf("u23", "u24")
            page.slice(7, 9).names().shouldBeEmpty()
            page.slice(1, 4).slice(1, 9).names() shouldContainExactly listOf("u22", "u23")
            page.slice(Long.MAX_VALUE - 1, Long.MAX_VALUE).names().shouldBeEmpty()
            db.statements(1) { page.withoutLimit().count() } shouldBe 25
            page.withoutLimit().names() shouldBe users.names()
            page.names().size shouldBe 5 // and the query is what it was
            for ((from, to) in listOf(-1L to 2L, 3L to 2L)) {
                shouldThrow<ProgrammingException> { users.slice(from, to) }.message shouldBe
                    "a slice from $from to $to\n  model: User\n" +
                    "  hint: say where it begins, from 0, and behind its last row, as subList does"
            }
        }

        contract("chunks come from a cursor, the last one shorter, none empty (SEL-15)", *all) { db ->
            val users = USER.select().orderBy(USER.username)
            users.chunked(10).use { it.toList() }.shouldBeEmpty()
            USER.insertMany(listOf(USER.username), (10..34).map { listOf("u$it") }).execute()
            db.statements(1) {
                val chunks: List<List<User>> = users.chunked(10).use { it.toList() }
                chunks.map { it.size } shouldContainExactly listOf(10, 10, 5)
                chunks.flatten().map { it.username } shouldBe (10..34).map { "u$it" }
            }
            users.chunked(25).use { chunks -> chunks.map { it.size }.toList() } shouldContainExactly listOf(25)
            users.chunked(Int.MAX_VALUE).use { chunks -> chunks.map { it.size }.toList() } shouldContainExactly listOf(25)
            shouldThrow<ProgrammingException> { users.chunked(0) }.message shouldBe
                "chunks of 0 rows\n  model: User\n  hint: ask for 1 row or more"
        }

        // ---- streams

        contract("streams of rows, maps and objects (SEL-13, SEL-15)", *all) { db ->
            Seeds.sow()
            val query = TWEET.select(TWEET.content, USER.username, USER.email).join(USER).orderBy(TWEET.id).limit(2)
            db.statements(3) {
                query.streamRows().use { rows -> rows.map { it[USER.username] }.toList() } shouldContainExactly listOf("huey", "huey")
                query.streamRows().use { rows -> rows.map { it.asMap() }.toList() }.first() shouldBe
                    mapOf("content" to "meow", "username" to "huey", "email" to null)
                query.streamInto<TweetLine>().use { it.toList() }.last() shouldBe TweetLine("hiss", Writer("huey", null))
            }
        }

        contract("a stream of 100,000 rows holds one portion (SEL-15)", NUMBER) { db ->
            NUMBER.fill(db, 100_000)
            NUMBER.select().stream().use { rows ->
                NUMBER.made.set(0) // the plan has looked at one
                val iterator = rows.iterator()
                repeat(3) { iterator.next() }
                NUMBER.made.get() shouldBe 3 // a model is made when it is asked for
            }
            NUMBER.select().chunked(100).use { chunks ->
                NUMBER.made.set(0)
                chunks.iterator().next().size shouldBe 100
                NUMBER.made.get() shouldBe 100
            }
            NUMBER.made.set(0)
            NUMBER.select().stream().use { it.count() } shouldBe 100_000L
            NUMBER.made.get() shouldBe 100_000
            if (db.dialect() == Dialect.POSTGRES) {
                // what the server has produced is what the driver may hold: SQLite steps row by row anyway
                db.execute("create sequence produced")
                val next = Fn.raw(Long::class.javaObjectType, "nextval('produced')")

                fun produced(): Long? {
                    var last: Long? = null
                    Thread { last = NUMBER.select().limit(1).scalar(Fn.raw(Long::class.javaObjectType, "(select last_value from produced)")) }
                        .apply { start() }
                        .join()
                    return last
                }
                NUMBER.select(NUMBER.id, next).stream().use {
                    it.iterator().next()
                    produced() shouldBe 1_000L
                }
                NUMBER.select(NUMBER.id, next).chunked(10).use {
                    it.iterator().next()
                    produced() shouldBe 1_010L
                }
            }
        }

        contract("a stream is closed on every exit, by whom it may be (SEL-15)", NUMBER) { db ->
            NUMBER.fill(db, 2_500)

            fun closed(how: String) =
                withClue(how) {
                    db.connectionsInUse() shouldBe 0
                    db.inTransaction() shouldBe false
                }
            val kinds: List<Pair<String, () -> Stream<*>>> =
                listOf(
                    "models" to { NUMBER.select().stream() },
                    "rows" to { NUMBER.select().streamRows() },
                    "objects" to { NUMBER.select().streamInto<Numeral>() },
                    "chunks" to { NUMBER.select().chunked(7) },
                )
            for ((kind, open) in kinds) {
                open().forEach { }
                closed("$kind, drained and not closed")
                val drained = open().iterator()
                while (drained.hasNext()) drained.next()
                drained.hasNext() shouldBe false // asked again behind the end
                closed("$kind, drained by an iterator")
                open().use { it.limit(2).count() shouldBe 2L }
                closed("$kind, short-circuited")
                shouldThrow<IllegalStateException> { open().use { rows -> rows.forEach { error("stop") } } }.message shouldBe "stop"
                closed("$kind, an error in the loop")
                shouldThrow<IllegalStateException> { open().forEach { error("stop") } }.message shouldBe "stop"
                closed("$kind, an error in a loop that does not close")
                open().also { it.close() }.close()
                closed("$kind, closed twice by hand")
                val elsewhere = open()
                elsewhere.iterator().next()
                Thread(elsewhere::close).apply { start() }.join()
                closed("$kind, closed by another thread")
                // this thread takes a new connection and works on
                NUMBER.select().count() shouldBe 2_500
                open().parallel().use { it.count() } shouldBe if (kind == "chunks") 358L else 2_500L
                closed("$kind, told to be parallel")
            }
            // a row that cannot be read ends the stream, too
            shouldThrow<DataException> { NUMBER.select(NUMBER.value).streamInto<Unreadable>().forEach { } }.message shouldBe
                "Unreadable.value is of type LocalDate, and the query gave a value of type Long that does not fit\n" +
                "  model: Unreadable\n  hint: change its type, or cast in the query"
            closed("a row that cannot be read")
        }

        contract("a closed stream has no more rows, and reads no other's (SEL-15)", NUMBER) { db ->
            NUMBER.fill(db, 10)
            val closed = NUMBER.select().stream()
            val iterator = closed.iterator()
            iterator.next()
            closed.close()
            NUMBER.select().stream().use { other ->
                // the same SQL: on SQLite it has the statement that the closed stream had
                val rows = other.iterator()
                rows.next()
                shouldThrow<ProgrammingException> { iterator.next() }.message shouldBe
                    "a row is asked of a stream that was closed\n  model: Number\n" +
                    "  hint: keep the stream open until its last row is read"
                rows.asSequence().count() shouldBe 9
            }
        }

        contract("a stream in a transaction leaves it open (SEL-15)", NUMBER) { db ->
            NUMBER.fill(db, 2_500)
            db.transaction {
                NUMBER.select().stream().use { it.limit(2).count() shouldBe 2L }
                NUMBER.select().stream().forEach { }
                shouldThrow<IllegalStateException> { NUMBER.select().stream().forEach { error("stop") } }
                db.inTransaction() shouldBe true
                NUMBER.delete().all().execute()
            }
            NUMBER.select().count() shouldBe 0
        }

        // ---- plans

        contract("explain tells the plan without running the query, explainAnalyze runs it (SEL-31)", NUMBER) { db ->
            NUMBER.fill(db, 50)
            val query = NUMBER.where(NUMBER.value le 7L).orderBy(NUMBER.value)
            val plan = db.statements(1) { query.explain() }
            if (db.dialect() == Dialect.SQLITE) {
                plan shouldBe "SCAN number\nUSE TEMP B-TREE FOR ORDER BY"
                val analyzed = db.statements(2) { query.explainAnalyze() }
                analyzed.lines().dropLast(1).joinToString("\n") shouldBe plan
                analyzed.lines().last() shouldMatch Regex("\\(actual rows=7 time=\\d+\\.\\d{3} ms\\)")
            } else {
                plan.lines().first() shouldStartWith "Sort  (cost="
                plan shouldNotContain "actual"
                val analyzed = db.statements(1) { query.explainAnalyze() }
                analyzed shouldContain "rows=7"
                analyzed shouldContain "Execution Time: "
            }
        }

        contract("what a query writes while it is explained is undone (SEL-31)", NUMBER) { db ->
            NUMBER.fill(db, 3)
            if (db.dialect() == Dialect.POSTGRES) {
                db.execute(
                    "create function burn() returns bigint language sql as 'delete from number returning id'",
                )
                val burning = NUMBER.select(NUMBER.id, Fn.raw(Long::class.javaObjectType, "burn()"))
                burning.explainAnalyze() shouldContain "Execution Time: "
                NUMBER.select().count() shouldBe 3
                db.transaction {
                    NUMBER.create(NUMBER.value.to(99L))
                    burning.explainAnalyze()
                    NUMBER.select().count() shouldBe 4
                }
                NUMBER.select().count() shouldBe 4
            }
            shouldThrow<ProgrammingException> { NUMBER.select(NUMBER.id, Fn.raw(Int::class.javaObjectType, "no_such(1)")).explainAnalyze() }
            NUMBER.select().exists() shouldBe true
        }
    })

private fun sent(
    db: Database,
    body: () -> Unit,
): List<String> =
    db.record().use { log ->
        body()
        log.entries().map { it.sql() }
    }
