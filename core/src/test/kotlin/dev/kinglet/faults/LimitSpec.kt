package dev.kinglet.faults

import dev.kinglet.Database
import dev.kinglet.RetryOptions
import dev.kinglet.TransactionOptions
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.OperationalException.Kind
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.retryingTransaction
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import tour.Models.User.USER
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** Limits that are met: of the pool, of time, of locks, of constraints. Counted: errors by kind, rows, connections in use. */
class LimitSpec :
    FunSpec({
        fun exhausted(db: Database) {
            val taken = CountDownLatch(2)
            val release = CountDownLatch(1)
            val holders =
                (1..2).map {
                    beside("holder-$it") {
                        db.connection().use {
                            names()
                            taken.countDown()
                            release.awaitOrFail("the release")
                        }
                    }
                }
            taken.awaitOrFail("two holders")
            val errors = (1..3).map { beside("waiter-$it") { runCatching { names() }.exceptionOrNull() } }.map { it.answer() }
            errors.forEach {
                it as OperationalException
                it.kind() shouldBe Kind.POOL_EXHAUSTED
                it.summary() shouldContain "2 of 2 are in use"
                it.summary() shouldContain "thread 'holder-1'"
                it.summary() shouldContain "thread 'holder-2'"
            }
            release.countDown()
            holders.forEach { it.answer() }
            // nobody's place was lost
            val all = CyclicBarrier(2)
            (1..2).map { beside { db.connection().use { names().also { all.await(10, TimeUnit.SECONDS) } } } }.forEach { it.answer() shouldBe listOf() }
            db.connectionsInUse() shouldBe 0
        }

        test("a pool that is exhausted names those who have the connections, and goes on afterwards (CON-17)") {
            sqliteFile("pool.max=2", "pool.timeout=250") { db, _ -> exhausted(db) }
            OwnServer.fresh("pool.max=2", "pool.timeout=250") { db -> exhausted(db) }
        }

        test("a statement that takes too long: its own kind, the transaction is gone, the connection works (OPS-07)") {
            OwnServer.fresh("statementTimeout=100") { db ->
                create("before")

                fun slow() = db.query("select pg_sleep(30)").maps()
                val error = shouldThrow<OperationalException> { slow() }
                listOf(error.kind(), error.isRetryable, error.sql()) shouldBe listOf(Kind.TIMEOUT, false, "select pg_sleep(30)")
                names() shouldBe listOf("before")
                shouldThrow<OperationalException> {
                    db.transaction {
                        create("half")
                        shouldThrow<OperationalException> { slow() }.kind() shouldBe Kind.TIMEOUT
                        shouldThrow<OperationalException> { names() }.kind() shouldBe Kind.ABORTED_TRANSACTION
                    }
                }
                db.transaction {
                    create("kept")
                    shouldThrow<OperationalException> { db.transaction { slow() } }.kind() shouldBe Kind.TIMEOUT
                }
                names() shouldBe listOf("before", "kept")
            }
        }

        test("a lock that is not had in time: its own kind, which is worth another try (OPS-07)") {
            OwnServer.fresh("lockTimeout=100") { db ->
                create("mine")
                db.transaction {
                    USER.where(USER.username eq "mine").forUpdate().list()
                    val error =
                        beside { runCatching { db.transaction { USER.update(USER.email.to("x")).all().execute() } }.exceptionOrNull() }
                            .answer() as OperationalException
                    listOf(error.kind(), error.isRetryable) shouldBe listOf(Kind.LOCK_TIMEOUT, true)
                }
                USER.update(USER.email.to("x")).all().execute() shouldBe 1
            }
        }

        test("a deadlock: one of the two is told so, the other commits") {
            OwnServer.fresh { db ->
                db.execute("alter system set deadlock_timeout = '50ms'").let { db.query("select pg_reload_conf()").maps() }
                create("a")
                create("b")
                val both = CyclicBarrier(2)

                fun mark(
                    first: String,
                    second: String,
                ) = db.transaction {
                    USER.update(USER.email.to("by $first")).where(USER.username eq first).execute()
                    both.await(10, TimeUnit.SECONDS)
                    USER.update(USER.email.to("by $first")).where(USER.username eq second).execute()
                }
                val outcomes =
                    listOf("a" to "b", "b" to "a").map { (first, second) -> beside { runCatching { mark(first, second) }.exceptionOrNull() } }.map { it.answer() }
                outcomes.count { it == null } shouldBe 1
                val error = outcomes.filterNotNull().single() as OperationalException
                listOf(error.kind(), error.isRetryable) shouldBe listOf(Kind.DEADLOCK, true)
                val winner = if (outcomes[0] == null) "by a" else "by b"
                USER.select().orderBy(USER.id).values(USER.email) shouldBe listOf(winner, winner)
            }
        }

        test("a deadlock under retrying: both commit, and the work of the one that gave way was done once (OPS-04)") {
            OwnServer.fresh { db ->
                db.execute("alter system set deadlock_timeout = '50ms'").let { db.query("select pg_reload_conf()").maps() }
                create("a")
                create("b")
                val both = CyclicBarrier(2)
                var after = AtomicInteger()

                fun mark(
                    first: String,
                    second: String,
                ) {
                    var attempt = 0
                    db.retryingTransaction {
                        attempt++
                        afterCommit { after.incrementAndGet() }
                        USER.update(USER.email.to("$first, attempt $attempt")).where(USER.username eq first).execute()
                        if (attempt == 1) both.await(10, TimeUnit.SECONDS)
                        USER.update(USER.email.to("$first, attempt $attempt")).where(USER.username eq second).execute()
                    }
                }
                listOf("a" to "b", "b" to "a").map { (first, second) -> beside { mark(first, second) } }.forEach { it.answer() }
                listOf(db.retryStats().repeated(), db.retryStats().givenUp(), after.get().toLong()) shouldBe listOf(1L, 0L, 2L)
                val emails = USER.select().values(USER.email)
                withClue(emails) { (emails.toSet().size == 1 && emails.first()!!.endsWith("attempt 2")) shouldBe true }
            }
        }

        test("1,000 increments of eight threads with no lock: none is lost under retrying, and repeats are counted (OPS-04)") {
            OwnServer.fresh("pool.max=8") { db ->
                USER.create(USER.username.to("counter"), USER.email.to("0"))
                val serializable = RetryOptions.defaults().attempts(1000).transaction(TransactionOptions.defaults().serializable())
                (1..8)
                    .map {
                        beside("thread-$it") {
                            repeat(125) {
                                db.retryingTransaction(serializable) {
                                    val counter = USER.where(USER.username eq "counter").single()
                                    counter[USER.email] = (counter[USER.email]!!.toInt() + 1).toString()
                                    counter.save()
                                }
                            }
                        }
                    }.forEach { it.answer() }
                USER.where(USER.username eq "counter").single()[USER.email] shouldBe "1000"
                db.retryStats().givenUp() shouldBe 0
                (db.retryStats().repeated() > 0) shouldBe true
            }
        }

        contract("row 7,777 of 10,000 breaks a constraint: nothing is stored, and the error names it (WRT-20)", USER) { db ->
            create("taken")
            val rows = (1..10_000).map { listOf(if (it == 7_777) "taken" else "u$it") }
            val error = shouldThrow<IntegrityException> { USER.insertMany(listOf(USER.username), rows).execute() }
            withClue(error.message) {
                listOf(error.kind(), error.table(), error.columns()) shouldBe listOf(IntegrityException.Kind.UNIQUE, "user", listOf("username"))
            }
            names() shouldBe listOf("taken")
            val users = rows.map { (name) -> newUser(name) }
            shouldThrow<IntegrityException> { USER.bulkCreate(users) }.columns() shouldBe listOf("username")
            users.forEach { it.shouldBeAsBefore(it.username) }
            // inside of a transaction the caller decides; a savepoint keeps what was before
            db.transaction {
                create("kept")
                shouldThrow<IntegrityException> { db.transaction { USER.insertMany(listOf(USER.username), rows).execute() } }
            }
            names() shouldContainExactlyInAnyOrder listOf("taken", "kept")
        }
    })
