package guide

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
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
 * What we show, we run: each code block of the README and of docs/ that names a region is that region, and each block of
 * SQL is what the region sent. `<!-- region java:Results#single -->` is the region `single` of `java/guide/Results.java`;
 * without a file name it is one of `FirstSteps`. What the regions of another file send is recorded by a test here, too.
 */
class GuideSpec :
    FunSpec({
        val root = generateSequence(File("").absoluteFile) { it.parentFile }.first { File(it, "bom").isDirectory }
        val pages = listOf(root.resolve("README.md")) + root.resolve("docs").listFiles()!!.filter { it.extension == "md" }
        val sent = Sent()

        fun Database.sending(
            name: String,
            body: () -> Unit,
        ) = sent.record(this, name, body)

        fun source(file: String): String {
            val (language, name) = if (':' in file) file.split(':') else listOf(file, "FirstSteps")
            return "core/src/test/$language/guide/$name.${if (language == "java") "java" else "kt"}"
        }

        fun region(
            file: String,
            name: String,
        ): String {
            val lines = root.resolve(file).readLines()
            val start = lines.indexOfFirst { it.trim() == "// region $name" }
            withClue("region $name of $file") { (start >= 0) shouldBe true }
            val end = (start until lines.size).first { lines[it].trim() == "// endregion" }
            return lines.subList(start + 1, end).joinToString("\n").trimIndent().trim()
        }

        test("the Java of the guide runs") {
            FirstSteps.open().use { db ->
                db.sending("java.create") { FirstSteps.create() }
                db.sending("java.join") { FirstSteps.join() shouldContainExactly listOf("huey: meow") }
                db.sending("java.read") { FirstSteps.read() }
                db.sending("java.write") { FirstSteps.write() }
                db.sending("java.group") { FirstSteps.group() shouldContainExactly listOf(FirstSteps.Author("huey", 1)) }
                db.sending("java.alias") { FirstSteps.aliases() }
                db.sending("java.stream") { FirstSteps.stream() }
                FirstSteps.counted(db)
                FirstSteps.transaction(db)
                sent["java.schema"] = db.createTablesSql(FirstSteps.User.USER, FirstSteps.Tweet.TWEET)
            }
        }

        test("the Kotlin of the guide runs") {
            open().use { db ->
                db.sending("kotlin.create") { create() }
                db.sending("kotlin.join") { join() shouldContainExactly listOf("Ursula: The Dispossessed") }
                db.sending("kotlin.group") { group() shouldContainExactly listOf(Shelf("Ursula", 1)) }
                db.sending("kotlin.alias") { aliases().first().author.name shouldBe "Ursula" }
                db.sending("kotlin.transaction") { change(db) shouldBe 1 }
            }
        }

        test("the Java of the page on results runs") {
            FirstSteps.open().use { db ->
                FirstSteps.create()
                FirstSteps.User.USER.create(FirstSteps.User.USER.username.to("mickey"))

                fun shown(
                    name: String,
                    what: Any?,
                ) {
                    sent["java:Results.$name"] = listOf(what.toString())
                }
                db.sending("java:Results.one") { Results.one().size shouldBe 4 }
                db.sending("java:Results.objects") {
                    Results.objects() shouldContainExactly listOf(Results.Author("huey", 1), Results.Author("mickey", 0))
                }
                db.sending("java:Results.nested") { shown("nested.rows", Results.nested().single()) }
                db.sending("java:Results.rows") { Results.rows() shouldBe "huey1huey2" }
                db.sending("java:Results.values") { Results.values() shouldBe 2L }
                db.sending("java:Results.parts") { Results.parts() shouldBe 1 }
                db.sending("java:Results.streams") { Results.streams() }
                shown("plan", Results.explained())
                val user = FirstSteps.User.USER
                val tweet = FirstSteps.Tweet.TWEET
                shown("several", shouldThrow<DataException> { user.select().single() }.message)
                shown(
                    "missing",
                    shouldThrow<ProgrammingException> {
                        tweet.select(tweet.content, user.email).join(user).into(Results.TweetLine::class.java)
                    }.message,
                )
                shown("reference", shouldThrow<ModelException> { tweet.select().rows().first()[tweet.user] }.message)
            }
        }

        test("the Kotlin of the page on results runs") {
            open().use { db ->
                create()
                db.sending("kotlin:Results.nested") {
                    KotlinResults.nested() shouldContainExactly
                        listOf(KotlinResults.BookLine("The Dispossessed", KotlinResults.Writer("Ursula", null)))
                }
                db.sending("kotlin:Results.made") { KotlinResults.made() shouldContainExactly listOf(Shelf("Ursula", 1)) }
                db.sending("kotlin:Results.rows") { KotlinResults.rows() shouldBe "Ursula1" }
                KotlinResults.one().name shouldBe "Ursula"
                db.sending("kotlin:Results.streams") {
                    KotlinResults.streams() shouldContainExactly listOf("The Dispossessed", "Ursula")
                }
            }
        }

        test("the Java of the page on loading runs") {
            FirstSteps.open().use { db ->
                FirstSteps.create()
                val user = FirstSteps.User.USER
                val tweet = FirstSteps.Tweet.TWEET
                tweet.create(tweet.content.to("woof"), tweet.user.to(user.create(user.username.to("mickey"))))

                fun shown(
                    name: String,
                    what: Any?,
                ) {
                    sent["java:Loading.$name"] = listOf(what.toString())
                }
                val tweets = tweet.select().list().size
                db.sending("java:Loading.together") { Loading.together().last() shouldBe "mickey: woof" }
                db.sending("java:Loading.backrefs") { Loading.backrefs() shouldBe tweets }
                db.sending("java:Loading.many") { Loading.many().size shouldBe 2 }
                db.sending("java:Loading.query") { Loading.query() }
                db.sending("java:Loading.perParent") { Loading.perParent() }
                db.sending("java:Loading.branches") { Loading.branches() }
                Loading.single(db)
                shown("strict", shouldThrow<ProgrammingException> { Loading.strict() }.message!!.withoutLines())
                shown("guard", shouldThrow<ProgrammingException> { Loading.guard(db) }.message!!.withoutLines())
                Loading.repeats(db).size shouldBe 1
                shown("maps", Loading.maps())
                shown("json", Loading.json().replace(Regex("\\d{4}-[-T:.\\d]+"), "2026-01-01T12:00"))
            }
        }

        test("the Kotlin of the page on loading runs") {
            open().use { db ->
                create()
                KotlinLoading.together() shouldContainExactly listOf("The Dispossessed by Ursula")
                db.sending("kotlin:Loading.many") { KotlinLoading.many() shouldContainExactly listOf(1) }
                KotlinLoading.perParent()
                shouldThrow<ProgrammingException> { KotlinLoading.strict() }
                KotlinLoading.guard(db)
                sent["kotlin:Loading.maps"] = listOf(KotlinLoading.maps().toString())
                KotlinLoading.json() shouldBe """{"id":1,"author":1,"title":"The Dispossessed"}"""
            }
        }

        test("every page shows what was run, and the SQL that was sent") {
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

        test("every block of Java, Kotlin or SQL on the pages is one of those") {
            for (page in pages) {
                val text = page.readText()
                val marked = Regex("-->\\n```(java|kotlin|sql|text)\\n").findAll(text).count()
                withClue(page.name) { Regex("(?m)^```(java|kotlin|sql|text)$").findAll(text).count() shouldBe marked }
            }
        }
    })

/** Line numbers change with every edit above them. */
private fun String.withoutLines() = replace(Regex("\\.(java|kt):\\d+"), ".$1:..")
