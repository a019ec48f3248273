package dev.kinglet.web.login

import dev.kinglet.errors.ProgrammingException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.map
import io.kotest.property.checkAll
import java.net.URI

class SafeRedirectSpec :
    FunSpec({
        val local =
            mapOf(
                "/" to "/",
                "/drafts/" to "/drafts/",
                "/search?q=a&page=2" to "/search?q=a&page=2",
                "/search?q=https://other.example//x" to "/search?q=https://other.example//x",
                "/search?q=..%2F%2Fx%5C" to "/search?q=..%2F%2Fx%5C",
                "/a//b" to "/a//b",
                "/a%2Fb" to "/a%2Fb",
                "/a%20b" to "/a%20b",
                "/@user" to "/@user",
                "/user@host" to "/user@host",
                "/a:b" to "/a:b",
                "/...dots/.hidden/a..b" to "/...dots/.hidden/a..b",
                "/#//fragment" to "/#//fragment",
                "/a b?q=c d" to "/a%20b?q=c%20d",
                "/caf\u00e9" to "/caf%C3%A9",
                "/\uD83D\uDE00" to "/%F0%9F%98%80",
                "/\uFF0Fwide" to "/%EF%BC%8Fwide",
                // a server that keeps the low byte of each character would make a line end of these two
                "/\u560A\u560D" to "/%E5%98%8A%E5%98%8D",
                "/?a=\"<script>'" to "/?a=%22%3Cscript%3E'",
                "/?a=b\\c" to "/?a=b%5Cc",
            )

        val elsewhere =
            listOf(
                null,
                "",
                " ",
                " /",
                "drafts",
                "?next=1",
                "#top",
                "https://evil.example",
                "https:evil.example",
                "HTTPS://evil.example/",
                "http:/evil.example",
                "javascript:alert(1)",
                "data:text/html,x",
                "mailto:a@evil.example",
                "//evil.example",
                "///evil.example",
                "////evil.example",
                "//user:secret@evil.example",
                "@evil.example",
                ":443/evil",
                ".evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "\\\\evil.example",
                "/a\\b",
                "/\t/evil.example",
                "\t//evil.example",
                "/\n/evil.example",
                "/\r\nSet-Cookie: a=b",
                "/\u0000/evil.example",
                "/a?b=\u0001",
                "/\u007f/evil.example",
                "/\u0085/evil.example",
                "/%2fevil.example",
                "/%2F%2Fevil.example",
                "/%5cevil.example",
                "/%252fevil.example",
                "/%25252fevil.example",
                "/%09/evil.example",
                "/%0d%0aSet-Cookie:a",
                "/%00",
                "/a%5cb",
                "/./",
                "/.//evil.example",
                "/..//evil.example",
                "/a/../../evil",
                "/%2e%2e//evil.example",
                "/..;/evil.example",
                "/;/evil.example",
                "/;a=b/evil.example",
                "/%",
                "/%4",
                "/%zz",
                "/%c0%af/evil.example",
                "/%ff",
                "/\uD83D",
                "/" + "a".repeat(2000),
            )

        test("what is local is followed, in ASCII (WEB-12)") {
            for ((target, location) in local) {
                withClue(target) { SafeRedirect.to(target, "/home") shouldBe location }
                withClue("once more: $location") { SafeRedirect.local(location) shouldBe location }
            }
        }

        test("what leads elsewhere, or may do so for somebody on the way, is not") {
            for (target in elsewhere) {
                withClue("$target") {
                    SafeRedirect.to(target, "/home") shouldBe "/home"
                    SafeRedirect.local(target) shouldBe null
                }
            }
        }

        test("whatever is followed stays on its host, as java.net.URI reads it") {
            val parts = listOf("/", "//", "\\", "\t", "%2f", "%5C", "..", ".", ";", "@", ":", "evil", "?", "#", "%", "25", "é")
            var followed = 0
            checkAll(20_000, Arb.list(Arb.element(parts), 1..6).map { it.joinToString("") }) { target ->
                SafeRedirect.local("/$target")?.let { location ->
                    followed++
                    val address = URI("https://here.example/a/b").resolve(URI(location.replace("%", "%25").replace("#", "%23")))
                    withClue(location) { address.host shouldBe "here.example" }
                    location.all { it.code in 33..126 } shouldBe true
                    location.startsWith("//") shouldBe false
                }
            }
            (followed > 1000) shouldBe true
        }

        fun location(
            page: LoginPage,
            method: String,
            target: String,
            accept: String?,
        ) = page.answer(method, target, accept).headers()["Location"]

        test("a page is asked for at the login page, with where to go on") {
            val page = LoginPage.at("/login/")
            location(page, "GET", "/drafts/?page=2&q=a+b", "text/html,*/*;q=0.8") shouldBe
                "/login/?next=%2Fdrafts%2F%3Fpage%3D2%26q%3Da%2Bb"
            location(page, "HEAD", "/drafts/", null) shouldBe "/login/?next=%2Fdrafts%2F"
            location(page, "GET", "//evil.example", "*/*") shouldBe "/login/"
            location(LoginPage.at("/login?lang=de").parameter("go on"), "GET", "/a", "") shouldBe "/login?lang=de&go+on=%2Fa"
            page.addressFor(null) shouldBe "/login/"
            page.answer("GET", "/drafts/", null).status() shouldBe 302
            page.toString() shouldBe "/login/"
        }

        test("whoever sends something, or wants JSON only, is told so") {
            val page = LoginPage.at("/login/")
            for (method in listOf("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                withClue(method) {
                    val answer = page.answer(method, "/drafts/", "application/json")
                    answer.status() shouldBe 401
                    answer.contentType() shouldBe "application/problem+json"
                    answer.headers() shouldBe
                        mapOf(
                            "Cache-Control" to "no-store",
                            "Vary" to "Accept",
                            "WWW-Authenticate" to "Cookie realm=\"/login/\"",
                        )
                }
            }
            page.answer("GET", "/drafts/", "application/json").status() shouldBe 401
            page.answer("GET", "/drafts/", "application/json, */*;q=0.1").status() shouldBe 401
            page.answer("POST", "/drafts/", "text/html").contentType() shouldBe "text/html; charset=utf-8"
            location(page, "GET", "/drafts/", "application/json, text/html") shouldBe "/login/?next=%2Fdrafts%2F"
        }

        test("a login page elsewhere is refused") {
            for (path in listOf("login", "https://other.example/", "//other.example", "/login#top", "")) {
                shouldThrow<ProgrammingException> { LoginPage.at(path) }.message shouldContain
                    "a login page that is no path of this site"
            }
        }
    })
