package guide

import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import java.io.File

/**
 * The pages whose code is that of one module's tests: what we show, we run. A page of docs/ says whose it is in a line of
 * its own, `<!-- module ext-gfk -->`; the others, and the README, are core's.
 *
 * `<!-- region java:Results#single -->` is the region `single` of the module's `src/test/java/guide/Results.java`; without
 * a file name it is one of `FirstSteps`. `<!-- sql .. -->` and `<!-- text .. -->` are what [sent] has under that name.
 */
class Pages(
    private val module: String,
    private val sent: Sent,
) {
    private val root = generateSequence(File("").absoluteFile) { it.parentFile }.first { File(it, "bom").isDirectory }
    private val all = listOf(root.resolve("README.md")) + root.resolve("docs").listFiles()!!.filter { it.extension == "md" }
    private val pages = all.filter { page -> moduleOf(page) == module }

    /** Each block is what was run, and sent. Written anew by `-Dguide.write`. */
    fun showWhatWasRun() {
        pages.shouldNotBeEmpty()
        val block = Regex("<!-- (region|sql|text) (\\S+) -->\\n```(\\w+)\\n(.*?)\\n?```", RegexOption.DOT_MATCHES_ALL)
        for (page in pages) {
            val shown = page.readText()
            block.findAll(shown).toList().shouldNotBeEmpty()
            val run =
                block.replace(shown) { match ->
                    val (kind, what, language) = match.destructured
                    val text =
                        if (kind == "region") {
                            val (file, name) = what.split('#')
                            region(source(file), name)
                        } else {
                            sent[what]
                        }
                    "<!-- $kind $what -->\n```$language\n$text\n```"
                }
            if (System.getProperty("guide.write") != null) page.writeText(run)
            withClue("${page.name}, written anew by -Dguide.write") { page.readText() shouldBe run }
        }
    }

    /** There is no block of Java, Kotlin or SQL that nobody runs. */
    fun haveNoOtherBlocks() {
        for (page in pages) {
            val text = page.readText()
            val marked = Regex("-->\\n```(java|kotlin|sql|text)\\n").findAll(text).count()
            withClue(page.name) { Regex("(?m)^```(java|kotlin|sql|text)$").findAll(text).count() shouldBe marked }
        }
    }

    private fun moduleOf(page: File): String =
        Regex("(?m)^<!-- module (\\S+) -->$").find(page.readText())?.groupValues?.get(1) ?: "core"

    private fun source(file: String): String {
        val (language, name) = if (':' in file) file.split(':') else listOf(file, "FirstSteps")
        return "$module/src/test/$language/guide/$name.${if (language == "java") "java" else "kt"}"
    }

    private fun region(
        file: String,
        name: String,
    ): String {
        val lines = root.resolve(file).readLines()
        val start = lines.indexOfFirst { it.trim() == "// region $name" }
        withClue("region $name of $file") { (start >= 0) shouldBe true }
        val end = (start until lines.size).first { lines[it].trim() == "// endregion" }
        return lines.subList(start + 1, end).joinToString("\n").trimIndent().trim()
    }
}
