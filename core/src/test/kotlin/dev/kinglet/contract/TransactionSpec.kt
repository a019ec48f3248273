package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.io.IOException
import java.util.concurrent.ConcurrentLinkedQueue

class TransactionSpec :
    FunSpec({
        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        fun create(name: String) = USER.create(USER.username.to(name))

        contract("a transaction commits when its body returns and rolls back when it throws (TXN-01)", USER) { db ->
            db.transaction { create("kept") }
            shouldThrow<IllegalStateException> {
                db.transaction {
                    create("undone")
                    error("stop")
                }
            }.message shouldBe "stop"
            names() shouldContainExactly listOf("kept")
        }

        contract("checked exceptions of the body pass through as they are", USER) { db ->
            shouldThrow<IOException> {
                db.atomic<IOException> {
                    create("undone")
                    throw IOException("disk")
                }
            }.message shouldBe "disk"
            names().shouldBeEmpty()
        }

        contract("inner transactions are savepoints, to any depth (TXN-03)", USER) { db ->
            db.transaction {
                depth() shouldBe 1
                create("1")
                runCatching {
                    db.transaction {
                        depth() shouldBe 2
                        create("2")
                        db.transaction {
                            depth() shouldBe 3
                            create("3")
                        }
                        error("undo 2 and 3")
                    }
                }
                db.transaction { create("4") }
            }
            names() shouldContainExactly listOf("1", "4")
        }

        contract("a failed statement in a savepoint leaves the transaction usable", USER) { db ->
            db.transaction {
                create("huey")
                shouldThrow<IntegrityException> { db.transaction { create("huey") } }
                create("mickey")
            }
            names() shouldContainExactly listOf("huey", "mickey")
        }

        contract("rollback and commit inside a block end the part so far and go on (TXN-02)", USER) { db ->
            db.transaction {
                create("a")
                rollback()
                create("b")
                commit()
                create("c")
                db.transaction {
                    create("d")
                    rollback()
                    create("e")
                }
                runCatching {
                    db.transaction {
                        create("f")
                        error("undo f")
                    }
                }
            }
            names() shouldContainExactly listOf("b", "c", "e")
            runCatching {
                db.transaction {
                    create("g")
                    commit()
                    create("h")
                    error("undo h")
                }
            }
            names() shouldContainExactly listOf("b", "c", "e", "g")
        }

        contract("a transaction without a statement takes no connection", USER) { db ->
            db.transaction {
                db.inTransaction() shouldBe true
                db.connectionsInUse() shouldBe 0
                db.transaction { db.connectionsInUse() shouldBe 0 }
                names()
                db.connectionsInUse() shouldBe 1
            }
        }

        contract("a scope keeps one connection, and inner scopes share it (CON-06)", USER) { db ->
            db.connection().use {
                db.connectionsInUse() shouldBe 0
                names()
                db.connection().use { names() }
                db.connectionsInUse() shouldBe 1
                db.transaction { create("x") }
                db.connectionsInUse() shouldBe 1
            }
            db.connectionsInUse() shouldBe 0
        }

        contract("transaction control is not among the recorded statements", USER) { db ->
            db.statements(2) { db.transaction { db.transaction { create("a") }.let { create("b") } } }
        }

        contract("an uncommitted row is seen by its own transaction only (CON-04)", USER) { db ->
            if (db.toString() != "SQLite in memory") {
                db.transaction {
                    create("mine")
                    var seen = -1L
                    Thread { seen = USER.select().count() }.apply { start() }.join()
                    seen shouldBe 0L
                    USER.select().count() shouldBe 1L
                }
            }
            db.inTransaction() shouldBe false
        }

        contract("eight threads that write never see a locked database", USER) { db: Database ->
            val errors = ConcurrentLinkedQueue<Throwable>()
            val threads =
                (1..8).map { t ->
                    Thread {
                        runCatching {
                            repeat(25) { i ->
                                if (i % 2 == 0) {
                                    create("t$t-$i")
                                } else {
                                    db.transaction {
                                        USER.select().count()
                                        create("t$t-$i")
                                    }
                                }
                            }
                        }.onFailure(errors::add)
                    }
                }
            threads.forEach(Thread::start)
            threads.forEach(Thread::join)
            errors.toList().shouldBeEmpty()
            USER.select().count() shouldBe 200L
        }
    })
