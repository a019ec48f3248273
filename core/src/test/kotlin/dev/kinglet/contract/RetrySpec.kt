package dev.kinglet.contract

import dev.kinglet.RetryOptions
import dev.kinglet.RetryStats
import dev.kinglet.TransactionOptions
import dev.kinglet.errors.AfterCommitException
import dev.kinglet.errors.ErrorContext
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.OperationalException.Kind.CONNECTION
import dev.kinglet.errors.OperationalException.Kind.DEADLOCK
import dev.kinglet.errors.OperationalException.Kind.LOCK_TIMEOUT
import dev.kinglet.errors.OperationalException.Kind.SERIALIZATION
import dev.kinglet.errors.OperationalException.Kind.TIMEOUT
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.errors.RetryException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.together
import dev.kinglet.retryingTransaction
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.time.Duration
import java.time.Duration.ZERO
import java.time.Duration.ofMillis
import java.time.Duration.ofSeconds
import java.util.concurrent.CyclicBarrier

/** Transactions that are repeated (TXN-14, OPS-04). */
class RetrySpec :
    FunSpec({
        val quick = RetryOptions.defaults().pauses(ZERO, ofMillis(2))

        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        fun failure(kind: OperationalException.Kind) = OperationalException("not now", ErrorContext.NONE, null, kind)

        contract("a transaction is repeated as a whole, and what failed attempts registered is dropped", USER) { db ->
            val before = db.retryStats()
            val ran = mutableListOf<Int>()
            var attempt = 0
            val answer =
                db.retryingTransaction(quick) {
                    attempt++
                    create("attempt $attempt")
                    afterCommit { ran += attempt }
                    if (attempt < 4) throw failure(if (attempt == 1) DEADLOCK else SERIALIZATION)
                    "done"
                }
            answer shouldBe "done"
            names() shouldContainExactly listOf("attempt 4")
            ran shouldContainExactly listOf(4)
            db.retryStats() shouldBe RetryStats(before.repeated() + 3, before.givenUp())
        }

        contract("other errors pass at once", USER) { db ->
            var attempts = 0
            val errors =
                listOf(failure(CONNECTION), failure(TIMEOUT), IllegalStateException("own")) +
                    if (db.dialect() == Dialect.POSTGRES) listOf(failure(LOCK_TIMEOUT)) else listOf()
            for (error in errors) {
                shouldThrow<RuntimeException> {
                    db.retryingTransaction(quick) {
                        attempts++
                        create("undone")
                        throw error
                    }
                } shouldBe error
            }
            attempts shouldBe errors.size
            shouldThrow<IntegrityException> {
                db.retryingTransaction(quick) { repeat(2) { create("twice") } }
            }
            // a commit that is in is not repeated because of what comes after it
            shouldThrow<AfterCommitException> {
                db.retryingTransaction(quick) {
                    create("kept")
                    afterCommit { throw failure(DEADLOCK) }
                }
            }
            names() shouldContainExactly listOf("kept")
        }

        contract("after the last attempt comes an error of its own", USER) { db ->
            val before = db.retryStats()
            var attempts = 0
            val last = failure(DEADLOCK)
            val thrown =
                shouldThrow<RetryException> {
                    db.retryingTransaction(quick.attempts(3)) {
                        attempts++
                        throw last
                    }
                }
            attempts shouldBe 3
            thrown.attempts() shouldBe 3
            thrown.cause shouldBe last
            thrown.summary() shouldBe "gave up after 3 attempts: not now"
            thrown.hint() shouldBe "let fewer transactions change the same rows at once, or allow more attempts"
            db.retryStats() shouldBe RetryStats(before.repeated() + 2, before.givenUp() + 1)
        }

        contract("only a whole transaction is repeated", USER) { db ->
            db.transaction {
                shouldRefuse<ProgrammingException>(
                    "a transaction is to be repeated inside of another one",
                    null,
                    "call retrying where the outermost transaction begins",
                ) { db.retryingTransaction { error("never run") } }
            }
            db.manual().use { shouldThrow<ProgrammingException> { db.retryingTransaction { error("never run") } } }
        }

        contract("who is interrupted while waiting to repeat does not go on", USER) { db ->
            Thread.currentThread().interrupt()
            shouldThrow<OperationalException> {
                db.retryingTransaction(RetryOptions.defaults().pauses(ofSeconds(60), ofSeconds(60))) { throw failure(DEADLOCK) }
            }.summary() shouldBe "interrupted while waiting to repeat a transaction"
            Thread.interrupted() shouldBe true
        }

        contract("a thousand increments of eight threads end at a thousand", USER) { db ->
            val row = create("0")
            val serializable = quick.attempts(10_000).transaction(TransactionOptions.defaults().serializable())
            together(8) {
                repeat(125) {
                    db.retryingTransaction(serializable) {
                        val read = USER.select(USER.username).get()
                        USER.update(USER.username.to("${read.username.toInt() + 1}")).where(USER.id.eq(row.id())).execute()
                    }
                }
            }
            names() shouldContainExactly listOf("1000")
        }

        test("a deadlock of the database is repeated [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(USER).createTables(USER)
                val rows = listOf(create("a"), create("b"))
                val before = db.retryStats().repeated()
                val meet = CyclicBarrier(2)
                together(2) { thread ->
                    var first = true
                    db.retryingTransaction {
                        val (mine, other) = if (thread == 0) rows else rows.reversed()
                        USER.update(USER.email.to("$thread")).where(USER.id.eq(mine.id())).execute()
                        if (first) meet.await()
                        first = false
                        USER.update(USER.email.to("$thread")).where(USER.id.eq(other.id())).execute()
                    }
                }
                db.retryStats().repeated() - before shouldBeInRange 1L..2L
                USER.select().values(USER.email).distinct().size shouldBe 1
            }
        }

        test("a deferred transaction whose reading is outdated is repeated [SQLITE_FILE]") {
            TestDatabases.fresh(Kind.SQLITE_FILE) { db ->
                db.bind(USER).createTables(USER)
                var attempt = 0
                db.retryingTransaction(quick.transaction(TransactionOptions.defaults().deferred())) {
                    USER.select().count()
                    if (attempt++ == 0) together(1) { create("meanwhile") }
                    create("mine")
                }
                attempt shouldBe 2
                names() shouldContainExactly listOf("meanwhile", "mine")
            }
        }

        test("impossible options are refused") {
            shouldRefuse<ProgrammingException>("0 attempts of a transaction", null, "allow 1 or more") { quick.attempts(0) }
            val hint = "the first pause may be zero, and the longest not shorter than that"
            shouldRefuse<ProgrammingException>("pauses of PT2S to PT1S", null, hint) { quick.pauses(ofSeconds(2), ofSeconds(1)) }
            shouldRefuse<ProgrammingException>("pauses of PT-1S to PT1S", null, hint) { quick.pauses(ofSeconds(-1), ofSeconds(1)) }
            quick.attempts(2) shouldBe RetryOptions(2, ZERO, ofMillis(2), TransactionOptions.defaults())
            RetryOptions.defaults().longestPause() shouldBe Duration.ofSeconds(1)
        }
    })
