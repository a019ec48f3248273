package dev.kinglet.examples.blog

import org.commonmark.ext.autolink.AutolinkExtension
import org.commonmark.ext.gfm.tables.TablesExtension
import org.commonmark.node.AbstractVisitor
import org.commonmark.node.Code
import org.commonmark.node.CustomNode
import org.commonmark.node.FencedCodeBlock
import org.commonmark.node.HardLineBreak
import org.commonmark.node.Heading
import org.commonmark.node.IndentedCodeBlock
import org.commonmark.node.Node
import org.commonmark.node.Paragraph
import org.commonmark.node.SoftLineBreak
import org.commonmark.node.Text
import org.commonmark.parser.Parser
import org.commonmark.renderer.NodeRenderer
import org.commonmark.renderer.html.DefaultUrlSanitizer
import org.commonmark.renderer.html.HtmlNodeRendererContext
import org.commonmark.renderer.html.HtmlRenderer

/** Markdown with tables, bare addresses as links and coloured code. What looks like HTML in it is text. */
object Markdown {
    private val extensions = listOf(TablesExtension.create(), AutolinkExtension.create())
    private val parser = Parser.builder().extensions(extensions).build()
    private val renderer =
        HtmlRenderer
            .builder()
            .extensions(extensions)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(DefaultUrlSanitizer(setOf("http", "https", "mailto"))) // else data: as well
            .nodeRendererFactory(::CodeRenderer)
            .build()

    fun html(markdown: String): String {
        val document = parser.parse(markdown)
        document.accept(Deeper)
        return renderer.render(document)
    }

    /** The words that a reader sees, on one line. */
    fun plain(markdown: String): String =
        Words().also { parser.parse(markdown).accept(it) }.text.replace(Regex("\\s+"), " ").trim()

    /** The title of the page is its only heading of the first level. */
    private object Deeper : AbstractVisitor() {
        override fun visit(heading: Heading) {
            heading.level = minOf(heading.level + 1, 6)
        }
    }

    private class Words : AbstractVisitor() {
        val text = StringBuilder()

        override fun visit(node: Text) = say(node.literal, "")

        override fun visit(node: Code) = say(node.literal, "")

        override fun visit(node: FencedCodeBlock) = say(node.literal)

        override fun visit(node: IndentedCodeBlock) = say(node.literal)

        override fun visit(node: SoftLineBreak) = say("")

        override fun visit(node: HardLineBreak) = say("")

        override fun visit(node: Paragraph) = inside(node)

        override fun visit(node: Heading) = inside(node)

        override fun visit(node: CustomNode) = inside(node)

        private fun inside(node: Node) {
            visitChildren(node)
            say("")
        }

        private fun say(
            words: String,
            end: String = " ",
        ) {
            text.append(words).append(end)
        }
    }
}

/** Blocks of code with their comments, strings, numbers and words of the language as spans; no script is needed. */
private class CodeRenderer(
    context: HtmlNodeRendererContext,
) : NodeRenderer {
    private val html = context.writer

    override fun getNodeTypes() = setOf(FencedCodeBlock::class.java)

    override fun render(node: Node) {
        val code = node as FencedCodeBlock
        val language = code.info.orEmpty().trim().substringBefore(' ')
        html.line()
        html.tag("pre", mapOf("tabindex" to "0"))
        html.tag("code", if (language.isEmpty()) mapOf() else mapOf("class" to "language-$language"))
        if (language.isEmpty() || language == "text") html.text(code.literal) else coloured(code.literal)
        html.tag("/code")
        html.tag("/pre")
        html.line()
    }

    private fun coloured(code: String) {
        var done = 0
        for (token in TOKEN.findAll(code)) {
            val kind = KINDS.first { token.groups[it] != null }
            html.text(code.substring(done, token.range.first))
            html.tag("span", mapOf("class" to kind))
            html.text(token.value)
            html.tag("/span")
            done = token.range.last + 1
        }
        html.text(code.substring(done))
    }

    private companion object {
        const val SQL =
            "select|from|where|join|on|and|or|not|order|by|group|insert|into|values|update|set|delete|create|limit"
        const val CODE =
            "val|var|fun|class|object|interface|override|private|public|static|final|return|if|else|when|for|while|" +
                "in|is|null|true|false|new|import|package|void|def|let|const|function"
        val KINDS = listOf("comment", "string", "number", "word")
        val TOKEN =
            Regex(
                "(?<comment>//.*|--.*|#.*|/\\*[\\s\\S]*?\\*/)" +
                    "|(?<string>\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*')" +
                    "|(?<number>\\b\\d[\\w.]*)" +
                    "|\\b(?<word>$CODE|$SQL|${SQL.uppercase()})\\b",
            )
    }
}
