package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.Transaction
import dev.kinglet.TransactionOptions
import dev.kinglet.fixtures.contract
import dev.kinglet.transaction
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import kotlin.random.Random

/** A step of a random program. */
private sealed interface Act {
    /** Writes a row, and registers work for after the commit. */
    data class Write(
        val name: String,
    ) : Act

    data class Block(
        val steps: List<Act>,
        val caught: Boolean,
        val joined: Boolean,
    ) : Act

    data object Commit : Act

    data object Rollback : Act
}

private class Boom : RuntimeException("boom")

private class Programs(
    private val random: Random,
) {
    private var names = 0

    fun block(depth: Int = 1): Act.Block =
        Act.Block(List(random.nextInt(1, 5)) { step(depth) }, caught = random.nextInt(3) > 0, joined = depth > 1 && random.nextInt(4) == 0)

    private fun step(depth: Int): Act =
        when (random.nextInt(10)) {
            0 -> Act.Commit
            1 -> Act.Rollback
            2, 3, 4 -> if (depth < 4) block(depth + 1) else write()
            else -> write()
        }

    private fun write() = Act.Write("n${names++}")
}

/** What the program does to a set of names, without a database. */
private class Expected {
    private class Level(
        var before: List<String>,
        var waiting: List<String> = listOf(),
    )

    private val levels = mutableListOf<Level>()
    var rows = listOf<String>()
    val ran = mutableListOf<String>()

    fun begin() {
        levels += Level(rows)
    }

    fun write(name: String) {
        rows = rows + name
        levels.last().waiting += name
    }

    fun commit() {
        val level = levels.removeLast()
        if (levels.isEmpty()) ran += level.waiting else levels.last().waiting += level.waiting
    }

    fun rollback() {
        rows = levels.removeLast().before
    }
}

/** Runs a program on both, and fails at its step of that number. */
private class Run(
    private val db: Database,
    private val failAt: Int,
) {
    val expected = Expected()
    val ran = mutableListOf<String>()
    var steps = 0

    fun run(block: Act.Block) {
        val joins = block.joined && db.inTransaction()
        if (!joins) expected.begin()
        try {
            val options = TransactionOptions.defaults()
            db.transaction(if (block.joined) options.joined() else options) {
                block.steps.forEach { step(it) }
                stored() shouldBe expected.rows.sorted()
            }
        } catch (e: Boom) {
            if (!joins) expected.rollback()
            if (!block.caught) throw e
            return
        }
        if (!joins) expected.commit()
    }

    private fun Transaction.step(step: Act) {
        if (steps++ == failAt) throw Boom()
        when (step) {
            is Act.Write -> {
                USER.create(USER.username.to(step.name))
                afterCommit { ran += step.name }
                expected.write(step.name)
            }

            is Act.Block -> {
                run(step)
            }

            is Act.Commit -> {
                commit()
                expected.commit()
                expected.begin()
            }

            is Act.Rollback -> {
                rollback()
                expected.rollback()
                expected.begin()
            }
        }
    }

    fun stored(): List<String> = USER.select().values(USER.username).sorted()
}

class RandomTransactionSpec :
    FunSpec({
        contract("a program that fails at any of its steps leaves what a model of it leaves (TXN-01, TXN-02, TXN-03, TXN-04)", USER) { db ->
            val programs = Programs(Random(20_261_121))
            var cases = 0
            while (cases < 400) {
                val program = programs.block()
                var failAt = 0
                do {
                    USER.delete().all().execute()
                    val run = Run(db, failAt)
                    withClue("$program failing at $failAt") {
                        try {
                            run.run(program)
                        } catch (_: Boom) {
                            // nobody caught it
                        }
                        run.stored() shouldBe run.expected.rows.sorted()
                        run.ran shouldBe run.expected.ran
                        db.inTransaction() shouldBe false
                        db.connectionsInUse() shouldBe 0
                    }
                    cases++
                } while (run.steps > failAt++)
            }
        }
    })
