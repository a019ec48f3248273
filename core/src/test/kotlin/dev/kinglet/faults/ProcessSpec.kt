package dev.kinglet.faults

import dev.kinglet.transaction
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.User.USER

/** Other processes on the file of this one, which die or write. Counted: rows, errors, and SQLite's own check of the file. */
class ProcessSpec :
    FunSpec({
        test("a process that dies in a transaction: the file is whole, what was committed is there, the rest is not") {
            sqliteFile { db, file ->
                create("here")
                val child = Child.start("dies", file)
                child.lines() shouldBe listOf("committed", "in the transaction")
                child.exitCode() shouldBe Child.HALTED
                names() shouldBe listOf("committed", "here")
                create("after")
                db.connectionsInUse() shouldBe 0
                integrity(file) shouldBe "ok"
            }
        }

        test("kill -9 of a process that is writing: every row that it told of is there, and the writer's lock is free") {
            sqliteFile { _, file ->
                val child = Child.start("writes on", file)
                val told = child.linesUntil { it == "w50" }
                child.kill()
                create("here")
                val stored = names()
                withClue("told of and lost") { (told - stored.toSet()) shouldBe listOf() }
                withClue("halves of transactions") {
                    stored.filter { it.endsWith("-a") }.map { it.removeSuffix("-a") }.filterNot { it in stored } shouldBe listOf()
                }
                integrity(file) shouldBe "ok"
            }
        }

        test("two processes that write to one file: 200 rows each, read and written in transactions, and no lock is met") {
            sqliteFile { db, file ->
                val child = Child.start("two hundred", file)
                val errors = (1..200).mapNotNull { runCatching { db.transaction { create("here-${USER.select().count()}-$it") } }.exceptionOrNull() }
                errors shouldBe listOf()
                child.lines() shouldBe listOf("200 of 200")
                child.exitCode() shouldBe 0
                USER.select().count() shouldBe 400
                integrity(file) shouldBe "ok"
            }
        }
    })
