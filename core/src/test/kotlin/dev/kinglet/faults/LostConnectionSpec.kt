package dev.kinglet.faults

import dev.kinglet.errors.OperationalException
import dev.kinglet.retryingTransaction
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.shouldBe
import tour.Models.User.USER

/** One connection is ended by the server, or by what lies between. Counted: errors, rows, connections in use. */
class LostConnectionSpec :
    FunSpec({
        test("ended in a scope: one error, and the scope goes on with another connection") {
            OwnServer.fresh { db ->
                db.connection().use {
                    create("before")
                    OwnServer.terminate() shouldBe 1
                    shouldThrow<OperationalException> { names() }.shouldBeLost()
                    names() shouldBe listOf("before")
                    create("after")
                    db.transaction { create("more") }
                    db.connectionsInUse() shouldBe 1
                }
                names() shouldBe listOf("after", "before", "more")
            }
        }

        test("ended in a transaction: every statement says so until the block is left, and nothing is stored") {
            OwnServer.fresh { db ->
                val errors = mutableListOf<Throwable?>()
                val error =
                    shouldThrow<OperationalException> {
                        db.transaction {
                            create("half")
                            OwnServer.terminate()
                            errors += runCatching { create("second") }.exceptionOrNull()
                            // savepoints, an explicit end and errors that are caught change nothing of it
                            errors += runCatching { db.transaction { create("third") } }.exceptionOrNull()
                            errors += runCatching { names() }.exceptionOrNull()
                            errors += runCatching { commit() }.exceptionOrNull()
                            create("fourth")
                        }
                    }
                errors.forEach { it.shouldBeLost() }
                error.shouldBeLost()
                names() shouldBe listOf()
            }
        }

        test("ended in a transaction that is rolled back and begun again: it goes on with another connection") {
            OwnServer.fresh { db ->
                db.transaction {
                    create("half")
                    OwnServer.terminate()
                    shouldThrow<OperationalException> { create("second") }.shouldBeLost()
                    rollback()
                    create("third")
                    commit()
                    create("fourth")
                    OwnServer.terminate()
                    shouldThrow<OperationalException> { commit() }.shouldBeLost()
                    shouldThrow<OperationalException> { create("fifth") }.shouldBeLost()
                    rollback()
                    create("sixth")
                }
                names() shouldBe listOf("sixth", "third")
            }
        }

        test("ended in a savepoint: the savepoint's error can be caught, the transaction cannot be saved") {
            OwnServer.fresh { db ->
                shouldThrow<OperationalException> {
                    db.transaction {
                        create("half")
                        shouldThrow<OperationalException> {
                            db.transaction {
                                OwnServer.terminate()
                                create("inner")
                            }
                        }.shouldBeLost()
                    }
                }.shouldBeLost()
                names() shouldBe listOf()
            }
        }

        test("ended under retrying: not repeated by itself, because a commit may have been on its way") {
            OwnServer.fresh { db ->
                var attempts = 0
                shouldThrow<OperationalException> {
                    db.retryingTransaction {
                        attempts++
                        create("half")
                        OwnServer.terminate()
                        create("other half")
                    }
                }.shouldBeLost()
                attempts shouldBe 1
                names() shouldBe listOf()
            }
        }

        test("ended in a stream: an error behind the rows that had come, and the connection is given back") {
            OwnServer.fresh { db ->
                USER.insertMany(listOf(USER.username), (1..5000).map { listOf("u%04d".format(it)) }).execute()
                var seen = 0
                shouldThrow<OperationalException> {
                    USER.select().orderBy(USER.username).stream().use { rows ->
                        rows.forEach { if (++seen == 10) OwnServer.terminate() }
                    }
                }.shouldBeLost()
                withClue("the portion that had come") { seen shouldBe 1000 }
                db.connectionsInUse() shouldBe 0
                USER.select().count() shouldBe 5000
            }
        }

        test("ended while idle: at most one error for all of them, whether or not they were used a moment ago (CON-18)") {
            OwnServer.fresh("pool.max=5", "pool.minIdle=5") { db ->
                create("before")
                repeat(2) {
                    await("five idle connections") { OwnServer.backends("state = 'idle'").size == 5 }
                    names()
                    OwnServer.terminate()
                    val errors = (1..10).mapNotNull { runCatching { names() }.exceptionOrNull() }
                    errors.forEach { it.shouldBeLost() }
                    errors.size shouldBeLessThanOrEqualTo 1
                }
            }
        }

        test("ended between two statements of a batch of objects: those that were saved are, the others are as before") {
            OwnServer.fresh { db ->
                val users = (1..5).map { newUser("u$it") }
                val error =
                    shouldThrow<OperationalException> {
                        users.forEach {
                            if (it.username == "u3") OwnServer.terminate()
                            it.save()
                        }
                    }
                error.shouldBeLost()
                users.take(2).map { it.persisted() } shouldBe listOf(true, true)
                users.drop(2).forEach { it.shouldBeAsBefore(it.username) }
                users.drop(2).forEach { it.save() }
                names() shouldBe users.map { it.username }
            }
        }

        test("a network that is cut: one error; the pool connects anew") {
            Proxy(OwnServer.port).use { network ->
                OwnServer.fresh(through = network.port) { db ->
                    create("before")
                    shouldThrow<OperationalException> {
                        db.transaction {
                            create("half")
                            network.cut()
                            create("other half")
                        }
                    }.shouldBeLost()
                    names() shouldBe listOf("before")
                }
            }
        }

        test("cut before COMMIT arrives, or before its answer does: the same error, and never a second try by itself") {
            Proxy(OwnServer.port).use { network ->
                // else the driver says COMMIT by the number of a prepared statement
                OwnServer.fresh("prepareThreshold=0", through = network.port) { db ->
                    network.cutBefore("COMMIT")
                    shouldThrow<OperationalException> { db.transaction { create("not delivered") } }.shouldBeLost()
                    await("the server's rollback") { OwnServer.backends("state <> 'idle'").isEmpty() }
                    names() shouldBe listOf()

                    network.cutAnswerTo("COMMIT")
                    shouldThrow<OperationalException> { db.transaction { create("delivered") } }.shouldBeLost()
                    names() shouldBe listOf("delivered")
                }
            }
        }

        test("a network that falls silent is an error when the socket's time is over, not a hang") {
            Proxy(OwnServer.port).use { network ->
                OwnServer.fresh("socketTimeout=1", "pool.timeout=1000", through = network.port) { db ->
                    create("before")
                    val mine = newUser("mine")
                    network.freeze()
                    shouldThrow<OperationalException> { db.transaction { mine.save() } }.shouldBeLost()
                    mine.shouldBeAsBefore("mine")
                    db.connectionsInUse() shouldBe 0
                    // nor is a new connection waited for longer than is allowed
                    shouldThrow<OperationalException> { names() }.shouldBeLost()
                    network.thaw()
                    await("a network that works") { runCatching { names() }.isSuccess }
                    names() shouldBe listOf("before")
                }
            }
        }
    })
