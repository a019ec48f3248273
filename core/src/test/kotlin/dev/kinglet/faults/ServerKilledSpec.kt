package dev.kinglet.faults

import dev.kinglet.errors.OperationalException
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.atomic.AtomicInteger

/** `kill -9` of the server, and another one on the same data. Counted: errors, rows, connections in use. */
class ServerKilledSpec :
    FunSpec({
        test("killed in a transaction: one error, nothing of it is stored, and the next statement works") {
            OwnServer.fresh { db ->
                create("before")
                val mine = newUser("mine")
                val error =
                    shouldThrow<OperationalException> {
                        db.transaction {
                            create("half")
                            OwnServer.kill()
                            mine.save()
                        }
                    }
                error.shouldBeLost()
                mine.shouldBeAsBefore("mine")
                db.connectionsInUse() shouldBe 0
                OwnServer.start()
                names() shouldBe listOf("before")
                mine.save()
                names() shouldBe listOf("before", "mine")
            }
        }

        test("killed in a transaction, and back before its next statement: the transaction does not go on elsewhere") {
            OwnServer.fresh { db ->
                val errors = mutableListOf<Throwable?>()
                val left =
                    shouldThrow<OperationalException> {
                        db.transaction {
                            create("half")
                            OwnServer.restart()
                            errors += runCatching { create("second") }.exceptionOrNull()
                            errors += runCatching { create("third") }.exceptionOrNull()
                            errors += runCatching { names() }.exceptionOrNull()
                            errors += runCatching { db.transaction { create("fourth") } }.exceptionOrNull()
                        }
                    }
                errors.forEach { it.shouldBeLost() }
                left.shouldBeLost()
                names() shouldBe listOf()
            }
        }

        test("killed in a stream: the rows that were read, then an error; the stream is closed by it") {
            OwnServer.fresh { db ->
                USER.insertMany(listOf(USER.username), (1..5000).map { listOf("u%04d".format(it)) }).execute()
                var seen = 0
                USER.select().orderBy(USER.username).stream().use { rows ->
                    val all = rows.iterator()
                    val error =
                        shouldThrow<OperationalException> {
                            while (all.hasNext()) {
                                all.next().username shouldBe "u%04d".format(++seen)
                                if (seen == 100) OwnServer.kill()
                            }
                        }
                    error.shouldBeLost()
                    // one portion was on its way
                    withClue("rows before the error") { seen shouldBe 1000 }
                    db.connectionsInUse() shouldBe 0
                }
                OwnServer.start()
                USER.select().count() shouldBe 5000
            }
        }

        test("killed in a bulk insert: nothing of it is stored, no object has a key") {
            OwnServer.fresh { db ->
                create("before")
                db.execute(STALL_ON_INSERT)
                val users = (1..3000).map { newUser("u$it") }
                val insert = beside { USER.bulkCreate(users) }
                OwnServer.awaitBackend("wait_event = 'PgSleep'")
                OwnServer.kill()
                insert.failure().shouldBeLost()
                users.forEach { it.shouldBeAsBefore(it.username) }
                OwnServer.start()
                names() shouldBe listOf("before")
                db.execute("drop trigger stall on \"user\"")
                USER.bulkCreate(users)
                users.map { it.persisted() }.toSet() shouldBe setOf(true)
            }
        }

        test("killed while it commits: the error says that the connection was lost, and the transaction is gone as a whole") {
            OwnServer.fresh { db ->
                create("before")
                db.execute(STALL_ON_COMMIT)
                var afterCommit = 0
                var afterRollback = 0
                val commit =
                    beside {
                        db.transaction {
                            afterCommit { afterCommit++ }
                            afterRollback { afterRollback++ }
                            create("u2500")
                        }
                    }
                OwnServer.awaitBackend("wait_event = 'PgSleep'")
                OwnServer.kill()
                commit.failure().shouldBeLost()
                OwnServer.start()
                names() shouldBe listOf("before")
                listOf(afterCommit, afterRollback) shouldBe listOf(0, 1)
            }
        }

        test("a pool of ten that died while they were idle costs at most one error, and all are used again (CON-18)") {
            OwnServer.fresh("pool.max=10") { db ->
                create("before")

                fun together() =
                    CyclicBarrier(10).let { all ->
                        (1..10).map { beside("worker-$it") { db.connection().use { names().also { all.await() } } } }
                    }
                together().forEach { it.answer() shouldBe listOf("before") }
                OwnServer.backends().size shouldBe 10
                OwnServer.restart()
                val errors = (1..10).mapNotNull { runCatching { names() shouldBe listOf("before") }.exceptionOrNull() }
                errors.forEach { it.shouldBeLost() }
                errors.size shouldBeLessThanOrEqualTo 1
                together().forEach { it.answer() shouldBe listOf("before") }
            }
        }

        test("eight threads that write while the server is killed: what was answered is there, all go on by themselves") {
            OwnServer.fresh("pool.max=8") { db ->
                val answered = ConcurrentLinkedQueue<String>()
                val unknown = ConcurrentLinkedQueue<String>()
                val errors = ConcurrentLinkedQueue<Throwable>()
                val some = CountDownLatch(200)
                val back = AtomicInteger()
                val threads =
                    (1..8).map { t ->
                        beside("writer-$t") {
                            var i = 0
                            var afterwards = 0
                            while (afterwards < 20) {
                                val name = "t$t-${i++}"
                                try {
                                    if (i % 2 == 0) create(name) else db.transaction { create("$name-a").also { create(name) } }
                                    answered += name
                                    some.countDown()
                                    afterwards += back.get()
                                } catch (e: OperationalException) {
                                    unknown += name
                                    errors += e
                                }
                            }
                        }
                    }
                some.awaitOrFail("200 rows")
                OwnServer.restart()
                back.set(1)
                threads.forEach { it.answer() }
                errors.forEach { it.shouldBeLost() }
                val stored = names().filterNot { it.endsWith("-a") }
                withClue("answered and lost") { answered.filterNot { it in stored } shouldBe listOf() }
                withClue("neither answered nor unknown") { stored.filterNot { it in answered || it in unknown } shouldBe listOf() }
                withClue("halves of transactions") {
                    names().filter { it.endsWith("-a") }.filterNot { it.removeSuffix("-a") in stored } shouldBe listOf()
                }
            }
        }

        test("a server that is away: an error of the connection, not of the pool, and work when it is back") {
            OwnServer.fresh("pool.timeout=500") { db ->
                create("before")
                OwnServer.kill()
                val errors = (1..2).map { runCatching { names() }.exceptionOrNull() }
                errors.forEach { it.shouldBeLost() }
                OwnServer.start()
                names() shouldBe listOf("before")
                db.connectionsInUse() shouldBe 0
            }
        }

        test("one process of the server is killed: it ends all of its connections, recovers, and the pool with it") {
            OwnServer.fresh { db ->
                create("before")
                val other = newUser("other")
                val error =
                    shouldThrow<OperationalException> {
                        db.transaction {
                            create("half")
                            OwnServer.killBackend(OwnServer.backends("state = 'idle in transaction'").single())
                            other.save()
                        }
                    }
                error.shouldBeLost()
                other.shouldBeAsBefore("other")
                await("a server that has recovered", condition = OwnServer::answers)
                names() shouldBe listOf("before")
            }
        }
    })

private const val STALL =
    """
    create function stall() returns trigger language plpgsql as
    'begin if new.username = ''u2500'' then perform pg_sleep(60); end if; return new; end';
    """

private const val STALL_ON_INSERT =
    STALL + """create trigger stall before insert on "user" for each row execute function stall()"""

private const val STALL_ON_COMMIT =
    STALL +
        """create constraint trigger stall after insert on "user" deferrable initially deferred
           for each row execute function stall()"""
