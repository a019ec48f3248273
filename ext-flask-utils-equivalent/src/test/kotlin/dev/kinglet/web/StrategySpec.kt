package dev.kinglet.web

import dev.kinglet.Database
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.query.Select
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.Duration
import java.time.Instant

private val keys = CursorKeys.of("k", ByteArray(16))
private val newest: Select<Tweet> = TWEET.select().orderBy(TWEET.timestamp.desc())

/** A way to cut a query, read as a web application does: by the parameters of an address. */
private class Strategy(
    val name: String,
    val statements: Int,
    val read: (Pages<Tweet>, Map<String, String>) -> Paged<Tweet>,
)

private val strategies =
    listOf(
        Strategy("exact", 2) { pages, address -> pages.number(address["page"]) },
        Strategy("capped", 2) { pages, address -> pages.capped(1000).number(address["page"]) },
        Strategy("estimated", 2) { pages, address -> pages.estimated().number(address["page"]) },
        Strategy("cached", 2) { pages, address -> pages.cached(keys, Duration.ofMinutes(5)).number(address["page"], address["counted"]) },
        Strategy("uncounted", 1) { pages, address -> pages.uncounted().number(address["page"]) },
        Strategy("keyset", 1) { pages, address -> pages.keyset(keys).at(address["cursor"]) },
    )

/** Stores so many messages, all of the same minute: the order alone cannot tell them apart. */
private fun messages(count: Int) {
    val huey = USER.create(USER.username.to("huey"))
    val rows = (1..count).map { listOf(huey, it.toString(), NOON) }
    if (rows.isNotEmpty()) TWEET.insertMany(listOf(TWEET.user, TWEET.content, TWEET.timestamp), rows).execute()
}

private fun Paged<Tweet>.contents() = items().map { it.content.toInt() }

private fun Database.atMost(
    most: Int,
    body: () -> Paged<Tweet>,
): Paged<Tweet> =
    record().use { log ->
        val page = body()
        withClue(log.toString()) { log.count().toInt() shouldBeLessThanOrEqual most }
        page
    }

