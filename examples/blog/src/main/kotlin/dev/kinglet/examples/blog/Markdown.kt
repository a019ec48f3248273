package dev.kinglet.examples.blog

import org.commonmark.ext.autolink.AutolinkExtension
import org.commonmark.ext.gfm.tables.TablesExtension
import org.commonmark.node.AbstractVisitor
import org.commonmark.node.Heading
import org.commonmark.parser.Parser
import org.commonmark.renderer.html.DefaultUrlSanitizer
import org.commonmark.renderer.html.HtmlRenderer

/** Markdown with tables, bare addresses as links and coloured code. What looks like HTML in it is text. */
object Markdown {
    private val extensions = listOf(TablesExtension.create(), AutolinkExtension.create())
    private val parser = Parser.builder().extensions(extensions).build()
    private val renderer =
        HtmlRenderer.builder().extensions(extensions).escapeHtml(true).sanitizeUrls(true)
            .urlSanitizer(DefaultUrlSanitizer(setOf("http", "https", "mailto"))) // else data: as well
            .build()

    fun html(markdown: String): String =
        rendered(markdown)
            .replace("<pre>", "<pre tabindex=\"0\">") // what is too wide is scrolled by keyboard, too
            .replace(BLOCK) { block -> block.value.replace(TOKEN) { "<span class=\"${kind(it)}\">${it.value}</span>" } }

    /** The words that a reader sees, on one line. */
    fun plain(markdown: String): String {
        val text = rendered(markdown).replace(END_OF_PART, " ").replace(TAG, "").replace(Regex("\\s+"), " ").trim()
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    private fun rendered(markdown: String): String = renderer.render(parser.parse(markdown).also { it.accept(Deeper) })

    /** The title of the page is its only heading of the first level. */
    private object Deeper : AbstractVisitor() {
        override fun visit(heading: Heading) {
            heading.level = minOf(heading.level + 1, 6)
        }
    }

    // What is rendered has no tags but those of the renderer: all others are escaped, and so are quotes.
    private val TAG = Regex("<[^>]*>")
    private val END_OF_PART = Regex("</(p|h\\d|li|td|th)>|<br />")
    private val BLOCK = Regex("(?<=<code class=\"language-[\\w-]{1,20}\">)[^<]+")
    private const val WORDS =
        "val|var|fun|class|object|interface|override|private|public|static|final|return|if|else|when|for|while|in|is|" +
            "null|true|false|new|import|package|void|def|let|const|function"
    private const val SQL =
        "select|from|where|join|on|and|or|not|order|by|group|insert|into|values|update|set|delete|create|limit"
    private val KINDS = listOf("comment", "string", "number", "word")
    private val TOKEN =
        Regex(
            "(?<comment>//.*|--.*|#.*)|(?<string>&quot;.*?&quot;|'.*?')|(?<number>\\b\\d[\\w.]*)" +
                "|\\b(?<word>$WORDS|$SQL|${SQL.uppercase()})\\b",
        )

    private fun kind(token: MatchResult) = KINDS.first { token.groups[it] != null }
}
