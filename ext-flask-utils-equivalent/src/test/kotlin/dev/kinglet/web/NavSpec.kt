package dev.kinglet.web

import gg.jte.ContentType
import gg.jte.TemplateEngine
import gg.jte.output.StringOutput
import gg.jte.resolve.ResourceCodeResolver
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotBeBlank
import io.pebbletemplates.pebble.PebbleEngine
import io.pebbletemplates.pebble.loader.ClasspathLoader
import kotlinx.html.main
import kotlinx.html.stream.createHTML
import kotlinx.html.unsafe
import org.jsoup.Jsoup
import org.jsoup.nodes.Element
import org.thymeleaf.context.Context
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver
import java.io.StringWriter
import java.nio.file.Files

/** Template engines, each over the templates of the tests. */
internal object Engines {
    private val pebble =
        PebbleEngine.Builder().loader(ClasspathLoader().apply { prefix = "templates" }).build()
    private val jte by lazy {
        val classes = Files.createTempDirectory("jte").also { it.toFile().deleteOnExit() }
        TemplateEngine.create(ResourceCodeResolver("templates"), classes, ContentType.Html)
    }
    private val thymeleaf = org.thymeleaf.TemplateEngine().apply {
        setTemplateResolver(ClassLoaderTemplateResolver().apply { prefix = "templates/" })
    }

    val usingPebble = Template { name, model ->
        StringWriter().also { pebble.getTemplate(name).evaluate(it, model) }.toString()
    }
    val usingJte = Template { name, model -> StringOutput().also { jte.render(name, model, it) }.toString() }
    val usingThymeleaf = Template { name, model -> thymeleaf.process(name, Context(null, model)) }
}

private val skins = mapOf("plain" to Nav.plain(), "bootstrap" to Nav.bootstrap(), "bulma" to Nav.bulma())

private val links = Links.of("/tweets", Parameters.parse("q=%22%3E%3Cscript%3E&page=6&%3Cb%3E='"))

/** What a checker of accessibility looks for. */
private fun accessible(html: String): Element {
    val nav = Jsoup.parseBodyFragment(html).body().children().single()
    nav.tagName() shouldBe "nav"
    nav.attr("aria-label").shouldNotBeBlank()
    for (list in nav.select("ul")) list.children().filter { it.tagName() != "li" }.shouldBeEmpty()
    for (item in nav.select("li")) item.parent()!!.tagName() shouldBe "ul"
    for (link in nav.select("a")) {
        link.text().shouldNotBeBlank()
        if (link.hasAttr("href")) {
            link.hasAttr("aria-disabled") shouldBe false
        } else {
            link.attr("role") to link.attr("aria-disabled") shouldBe ("link" to "true")
        }
        // the name that is heard has what is seen in it
        if (link.hasAttr("aria-label")) link.attr("aria-label").contains(link.text()) shouldBe true
    }
    nav.select("a").map { it.attr("aria-label").ifEmpty { it.text() } }.shouldBeUnique()
    for (hidden in nav.select("[aria-hidden=true]")) hidden.select("a,button,[tabindex]").shouldBeEmpty()
    for (element in nav.select("*")) {
        val known = setOf("class", "href", "rel", "role", "aria-label", "aria-current", "aria-disabled", "aria-hidden")
        (element.attributes().map { it.key }.toSet() - known) shouldBe setOf()
    }
    return nav
}

