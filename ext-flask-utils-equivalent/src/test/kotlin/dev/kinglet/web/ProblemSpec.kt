package dev.kinglet.web

import com.fasterxml.jackson.databind.ObjectMapper
import dev.kinglet.errors.ProgrammingException
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import org.jsoup.Jsoup

private const val JSON = "application/problem+json"
private const val HTML = "text/html; charset=utf-8"

private fun json(text: String) = ObjectMapper().readValue(text, Map::class.java)

class ProblemSpec :
    FunSpec({
        test("each exception is one problem, also inside of another exception (W9)") {
            val notFound = NotFound.of("Tweet")
            for (thrown in listOf(notFound, RuntimeException(notFound), Error(RuntimeException(notFound)))) {
                json(Problem.of(thrown)!!.json()) shouldBe
                    mapOf("status" to 404, "title" to "Not Found", "type" to "about:blank", "detail" to "Tweet not found")
            }
            json(Problem.of(BadRequest("page", "is not a number"))!!.json()) shouldBe
                mapOf(
                    "status" to 400,
                    "title" to "Bad Request",
                    "type" to "about:blank",
                    "detail" to "The parameter 'page' is not a number",
                    "parameter" to "page",
                )
            Problem.of(BadRequest(null, "has no body", IllegalStateException("secret")))!!.detail() shouldBe "The request has no body"
            json(Problem.of(BadCursor(BadCursor.Reason.FORGED))!!.json()) shouldBe
                mapOf(
                    "status" to 400,
                    "title" to "Bad Request",
                    "type" to "about:blank",
                    "detail" to "The cursor is not valid, or not any more",
                )
        }

        test("failures of the application are no problems of a visitor") {
            for (thrown in listOf(null, RuntimeException("x"), ProgrammingException("x", null as String?, null), Redirect(Parameters.none()))) {
                Problem.of(thrown).shouldBeNull()
            }
            Problem.answer(RuntimeException("x"), null).shouldBeNull()
            val turning = RuntimeException("a")
            turning.initCause(RuntimeException("b", turning))
            Problem.of(turning).shouldBeNull()
        }

        test("the answer is HTML for those who would rather have that") {
            val types =
                mapOf(
                    null to JSON,
                    "" to JSON,
                    "*/*" to JSON,
                    "text/html" to HTML,
                    "TEXT/HTML;level=1" to HTML,
                    "text/*" to HTML,
                    "application/json" to JSON,
                    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8" to HTML,
                    "application/json, text/plain, */*" to JSON,
                    "application/json;q=0.5, text/html;q=0.4" to JSON,
                    "application/json;q=0.5, text/html;q=0.6" to HTML,
                    "text/html, application/problem+json" to JSON,
                    "text/html;q=0, */*" to JSON,
                    "application/*;q=0.1, text/html;q=0.2" to HTML,
                    "text/html;q=x, */*;q=0.1" to JSON,
                    "text/html;q=1.5" to JSON,
                    "text/plain" to JSON,
                    ",;,=;q=;/" to JSON,
                    "text/html," + ",".repeat(10_000) to HTML,
                )
            for ((accept, type) in types) {
                withClue(accept) {
                    val answer = Problem.answer(NotFound.of("Tweet"), accept)!!
                    answer.contentType() shouldBe type
                    answer.status() shouldBe 404
                    answer.headers() shouldBe mapOf("Vary" to "Accept")
                }
            }
        }

        test("what an application puts in is escaped") {
            val problem = Problem.of(422, "<script>alert('\"&')</script>").type("https://example.org/p?a=1&b=\"").with(mapOf("n" to 1, "list" to listOf("<")))
            val page = Jsoup.parse(problem.html())
            page.select("script").size shouldBe 0
            page.select("h1").text() shouldBe "Unprocessable Content"
            page.title() shouldBe "Unprocessable Content"
            page.select("html").attr("lang") shouldBe "en"
            page.select("p").text() shouldBe "<script>alert('\"&')</script>"
            json(problem.json()) shouldBe
                mapOf(
                    "status" to 422,
                    "title" to "Unprocessable Content",
                    "type" to "https://example.org/p?a=1&b=\"",
                    "detail" to "<script>alert('\"&')</script>",
                    "n" to 1,
                    "list" to listOf("<"),
                )
            Problem.of(418, null).html() shouldNotContain "<p>"
            json(Problem.of(418, null).json()) shouldBe mapOf("status" to 418, "title" to "Status 418", "type" to "about:blank")
        }

        test("a redirect is answered with its address") {
            val answer = Problem.answer(Redirect(Parameters.parse("q=a b&page=2")), "text/html")!!
            answer.status() shouldBe 302
            answer.headers() shouldBe mapOf("Location" to "?q=a%20b&page=2")
            answer.text() shouldBe ""
        }
    })
