package guide

import dev.kinglet.Database
import dev.kinglet.examples.twitter.Browser
import dev.kinglet.examples.twitter.start
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** What the page on this application shows is run. */
class TwitterGuideSpec :
    FunSpec({
        val pages = Pages("examples/twitter")

        test("the page on the application runs") {
            Database.sqliteInMemory().use { db ->
                val server = start(db)
                try {
                    val browser = Browser(server.port())
                    pages.sent.record(db, "public") { browser.get("/public/").statusCode() shouldBe 200 }
                } finally {
                    server.stop()
                }
            }
        }

        test("it shows what was run, and the SQL that was sent") { pages.showWhatWasRun() }

        test("every block of it is one of those") { pages.showNothingElse() }
    })
