package dev.kinglet.web

import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.Grade
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.type.DataType
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.LocalDate
import java.time.LocalDateTime

private val tweets =
    Listing
        .of(20)
        .sort("newest", TWEET.timestamp.desc(), TWEET.id.desc())
        .sort("content", TWEET.content)
        .sort("author", USER.email.asc().nullsFirst())
        .filter("author", USER.username)
        .filter("id", TWEET.id)
        .filter<LocalDate>("since") { TWEET.timestamp.ge(it.atStartOfDay()) }
        .filter("q") { TWEET.content.contains(it) }
        .filterAll<Long>("ids") { TWEET.id.`in`(it) }

private val query = TWEET.select().join(USER)

private fun rows(count: Int) {
    val huey = USER.create(USER.username.to("huey"))
    val start = LocalDateTime.of(2026, 1, 1, 12, 0)
    TWEET
        .insertMany(
            listOf(TWEET.user, TWEET.content, TWEET.timestamp),
            (1..count).map { listOf(huey, it.toString(), start.plusMinutes(it.toLong())) },
        ).execute()
}

private fun read(
    query: String,
    listing: Listing = tweets,
) = listing.read(Parameters.parse(query))

private val manyDigits = "9".repeat(40)

/** What none of the numbers can be read from. */
private val noNumbers = listOf("0", "-1", "x", "1e9", "%C2%B2", "%D9%A3", "+1", "%00", "1%00", "01", "1.5", "0x10", "NaN", "2;3", "'", "%27%20or%201=1", "%", "%zz")

/** Queries that say something that the list does not know how to do. */
private val badQueries: List<Pair<String, String>> =
    noNumbers.map { "page" to "page=$it" } +
        noNumbers.map { "size" to "size=$it" } +
        listOf(
            "page" to "page=$manyDigits",
            "page" to "page=2147483648",
            "page" to "page=1&page=2",
            "size" to "size=$manyDigits",
            "size" to "size=101",
            "size" to "size=20&size=20",
            "sort" to "sort=password",
            "sort" to "sort=username",
            "sort" to "sort=--content",
            "sort" to "sort=-",
            "sort" to "sort=content,newest",
            "sort" to "sort=content;drop+table+tweet",
            "sort" to "sort=%00",
            "sort" to "sort=content&sort=newest",
            "id" to "id=x",
            "id" to "id=1.0",
            "id" to "id=9223372036854775808",
            "id" to "id=$manyDigits",
            "id" to "id=%C2%B2",
            "id" to "id=1&id=2",
            "author" to "author=%00",
            "author" to "author=hu%00ey",
            "since" to "since=yesterday",
            "since" to "since=2026-02-30",
            "since" to "since=%2B999999999-01-01",
            "since" to "since=0000-01-01",
            "q" to "q=%00",
            "ids" to "ids=1&ids=x",
        )

