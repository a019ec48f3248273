package guide

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.web.CursorKeys
import dev.kinglet.web.Total
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.LocalDateTime

private val keys = CursorKeys.of("2026", ByteArray(32))
private val newest = TWEET.select().orderBy(TWEET.timestamp.desc())

private fun run(
    db: Database,
    sent: Sent,
    pg: String,
) {
    db.bind(USER, TWEET).createTables(USER, TWEET)
    val huey = USER.create(USER.username.to("huey"), USER.email.to("huey@example.com"))
    val mickey = USER.create(USER.username.to("mickey"))
    val noon = LocalDateTime.of(2026, 1, 1, 12, 0)
    val messages = (1..175).map { listOf(if (it % 2 == 0) huey else mickey, "meow $it", noon.plusMinutes(it.toLong())) }
    TWEET.insertMany(listOf(TWEET.user, TWEET.content, TWEET.timestamp), messages).execute()

    val page = sent.record(db, "java:Paging.${pg}number") { Paging.number("3") }
    sent["java:Paging.${pg}page"] = listOf(page.toString())
    page.window(5) shouldBe listOf(1, 2, 3, 4, 5)
    KotlinPaging.number("3").items() shouldBe page.items()

    val totals = Paging.totals(newest, keys)
    totals.take(2) shouldBe listOf(Total.Exact(175), Total.AtLeast(100))
    sent["java:Paging.${pg}totals"] = totals.map { "${it.javaClass.simpleName} $it".replace(Regex("~\\d+"), "~..") }
    KotlinPaging.totals(newest, keys)[0] shouldBe Total.AtLeast(100)
    sent.record(db, "java:Paging.${pg}uncounted") { Paging.uncounted(newest).hasNext() shouldBe true }

    val first = sent.record(db, "java:Paging.${pg}first") { Paging.cursor(keys, null) }
    val second = sent.record(db, "java:Paging.${pg}second") { Paging.cursor(keys, first.nextCursor()) }
    sent.record(db, "java:Paging.${pg}back") { Paging.cursor(keys, second.previousCursor()) }.items() shouldBe first.items()
    KotlinPaging.cursor(keys, first.nextCursor()).items() shouldBe Paging.cursor(keys, first.nextCursor()).items()
    val byEmail = Paging.nulls(keys, null)
    sent.record(db, "java:Paging.${pg}nulls") { Paging.nulls(keys, byEmail.nextCursor()).items().size shouldBe 20 }
    val cursor = first.nextCursor()!!
    val changed = cursor.replaceRange(30, 31, if (cursor[30] == 'A') "B" else "A")
    sent["java:Paging.${pg}bad"] = listOf(Paging.bad(keys, cursor)!!, Paging.bad(keys, changed)!!)
    Paging.own(keys, "huey", Paging.own(keys, "huey", null).nextCursor()).items().size shouldBe 20
    Paging.keys(ByteArray(32), ByteArray(16) { 1 }).toString() shouldBe "cursor keys [2026, 2025]"
    Paging.holding(newest, page.items()[5].id(), keys).number() shouldBe 3
    sent.record(db, "java:Paging.${pg}all") { Paging.all() shouldBe 175 }
    KotlinPaging.all() shouldBe 175
}

/** Runs what the page on pagination shows, and records what it sent and answered. */
fun pagingPage(sent: Sent) {
    Database.sqliteInMemory().use { db -> run(db, sent, "") }
    TestDatabases.fresh(Kind.POSTGRES) { db -> run(db, sent, "pg.") }
}
