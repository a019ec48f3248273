package guide

import dev.kinglet.Database
import dev.kinglet.errors.AfterCommitException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.elsewhere
import guide.FirstSteps.Tweet.TWEET
import guide.FirstSteps.User.USER
import guide.Transactions.Delivery.DELIVERY
import guide.Transactions.Incoming
import guide.Transactions.Message.MESSAGE
import guide.Transactions.Rejected.REJECTED
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.runBlocking

/** Runs what the page on transactions shows. */
fun transactionsPage(sent: Sent) {
    Database.sqliteInMemory().use { db ->
        db.bind(USER, TWEET, MESSAGE, DELIVERY, REJECTED).createTables(USER, TWEET, MESSAGE, DELIVERY, REJECTED)
        sent.record(db, "java:Transactions.block") { Transactions.block(db) shouldBe 1 }
        Transactions.nested(db)
        Transactions.parts(db, listOf("a", "", "b"))
        names() shouldContainExactly listOf("a", "b", "huey", "mickey", "mickey 2")
        Transactions.options(db).size shouldBe 5
        sent["java:Transactions.weaker"] = listOf(shouldThrow<ProgrammingException> { Transactions.weaker(db) }.message!!)
        Transactions.joined(db)
        Transactions.after(db) shouldContainExactly listOf("welcome, ursula")
        sent["java:Transactions.failing"] = listOf(shouldThrow<AfterCommitException> { Transactions.failing(db) }.message!!)
        Transactions.again(db) shouldBe 1
        Transactions.functions(db)
        Transactions.manual(db)
        Transactions.threads(db) { task -> elsewhere { task.run() } }
        FirstSteps.User.USER
            .where(FirstSteps.User.USER.username.`in`("begun here", "ended there"))
            .count() shouldBe 2L
        names() shouldContainExactly listOf("a", "b", "begun here", "by hand", "ended there", "huey", "mickey", "mickey 2", "ursula", "virginia", "zadie")
        Database.sqliteInMemory().use { other ->
            other.createTables(USER)
            shouldThrow<IllegalStateException> { Transactions.two(db, other) }
            USER.select().using(other).values(USER.username) shouldContainExactly listOf("second")
            USER.find(USER.username.eq("first")) shouldBe null
        }
        messages(db)
    }
    Database.sqliteInMemory().use { db ->
        db.bind(Author, Book).createTables(Author, Book)
        KotlinTransactions.block(db) shouldBe 1
        KotlinTransactions.parts(db, listOf("a", "", "b"))
        KotlinTransactions.options(db).size shouldBe 3
        KotlinTransactions.after(db) shouldContainExactly listOf("welcome, Virginia")
        KotlinTransactions.again(db) shouldBe 1
        KotlinTransactions.functions(db)
        KotlinTransactions.manual(db)
        runBlocking {
            KotlinTransactions.coroutines(db) { "writes" } shouldBe 1
            sent["kotlin:Transactions.launched"] =
                listOf(shouldThrow<ProgrammingException> { KotlinTransactions.launched(db) }.message!!)
            Database.sqliteInMemory().use { memory ->
                memory.createTables(Author)
                KotlinTransactions.other(db, memory)
            }
        }
        Author.select().orderBy(Author.name).values(Author.name) shouldContainExactly
            listOf("Ursula", "Virginia", "Zadie", "a", "b", "by hand")
    }
}

private fun names() = USER.select().orderBy(USER.username).values(USER.username)

/** The recipe (TXN-15, OPS-03): each failure at each place, and a queue that delivers again what was not acknowledged. */
fun messages(db: Database) {
    val acknowledged = mutableListOf<String>()

    fun deliver(
        id: String,
        name: String?,
        acknowledge: (Incoming) -> Unit = { acknowledged += it.id },
    ) = Transactions.handle(db, Incoming(id, name), acknowledge)

    deliver("m1", "octavia")
    // the acknowledgement is lost, the message comes again, and has no further effect
    shouldThrow<AfterCommitException> { deliver("m2", "nnedi") { error("queue is gone") } }
    deliver("m2", "nnedi")
    DELIVERY.select().orderBy(DELIVERY.id).values(DELIVERY.text) shouldContainExactly listOf("welcome, octavia", "welcome, nnedi")
    // what can never be handled is put aside, with nothing left of the attempt
    deliver("m3", "octavia")
    deliver("m4", null)
    deliver("m4", null)
    REJECTED.select().orderBy(REJECTED.id).values(REJECTED.id) shouldContainExactly listOf("m3", "m4")
    MESSAGE.select().orderBy(MESSAGE.id).values(MESSAGE.id) shouldContainExactly listOf("m1", "m2")
    acknowledged shouldContainExactly listOf("m1", "m2", "m3", "m4", "m4")

    // the outbox: what could not be sent waits
    val sent = mutableListOf<String>()
    runCatching { Transactions.deliver(db) { if (sent.isEmpty()) sent += it.get(DELIVERY.text) else error("down") } }
    Transactions.deliver(db) { sent += it.get(DELIVERY.text) } shouldBe 1
    Transactions.deliver(db) { error("nothing waits") } shouldBe 0
    sent shouldContainExactly listOf("welcome, octavia", "welcome, nnedi")
}
