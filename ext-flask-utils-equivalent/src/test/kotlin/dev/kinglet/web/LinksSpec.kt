package dev.kinglet.web

import dev.kinglet.errors.ProgrammingException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import org.springframework.hateoas.Links as ParsedLinks

/** A page of a list of so many pages, without rows. */
internal fun page(
    number: Int,
    last: Int,
    size: Int = 1,
): Page<String> = Page(listOf(), number, size, Total.Exact(last.toLong() * size), null)

private fun links(
    query: String,
    base: String = "/tweets",
) = Links.of(base, Parameters.parse(query))

/** What [Series] should be, by looking at all that it could be. */
private fun bruteForce(
    page: Int,
    last: Int,
    slots: Int,
): List<Int> {
    if (last <= slots) return (1..last).toList()
    val runs = (1..last).flatMap { from -> (from..last).map { from..it } }.filter { page in it }
    if (slots < 5) {
        return runs.filter { it.count() == slots }.minWith(compareBy({ distance(it, page) }, { -it.first })).toList()
    }

    fun show(run: IntRange): List<Int>? {
        val shown = (setOf(1, last) + run).sorted()
        val series = mutableListOf(shown.first())
        for ((before, next) in shown.zipWithNext()) {
            if (next - before == 2) return null // the gap hides one page, which has room in its place
            if (next - before > 2) series += 0
            series += next
        }
        return series.takeIf { it.size == slots }
    }
    val gaps = { run: IntRange -> (if (run.first > 1) 1 else 0) + (if (run.last < last) 1 else 0) }
    // a run of 2 .. k is the run of 1 .. k
    val candidates = runs.filter { show(it) != null && it.first != 2 && it.last != last - 1 }
    return show(candidates.minWith(compareBy({ distance(it, page) }, gaps, { -it.first })))!!
}

/** Twice the distance of the middle of a run from the page. */
private fun distance(
    run: IntRange,
    page: Int,
) = Math.abs(run.first + run.last - 2 * page)

