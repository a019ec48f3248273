package dev.kinglet.migrate.postgres

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.migrate.change.LockPolicy
import dev.kinglet.migrate.change.LockWait
import dev.kinglet.migrate.change.Step
import dev.kinglet.migrate.internal.postgres.Patience
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread

/** Somebody who reads a table in a transaction until it is closed. */
internal class Holder(
    db: Database,
    sql: String,
) : AutoCloseable {
    private val begun = CountDownLatch(1)
    private val end = CountDownLatch(1)
    private val holder =
        thread(isDaemon = true) {
            db.transaction {
                db.query(sql).maps()
                begun.countDown()
                end.await()
            }
        }

    init {
        begun.await()
    }

    override fun close() {
        end.countDown()
        holder.join()
    }
}

internal val quick = LockPolicy.defaults().timeout(Duration.ofMillis(60))

class PatienceSpec :
    FunSpec({
        val alter = Step.of("alter table bird add column age integer").locking(Step.Lock.ACCESS_EXCLUSIVE)

        contract("a transaction is repeated as a whole until it has its lock (M5, OPS-07)", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id integer)")
            db.execute("create table note (x integer)")
            val waits = CopyOnWriteArrayList<LockWait>()
            val reader = Holder(db, "select 'secret', 4711 from bird")
            val patience =
                Patience(db, quick) {
                    waits += it
                    if (it.attempt() >= 2 && it.blockers().isNotEmpty()) reader.close()
                }
            var times = 0
            patience.transaction("the migration") {
                times++
                db.execute("insert into note values (1)")
                db.execute(alter.sql())
            }
            times shouldBe waits.size + 1
            db.query("select count(*) as n from note").maps() shouldBe listOf(mapOf("n" to 1L))
            db.query("select age from bird").maps().shouldBeEmpty()

            waits.map { it.attempt() } shouldBe (1..waits.size).toList()
            val wait = waits.last()
            wait.statement() shouldBe "the migration"
            wait.pause() shouldNotBe null
            val blocker = wait.blockers().single()
            blocker.application() shouldBe "kinglet"
            blocker.state() shouldBe "idle in transaction"
            blocker.query() shouldBe "select ?, ? from bird"
            blocker.isAutovacuum shouldBe false
            wait.toString() shouldMatch
                Regex(
                    "attempt ${waits.size} in vain after \\d+ ms, blocked by process \\d+ 'kinglet' \\(idle in transaction since " +
                        "[-0-9T:]+Z\\): select \\?, \\? from bird; again in \\d+ ms: the migration",
                )
        }

        contract("whoever gives up says who was in the way, and has changed nothing", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id integer)")
            Holder(db, "select id from bird").use {
                val waits = CopyOnWriteArrayList<LockWait>()
                val policy = quick.budget(Duration.ofMillis(1_500))
                val failed =
                    shouldThrow<OperationalException> { Patience(db, policy, waits::add).run(alter) { error("unreached") } }
                failed.kind() shouldBe OperationalException.Kind.LOCK_TIMEOUT
                failed.sql() shouldBe alter.sql()
                val pid = waits.last().blockers().single().pid()
                waits.last().pause() shouldBe null
                failed.summary() shouldMatch
                    Regex(
                        "gave up on a lock after \\d+ ms and ${waits.size} attempts?, and changed nothing: blocked by " +
                            "process $pid 'kinglet' \\(idle in transaction since [-0-9T:]+Z\\): select id from bird",
                    )
                failed.hint() shouldBe
                    "end them (select pg_terminate_backend($pid)), run it when they are gone, or give it more time: " +
                    "LockPolicy.budget(..)"
            }
            shouldThrow<ProgrammingException> { db.query("select age from bird").maps() }
        }

        contract("a budget of zero is one attempt", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id integer)")
            Holder(db, "select id from bird").use {
                val waits = CopyOnWriteArrayList<LockWait>()
                shouldThrow<OperationalException> {
                    Patience(db, quick.budget(Duration.ZERO), waits::add).run(alter)
                }.summary() shouldContain "1 attempt, and"
                waits.map { it.attempt() } shouldBe listOf(1)
            }
        }

        contract("other errors are not repeated", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id integer unique)")
            var times = 0
            shouldThrow<IntegrityException> {
                Patience(db, quick) { error("not told") }.transaction("twice") {
                    times++
                    db.execute("insert into bird values (1), (1)")
                }
            }
            times shouldBe 1
        }

        contract("a step and what remembers it are one transaction", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id integer)")
            val patience = Patience(db, quick) {}
            shouldThrow<IllegalStateException> { patience.run(alter) { error("cannot remember") } }
            shouldThrow<ProgrammingException> { db.query("select age from bird").maps() }
            patience.run(alter) { db.inTransaction() shouldBe true }
            db.query("select age from bird").maps().shouldBeEmpty()
        }

        contract("what holds nobody up waits without a timeout, and tells for whom", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id integer)")
            val waits = CopyOnWriteArrayList<LockWait>()
            val reader = Holder(db, "select id from bird")
            // a server that limits every session
            db.connection().use {
                db.execute("set lock_timeout = '30ms'")
                Patience(db, quick) {
                    waits += it
                    reader.close()
                }.run(
                    Step
                        .of("create index concurrently bird_id on bird (id)")
                        .locking(Step.Lock.SHARE_UPDATE_EXCLUSIVE)
                        .at(Step.Place.NO_TRANSACTION),
                )
                db.query("show lock_timeout").maps() shouldBe listOf(mapOf("lock_timeout" to "30ms"))
                db.execute("reset lock_timeout")
            }
            waits.map { it.attempt() to it.pause() }.toSet() shouldBe setOf(0 to null)
            waits.first().toString() shouldContain "waiting after "
            db.query("select indisvalid as ok from pg_index where indexrelid = 'bird_id'::regclass").maps() shouldBe
                listOf(mapOf("ok" to true))
        }

        contract("in a transaction of the caller's nothing is set or repeated", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id integer)")
            db.transaction {
                Patience(db, quick) {}.transaction("part") {
                    db.query("show lock_timeout").maps() shouldBe listOf(mapOf("lock_timeout" to "0"))
                }
            }
            Patience(db, quick) {}.transaction("whole") {
                db.query("show lock_timeout").maps() shouldBe listOf(mapOf("lock_timeout" to "60ms"))
            }
        }

        contract("on SQLite a step is run as it is", on = Dialect.SQLITE) { db ->
            db.execute("create table bird (id integer)")
            val patience = Patience(db, quick) {}
            patience.run(alter)
            patience.run(Step.of("create index bird_age on bird (age)").at(Step.Place.NO_TRANSACTION))
            db.schema().table("bird")!!.index("bird_age") shouldNotBe null
        }

        test("a policy that makes no sense is refused") {
            shouldRefuse<ProgrammingException>(
                "a lock timeout of PT0S",
                null,
                "one millisecond is the shortest, and 2147483647 the longest: ofMillis(100) is usual",
            ) { LockPolicy.defaults().timeout(Duration.ZERO) }
            shouldRefuse<ProgrammingException>(
                "a budget of PT-1S for locks",
                null,
                "zero for one attempt, or how long to go on: ofMinutes(2) is usual",
            ) { LockPolicy.defaults().budget(Duration.ofSeconds(-1)) }
            LockPolicy.defaults().directly() shouldBe LockPolicy(Duration.ofMillis(100), Duration.ofMinutes(2), true)
        }

        test("texts and numbers of others' statements are not told") {
            for ((query, head) in listOf(
                "select * from a1 where x = 'it''s' and y = 12.5" to "select * from a1 where x = ? and y = ?",
                "insert into \"Ta 1\" values (E'a\\'b', \$1, \$q\$se;cret\$q\$)" to "insert into \"Ta 1\" values (?, $1, ?)",
                "select 'cut off here" to "select ?",
                "/* a 1 */ select\n  1 -- who" to "select ?",
            )) {
                headOf(query) shouldBe head
            }
            headOf("select " + "a, ".repeat(100)).length shouldBe 122
        }
    })

private fun headOf(query: String): String =
    Class
        .forName("dev.kinglet.migrate.internal.postgres.QueryHead")
        .getDeclaredMethod("of", String::class.java)
        .also { it.isAccessible = true }
        .invoke(null, query) as String
