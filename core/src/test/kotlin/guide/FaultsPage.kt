package guide

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.OperationalException
import dev.kinglet.faults.OwnServer
import dev.kinglet.faults.Proxy
import dev.kinglet.transaction
import guide.FirstSteps.User
import guide.FirstSteps.User.USER
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.util.concurrent.CountDownLatch

/** Runs what the page on faults shows, against a server that is cut off. */
fun faultsPage(sent: Sent) {
    fun <R> onServer(
        through: Int = OwnServer.port,
        body: (Database) -> R,
    ): R =
        OwnServer.empty("prepareThreshold=0", through = through) { db ->
            db.bind(USER).createTables(USER)
            body(db)
        }

    onServer { db ->
        Faults.scope(db) { OwnServer.terminate() } shouldContainExactly listOf("huey", "zaizee")
        shouldThrow<OperationalException> {
            db.transaction {
                USER.create(USER.username.to("in a transaction"))
                OwnServer.terminate()
                sent["java:Faults.lost"] = listOf(shouldThrow<OperationalException> { USER.select().count() }.message!!)
                sent["java:Faults.further"] = listOf(shouldThrow<OperationalException> { USER.select().count() }.message!!)
            }
        }
        USER.select().count() shouldBe 2
        Faults.limits("jdbc:postgresql://localhost:${OwnServer.port}/postgres").use { limited ->
            Faults.answer { limited.query("select pg_sleep(0)").maps() } shouldBe "done"
        }
        val lost = "maybe done: look, or do it again in a way that does it once"

        fun ended() = db.transaction { USER.select().count().also { OwnServer.terminate() } + USER.select().count() }
        Faults.answer { ended() } shouldBe lost
        KotlinFaults.answer { ended() } shouldBe lost
    }
    Proxy(OwnServer.port).use { network ->
        onServer(network.port) { db ->
            network.cutAnswerTo("COMMIT")
            Faults.once(db, "octavia") shouldBe 2
            network.cutBefore("COMMIT")
            Faults.once(db, "nnedi") shouldBe 2
            USER.select().orderBy(USER.id).values(USER.username) shouldContainExactly listOf("octavia", "nnedi")
        }
    }
    Database.connect("sqlite::memory:?pool.timeout=250").use { db ->
        db.bind(USER, Author).createTables(USER, Author)
        val has = CountDownLatch(1)
        val done = CountDownLatch(1)
        val report = Thread({ Faults.report(db, has, done) }, "report").apply { start() }
        has.await()
        val error = shouldThrow<OperationalException> { USER.select().count() }
        sent["java:Faults.exhausted"] = listOf(error.message!!.replace(Regex("\\.java:\\d+"), ".java:.."))
        Faults.answer { USER.select().count() } shouldBe "not done: busy, try later"
        KotlinFaults.answer { USER.select().count() } shouldBe "not done: busy, try later"
        done.countDown()
        report.join()
        val users = (1..10_000).map { User().apply { set(USER.username, if (it == 7_777) "u1" else "u$it") } }
        sent["java:Faults.bulk"] = listOf(shouldThrow<IntegrityException> { Faults.bulk(users) }.summary())
        users.none { it.persisted() } shouldBe true
        KotlinFaults.caught(db, listOf("Ursula", "Virginia")) shouldBe 2
    }
}
