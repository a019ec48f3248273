package dev.kinglet.faults

import dev.kinglet.Database
import dev.kinglet.errors.OperationalException
import dev.kinglet.transaction
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import io.kotest.matchers.types.shouldBeInstanceOf
import tour.Models.User.USER
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier

/** A thread that is interrupted. Counted: the error, whether the thread still knows of it, rows, connections in use. */
class InterruptSpec :
    FunSpec({
        class Outcome(
            val error: Throwable?,
            val flag: Boolean,
        ) {
            fun shouldBeInterrupted(summary: String) {
                error.shouldNotBeNull().shouldBeInstanceOf<OperationalException>()
                (error as OperationalException).summary() shouldStartWith summary
                error.isRetryable shouldBe false
                flag shouldBe true
            }
        }

        fun outcome(body: () -> Any?): Outcome {
            val error = runCatching(body).exceptionOrNull()
            return Outcome(error, Thread.interrupted())
        }

        /** Has the only connection, or the writer's turn, while [body] runs. */
        fun held(
            db: Database,
            body: () -> Unit,
        ) {
            val has = CountDownLatch(1)
            val release = CountDownLatch(1)
            val holder =
                beside("holder") {
                    db.transaction {
                        create("holder")
                        has.countDown()
                        release.awaitOrFail("the release")
                    }
                }
            has.awaitOrFail("the holder")
            try {
                body()
            } finally {
                release.countDown()
            }
            holder.answer()
        }

        test("interrupted while waiting for a connection: an error, and the pool goes on") {
            sqliteFile("pool.max=1") { db, _ ->
                held(db) {
                    val waiter = beside { outcome { names() } }
                    await("a thread that waits") { waiter.thread.state == Thread.State.TIMED_WAITING }
                    waiter.thread.interrupt()
                    waiter.answer().shouldBeInterrupted("interrupted while waiting for a connection to SQLite file")
                }
                names() shouldBe listOf("holder")
            }
        }

        test("interrupted while waiting for the writer's turn: an error, and the turn is not lost") {
            sqliteFile { db, _ ->
                // nobody waits for a connection here
                val all = CyclicBarrier(3)
                (1..3).map { beside { db.connection().use { names().also { all.await() } } } }.forEach { it.answer() }
                held(db) {
                    val single = beside("single") { outcome { create("single") } }
                    val block = beside("block") { outcome { db.transaction { create("block") } } }
                    for (waiter in listOf(single, block)) {
                        await("a thread that waits for its turn") {
                            waiter.thread.stackTrace.any { it.className.endsWith("AbstractQueuedSynchronizer") }
                        }
                        waiter.thread.interrupt()
                        waiter.answer().shouldBeInterrupted("interrupted while waiting for another writer of SQLite file")
                    }
                }
                create("after")
                names() shouldBe listOf("after", "holder")
            }
        }

        test("interrupted before a statement: it runs, and the thread still knows of the interrupt") {
            sqliteFile { db, _ ->
                val worker =
                    beside {
                        Thread.currentThread().interrupt()
                        outcome { create("mine") }
                    }
                worker.answer().let { listOf(it.error is OperationalException || it.error == null, it.flag) shouldBe listOf(true, true) }
                create("after")
            }
            OwnServer.fresh { db ->
                db.connection().use {
                    names()
                    Thread.currentThread().interrupt()
                    val outcome = outcome { create("mine") }
                    outcome.flag shouldBe true
                    names() shouldBe if (outcome.error == null) listOf("mine") else listOf()
                }
            }
        }

        test("interrupted during a statement: the statement runs to its end, and the thread still knows of the interrupt") {
            OwnServer.fresh { db ->
                val worker =
                    beside {
                        outcome { db.query("select count(*) as n from generate_series(1, 3), pg_sleep(0.3)").maps() }
                    }
                OwnServer.awaitBackend("wait_event = 'PgSleep'")
                worker.thread.interrupt()
                worker.answer().let { listOf(it.error, it.flag) shouldBe listOf(null, true) }
                create("after")
                names() shouldBe listOf("after")
            }
        }

        test("interrupted in a stream: its rows go on, since they need nobody to wait for; closing gives all back") {
            sqliteFile { db, _ ->
                USER.insertMany(listOf(USER.username), (1..3000).map { listOf("u$it") }).execute()
                val worker =
                    beside {
                        outcome {
                            var seen = 0
                            USER.select().stream().use { rows -> rows.forEach { if (++seen == 10) Thread.currentThread().interrupt() } }
                            seen shouldBe 3000
                        }
                    }
                worker.answer().let { listOf(it.error, it.flag) shouldBe listOf(null, true) }
                db.connectionsInUse() shouldBe 0
            }
        }
    })
