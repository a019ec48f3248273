package dev.kinglet.examples.blog

import dev.kinglet.fixtures.statements
import dev.kinglet.model.set
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import org.w3c.dom.Element
import java.io.StringReader
import java.time.Instant
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.random.Random

/** What visitors see: lists, entries, searches, the feed. */
class ReadingSpec :
    FunSpec({
        fun fill(count: Int) =
            repeat(count) {
                Entry.create(
                    Entry.title set "Note $it",
                    Entry.content set "A note about tea.",
                    Entry.published set true,
                    Entry.timestamp set Instant.parse("2020-01-01T00:00:00Z").plusSeconds(it.toLong()),
                )
            }

        blog("visitors see what was published, newest first, and drafts nowhere") {
            get("/").statusCode() shouldBe 200
            titles() shouldContainExactly
                listOf(
                    "What a small site has to be careful about",
                    "Good addresses do not change",
                    "Page two of a list that moves",
                    "Searching without a search server",
                    "A blog in one afternoon",
                )
            html shouldNotContain "On writing less"
            html shouldNotContain "Drafts"
            get("/on-writing-less/").statusCode() shouldBe 404
            get("/?q=sentence")
            titles() shouldBe listOf()
            get("/?tag=writing")
            titles() shouldBe listOf()
            get("/feed.xml")
            html shouldNotContain "On writing less"
        }

        blog("an empty blog is a page, and so are empty lists") {
            Entry.delete().all().execute()
            get("/").statusCode() shouldBe 200
            html shouldContain "No entries yet."
            get("/?q=tea").statusCode() shouldBe 200
            html shouldContain "Nothing has these words."
            get("/?tag=tea").statusCode() shouldBe 200
            html shouldContain "No entry has this tag."
            get("/feed.xml").statusCode() shouldBe 200
        }

        blog("an entry is shown with its tags, its code and its tables, with and without the last slash") {
            for (path in listOf("/searching-without-a-search-server/", "/searching-without-a-search-server")) {
                get(path).statusCode() shouldBe 200
                html shouldContain "<h1>Searching without a search server</h1>"
                html shouldContain "<a class=\"tag\" href=\"/?tag=sql\">sql</a>"
                html shouldContain "<span class=\"word\">val</span> id = autoId()"
                html shouldContain "<td>both words</td>"
                html shouldNotContain "/edit/"
            }
        }

        blog("what leads nowhere is a page that says so") {
            for (path in listOf("/nowhere/", "/a/b/c", "/login/x", "/%3Cscript%3E/", "/feed.xml/x", "/a-blog-in-one-afternoon/x/")) {
                withClue(path) {
                    get(path).statusCode() shouldBe 404
                    html shouldContain "There is nothing here."
                    html shouldNotContain "<script"
                }
            }
            for (path in listOf("/%00/", "/?tag=%00", "/?tag=%FF", "/%FF/")) withClue(path) { (get(path).statusCode() < 500) shouldBe true }
        }

        blog("a list is two statements, and one where it is short; an entry is one") { db ->
            fill(45)
            for ((path, costs) in listOf("/" to 2, "/?page=2" to 2, "/?q=tea" to 2, "/?q=tea&page=2" to 2, "/?tag=sql" to 1)) {
                withClue(path) { db.statements(costs) { get(path).statusCode() shouldBe 200 } }
            }
            db.statements(2) { get("/feed.xml").statusCode() shouldBe 200 }
            db.statements(1) { get("/note-7/").statusCode() shouldBe 200 }
            db.statements(0) { get("/login/").statusCode() shouldBe 200 }
            db.statements(0) { get("/style.css").statusCode() shouldBe 200 }
            login()
            db.statements(1) { get("/drafts/").statusCode() shouldBe 200 }
        }

        blog("pages hold twenty, and their links keep the words and the tag") {
            fill(45)
            val seen =
                (1..3).flatMap {
                    get("/?page=$it")
                    html shouldContain "Page $it of 3"
                    titles()
                }
            seen shouldHaveSize 50
            seen.toSet() shouldHaveSize 50
            get("/?q=note+tea&page=2")
            titles() shouldHaveSize 20
            html shouldContain "href=\"/?q=note%20tea&amp;page=3\" rel=\"next\""
            html shouldContain "href=\"/?q=note%20tea\" rel=\"prev\""
            html shouldContain "value=\"note tea\""
            Entry.select().list().forEach { it.tagWith("tea") }
            get("/?q=note&tag=tea&page=2")
            html shouldContain "href=\"/?q=note&amp;tag=tea&amp;page=3\" rel=\"next\""
            for (page in listOf("x", "-1", "0", "", "%00", "1e9", "%C2%B2", "9".repeat(40), "99")) {
                withClue(page) { get("/?page=$page").statusCode() shouldBe 200 }
            }
        }

        blog("a search knows phrases, exclusions and alternatives, and ranks a word in the title first") {
            get("/?q=" + encoded("search"))
            titles() shouldContainExactly
                listOf("<mark>Searching</mark> without a <mark>search</mark> server", "A blog in one afternoon")
            html shouldContain "may read, <mark>search</mark>, follow a tag"
            get("/?q=" + encoded("\"three rows again\""))
            titles() shouldBe listOf("Page two of a list that moves")
            get("/?q=" + encoded("\"rows three again\""))
            titles() shouldBe listOf()
            get("/?q=" + encoded("search -tea"))
            titles() shouldBe listOf("A blog in one afternoon")
            get("/?q=" + encoded("cursor OR hyphen"))
            titles().toSet() shouldBe setOf("Page two of a list that moves", "Good addresses do not change")
            get("/?q=" + encoded("hyph*"))
            titles() shouldBe listOf("Good addresses do not change")
            get("/?q=" + encoded("title:blog"))
            titles() shouldBe listOf("A <mark>blog</mark> in one afternoon")
            get("/?q=" + encoded("-search"))
            titles() shouldBe listOf()
            get("/?q=+")
            titles() shouldHaveSize 5
        }

        blog("nothing that somebody types into the search is an error") {
            val random = Random(9)
            val typed =
                List(200) { random.nextBytes(random.nextInt(1, 40)).joinToString("") { "%%%02x".format(it) } } +
                    listOf("\"", "(", "a AND", "NOT", "*", "title:", "a*b", "'; drop table entry; --", "{}", "a NEAR b").map(::encoded)
            for (text in typed) withClue(text) { get("/?q=$text").statusCode() shouldBe 200 }
        }

        blog("what was found is marked, and whatever else stands there is text") {
            Entry.create(
                Entry.title set "<b>Bold</b> zebra",
                Entry.content set "A zebra says `<script>alert(1)</script>` & goes.",
                Entry.published set true,
            )
            get("/?q=zebra")
            titles() shouldBe listOf("&lt;b&gt;Bold&lt;/b&gt; <mark>zebra</mark>")
            html shouldContain "&amp;"
            html shouldNotContain "<script"
            get("/b-bold-b-zebra/").statusCode() shouldBe 200
            html shouldContain "<h1>&lt;b&gt;Bold&lt;/b&gt; zebra</h1>"
            html shouldNotContain "<script"
            get("/?q=" + encoded("\"><script>"))
            html shouldNotContain "<script"
        }

        blog("an entry that is deleted or hidden leaves nothing in the index") {
            val entry = Entry.get(Entry.slug.eq("page-two-of-a-list-that-moves"))
            Entry.update(Entry.published.to(false)).where(Entry.id.eq(entry.id)).execute()
            get("/?q=cursor")
            titles() shouldBe listOf()
            Entry.where(Entry.search.matches("cursor")).count() shouldBe 1
            entry.delete()
            Entry.where(Entry.search.matches("cursor")).count() shouldBe 0
            EntryTag.where(EntryTag.entry.key().eq(entry.id)).count() shouldBe 0
        }

        blog("a browser that has an entry is not sent it again, until it changes") {
            val path = "/good-addresses-do-not-change/"
            val tag = get(path).header("ETag")!!
            val again = get(path, "If-None-Match" to "\"other\", W/$tag")
            again.statusCode() shouldBe 304
            again.body() shouldBe ""
            get(path, "If-None-Match" to "\"other\"").statusCode() shouldBe 200
            val author = another()
            author.login()
            author.get(path, "If-None-Match" to tag).statusCode() shouldBe 200
            author.get(path, "If-None-Match" to tag).header("ETag") shouldBe null
            author.write("Good addresses", "New words.", "published" to "on", "tags" to "web", path = path + "edit/")
            val changed = get(path, "If-None-Match" to tag)
            changed.statusCode() shouldBe 200
            changed.header("ETag") shouldNotBe tag
            val feed = get("/feed.xml").header("ETag")!!
            get("/feed.xml", "If-None-Match" to feed).statusCode() shouldBe 304
        }

        blog("the feed is Atom, in pages with whole addresses") {
            fill(45)
            val response = get("/feed.xml?page=2")
            response.header("Content-Type")!! shouldStartWith "application/atom+xml"
            val feed = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(org.xml.sax.InputSource(StringReader(html)))
            val links = feed.getElementsByTagName("link").let { all -> List(all.length) { all.item(it) as Element } }
            links.filter { it.parentNode == feed.documentElement }.associate { it.getAttribute("rel") to it.getAttribute("href") } shouldBe
                mapOf(
                    "alternate" to "$SITE/",
                    "self" to "$SITE/feed.xml?page=2",
                    "first" to "$SITE/feed.xml",
                    "previous" to "$SITE/feed.xml",
                    "next" to "$SITE/feed.xml?page=3",
                    "last" to "$SITE/feed.xml?page=3",
                )
            feed.getElementsByTagName("entry").length shouldBe 20
            feed.getElementsByTagName("id").item(1).textContent shouldBe "$SITE/note-29/"
            feed.getElementsByTagName("published").item(0).textContent shouldBe "2020-01-01T00:00:29Z"
            get("/feed.xml")
            html shouldContain "&lt;p&gt;A blog of one author has few secrets"
        }

        blog("every page is one that browsers and readers understand, and asks no other site") {
            login()
            val paths = listOf("/", "/?q=web", "/drafts/", "/create/", "/login/", "/logout/", "/on-writing-less/", "/nowhere/")
            for (path in paths + "/on-writing-less/edit/") {
                val response = get(path)
                withClue(path) {
                    html shouldContain "<html lang=\"en\">"
                    html shouldContain "name=\"viewport\""
                    html shouldContain "<a class=\"skip\" href=\"#main\">"
                    html shouldContain "<main id=\"main\""
                    Regex("<h1[ >]").findAll(html).count() shouldBe 1
                    Regex("(src|href|action)=\"(https?:)?//").containsMatchIn(html) shouldBe false
                    for (field in Regex("<(?:input|textarea) id=\"(\\w+)\"").findAll(html)) {
                        html shouldContain "for=\"${field.groupValues[1]}\""
                    }
                    response.header("Content-Type")!!.lowercase().replace(" ", "") shouldBe "text/html;charset=utf-8"
                    response.header("Content-Security-Policy")!! shouldContain "default-src 'none'"
                    response.header("Cache-Control") shouldBe "private, no-cache"
                }
            }
            get("/style.css").header("Content-Type")!! shouldStartWith "text/css"
        }
    })
