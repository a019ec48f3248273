package dev.kinglet.web

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.LocalDateTime

internal val NOON = LocalDateTime.of(2026, 1, 1, 12, 0)

/** Stores so many messages of huey, "1" to "n", all of the same minute: the order alone cannot tell them apart. */
private fun messages(count: Int) {
    val huey = USER.create(USER.username.to("huey"))
    TWEET
        .insertMany(
            listOf(TWEET.user, TWEET.content, TWEET.timestamp),
            (1..count).map { listOf(huey, it.toString(), NOON) },
        ).execute()
}

private val newest = TWEET.select().orderBy(TWEET.timestamp.desc())

private fun Page<tour.Models.Tweet>.contents() = items().map { it.content.toInt() }

class PagesSpec :
    FunSpec({
        contract("a page costs two statements, whatever its number", USER, TWEET) { db ->
            messages(45)
            for (number in listOf("1", "2", "3", "99")) {
                val page = db.statements(2) { newest.page(number, 20) }
                db.statements(0) {
                    page.items().size shouldBe if (page.number() == 3) 5 else 20
                    page.totalPages() shouldBe 3
                    page.window(5) shouldBe listOf(1, 2, 3)
                }
            }
        }

        contract("a page knows where it stands", USER, TWEET) { db ->
            messages(45)
            val first = newest.page(1)
            first.number() shouldBe 1
            first.size() shouldBe 20
            first.total() shouldBe Total.Exact(45)
            first.hasPrevious() shouldBe false
            first.hasNext() shouldBe true
            val last = newest.page(3)
            last.hasPrevious() shouldBe true
            last.hasNext() shouldBe false
            last.contents() shouldContainExactly listOf(5, 4, 3, 2, 1)
            last.toString() shouldBe "page 3 of 3, 45 rows in all"
        }

        contract("whatever arrives as a page number ends on a page", USER, TWEET) { db ->
            messages(5)
            val pages = Pages.of(newest).size(2)
            val first = listOf(null, "", " ", "x", "0", "-1", "1", "01", "1.5", "1e9", "²", "٣", "+2", "\u0000", "2;3")
            val last = listOf("3", "4", " 3 ", "2147483647", "2147483648", "9".repeat(40), "1".repeat(10_000))
            first.forEach { withClue(it) { db.statements(2) { pages.number(it).number() shouldBe 1 } } }
            last.forEach { withClue(it) { db.statements(2) { pages.number(it).number() shouldBe 3 } } }
            listOf(Int.MIN_VALUE, -1, 0).forEach { pages.number(it).number() shouldBe 1 }
            pages.number(2).number() shouldBe 2
            pages.number(Int.MAX_VALUE).contents() shouldBe listOf(1)
        }

        contract("no rows are one empty page, for one statement", USER, TWEET) { db ->
            val page = db.statements(1) { newest.page("7") }
            page.items().shouldBeEmpty()
            page.number() shouldBe 1
            page.total() shouldBe Total.Exact(0)
            page.totalPages() shouldBe 1
            page.hasPrevious() shouldBe false
            page.hasNext() shouldBe false
            page.window(5) shouldBe listOf(1)
        }

        contract("a full last page is followed by none", USER, TWEET) {
            messages(4)
            newest.page(9, 2).number() shouldBe 2
            newest.page(2, 2).hasNext() shouldBe false
        }

        contract("rows that are equal in the order neither repeat nor get lost", USER, TWEET) {
            messages(25)

            fun all(pages: Pages<tour.Models.Tweet>) = (1..9).flatMap { pages.number(it).contents() }
            all(Pages.of(newest).size(3)) shouldBe (25 downTo 1).toList()
            all(Pages.of(TWEET.select().orderBy(TWEET.timestamp)).size(3)) shouldBe (1..25).toList()
            all(Pages.of(TWEET.select()).size(3)) shouldBe (1..25).toList()
        }

        contract("the primary key is added to the order only where the order has ties", USER, TWEET) { db ->
            messages(1)

            fun order(page: () -> Page<*>) =
                db.record().use { log ->
                    page()
                    log.entries().last().sql.replace("\"", "").substringAfter("order by ").substringBefore(" limit")
                        .substringBefore(" offset").substringBefore(" fetch")
                }
            order { newest.page(1) } shouldContain "id desc"
            order { USER.select().orderBy(USER.username).page(1) }.contains("id") shouldBe false
            order { TWEET.select().orderBy(TWEET.id.desc()).page(1) }.split(",").size shouldBe 1
            val author = USER.alias("author")
            order { author.select().orderBy(author.col(USER.email)).page(1) } shouldContain "author.id"
        }

        contract("a joined query pages as an object graph", USER, TWEET) { db ->
            messages(3)
            val page = db.statements(2) { TWEET.select(TWEET, USER).join(USER).page("2", 2) }
            db.statements(0) { page.map { it.content to it.user.username }.items() } shouldBe listOf("3" to "huey")
        }

        contract("a limit of the query holds over all pages", USER, TWEET) {
            messages(10)
            val five = Pages.of(newest.limit(5).offset(1)).size(2)
            five.number(1).total() shouldBe Total.Exact(5)
            five.number(1).contents() shouldBe listOf(9, 8)
            five.number("99").number() shouldBe 3
            five.number("99").contents() shouldBe listOf(5)
        }

        contract("rows that are folded are paged in their own order", USER, TWEET) {
            messages(3)
            val authors = USER.select(USER.username).join(TWEET).distinct().orderBy(USER.username)
            authors.page(1, 2).total() shouldBe Total.Exact(1)
            authors.page(1, 2).map { it.username }.items() shouldBe listOf("huey")
        }

        contract("pages read in a transaction are of one connection", USER, TWEET) { db: Database ->
            messages(3)
            db.atomic<RuntimeException> { newest.page(1).total() shouldBe Total.Exact(3) }
        }

        test("a page of no rows and a window of no pages are refused") {
            shouldThrow<ProgrammingException> { Pages.of(newest).size(0) }.message shouldContain "a page of 0 rows"
            val page = Page(listOf<String>(), 1, 20, Total.Exact(0), null)
            shouldThrow<ProgrammingException> { page.window(0) }.message shouldContain "a window of 0 pages"
        }

        test("the rows of a page cannot be changed") {
            val page = Page(mutableListOf("meow"), 1, 20, Total.Exact(1), null)
            shouldThrow<UnsupportedOperationException> { (page.items() as MutableList<String>).add("hiss") }
        }

        test("a window is as near to its page as the ends allow, for every page of up to 30") {
            Page(listOf<String>(), 4, 1, Total.Exact(10), null).window(5) shouldBe listOf(2, 3, 4, 5, 6)
            Page(listOf<String>(), 10, 1, Total.Exact(10), null).window(5) shouldBe listOf(6, 7, 8, 9, 10)
            Page(listOf<String>(), 5, 1, Total.Exact(10), null).window(4) shouldBe listOf(4, 5, 6, 7)
            for (last in 1..30) {
                for (number in 1..last) {
                    for (length in 1..12) {
                        val window = Page(listOf<String>(), number, 1, Total.Exact(last.toLong()), null).window(length)
                        val middle = (window.first() + window.last()) / 2
                        val best = (1..maxOf(1, last - length + 1)).minOf {
                            Math.abs((it + minOf(last, it + length - 1)) / 2 - number)
                        }
                        withClue("page $number of $last, $length wide: $window") {
                            window shouldBe (window.first()..window.last()).toList()
                            window.size shouldBe minOf(length, last)
                            (window.first() >= 1 && window.last() <= last && number in window) shouldBe true
                            Math.abs(middle - number) shouldBe best
                        }
                    }
                }
            }
        }

        test("more pages than an int can count end at the largest") {
            Page(listOf<String>(), 1, 1, Total.Exact(Long.MAX_VALUE), null).totalPages() shouldBe Int.MAX_VALUE
            Page(listOf<String>(), Int.MAX_VALUE, 1, Total.Exact(Long.MAX_VALUE), null).window(3).last() shouldBe Int.MAX_VALUE
        }
    })