class LinksSpec :
    FunSpec({
        test("a link keeps the other parameters, and drops what goes without saying (defect 7, WEB-13)") {
            val links = links("q=cats+%26+dogs&page=2&tag=a&tag=b")
            links.to(page(2, 9).request(3)) shouldBe "/tweets?q=cats%20%26%20dogs&page=3&tag=a&tag=b"
            links.to(page(2, 9).first()) shouldBe "/tweets?q=cats%20%26%20dogs&tag=a&tag=b"
            links.self() shouldBe "/tweets?q=cats%20%26%20dogs&page=2&tag=a&tag=b"
            links.with("tag", "c") shouldBe "/tweets?q=cats%20%26%20dogs&tag=c"
            links.with("sort", "-name") shouldBe "/tweets?q=cats%20%26%20dogs&tag=a&tag=b&sort=-name"
            links.with("tag", listOf("c", "d")) shouldBe "/tweets?q=cats%20%26%20dogs&tag=c&tag=d"
            links.with("q", "") shouldBe "/tweets?tag=a&tag=b"
            links.without("q") shouldBe "/tweets?tag=a&tag=b"
            links("q=x&page=2").without("q") shouldBe "/tweets"
            links("").to(page(1, 3).request(2)) shouldBe "/tweets?page=2"
            links("cursor=abc&counted=7&page=3").to(page(1, 3).request(2)) shouldBe "/tweets?page=2"
        }

        test("links by cursor have no number, and those to the first page no cursor") {
            val middle = KeysetPage(listOf<String>(), 20, "before", "after", "end")
            val links = links("cursor=now&q=x&page=4")
            links.relations(middle) shouldBe
                mapOf(
                    "self" to "/tweets?cursor=now&q=x&page=4",
                    "first" to "/tweets?q=x",
                    "prev" to "/tweets?cursor=before&q=x",
                    "next" to "/tweets?cursor=after&q=x",
                    "last" to "/tweets?cursor=end&q=x",
                )
        }

        test("the links of a list drop its usual size and order, and have its names") {
            val listing = Listing.of(20).names(ParameterNames.prefixed("t.")).sort("new", tour.Models.Tweet.TWEET.timestamp)
            val read = listing.read(Parameters.parse("t.size=20&t.sort=new&t.page=1&page=5&q=x"))
            val links = read.links("/u")
            links.self() shouldBe "/u?page=5&q=x"
            links.to(page(1, 3).request(2)) shouldBe "/u?page=5&q=x&t.page=2"
            links.to(page(1, 3).first()) shouldBe "/u?page=5&q=x"
        }

        test("whatever the parameters hold, a link has only letters, digits and what separates them") {
            val odd = links("q=%22%3E%3Cscript%3Ealert('1')%3C%2Fscript%3E&%3Cb%3E=%00%0d%0aSet-Cookie:%20a=b&u=€")
            odd.self() shouldBe
                "/tweets?q=%22%3E%3Cscript%3Ealert%28%271%27%29%3C%2Fscript%3E&%3Cb%3E=%00%0D%0ASet-Cookie%3A%20a%3Db&u=%E2%82%AC"
            Parameters.parse(odd.self().substringAfter('?')).first("u") shouldBe "€"
        }

        test("a path cannot lead to another host, whatever was asked for") {
            val bases =
                mapOf(
                    "//evil.example/x" to "/evil.example/x",
                    "///evil.example" to "/evil.example",
                    "/\\evil.example" to "/evil.example",
                    "/\\/evil.example" to "/evil.example",
                    "/a//b" to "/a//b",
                    "/a b\"<>?#\u0000\r\n" to "/a%20b%22%3C%3E%3F%23%00%0D%0A",
                    "/ä%C3%A4%2f%zz%" to "/%C3%A4%C3%A4%2f%25zz%25",
                    "" to "",
                )
            for ((base, path) in bases) {
                withClue(base) { links("page=2", base).self() shouldBe "$path?page=2" }
            }
            links("", "").self() shouldBe "?"
            for (base in listOf("javascript:alert(1)", "data:text/html,x", "tweets", "HTTPS://x", "\t//evil", " /x", "\\\\evil")) {
                withClue(base) { shouldThrow<ProgrammingException> { links("", base) }.message shouldContain "begins neither" }
            }
        }

        test("whole addresses are those of the site that is configured, and of no header") {
            val links = links("page=2&q=x")
            links.absolute("https://example.org").to(page(2, 9).request(3)) shouldBe "https://example.org/tweets?page=3&q=x"
            links.absolute("https://example.org/app/").self() shouldBe "https://example.org/app/tweets?page=2&q=x"
            links("", "http://localhost:8080/tweets").absolute("https://example.org").self() shouldBe "https://example.org/tweets"
            links("", "https://example.org/tweets").self() shouldBe "https://example.org/tweets"
            for (site in listOf("example.org", "//example.org", "javascript:x", "")) {
                shouldThrow<ProgrammingException> { links.absolute(site) }.hint() shouldBe "name it as in https://example.org, without parameters"
            }
        }

        test("the header Link is read by others as it was meant (RFC 8288)") {
            val links = links("q=%22%3E%2C%3B%3Ca%3E&page=2").absolute("https://example.org")
            for ((number, relations) in mapOf(1 to "first next last", 2 to "first prev next last", 9 to "first prev last")) {
                val header = links.header(page(number, 9))
                val parsed = ParsedLinks.parse(header)
                parsed.toList().map { it.rel.value() } shouldBe relations.split(" ")
                for (link in parsed) {
                    link.href shouldBe links.relations(page(number, 9))[link.rel.value()]
                    Parameters.parse(link.href.substringAfter('?')).first("q") shouldBe "\">,;<a>"
                }
            }
            links("").header(page(1, 1)) shouldBe "</tweets>; rel=\"first\", </tweets>; rel=\"last\""
            links("").header(page(1, 2)) shouldBe "</tweets>; rel=\"first\", </tweets?page=2>; rel=\"next\", </tweets?page=2>; rel=\"last\""
            links("\r\nX: 1").header(page(1, 2)) shouldNotContain "\n"
        }

        test("headers tell the counts that are known, and no others") {
            val links = links("")
            links.headers(page(2, 3, 20)) - "Link" shouldBe
                mapOf("X-Page" to "2", "X-Page-Size" to "20", "X-Total-Count" to "60", "X-Total-Pages" to "3")
            links.headers(Page(listOf<String>(), 2, 20, Total.AtLeast(60), null)) - "Link" shouldBe mapOf("X-Page" to "2", "X-Page-Size" to "20")
            links.headers(UncountedPage(listOf("a"), 2, 20, true)) shouldBe
                mapOf("Link" to "</tweets>; rel=\"first\", </tweets>; rel=\"prev\", </tweets?page=3>; rel=\"next\"", "X-Page" to "2", "X-Page-Size" to "20")
            links.headers(KeysetPage(listOf("a"), 20, null, null, "x")).keys shouldBe setOf("Link", "X-Page-Size")
        }

        test("WEB-06: the numbers around a page, with gaps, are the best there are: all of up to 60 pages and 60 slots") {
            for (last in 1..60) {
                for (slots in 1..60) {
                    // all that is beyond the last page is the same
                    if (slots > last + 1) break
                    for (number in 1..last) {
                        val series = Series.of(number, last, slots)
                        if (series != bruteForce(number, last, slots)) {
                            withClue("page $number of $last in $slots slots") { series shouldBe bruteForce(number, last, slots) }
                        }
                    }
                }
                for (slots in last..60) for (number in 1..last) Series.of(number, last, slots) shouldBe (1..last).toList()
            }
        }

        test("the numbers to show have their addresses") {
            val links = links("q=x&page=6")
            links.pages(page(6, 20), 7) shouldBe
                listOf(
                    PageLink(1, "/tweets?q=x", false),
                    PageLink(null, null, false),
                    PageLink(5, "/tweets?q=x&page=5", false),
                    PageLink(6, "/tweets?q=x&page=6", true),
                    PageLink(7, "/tweets?q=x&page=7", false),
                    PageLink(null, null, false),
                    PageLink(20, "/tweets?q=x&page=20", false),
                )
            links.pages(page(1, 1), 7) shouldBe listOf(PageLink(1, "/tweets?q=x", true))
            links.pages(page(6, 20), 3).map { it.number } shouldBe listOf(5, 6, 7)
            links.pages(page(Int.MAX_VALUE, Int.MAX_VALUE), 7).map { it.number } shouldBe
                listOf(1, null) + (Int.MAX_VALUE - 4..Int.MAX_VALUE).toList()
            links.pages(page(6, 20), 7)[1].gap() shouldBe true
            shouldThrow<ProgrammingException> { links.pages(page(1, 1), 0) }.message shouldContain "0 page numbers"
        }
    })
