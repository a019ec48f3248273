package guide

import dev.kinglet.Database
import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import java.io.File

/** What the regions sent or answered, by the name that a page calls it: `<!-- sql java.create -->`, `<!-- text java.plan -->`. */
class Sent {
    private val lines = mutableMapOf<String, List<String>>()

    fun <R> record(
        db: Database,
        name: String,
        body: () -> R,
    ): R =
        db.record().use { log ->
            body().also { lines[name] = log.entries().map { it.sql() } }
        }

    operator fun set(
        name: String,
        shown: List<String>,
    ) {
        lines[name] = shown
    }

    operator fun get(name: String): String = lines.getValue(name).joinToString("\n")
}

/**
 * The pages of one module: those of docs/ that begin with `<!-- module name -->`; core has all others, and the README.
 * `<!-- region java:Results#single -->` is the region `single` of `java/guide/Results.java` in the tests of that module;
 * without a file name it is one of `FirstSteps`. A test of each module runs the regions, records what they send in [sent],
 * and then compares the pages, or writes them anew with `-Dguide.write`.
 */
class Pages(
    private val module: String,
) {
    val root = generateSequence(File("").absoluteFile) { it.parentFile }.first { File(it, "bom").isDirectory }

    val sent = Sent()

    private val pages =
        (listOf(root.resolve("README.md")) + root.resolve("docs").listFiles()!!.filter { it.extension == "md" })
            .filter { page -> (Regex("^<!-- module (\\S+) -->").find(page.readText())?.groupValues?.get(1) ?: "core") == module }

    fun showWhatWasRun() {
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

    fun showNothingElse() {
        for (page in pages) {
            val text = page.readText()
            val marked = Regex("-->\\n```(java|kotlin|sql|text)\\n").findAll(text).count()
            withClue(page.name) { Regex("(?m)^```(java|kotlin|sql|text)$").findAll(text).count() shouldBe marked }
        }
    }

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
