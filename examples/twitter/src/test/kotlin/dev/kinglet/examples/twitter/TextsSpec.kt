package dev.kinglet.examples.twitter

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll
import java.time.Instant

class TextsSpec :
    FunSpec({
        fun link(address: String) = "<a rel=\"nofollow noopener noreferrer\" href=\"$address\">$address</a>"

        test("addresses become links, without what ends the sentence") {
            Texts().linked("none here") shouldBe "none here"
            Texts().linked("http://a.b/c.") shouldBe link("http://a.b/c") + "."
            Texts().linked("(see https://a.b/c?d=e&f=g#h)") shouldBe "(see " + link("https://a.b/c?d=e&amp;f=g#h") + ")"
            Texts().linked("https://a.b/ https://c.d!") shouldBe link("https://a.b/") + " " + link("https://c.d") + "!"
            Texts().linked("ftp://a.b javascript:alert(1) HTTPS:// https://") shouldBe
                "ftp://a.b javascript:alert(1) HTTPS:// https://"
        }

        test("a text may be long") {
            val dots = "https://" + ".".repeat(100_000)
            Texts().linked(dots) shouldBe dots
            val query = "https://a.b/?" + "a=b&".repeat(70) + "c"
            Texts().linked(query) shouldBe link(query.replace("&", "&amp;"))
        }

        test("no text gets out of its place") {
            val pieces = listOf("https://", "http://a.b", "\"", "'", "<", ">", "&", " ", "\n", "/", "x", "onload=", "é", "🐦", "javascript:", "`", "=")
            checkAll(1_000, Arb.list(Arb.element(pieces), 0..12)) { text ->
                val html = Texts().linked(text.joinToString(""))
                val rest = html.replace(Regex("<a rel=\"nofollow noopener noreferrer\" href=\"https?://[^\"<>']*\">[^\"<>']*</a>"), "")
                rest.any { it in "<>\"'" } shouldBe false
                Regex("&(?!(amp|lt|gt|quot|#39);)").containsMatchIn(html) shouldBe false
            }
        }

        test("a time is told by its age, and a day later by its date") {
            val now = Instant.now()
            Texts().ago(now.minusSeconds(10)) shouldBe "now"
            Texts().ago(now.minusSeconds(3_500)) shouldBe "58 min ago"
            Texts().ago(now.minusSeconds(7_300)) shouldBe "2 h ago"
            Texts().ago(now.plusSeconds(600)) shouldBe "now"
            Texts().ago(Instant.parse("2025-11-20T23:59:00Z")) shouldBe "20 Nov 2025"
            Texts().day(Instant.parse("2025-11-20T23:59:00Z")) shouldBe "20 Nov 2025"
        }
    })