class ListingSpec :
    FunSpec({
        contract("whatever is sent, a list that clamps is a page of few rows (defect 2, WEB-03)", USER, TWEET) { db ->
            rows(130)
            for ((parameter, bad) in badQueries) {
                withClue(bad) {
                    val request = read(bad)
                    request.ignored() shouldBe listOf(parameter)
                    val page = db.statements(2) { request.page(query) }
                    page.items().size shouldBeLessThanOrEqual 100
                    page.number() shouldBe if ("page=9" in bad || "page=2147" in bad) 7 else 1
                    page.size() shouldBe
                        when (bad) {
                            "size=$manyDigits", "size=101" -> 100
                            "size=+1", "size=01" -> 1
                            else -> 20
                        }
                    (page.total() as Total.Exact).rows() shouldBe if (bad == "id=1&id=2") 1 else 130
                }
            }
        }

        test("whatever is sent, a list that refuses names the parameter and no value, with 400") {
            for ((parameter, bad) in badQueries) {
                withClue(bad) {
                    val refused = shouldThrow<BadRequest> { read(bad, tweets.onBadInput(BadInput.REFUSE)) }
                    refused.status() shouldBe 400
                    refused.parameter() shouldBe parameter
                    refused.message shouldContain "The parameter '$parameter' is"
                    Parameters.parse(bad).all(parameter).filter { it.length > 2 }.forEach { refused.message shouldNotContain it }
                }
            }
        }

        test("whatever is sent, a list that finds nothing then answers 404") {
            for ((parameter, bad) in badQueries) {
                withClue(bad) {
                    val refused = shouldThrow<BadRequest> { read(bad, tweets.onBadInput(BadInput.NOT_FOUND)) }
                    refused.status() shouldBe 404
                    refused.parameter() shouldBe parameter
                }
            }
        }

        test("whatever is sent, a list that redirects leads to an address that does not, and keeps the others") {
            val listing = tweets.onBadInput(BadInput.REDIRECT)
            for ((_, bad) in badQueries) {
                withClue(bad) {
                    val redirect = shouldThrow<Redirect> { read("a=1&$bad&utm=%3Cb%3E", listing) }
                    redirect.status() shouldBe 302
                    redirect.location() shouldContain "?a=1&"
                    redirect.location() shouldContain "utm=%3Cb%3E"
                    read(redirect.location().drop(1), listing).ignored().shouldBeEmpty()
                }
            }
            shouldThrow<Redirect> { read("page=x", listing) }.location() shouldBe "?"
            shouldThrow<Redirect> { read("size=1000&page=3&sort=x", listing) }.location() shouldBe "?size=100&page=3"
        }

        test("what is right passes under every policy, and what goes without saying is dropped") {
            val right =
                mapOf(
                    "" to "",
                    "page=" to "",
                    "page=1" to "",
                    "page=2" to "page=2",
                    "page=2147483647" to "page=2147483647",
                    "size=20" to "",
                    "size=1" to "size=1",
                    "size=100" to "size=100",
                    "sort=newest" to "",
                    "sort=-newest" to "sort=-newest",
                    "sort=content" to "sort=content",
                    "sort=" to "",
                    "author=" to "",
                    "author=huey&page=3" to "author=huey&page=3",
                    "q=50%25+'\";--" to "q=50%25%20%27%22%3B--",
                    "ids=&ids=1&ids=2" to "ids=1&ids=2",
                    "id=-9223372036854775808" to "id=-9223372036854775808",
                    "since=2026-01-01" to "since=2026-01-01",
                    "other=x&other=y&page[]=3" to "other=x&other=y&page%5B%5D=3",
                    "cursor=" to "",
                )
            for (policy in BadInput.entries) {
                for ((sent, canonical) in right) {
                    withClue("$policy $sent") {
                        val request = read(sent, tweets.onBadInput(policy).onBeyondLast(policy))
                        request.ignored().shouldBeEmpty()
                        request.parameters().encoded() shouldBe canonical
                    }
                }
            }
        }

        contract("a page behind the last is what the list says (WEB-05)", USER, TWEET) { db ->
            rows(50)
            read("page=9").page(query).number() shouldBe 3
            val refused = shouldThrow<BadRequest> { read("page=9", tweets.onBeyondLast(BadInput.REFUSE)).page(query) }
            refused.status() to refused.parameter() shouldBe (400 to "page")
            val notFound = shouldThrow<BadRequest> { read("page=9", tweets.onBeyondLast(BadInput.NOT_FOUND)).page(query) }
            notFound.status() shouldBe 404
            val redirecting = tweets.onBeyondLast(BadInput.REDIRECT)
            shouldThrow<Redirect> { read("q=&page=9&a=b", redirecting).page(query) }.location() shouldBe "?page=3&a=b"
            shouldThrow<Redirect> { read("page=9&author=mickey", redirecting).page(query) }.location() shouldBe "?author=mickey"
            read("page=3", redirecting).page(query).items().size shouldBe 10
            // nobody knows which page is the last, so only what is empty is behind it
            read("page=9").let { it.page(it.pages(query).uncounted()) }.items().shouldBeEmpty()
            shouldThrow<Redirect> { read("page=9", redirecting).let { it.page(it.pages(query).uncounted()) } }.location() shouldBe "?"
            db.statements(1) { read("page=3", redirecting).let { it.page(it.pages(query).uncounted()) } }.items().size shouldBe 10
        }

        contract("an empty list is page 1 of 1 under every policy (defect 1, WEB-05)", USER, TWEET) {
            for (policy in BadInput.entries) {
                for (sent in listOf("", "page=1", "q=nothing", "size=100")) {
                    val page = read(sent, tweets.onBadInput(policy).onBeyondLast(policy)).page(query)
                    page.number() shouldBe 1
                    page.totalPages() shouldBe 1
                    page.items().shouldBeEmpty()
                }
            }
        }

        contract("filters and orders are those that the list offers", USER, TWEET) { db ->
            val huey = USER.create(USER.username.to("huey"), USER.email.to("h@example.org"))
            val mickey = USER.create(USER.username.to("mickey"))
            val noon = LocalDateTime.of(2026, 1, 1, 12, 0)
            for ((i, text) in listOf("b 50%", "a", "c 500").withIndex()) {
                TWEET.create(TWEET.user.to(if (i == 1) mickey else huey), TWEET.content.to(text), TWEET.timestamp.to(noon.plusDays(i.toLong())))
            }

            fun contents(sent: String) = db.statements(2) { read(sent).page(query) }.map { it.content }.items()
            contents("a=b") shouldContainExactly listOf("c 500", "a", "b 50%")
            contents("sort=-newest") shouldContainExactly listOf("b 50%", "a", "c 500")
            contents("sort=content") shouldContainExactly listOf("a", "b 50%", "c 500")
            contents("sort=-content") shouldContainExactly listOf("c 500", "b 50%", "a")
            contents("sort=author").first() shouldBe "a"
            contents("sort=-author").last() shouldBe "a"
            contents("author=mickey") shouldContainExactly listOf("a")
            contents("author=huey&since=2026-01-02") shouldContainExactly listOf("c 500")
            contents("q=50%25") shouldContainExactly listOf("b 50%")
            val ids = TWEET.select().orderBy(TWEET.id).values(TWEET.id)
            contents("ids=${ids[0]}&ids=${ids[1]}&sort=content") shouldContainExactly listOf("a", "b 50%")
            contents("id=${ids[0]}") shouldContainExactly listOf("b 50%")
            // what goes before the filters still holds
            read("author=huey").page(query.where(TWEET.content.eq("a"))).items().shouldBeEmpty()
            read("sort=-content").sort() shouldBe "-content"
            read("sort=newest").sort() shouldBe null
        }

        test("texts are read as the types of columns, in one form each") {
            val listing =
                listable.fold(Listing.of(5).onBadInput(BadInput.REFUSE)) { list, column -> list.filter(column.name(), column) }

            fun right(
                name: String,
                vararg texts: String,
            ) = texts.forEach { withClue("$name=$it") { listing.read(Parameters.none().with(name, it)).ignored().shouldBeEmpty() } }

            fun wrong(
                name: String,
                vararg texts: String,
            ) = (texts.toList() + listOf("\u0000", " ", "²", "null", "[]", "x".repeat(10_000))).forEach {
                withClue("$name=${it.take(60)}") {
                    shouldThrow<BadRequest> { listing.read(Parameters.none().with(name, it)) }.parameter() shouldBe name
                }
            }
            right("whole", "0", "-1", "2147483647")
            wrong("whole", "2147483648", "+1", "1.0", "٣")
            right("small", "-32768")
            wrong("small", "32768")
            right("price", "1", "-1.50", "1e2", "123456789012345678901234567890")
            wrong("price", "1e100", "1e1000000000", ".5", "5.", "1,5", "9".repeat(41), "0x1p3")
            right("ratio", "1.5", "-2e10")
            wrong("ratio", "NaN", "Infinity", "1d", "0x1p3")
            right("open", "true", "false", "on", "0")
            wrong("open", "TRUE", "maybe")
            right("token", "123e4567-e89b-12d3-a456-426614174000")
            wrong("token", "1-1-1-1-1", "123e4567e89b12d3a456426614174000")
            right("day", "2026-02-28", "0001-01-01", "9999-12-31")
            wrong("day", "2026-02-30", "10000-01-01", "+10000-01-01", "0000-12-31", "-0001-01-01", "2026-2-3")
            right("at", "12:30", "23:59:59.999999999")
            wrong("at", "24:00")
            right("moment", "2026-02-28T12:00")
            wrong("moment", "2026-02-28T12:00Z", "+10000-01-01T00:00")
            right("zoned", "2026-02-28T12:00Z", "2026-02-28T12:00+01:00")
            wrong("zoned", "2026-02-28T12:00", "0001-01-01T00:00+18:00")
            right("instant", "2026-02-28T12:00:00Z")
            wrong("instant", "+1000000000-12-31T23:59:59Z")
            right("grade", "GOOD")
            wrong("grade", "good", "EXCELLENT")
            right("even", "4")
            wrong("even", "5")
        }

        contract("what is read can be asked for on every database", Typed) {
            val values =
                mapOf(
                    "whole" to "-2147483648",
                    "small" to "-32768",
                    "price" to "-9.99e29",
                    "ratio" to "-2e99",
                    "open" to "no",
                    "token" to "123e4567-e89b-12d3-a456-426614174000",
                    "day" to "9999-12-31",
                    "at" to "23:59:59.999999999",
                    "moment" to "0001-01-01T00:00:00.999999999",
                    "zoned" to "9999-12-31T23:59:59.999999999Z",
                    "instant" to "0001-01-01T00:00:00.999999999Z",
                    "grade" to "BAD",
                    "even" to "4",
                    "words" to "' \" \\ % _ \uD83D\uDC26",
                )
            val listing = listable.fold(Listing.of(5).onBadInput(BadInput.REFUSE)) { list, column -> list.filter(column.name(), column) }
            for ((name, value) in values) {
                withClue(name) {
                    listing.read(Parameters.none().with(name, value)).page(Typed.select()).items().shouldBeEmpty()
                }
            }
        }

        test("names can be others, for two lists in one page and for JSON:API") {
            val drafts = tweets.names(ParameterNames.prefixed("drafts."))
            val request = read("page=7&drafts.page=3&drafts.sort=content", drafts)
            request.number() shouldBe 3
            request.sort() shouldBe "content"
            request.parameters().encoded() shouldBe "page=7&drafts.page=3&drafts.sort=content"
            read("page%5Bnumber%5D=2&page%5Bsize%5D=5", tweets.names(ParameterNames.JSON_API)).let { it.number() to it.size() } shouldBe (2 to 5)
        }

        test("a list that cannot be meant is refused where it is declared") {
            fun refused(
                message: String,
                hint: String,
                declare: () -> Unit,
            ) {
                val error = shouldThrow<ProgrammingException> { declare() }
                error.summary() shouldBe message
                error.hint()!! shouldContain hint
            }
            refused("a page of 0 rows", "1 row or more") { Listing.of(0) }
            refused("at most 10 rows, where a page has 20", "Listing.of") { tweets.maxSize(10) }
            refused("the order 'content' twice", "otherwise") { tweets.sort("content", TWEET.content) }
            refused("the order '-x'", "other way round") { tweets.sort("-x", TWEET.content) }
            refused("the order 'x' of nothing", "sorts by") { tweets.sort("x") }
            refused("the filter 'q' twice", "otherwise") { tweets.filter("q", USER.username) }
            refused("the filter 'page' has the name of a parameter of every list", "names(..)") { tweets.filter("page", USER.username) }
            refused("the filter 'q' has the name of a parameter of every list", "names(..)") {
                tweets.names(ParameterNames("p", "s", "q", "c", "t"))
            }
            refused("no text is read as List", "text -> ..") { tweets.filterAll<List<*>>("x") { TWEET.id.isNull } }
            refused("no text stands for a value of typed.data", "text -> ..") { tweets.filter("x", Typed.data) }
            Listing.of(500).read(Parameters.parse("size=500")).size() shouldBe 500
            tweets.maxSize(20).read(Parameters.parse("size=50")).size() shouldBe 20
        }
    })

private val listable = Typed.columns().filter { it.name() != "data" }

private class Typed : Model<Long>() {
    companion object : Table<Typed, Long>(::Typed) {
        val id = autoId()
        val whole = integer()
        val small = smallint()
        val price = decimal(40, 2)
        val ratio = doublePrecision()
        val open = bool()
        val token = uuid()
        val day = date()
        val at = time()
        val moment = datetime()
        val zoned = timestamptz()
        val instant = instant()
        val grade = enumByName(Grade::class.java)
        val even =
            column(
                DataType.INTEGER.mapped(Even::class.java, { it.half * 2 }, {
                    require(it % 2 == 0)
                    Even(it / 2)
                }),
            )
        val words = text()
        val data = json().nullable()
    }
}

private data class Even(
    val half: Int,
)
