package dev.kinglet.web

import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.query.QueryLog
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import org.jsoup.Jsoup
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.io.IOException
import java.io.UncheckedIOException
import java.time.LocalDateTime

private fun rows(count: Int) {
    val authors = listOf("huey", "mickey", "<zaizee>").map { USER.create(USER.username.to(it)) }
    val start = LocalDateTime.of(2026, 1, 1, 12, 0)
    TWEET
        .insertMany(
            listOf(TWEET.user, TWEET.content, TWEET.timestamp),
            (1..count).map { listOf(authors[it % 3], "<b>$it</b>", start.plusMinutes(it.toLong())) },
        ).execute()
}

private val timeline = TWEET.select(TWEET, USER).join(USER).orderBy(TWEET.timestamp.desc())
private val listing = Listing.of(20).onBeyondLast(BadInput.NOT_FOUND).sort("newest", TWEET.timestamp.desc()).sort("content", TWEET.content)
private val keys = CursorKeys.of("k1", ByteArray(32) { it.toByte() })

class ObjectListSpec :
    FunSpec({
        for ((file, engine) in mapOf("tweets.peb" to Engines.usingPebble, "tweets.jte" to Engines.usingJte)) {
            val lists = ObjectList.of(engine).listing(listing).`as`("tweets")

            contract("a list is one call and two statements, with $file (W12, WEB-07)", USER, TWEET) { db ->
                rows(45)

                fun show(
                    query: String,
                    statements: Int = 2,
                    list: ObjectList = lists,
                ) = db.guard(QueryLog.OnRepeat.FAIL, 2).use {
                    Jsoup.parseBodyFragment(db.statements(statements) { list.render(file, timeline, "/tweets", Parameters.parse(query), mapOf("title" to "<All>")) })
                }
                val second = show("page=2&q=%3Cb%3E")
                second.select("h1").text() shouldBe "<All>"
                second.select("li:not(nav li)").map { it.text() }.let { it.size to it.first() } shouldBe (20 to "mickey: <b>25</b>")
                second.select("b").size shouldBe 0
                second.select("p").text() shouldBe "page 2 of 3, 45 rows in all"
                second.select("nav a[rel=next]").attr("href") shouldBe "/tweets?page=3&q=%3Cb%3E"
                second.select("a").first()!!.attr("href") shouldBe "/tweets?q=%3Cb%3E&sort=content"
                show("page=3&sort=content").select("nav a[rel=prev]").attr("href") shouldBe "/tweets?page=2&sort=content"

                // WEB-03: garbage is page 1, and WEB-05: behind the last there is none
                show("page=x").select("p").text() shouldBe "page 1 of 3, 45 rows in all, not page"
                shouldThrow<BadRequest> { show("page=4") }.status() shouldBe 404
                show("page=4", 2, lists.listing(Listing.of(20))).select("p").text() shouldBe "page 3 of 3, 45 rows in all"
            }

            contract("an empty list is shown and not 404, with $file (defect 1, WEB-05)", USER, TWEET) { db ->
                for (query in listOf("", "page=1", "page=0", "page=x")) {
                    val shown = db.statements(1) { lists.render(file, timeline, "/tweets", Parameters.parse(query), mapOf("title" to "All")) }
                    Jsoup.parseBodyFragment(shown).select("li,nav").size shouldBe 0
                }
            }
        }

        contract("a list by cursor is one statement, and its links lead through all rows (W12)", USER, TWEET) { db ->
            rows(45)
            val lists = ObjectList.of(Engines.usingPebble).keyset(keys).nav(Nav.bootstrap())
            val seen = mutableListOf<String>()
            var address = "/tweets?size=10"
            var pages = 0
            while (address.isNotEmpty()) {
                val parameters = Parameters.parse(address.substringAfter('?'))
                val shown = db.statements(1) { lists.render("tweets.peb", timeline, "/tweets", parameters) }
                val page = Jsoup.parseBodyFragment(shown)
                seen += page.select("li:not(nav li)").map { it.text().substringAfter(": ") }
                address = page.select("nav a[rel=next]").attr("href")
                pages++
            }
            seen shouldBe (45 downTo 1).map { "<b>$it</b>" }
            pages shouldBe 5
            // who changes a cursor begins anew, or is told
            val forged = Parameters.parse("cursor=abc")
            Jsoup.parseBodyFragment(lists.render("tweets.peb", timeline, "/tweets", forged)).select("li").first()!!.text() shouldContain "45"
            for ((policy, status) in mapOf(BadInput.NOT_FOUND to 404, BadInput.REFUSE to 400)) {
                val refusing = lists.listing(Listing.of(20).onBadInput(policy))
                withClue(policy) {
                    val thrown = shouldThrow<RuntimeException> { refusing.render("tweets.peb", timeline, "/tweets", forged) }
                    Problem.of(thrown)!!.status() shouldBe status
                }
            }
            val redirecting = lists.listing(Listing.of(20).onBadInput(BadInput.REDIRECT))
            shouldThrow<Redirect> { redirecting.render("tweets.peb", timeline, "/tweets", Parameters.parse("q=x&cursor=abc")) }.location() shouldBe "?q=x"
        }

        contract("what the template is given is the list's, and a name is used once", USER, TWEET) {
            rows(3)
            val seen = mutableMapOf<String, Any?>()
            val lists =
                ObjectList.of { name, model ->
                    seen += model
                    shouldThrow<UnsupportedOperationException> { (model as MutableMap).clear() }
                    name
                }
            lists.render("a", timeline, "/", Parameters.none(), mapOf("user" to null)) shouldBe "a"
            seen.keys shouldBe setOf("object_list", "page", "nav", "links", "ignored", "user")
            val twice = shouldThrow<ProgrammingException> { lists.render("a", timeline, "/", Parameters.none(), mapOf("page" to 1)) }
            twice.summary() shouldBe "the template of a list is given 'page' twice"
            shouldThrow<UncheckedIOException> {
                ObjectList.of { _, _ -> throw IOException("no such template") }.render("a", timeline, "/", Parameters.none())
            }.cause!!.message shouldBe "no such template"
        }
    })
