package dev.kinglet.examples.blog

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain

class MarkdownSpec :
    FunSpec({
        test("HTML is text, and an address that runs something leads nowhere") {
            Markdown.html("<script>alert(1)</script>\n\n<b onclick=x>b</b>") shouldBe
                "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>&lt;b onclick=x&gt;b&lt;/b&gt;</p>\n"
            for (address in listOf("javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html,x", "java&#115;cript:x")) {
                withClue(address) {
                    Markdown.html("[x]($address)") shouldContain "href=\"\""
                    Markdown.html("![x]($address)") shouldNotContain address
                }
            }
            Markdown.html("[x](https://example.org \"a\\\"b\")") shouldContain "title=\"a&quot;b\""
            Markdown.html("```\"><script>\n<script>\n```") shouldNotContain "<script"
            Markdown.html("```kotlin\nval x = \"<b>\" // <i>\n```") shouldBe
                "<pre tabindex=\"0\"><code class=\"language-kotlin\"><span class=\"word\">val</span> x = " +
                "<span class=\"string\">&quot;&lt;b&gt;&quot;</span> <span class=\"comment\">// &lt;i&gt;</span>\n</code></pre>\n"
        }

        test("headings go one level down, bare addresses are links, tables are tables") {
            Markdown.html("# One\n\n###### Six") shouldBe "<h2>One</h2>\n<h6>Six</h6>\n"
            Markdown.html("See https://example.org.") shouldContain ">https://example.org</a>."
            Markdown.html("| a |\n| --- |\n| b |") shouldContain "<td>b</td>"
        }

        test("the plain text is what a reader sees") {
            Markdown.plain("# A *title*\n\nSome `code` and\n[a link](https://x.org).\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |") shouldBe
                "A title Some code and a link. one two a b c d"
            Markdown.plain("```sql\nselect 1\n```") shouldBe "select 1"
            Markdown.plain("") shouldBe ""
        }

        test("a slug is letters and digits with one hyphen between them") {
            slugOf("Hello,  World!") shouldBe "hello-world"
            slugOf("  --ÄÖ 12--  ") shouldBe "äö-12"
            slugOf("x".repeat(99) + " y") shouldBe "x".repeat(99)
            slugOf("?!") shouldBe ""
        }

        test("a password may be longer than bcrypt reads, and counts to its end") {
            val long = "x".repeat(100)
            val security = Security(long, SITE)
            security.isPassword(long) shouldBe true
            security.isPassword(long.dropLast(1) + "y") shouldBe false
            security.isPassword("") shouldBe false
        }

        test("a password that nobody has chosen is another one each time") {
            val passwords = List(100) { newPassword() }
            passwords.toSet().size shouldBe 100
            passwords.forEach { it shouldMatch "[0-9a-z]{8,14}" }
        }
    })