class StrategySpec :
    FunSpec({
        for (strategy in strategies) {
            val of = strategy.name

            contract("W1 $of: next leads from page to page, and previous back, each row once", USER, TWEET) { db ->
                messages(25)
                for (size in listOf(1, 2, 7, 24, 25, 26)) {
                    val pages = Pages.of(newest).size(size)
                    var page = db.atMost(strategy.statements) { strategy.read(pages, mapOf()) }
                    page.hasPrevious() shouldBe false
                    val there = page.contents().toMutableList()
                    while (page.hasNext()) {
                        page = db.atMost(strategy.statements) { strategy.read(pages, page.next()!!.parameters()) }
                        page.hasPrevious() shouldBe true
                        there += page.contents()
                    }
                    there shouldBe (25 downTo 1).toList()
                    val back = page.contents().reversed().toMutableList()
                    while (page.hasPrevious()) {
                        page = db.atMost(strategy.statements) { strategy.read(pages, page.previous()!!.parameters()) }
                        page.hasNext() shouldBe true
                        back += page.contents().reversed()
                    }
                    back shouldBe (1..25).toList()
                    strategy.read(pages, page.first().parameters()).contents() shouldBe page.contents()
                }
            }

            contract("W1 $of: a first page that is not full takes one statement; so does an empty list", USER, TWEET) { db ->
                val empty = db.statements(1) { strategy.read(Pages.of(newest), mapOf()) }
                listOf(empty.items(), empty.hasNext(), empty.hasPrevious()) shouldBe listOf(listOf<Tweet>(), false, false)
                messages(19)
                val page = db.statements(1) { strategy.read(Pages.of(newest), mapOf()) }
                listOf(page.items().size, page.hasNext(), page.hasPrevious()) shouldBe listOf(19, false, false)
            }

            contract("W1 $of: a full last page is followed by none", USER, TWEET) {
                messages(4)
                val pages = Pages.of(newest).size(2)
                val second = strategy.read(pages, strategy.read(pages, mapOf()).next()!!.parameters())
                second.contents() shouldBe listOf(2, 1)
                second.next() shouldBe null
            }

            contract("W1 $of: last leads to the last rows, where it is known", USER, TWEET) { db ->
                messages(5)
                val pages = Pages.of(newest).size(2)
                val last = strategy.read(pages, mapOf()).last()
                if (of == "uncounted") {
                    last shouldBe null
                } else if (of != "estimated" || db.dialect() == Dialect.SQLITE) {
                    val page = strategy.read(pages, last!!.parameters())
                    page.hasNext() shouldBe false
                    page.contents().last() shouldBe 1
                }
            }

            contract("W1 $of: rows are mapped, looped over, and cannot be changed", USER, TWEET) { db ->
                messages(3)
                val page = strategy.read(Pages.of(newest).size(2), mapOf())
                db.statements(0) {
                    val texts: Paged<String> = page.map { it.content }
                    texts.items() shouldBe listOf("3", "2")
                    texts.next() shouldBe page.next()
                    texts.size() shouldBe 2
                    page.toList().size shouldBe 2
                }
                shouldThrow<UnsupportedOperationException> { (page.items() as MutableList<Tweet>).clear() }
            }

            contract("W1 $of: a joined query pages as an object graph", USER, TWEET) { db ->
                messages(3)
                val query = TWEET.select(TWEET, USER).join(USER).orderBy(USER.username, TWEET.timestamp.desc())
                val page = strategy.read(Pages.of(query).size(2), mapOf())
                db.statements(0) { page.map { "${it.content} of ${it.user.username}" }.items() } shouldBe listOf("3 of huey", "2 of huey")
            }
        }

        contract("W5: a total says how well it is known", USER, TWEET) { db ->
            messages(30)
            val pages = Pages.of(newest).size(4)
            pages.number(2).total() shouldBe Total.Exact(30)
            pages.capped(10).number(1).total() shouldBe Total.AtLeast(10)
            pages.capped(10).number(1).totalPages() shouldBe 3
            pages.capped(10).number("99").number() shouldBe 3
            pages.capped(30).number(1).total() shouldBe Total.Exact(30)
            val estimated = pages.estimated().number(1).total()
            if (db.dialect() == Dialect.SQLITE) {
                estimated shouldBe Total.Exact(30)
            } else {
                (estimated is Total.Estimated) shouldBe true
                db.execute("analyze tweet")
                pages.estimated().number(1).total() shouldBe Total.Estimated(30)
            }
            pages.estimated().number(8).total() shouldBe Total.Exact(30)
            pages.estimated().number(99).number() shouldBe 8
            listOf(Total.Exact(3), Total.AtLeast(10_000), Total.Estimated(3_000_000), Total.Counted(3, Instant.EPOCH)).map { it.toString() } shouldBe
                listOf("3", "10000+", "~3000000", "3")
        }

        contract("W5: with a count that is carried in the links, ten pages count once", USER, TWEET) { db ->
            messages(40)
            val now = Instant.parse("2026-06-01T12:00:00Z")

            fun at(
                clock: Instant,
                address: Map<String, String>,
                query: Select<Tweet> = newest,
            ) = Pages.of(query).size(4).cached(keys.at { clock }, Duration.ofMinutes(5)).number(address["page"], address["counted"])

            var page = db.statements(2) { at(now, mapOf()) }
            page.total() shouldBe Total.Exact(40)
            repeat(9) {
                page = db.statements(1) { at(now.plusSeconds(300), page.next()!!.parameters()) }
                page.total() shouldBe Total.Counted(40, now)
            }
            page.next() shouldBe null
            page.contents() shouldBe listOf(4, 3, 2, 1)
            db.statements(2) { at(now.plusSeconds(301), page.previous()!!.parameters()).total() } shouldBe Total.Exact(40)
            // of another query, changed, or for something else: counted again, and no error
            val counted = page.first().parameters().getValue("counted")
            val some = TWEET.where(TWEET.id.gt(1)).orderBy(TWEET.id)
            db.statements(2) { at(now, mapOf("page" to "2", "counted" to counted), some).total() } shouldBe Total.Exact(39)
            at(now, mapOf("page" to "2", "counted" to counted.dropLast(1))).total() shouldBe Total.Exact(40)
            at(now, mapOf("page" to "2", "counted" to Pages.of(newest).size(4).keyset(keys).at(null).nextCursor()!!)).total() shouldBe Total.Exact(40)
            // rows that went meanwhile
            TWEET.delete().where(TWEET.content.ne("40")).execute()
            val left = at(now, mapOf("page" to "9", "counted" to counted))
            left.contents() shouldBe listOf(40)
            left.first().parameters() shouldBe mapOf("page" to "1", "counted" to "")
        }

        contract("an uncounted page behind the last is empty, and leads back", USER, TWEET) {
            messages(3)
            val page = Pages.of(newest).size(2).uncounted().number("9")
            listOf(page.items(), page.number(), page.next(), page.last()) shouldBe listOf(listOf<Tweet>(), 9, null, null)
            page.previous() shouldBe PageRequest(mapOf("page" to "8"))
            Pages.of(newest).size(2).uncounted().number(2).last() shouldBe PageRequest(mapOf("page" to "2"))
            Pages.of(newest).uncounted().number(Int.MAX_VALUE).next() shouldBe null
        }

        contract("the page that holds a row is found, by number and by cursor", USER, TWEET) { db ->
            messages(10)
            val pages = Pages.of(newest).size(3)
            val numbered = db.statements(4) { pages.holding(TWEET.content.eq("4")) }
            numbered.number() shouldBe 3
            numbered.contents() shouldBe listOf(4, 3, 2)
            db.statements(4) { pages.holding(TWEET.content.eq("10")) }.number() shouldBe 1
            val cursor = db.statements(3) { pages.keyset(keys).from(TWEET.content.eq("4")) }
            cursor.contents() shouldBe listOf(4, 3, 2)
            pages.keyset(keys).at(cursor.previousCursor()).contents() shouldBe listOf(7, 6, 5)
            pages.keyset(keys).at(cursor.nextCursor()).contents() shouldBe listOf(1)
            pages.keyset(keys).from(TWEET.content.eq("10")).hasPrevious() shouldBe false
            pages.keyset(keys).from(TWEET.content.eq("1")).hasNext() shouldBe false
            shouldThrow<NotFound> { pages.holding(TWEET.content.eq("11")) }.message shouldBe "Tweet not found"
            shouldThrow<NotFound> { pages.keyset(keys).from(TWEET.content.eq("11")) }.message shouldBe "Tweet not found"
        }

        contract("all pages come one after the other, each when it is needed", USER, TWEET) { db ->
            Pages.of(newest).stream().toList() shouldBe listOf()
            messages(10)
            db.statements(4) { newest.pages(3).stream().toList().map { rows -> rows.map { it.content.toInt() } } } shouldBe
                listOf(listOf(10, 9, 8), listOf(7, 6, 5), listOf(4, 3, 2), listOf(1))
            db.statements(2) { newest.pages(3).stream().limit(2).toList() }
            db.statements(0) { newest.pages(3).stream() }
            db.statements(1) { newest.pages(10).stream().toList().size } shouldBe 1
        }

        contract("Java calls the same", USER, TWEET) {
            messages(7)
            PagesCaller.run("2", keys, Duration.ofMinutes(1)) shouldBe
                listOf("5 4 of 7", "5 4 of 5+", "7 6 ~", "5 4 of 7", "5 4", "5 4", "7 6 | 5 4 | 3 2 | 1", "1", "3 2", "no cursor: MALFORMED 400")
        }
    })