class NavSpec :
    FunSpec({
        test("each skin is accessible, and marks the page and its neighbours (W8)") {
            for ((name, nav) in skins) {
                withClue(name) {
                    val middle = accessible(nav.html(page(6, 20), links))
                    middle.select("[aria-current]").single().let { it.text() to it.attr("aria-current") } shouldBe ("6" to "page")
                    middle.select("a[rel=prev]").attr("href") shouldBe "/tweets?q=%22%3E%3Cscript%3E&page=5&%3Cb%3E=%27"
                    middle.select("a[rel=next]").attr("href") shouldBe "/tweets?q=%22%3E%3Cscript%3E&page=7&%3Cb%3E=%27"
                    middle.select("[aria-disabled]").shouldBeEmpty()
                    middle.select("a[aria-label]").map { it.attr("aria-label") } shouldBe listOf(1, 5, 6, 7, 20).map { "Page $it" }
                    middle.select("[aria-hidden]").map { it.text() } shouldBe listOf("…", "…")

                    val first = accessible(nav.html(page(1, 3), links))
                    first.select("[rel=prev]").shouldBeEmpty()
                    first.select("[aria-disabled]").single().text() shouldBe "Previous"
                    val last = accessible(nav.html(page(3, 3), links))
                    last.select("[rel=next]").shouldBeEmpty()
                    last.select("[aria-disabled]").single().text() shouldBe "Next"
                }
            }
        }

        test("pages by cursor, and those that nobody counted, have neighbours and no numbers") {
            for ((name, nav) in skins) {
                withClue(name) {
                    val middle = accessible(nav.html(KeysetPage(listOf("x"), 20, "before", "after", "end"), links))
                    middle.select("a").map { it.attr("rel") } shouldBe listOf("prev", "next")
                    middle.select("a[rel=next]").attr("href") shouldBe "/tweets?q=%22%3E%3Cscript%3E&%3Cb%3E=%27&cursor=after"
                    accessible(nav.html(KeysetPage(listOf("x"), 20, null, "after", "end"), links)).select("a[rel]").size shouldBe 1
                    accessible(nav.html(UncountedPage(listOf("x"), 2, 20, false), links)).select("a").size shouldBe 2
                }
            }
        }

        test("where there is no other page there is no navigation") {
            for (nav in skins.values) {
                nav.html(page(1, 1), links) shouldBe ""
                nav.html(KeysetPage(listOf("x"), 20, null, null, "end"), links) shouldBe ""
            }
        }

        test("the markup of each skin is what its style sheet wants") {
            val links = Links.of("/t", Parameters.none())
            Nav.plain().html(page(1, 2), links) shouldBe
                """
                <nav aria-label="Pages">
                <ul>
                <li><a role="link" aria-disabled="true">Previous</a></li>
                <li><a href="/t" aria-label="Page 1" aria-current="page">1</a></li>
                <li><a href="/t?page=2" aria-label="Page 2">2</a></li>
                <li><a href="/t?page=2" rel="next">Next</a></li>
                </ul>
                </nav>
                """.trimIndent()
            Nav.bootstrap().slots(5).html(page(1, 9), links) shouldBe
                """
                <nav aria-label="Pages">
                <ul class="pagination">
                <li class="page-item disabled"><a class="page-link" role="link" aria-disabled="true">Previous</a></li>
                <li class="page-item active"><a class="page-link" href="/t" aria-label="Page 1" aria-current="page">1</a></li>
                <li class="page-item"><a class="page-link" href="/t?page=2" aria-label="Page 2">2</a></li>
                <li class="page-item"><a class="page-link" href="/t?page=3" aria-label="Page 3">3</a></li>
                <li class="page-item"><span class="page-link" aria-hidden="true">…</span></li>
                <li class="page-item"><a class="page-link" href="/t?page=9" aria-label="Page 9">9</a></li>
                <li class="page-item"><a class="page-link" href="/t?page=2" rel="next">Next</a></li>
                </ul>
                </nav>
                """.trimIndent()
            Nav.bulma().slots(5).html(page(9, 9), links) shouldBe
                """
                <nav class="pagination" aria-label="Pages">
                <a class="pagination-previous" href="/t?page=8" rel="prev">Previous</a>
                <a class="pagination-next is-disabled" role="link" aria-disabled="true">Next</a>
                <ul class="pagination-list">
                <li><a class="pagination-link" href="/t" aria-label="Page 1">1</a></li>
                <li><span class="pagination-ellipsis" aria-hidden="true">…</span></li>
                <li><a class="pagination-link" href="/t?page=7" aria-label="Page 7">7</a></li>
                <li><a class="pagination-link" href="/t?page=8" aria-label="Page 8">8</a></li>
                <li><a class="pagination-link is-current" href="/t?page=9" aria-label="Page 9" aria-current="page">9</a></li>
                </ul>
                </nav>
                """.trimIndent()
        }

        test("its words are those of the page, and are escaped as the addresses are") {
            val words = NavLabels("Seiten & \"mehr\"", "<b>Zurück</b>", "Weiter", "Seite {0} '", "<...>")
            for ((name, nav) in skins) {
                withClue(name) {
                    val html = nav.labels(words).html(page(6, 20), links)
                    val parsed = accessible(html)
                    parsed.select("b,script").shouldBeEmpty()
                    parsed.attr("aria-label") shouldBe "Seiten & \"mehr\""
                    parsed.select("a[rel=prev]").text() shouldBe "<b>Zurück</b>"
                    parsed.select("[aria-current]").attr("aria-label") shouldBe "Seite 6 '"
                    parsed.select("[aria-hidden]").first()!!.text() shouldBe "<...>"
                    html.contains('\'') shouldBe false
                }
            }
        }

        test("every template engine shows the same markup") {
            for ((name, nav) in skins) {
                withClue(name) {
                    val html = nav.html(page(6, 20), links)
                    val shown = "<main>$html</main>"
                    Engines.usingPebble.render("nav.peb", mapOf("nav" to html)) shouldBe shown
                    Engines.usingJte.render("nav.jte", mapOf("nav" to html)) shouldBe shown
                    Engines.usingThymeleaf.render("nav.html", mapOf("nav" to html)) shouldBe shown
                    createHTML(prettyPrint = false).main { unsafe { +html } } shouldBe shown
                }
            }
        }
    })
