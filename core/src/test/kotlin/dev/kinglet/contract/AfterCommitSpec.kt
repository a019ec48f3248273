package dev.kinglet.contract

import dev.kinglet.Transaction
import dev.kinglet.errors.AfterCommitException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.io.IOException

/** Work that waits for the end of a transaction (TXN-15). */
class AfterCommitSpec :
    FunSpec({
        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        contract("work runs after the outermost commit, in the order of registration, with the connection given back", USER) { db ->
            val ran = mutableListOf<String>()
            db.transaction {
                afterCommit { ran += "1: ${db.connectionsInUse()} ${db.inTransaction()} ${names()}" }
                create("a")
                db.transaction {
                    create("b")
                    afterCommit { ran += "2" }
                }
                db.afterCommit { ran += "3" }
                ran shouldBe listOf()
            }
            ran shouldContainExactly listOf("1: 0 false [a, b]", "2", "3")
        }

        contract("what a rolled back block registered never runs, and what it undid is told to others", USER) { db ->
            val ran = mutableListOf<String>()
            db.transaction {
                afterCommit { ran += "outer" }
                afterRollback { ran += "outer undone" }
                runCatching {
                    db.transaction {
                        afterRollback { ran += "first" }
                        db.transaction {
                            create("a")
                            afterCommit { ran += "inner" }
                            afterRollback { ran += "second: ${names()}" }
                        }
                        error("undo both")
                    }
                }
            }
            ran shouldContainExactly listOf("first", "second: []", "outer")
            ran.clear()
            shouldThrow<IOException> {
                db.transaction {
                    afterCommit { ran += "never" }
                    afterRollback { ran += "undone in ${db.inTransaction()}" }
                    throw IOException("disk")
                }
            }
            ran shouldContainExactly listOf("undone in false")
        }

        contract("explicit commits and rollbacks end the unit that work waits for (TXN-02)", USER) { db ->
            val ran = mutableListOf<String>()
            db.transaction {
                create("a")
                afterCommit { ran += "a in ${db.inTransaction()}" }
                commit()
                ran shouldContainExactly listOf("a in false")
                create("b")
                afterCommit { ran += "b" }
                afterRollback { ran += "b undone" }
                rollback()
                ran shouldContainExactly listOf("a in false", "b undone")
                db.transaction {
                    afterCommit { ran += "c" }
                    commit() // of a savepoint: the outermost decides
                    afterCommit { ran += "d" }
                    rollback()
                }
            }
            ran shouldContainExactly listOf("a in false", "b undone", "c")
            names() shouldBe listOf("a")
        }

        contract("work that throws stops no other work, and does not undo the commit", USER) { db ->
            val ran = mutableListOf<Int>()
            val thrown =
                shouldThrow<AfterCommitException> {
                    db.transaction {
                        create("a")
                        afterCommit { throw IOException("mail") }
                        afterCommit { ran += 1 }
                        afterCommit { error("queue") }
                        afterCommit { ran += 2 }
                    }
                }
            ran shouldContainExactly listOf(1, 2)
            names() shouldBe listOf("a")
            thrown.summary() shouldBe
                "the transaction is committed, but 2 of 4 works after it failed: java.io.IOException: mail"
            thrown.hint() shouldBe
                "do not repeat the transaction; work that has to happen needs a row in it that says so"
            (thrown.cause is IOException) shouldBe true
            thrown.suppressed.map { it.message } shouldContainExactly listOf("queue")
        }

        contract("work that throws at an explicit commit leaves a transaction to go on with", USER) { db ->
            db.transaction {
                create("a")
                afterCommit { error("mail") }
                shouldThrow<AfterCommitException> { commit() }
                depth() shouldBe 1
                create("b")
                rollback()
            }
            names() shouldBe listOf("a")
        }

        contract("a failure after a rollback hangs on the error that was the reason", USER) { db ->
            val thrown =
                shouldThrow<IntegrityException> {
                    db.transaction {
                        create("a")
                        afterRollback { error("first") }
                        afterRollback { throw IOException("second") }
                        create("a")
                    }
                }
            thrown.suppressed.map { it.message } shouldContainExactly listOf("first", "second")
            db.transaction {
                afterRollback { error("first") }
                afterRollback { throw IOException("second") }
                val own = shouldThrow<IllegalStateException> { rollback() }
                own.message shouldBe "first"
                own.suppressed.map { it.message } shouldContainExactly listOf("second")
            }
        }

        contract("work may use the database, and register further work", USER) { db ->
            val ran = mutableListOf<String>()
            db.transaction {
                create("a")
                afterCommit {
                    db.transaction {
                        create("b")
                        afterCommit { ran += "b" }
                    }
                    db.afterCommit { ran += "at once" }
                    ran += "a"
                }
            }
            ran shouldContainExactly listOf("b", "at once", "a")
            names() shouldBe listOf("a", "b")
        }

        contract("outside of a transaction work runs at once, and its errors pass", USER) { db ->
            var ran = 0
            db.afterCommit { ran++ }
            ran shouldBe 1
            shouldThrow<IOException> { db.afterCommit { throw IOException("mail") } }
            db.connection().use {
                db.afterCommit { ran++ }
                ran shouldBe 2
            }
        }

        contract("a transaction is used in its block, by its thread, and not around an inner one (TXN-09)", USER) { db ->
            fun refused(
                what: String,
                hint: String,
                body: () -> Unit,
            ) = shouldRefuse<ProgrammingException>("a transaction is used $what", null, hint, body)

            var left: Transaction? = null
            db.transaction { left = this }
            for (use in listOf<Transaction.() -> Unit>({ commit() }, { rollback() }, { afterCommit {} }, { afterRollback {} })) {
                refused("after its block has ended", "use it in the block that it is given to, and nowhere else") { left!!.use() }
                db.transaction {
                    create("a")
                    val outer = this
                    db.transaction {
                        create("b")
                        refused("while a savepoint in it is open", "use the Transaction that the inner block is given, or wait for its end") {
                            outer.use()
                        }
                    }
                    Thread {
                        refused("by a thread that is not in it", "a transaction belongs to the thread that began it: begin another one here") {
                            outer.use()
                        }
                    }.run {
                        var failure: Throwable? = null
                        setUncaughtExceptionHandler { _, e -> failure = e }
                        start()
                        join()
                        failure?.let { throw it }
                    }
                    names() shouldBe listOf("a", "b")
                    rollback()
                }
            }
        }
    })
