package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.TransactionOptions
import dev.kinglet.Work
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.elsewhere
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.spi.StatementEvent
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.WorkCaller
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** Connections and transactions that go from thread to thread (OPS-01, CON-24), and who watches statements. */
class WorkSpec :
    FunSpec({
        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        fun <R> Work.inside(body: () -> R): R = enter().use { body() }

        contract("a transaction goes on in another thread, and is committed by a third", USER) { db ->
            db.work(TransactionOptions.defaults()).use { work ->
                db.connectionsInUse() shouldBe 0
                elsewhere { work.inside { create("a") } }
                db.connectionsInUse() shouldBe 1
                db.inTransaction() shouldBe false
                work.inside {
                    db.transactionDepth() shouldBe 1
                    names() shouldBe listOf("a")
                    create("b")
                    work.inside { db.transaction { create("c") } }
                }
                db.inTransaction() shouldBe false
                elsewhere { work.commit() }
                db.connectionsInUse() shouldBe 0
            }
            names() shouldBe listOf("a", "b", "c")
        }

        contract("nothing is borrowed before a statement, and nothing after the last", USER) { db ->
            val before = db.poolStats().loans()
            db.work(TransactionOptions.defaults()).use { work -> work.inside { } }
            db.work().use { work ->
                work.inside { }
                work.commit()
                work.rollback()
            }
            db.poolStats().loans() shouldBe before
            db.work().use { work ->
                work.inside {
                    repeat(3) { create("$it") }
                    db.connectionsInUse() shouldBe 1
                }
                // outside of a transaction nobody waits for a thread that does not go on
                db.connectionsInUse() shouldBe 0
                work.inside { names() shouldBe listOf("0", "1", "2") }
            }
            db.poolStats().loans() shouldBe before + 2
        }

        contract("the connection is taken at once where that is asked for", USER) { db ->
            db.work(TransactionOptions.defaults()).use { work ->
                work.connect()
                db.connectionsInUse() shouldBe 1
                work.rollback()
                db.connectionsInUse() shouldBe 0
            }
        }

        contract("what is not committed is undone, and statements after the end commit by themselves", USER) { db ->
            db.work(TransactionOptions.defaults()).use { work -> work.inside { create("a") } }
            db.work(TransactionOptions.defaults()).use { work ->
                work.inside {
                    create("b")
                    work.rollback()
                    db.connectionsInUse() shouldBe 0
                    create("c")
                    work.commit()
                    db.connectionsInUse() shouldBe 0
                }
            }
            names() shouldBe listOf("c")
        }

        contract("what waits for the commit runs after it, what waits for the rollback after that", USER) { db ->
            val ran = mutableListOf<String>()
            db.work(TransactionOptions.defaults()).use { work ->
                work.inside { db.afterCommit { ran += "committed" } }
                work.commit()
            }
            db.work(TransactionOptions.defaults()).use { work -> work.inside { db.afterCommit { ran += "never" } } }
            ran shouldBe listOf("committed")
        }

        contract("a stream that is left open goes with the work, and its connection comes back", USER) { db ->
            repeat(3) { create("$it") }
            val work = db.work(TransactionOptions.defaults())
            val rows =
                work.inside {
                    USER
                        .select()
                        .stream()
                        .iterator()
                        .also { it.next() }
                }
            work.isInUse() shouldBe true
            work.close()
            db.connectionsInUse() shouldBe 0
            shouldThrow<Exception> { repeat(3) { rows.next() } }
            names().size shouldBe 3
        }

        contract("a block that is left open is undone with it", USER) { db ->
            val work = db.work(TransactionOptions.defaults())
            work.inside {
                val manual = db.work() // one of its own, also here
                manual.inside { db.inTransaction() shouldBe false }
                manual.close()
                shouldThrow<IllegalStateException> {
                    db.transaction {
                        create("a")
                        work.isInUse() shouldBe true
                        shouldRefuse<ProgrammingException>(
                            "a transaction is committed while a block in it is open",
                            null,
                            "commit it after the block has ended",
                        ) { work.commit() }
                        work.close()
                        error("over")
                    }
                }
            }
            db.connectionsInUse() shouldBe 0
            db.work(TransactionOptions.defaults()).let { other ->
                other.inside {
                    shouldRefuse<ProgrammingException>(
                        "a block is committed in work that is over",
                        null,
                        "close the work after its blocks",
                    ) {
                        db.transaction {
                            create("b")
                            other.close()
                        }
                    }
                }
            }
            names() shouldBe listOf()
        }

        contract("another thread waits until it is left", USER) { db ->
            val work = db.work(TransactionOptions.defaults())
            val inside = CountDownLatch(1)
            val leave = CountDownLatch(1)
            val first =
                Thread {
                    work.inside {
                        create("a")
                        inside.countDown()
                        leave.await(10, TimeUnit.SECONDS)
                    }
                }
            first.start()
            inside.await(10, TimeUnit.SECONDS)
            val second = Thread { work.inside { create("b") } }
            second.start()
            while (second.state != Thread.State.TIMED_WAITING) Thread.onSpinWait()
            leave.countDown()
            second.join(10_000)
            work.commit()
            work.close()
            names() shouldBe listOf("a", "b")
        }

        contract("one that is closed while another thread is in it ends when that one leaves", USER) { db ->
            val work = db.work(TransactionOptions.defaults())
            work.inside {
                create("a")
                elsewhere { work.close() }
                db.connectionsInUse() shouldBe 1
                create("b")
            }
            db.connectionsInUse() shouldBe 0
            names() shouldBe listOf()
            shouldRefuse<ProgrammingException>(
                "work is entered that is over",
                null,
                "what goes on after its end opens a connection, or a transaction, of its own",
            ) { work.enter() }
        }

        test("who waits for too long is told") {
            Database.builder().sqlite(":memory:").poolTimeout(Duration.ofMillis(300)).open().use { db ->
                val work = db.work()
                work.inside {
                    elsewhere {
                        shouldRefuse<ProgrammingException>(
                            "work is entered that another thread is in, and was for 300 ms",
                            null,
                            "one connection does one thing at a time: leave it before the other enters",
                        ) { work.enter() }
                    }
                }
                work.close()
            }
        }

        contract("a transaction is begun as it was asked for", USER) { db ->
            db.work(TransactionOptions.defaults().readOnly()).use { work ->
                work.inside { shouldThrow<ProgrammingException> { create("a") } }
            }
            if (db.dialect() == Dialect.POSTGRES) {
                val timeout = { db.query("show statement_timeout").maps().single()["statement_timeout"] }
                val before = timeout()
                db.work(TransactionOptions.defaults().statementTimeout(Duration.ofSeconds(7))).use { work ->
                    work.inside { timeout() shouldBe "7s" }
                }
                timeout() shouldBe before
            }
        }

        contract("a listener is told of each statement until its scope is closed", USER, TWEET) { db ->
            val told = mutableListOf<StatementEvent>()
            db.listen { told += it }.use {
                val a = create("a")
                create("b")
                names()
                USER.where(USER.username.eq("nobody")).first()
                TWEET.insertMany(listOf(TWEET.user, TWEET.content), listOf(listOf(a, "x"), listOf(a, "y"))).execute()
                TWEET.update(TWEET.content.to("z")).where(TWEET.user.eq(a)).execute()
                TWEET.select().stream().use { rows -> rows.count() }
                shouldThrow<Exception> { create("a") }
            }
            create("c")
            told.map { it.rows() } shouldContainExactly listOf(1, 1, 2, 0, 2, 2, 0, 0)
            told.dropLast(1).forEach { it.error().shouldBeNull() }
            told.last().error().shouldNotBeNull()
            told.first().waited().toNanos() shouldBeGreaterThan 0
            told.forEach { (it.waited() <= it.elapsed()) shouldBe true }
        }

        contract("only the statement that took the connection waited for it", USER) { db ->
            val told = mutableListOf<StatementEvent>()
            db.listen { told += it }.use { db.transaction { repeat(3) { create("$it") } } }
            told.map { it.waited().isZero } shouldBe listOf(false, true, true)
        }

        test("a listener stays with a database that is opened later, or elsewhere") {
            val db = Database.deferred()
            val told = mutableListOf<String>()
            db.listen { told += it.sql() }.use {
                repeat(2) {
                    db.open("sqlite::memory:")
                    db.inSchema("main").execute("select 1")
                }
            }
            db.execute("select 2")
            db.inSchema("main").listen { told += it.sql() }.use { db.execute("select 3") }
            db.close()
            told shouldBe listOf("select 1", "select 1", "select 3")
        }

        contract("it is called from Java", USER) { db ->
            WorkCaller.inTwoThreads(db) shouldBe 2
        }
    })
