package dev.kinglet.migrate

import dev.kinglet.Database
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText

class RunnerCallerSpec :
    FunSpec({
        test("Java callers of the runner") {
            val folder = tempdir().toPath()
            folder.resolve("0001_a.sql").writeText("create table a (x integer)")
            folder.resolve("0002_b.sql").writeText("create table b (x integer)")
            folder.resolve("seeds").createDirectories()
            folder.resolve("seeds/1_birds.java").writeText("package dev.kinglet.migrate; final class Birds implements Seed { public void run(dev.kinglet.Database db) { new RunnerCaller.Birds().run(db); } public java.util.Set<String> environments() { return new RunnerCaller.Birds().environments(); } }")
            Database.sqliteInMemory().use { db ->
                db.execute("create table bird (name text primary key)")
                RunnerCaller.call(db, folder) shouldBe
                    listOf(
                        "null",
                        "true",
                        "0001_a",
                        "0001_a up faked",
                        "[0002_b]",
                        "true",
                        "[1_birds]",
                        "Started",
                        "sends 1 of 0001_a",
                        "0001_a up",
                        "[0001_a, 0002_b]",
                        "[]",
                    )
            }
        }

        test("Java callers of the command line") {
            val text = ByteArrayOutputStream()
            val project = tempdir().toPath()
            project.resolve("kinglet.properties").writeText("database = sqlite::memory:\n")
            val exit = RunnerCaller.command(project, PrintStream(text))
            withClue(text.toString()) { exit shouldBe 0 }
            text.toString() shouldContain "0001_x.java"
        }

        test("Kotlin calls the same") {
            Database.sqliteInMemory().use { db ->
                val migrations =
                    Migrations.of(db, migration("1_a", transactional = false, down = { dropTable("a") }) { createTable("a", autoId("id")) })
                migrations.holder() shouldBe null
                migrations.folder() shouldBe null
                migrations.plan("1").isEmpty() shouldBe false
                migrations.fake("1").ids() shouldBe listOf("1_a")
                migrations.database() shouldBe db
                migrations.repair().markReverted("1")
                migrations.up()
                migrations.redo().toString().lines().size shouldBe 2
                Direction.UP.toString() shouldBe "up"
            }
        }
    })
