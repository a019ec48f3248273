package dev.kinglet.examples.twitter

import dev.kinglet.Database
import dev.kinglet.examples.twitter.Models.Message
import dev.kinglet.examples.twitter.Models.Message.MESSAGE
import dev.kinglet.examples.twitter.Models.Reaction.REACTION
import dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP
import dev.kinglet.examples.twitter.Models.User
import dev.kinglet.examples.twitter.Models.User.USER
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.migrate.Migrations
import dev.kinglet.query.Select
import dev.kinglet.type.Dialect
import dev.kinglet.web.CursorKeys
import dev.kinglet.web.Pages
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.doubles.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.time.Instant
import kotlin.random.Random

private const val USERS = 10_000
private const val MESSAGES = 1_000_000
private const val RUNS = 20

/**
 * How long the page of a timeline takes over a million messages, with its plan. It takes a minute or two and measures time, so it
 * runs only when it is asked for: `-Dtest=BigTimelineSpec -Dtimeline`.
 */
class BigTimelineSpec :
    FunSpec({
        if (System.getProperty("timeline") != null) {
            for (kind in listOf(Kind.SQLITE_FILE, Kind.POSTGRES)) {
                test("a page of a timeline over $MESSAGES messages [$kind]") {
                    TestDatabases.fresh(kind) { db ->
                        db.bind(USER, RELATIONSHIP, MESSAGE, REACTION)
                        Migrations.ofResources(db, "db/main").up()
                        fill(db)
                        for ((reader, follows) in READERS) {
                            val user = USER.get(USER.username.eq(reader))
                            val median = measure("$kind, $reader follows ${follows.size}", user)
                            if (reader == "many") median shouldBeLessThan 20.0
                        }
                    }
                }
            }
        }
    })

/** Who follows whom: by the numbers of users, of which the lower write more and the last stopped early. */
private val READERS: Map<String, List<Int>> =
    mapOf(
        "many" to (1..USERS).shuffled(Random(1)).take(1_000),
        "silent" to (USERS - 999..USERS).toList(), // a thousand who wrote last when one tenth was written
        "busy" to listOf(1),
        "quiet" to listOf(USERS - 5),
        "twenty" to (1..USERS).shuffled(Random(2)).take(20),
    )

private fun fill(db: Database) {
    val random = Random(3)
    val start = Instant.parse("2026-01-01T00:00:00Z")
    val columns = listOf(USER.username, USER.passwordHash, USER.email, USER.joinDate)

    fun users(names: List<String>) = USER.insertMany(columns, names.map { listOf(it, "", "", start) }).execute()
    users((1..USERS).map { "user_$it" })
    users(READERS.keys.toList())
    (1..MESSAGES).chunked(10_000).forEach { chunk ->
        MESSAGE
            .insertMany(
                listOf(MESSAGE.user, MESSAGE.content, MESSAGE.published),
                chunk.map { i ->
                    val writers = if (i < MESSAGES / 10) USERS else USERS - 1_000
                    val skewed = 1 + (writers * random.nextDouble() * random.nextDouble()).toInt()
                    listOf(skewed.toLong(), "message $i, about as long as people write when they wait", start.plusMillis(7_000L * i + random.nextLong(5_000)))
                },
            ).execute()
    }
    // everybody follows some, and likes some
    (1..USERS).chunked(1_000).forEach { chunk ->
        RELATIONSHIP
            .insertMany(
                listOf(RELATIONSHIP.fromUser, RELATIONSHIP.toUser),
                chunk.flatMap { from -> (1..30).map { listOf(from.toLong(), (from + it * 37L) % USERS + 1) } },
            ).execute()
        REACTION
            .insertMany(
                listOf(REACTION.user, REACTION.likedType, REACTION.likedId),
                chunk.flatMap { from -> (0..20).map { listOf(from.toLong(), "message", MESSAGES - from * 30L - it) } },
            ).execute()
    }
    READERS.forEach { (name, follows) ->
        val reader = USER.get(USER.username.eq(name))
        RELATIONSHIP.insertMany(listOf(RELATIONSHIP.fromUser, RELATIONSHIP.toUser), follows.map { listOf(reader, it.toLong()) }).execute()
    }
    if (db.dialect() == Dialect.POSTGRES) {
        db.execute("vacuum analyze")
    }
}

private fun measure(
    what: String,
    user: User,
): Double {
    val likes = Likes(MESSAGE, user.id())
    val query: Select<Message> = Timelines.messages(likes).where(Timelines.followedBy(user))
    println("== $what\n${query.limit(21).explain()}")
    val keyset = Pages.of(query).size(20).keyset(CursorKeys.of("1", ByteArray(32)))
    var cursor: String? = null
    val medians =
        (1..3).map { number ->
            var next: String? = null
            val times =
                (1..RUNS).map {
                    val began = System.nanoTime()
                    val page = keyset.at(cursor)
                    val took = (System.nanoTime() - began) / 1e6
                    next = page.nextCursor()
                    page.items().size shouldBe minOf(20, page.items().size)
                    took
                }
            cursor = next
            val median = times.sorted()[RUNS / 2]
            println("$what, page $number: median %.2f ms, slowest %.2f ms of $RUNS".format(median, times.max()))
            median
        }
    return medians.max()
}
