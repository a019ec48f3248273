package dev.kinglet.contract

import dev.kinglet.ManualTransactions
import dev.kinglet.TransactionOptions
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.elsewhere
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.User.USER

/** Transactions in the application's own hands (TXN-06). */
class ManualSpec :
    FunSpec({
        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        contract("begin, commit and rollback are the application's", USER) { db ->
            db.manual().use { manual ->
                create("by itself")
                db.inTransaction() shouldBe false
                manual.begin()
                db.inTransaction() shouldBe true
                create("a")
                manual.commit()
                manual.begin(TransactionOptions.defaults().serializable())
                create("b")
                manual.rollback()
                create("by itself, too")
            }
            names() shouldContainExactly listOf("a", "by itself", "by itself, too")
            db.transaction { create("and again") }
        }

        contract("what is done atomically in it is a savepoint of it (TXN-05)", USER) { db ->
            val ran = mutableListOf<String>()
            db.manual().use { manual ->
                USER.insertMany(listOf(USER.username), listOf(listOf("a"), listOf("b"))).execute()
                manual.begin()
                db.afterCommit { ran += "committed" }
                USER.insertMany(listOf(USER.username), listOf(listOf("c"), listOf("d"))).execute()
                shouldThrow<IntegrityException> {
                    db.atomically {
                        db.transactionDepth() shouldBe 2
                        USER.insertMany(listOf(USER.username), listOf(listOf("e"), listOf("a"))).execute()
                    }
                }
                db.transactionDepth() shouldBe 1
                ran shouldBe listOf()
                manual.commit()
                ran shouldBe listOf("committed")
            }
            names() shouldContainExactly listOf("a", "b", "c", "d")
        }

        contract("it nests with itself", USER) { db ->
            db.manual().use { outer ->
                outer.begin()
                create("a")
                db.manual().use { inner ->
                    create("b")
                    inner.commit()
                    inner.begin()
                    create("c")
                    inner.rollback()
                }
                outer.begin()
                db.manual().use { create("d") }
                outer.commit()
            }
            names() shouldContainExactly listOf("a", "b", "d")
        }

        contract("it is not mixed with blocks, in neither order, and leaves nothing behind", USER) { db ->
            db.manual().use { manual ->
                repeat(2) {
                    shouldRefuse<ProgrammingException>(
                        "a block begins where transactions are in the application's own hands",
                        null,
                        "call begin, commit and rollback of manual(), or close it before",
                    ) { db.transaction { create("never") } }
                    if (it == 0) manual.begin()
                }
                manual.commit()
            }
            db.transaction {
                shouldRefuse<ProgrammingException>(
                    "transactions are taken into hand inside of a block that is one",
                    null,
                    "use the Transaction that the block is given, or begin outside of it",
                ) { db.manual() }
                create("a")
            }
            db.connection().use { db.manual().use { names() } }
            db.transaction { create("b") }
            names() shouldContainExactly listOf("a", "b")
        }

        contract("what cannot be is refused (TXN-09)", USER) { db ->
            var left: ManualTransactions? = null
            db.manual().use { manual ->
                left = manual
                for (end in listOf(manual::commit, manual::rollback)) {
                    shouldRefuse<ProgrammingException>("a commit or a rollback without a transaction", null, "call begin() before") {
                        end()
                    }
                    db.connectionsInUse() shouldBe 0
                }
                manual.begin()
                create("a")
                shouldRefuse<ProgrammingException>(
                    "a transaction is begun inside of another one",
                    null,
                    "commit or roll back the one that is open",
                ) { manual.begin() }
                val hint = "use it in the thread that called it, before it is closed"
                shouldRefuse<ProgrammingException>("manual() is used after it was closed, or by another thread", null, hint) {
                    elsewhere { manual.commit() }
                }
                manual.rollback()
            }
            shouldThrow<ProgrammingException> { left!!.begin() }
            left!!.close()
            names() shouldBe listOf()
        }

        contract("a commit that was forgotten is told, and undone", USER) { db ->
            shouldRefuse<ProgrammingException>(
                "manual() was closed with a transaction open, which was rolled back",
                null,
                "call commit() or rollback() before its end",
            ) {
                db.manual().use {
                    it.begin()
                    create("a")
                }
            }
            // another error comes first
            val thrown =
                shouldThrow<IllegalStateException> {
                    db.manual().use {
                        it.begin()
                        create("a")
                        error("first")
                    }
                }
            thrown.suppressed.size shouldBe 1
            names() shouldBe listOf()
            db.transaction { create("b") }
        }
    })
