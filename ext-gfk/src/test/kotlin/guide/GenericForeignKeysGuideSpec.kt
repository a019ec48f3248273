package guide

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.model.create
import guide.FirstSteps.Tweet.TWEET
import guide.FirstSteps.User.USER
import guide.GenericForeignKeys.Note
import guide.GenericForeignKeys.Note.NOTE
import guide.GenericForeignKeys.Reaction.REACTION
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Runs the regions of the page on generic foreign keys; see [Pages]. */
class GenericForeignKeysGuideSpec :
    FunSpec({
        val pages = Pages("ext-gfk")
        val sent = pages.sent

        fun Database.runs(
            name: String,
            answer: Any?,
            body: () -> Any?,
        ) = sent.record(this, name) { withClue(name) { body() shouldBe answer } }

        fun refused(
            name: String,
            body: () -> Any?,
        ) {
            sent["java:GenericForeignKeys.$name"] = listOf(shouldThrow<KingletException> { body() }.message!!)
        }

        test("the Java of the page runs") {
            Database.sqliteInMemory().use { db ->
                val tables = arrayOf(USER, TWEET, REACTION, NOTE)
                db.bind(*tables)
                sent["java:GenericForeignKeys.create"] =
                    db.createTablesSql(*tables).filter { "reaction" in it || "note" in it }
                db.createTables(*tables)

                fun run(
                    name: String,
                    answer: Any?,
                    body: () -> Any?,
                ) = db.runs("java:GenericForeignKeys.$name", answer, body)
                val huey = USER.create(USER.username.to("huey"))
                val meow = TWEET.create(TWEET.user.to(huey), TWEET.content.to("meow"))

                run("write", Unit) { GenericForeignKeys.write(meow, huey) }
                run("together", 2) {
                    val lines = GenericForeignKeys.together()
                    sent["java:GenericForeignKeys.lines"] = lines.map { it.replace(Regex("\\d{4}-[-T:.\\d]+"), "2026-01-01T12:00") }
                    lines.size
                }
                run("conditions", listOf(1L, 1L, 2L, 1L, 1L, 0L)) { GenericForeignKeys.conditions(meow, huey) }
                run("join", 2) { GenericForeignKeys.join().size }
                run("load", 2) { GenericForeignKeys.load().size }
                run("loadBy", 2) { GenericForeignKeys.loadBy().size }
                run("reverse", 1L) { GenericForeignKeys.reverse() }
                val (one, two) = (1..2).map { NOTE.create(NOTE.about.to(null)) }
                run("change", Unit) { GenericForeignKeys.change(meow, one, two) }
                refused("release") { REACTION.parent.of(meow).clear() }
                refused("other") { REACTION.parent.to(Note()) }
                run("triggers", Unit) { GenericForeignKeys.triggers(db) }
                refused("missing") {
                    REACTION.create(REACTION.parentType.to("tweet"), REACTION.parentId.to(99), REACTION.kind.to("like"))
                }
                GenericForeignKeys.dropTriggers(db)
                run("delete", Unit) { GenericForeignKeys.delete(meow) }

                val odd = REACTION.create(REACTION.parentType.to("photo"), REACTION.parentId.to(1), REACTION.kind.to("like"))
                refused("unknown") { odd.parent() }
                odd.delete()
                val gone = REACTION.create(REACTION.parentType.to("tweet"), REACTION.parentId.to(99), REACTION.kind.to("like"))
                refused("gone") { gone.parent() }
                GenericForeignKeys.lenient(gone) shouldBe null
                run("orphans", 1L) { GenericForeignKeys.orphans() }
                GenericForeignKeys.register()
                REACTION.parent.models().keys shouldBe setOf("tweet", "user", "note")
            }
        }

        test("the Kotlin of the page runs") {
            Database.sqliteInMemory().use { db ->
                db.bind(Article, Clip, Reply).createTables(Article, Clip, Reply)
                val article = Article.create { title = "on cats" }
                val reply = KotlinGenericForeignKeys.write()
                val clip = reply.post as Clip
                Reply.create {
                    post = article
                    body = "no"
                }
                db.runs("kotlin:GenericForeignKeys.read", listOf("more: 7 s", "no: on cats")) { KotlinGenericForeignKeys.read() }
                KotlinGenericForeignKeys.find(article, clip) shouldBe listOf(1L, 1L, 2L, 1L)
                KotlinGenericForeignKeys.reverse(clip, reply) shouldBe 1L
            }
        }

        test("every page shows what was run, and the SQL that was sent") { pages.showWhatWasRun() }

        test("every block of Java, Kotlin or SQL on the pages is one of those") { pages.showNothingElse() }
    })
