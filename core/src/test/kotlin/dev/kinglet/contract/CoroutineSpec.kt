package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.RetryOptions
import dev.kinglet.TransactionOptions
import dev.kinglet.errors.ErrorContext
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.errors.RetryException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.elsewhere
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.suspendConnection
import dev.kinglet.suspendRetryingTransaction
import dev.kinglet.suspendTransaction
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import dev.kinglet.usedBy
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.Duration
import kotlin.coroutines.ContinuationInterceptor

/** Connections and transactions of coroutines (ASY-01). */
class CoroutineSpec :
    FunSpec({
        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        fun coroutines(
            name: String,
            vararg tables: dev.kinglet.model.Table<*, *>,
            body: suspend CoroutineScope.(Database) -> Unit,
        ) = contract(name, *tables) { db -> runBlocking(Dispatchers.Default) { body(db) } }

        coroutines("a transaction stays with its coroutine in whatever thread it goes on", USER) { db ->
            val threads = mutableSetOf<Thread>()
            val answer =
                db.suspendTransaction {
                    create("a")
                    repeat(20) {
                        withContext(if (it % 2 == 0) Dispatchers.Default else Dispatchers.IO) {
                            threads += Thread.currentThread()
                            db.transactionDepth() shouldBe 1
                            create("b$it")
                            yield()
                        }
                        delay(1)
                        USER.select().count() shouldBe it + 2L
                    }
                    db.connectionsInUse() shouldBe 1
                    names().size
                }
            answer shouldBe 21
            (threads.size > 1) shouldBe true
            db.connectionsInUse() shouldBe 0
            db.inTransaction() shouldBe false
            names().size shouldBe 21
        }

        coroutines("it rolls back when the body throws, and inner ones are savepoints", USER) { db ->
            shouldThrow<IllegalStateException> {
                db.suspendTransaction {
                    create("a")
                    delay(1)
                    error("stop")
                }
            }.message shouldBe "stop"
            names() shouldBe listOf()
            val ran = mutableListOf<String>()
            db.suspendTransaction(TransactionOptions.defaults().serializable()) {
                create("a")
                afterCommit { ran += "a" }
                runCatching {
                    db.suspendTransaction {
                        depth() shouldBe 2
                        create("b")
                        withContext(Dispatchers.Default) { db.transaction { create("c") } }
                        error("undo b and c")
                    }
                }
                withContext(Dispatchers.Default) { commit() }
                ran shouldBe listOf("a")
                create("d")
                withContext(Dispatchers.Default) { rollback() }
                create("e")
            }
            names() shouldContainExactly listOf("a", "e")
        }

        coroutines("a coroutine that is cancelled rolls back and gives its connection back", USER) { db ->
            val begun = CompletableDeferred<Unit>()
            val job =
                launch {
                    db.suspendTransaction {
                        create("a")
                        begun.complete(Unit)
                        awaitCancellation()
                    }
                }
            begun.await()
            job.cancelAndJoin()
            db.connectionsInUse() shouldBe 0
            names() shouldBe listOf()
            // cancelled in its last step, before the commit
            launch {
                db.suspendTransaction {
                    create("b")
                    currentCoroutineContext().cancel(CancellationException("enough"))
                }
            }.join()
            names() shouldBe listOf()
        }

        coroutines("who is launched in a transaction does not use its connection at the same time", USER) { db ->
            db.suspendTransaction {
                create("a")
                coroutineScope {
                    launch {
                        for (use in listOf<suspend () -> Unit>({ names() }, { db.suspendTransaction { } }, { db.transaction { } })) {
                            shouldRefuse<ProgrammingException>(
                                "a coroutine uses the database that was launched inside of a transaction",
                                null,
                                "use it before or after the launch: one connection does one thing at a time",
                            ) { runBlocking(currentCoroutineContext()) { use() } }
                        }
                        withContext(Dispatchers.Default) { shouldThrow<ProgrammingException> { names() } }
                        coroutineScope { async { shouldThrow<ProgrammingException> { create("b") } }.await() }
                    }
                }
                coroutineScope { names() shouldBe listOf("a") }
            }
            names() shouldBe listOf("a")
        }

        coroutines("a connection is kept for a coroutine, and who is launched in it has another one", USER) { db ->
            db.suspendConnection {
                create("a")
                delay(1)
                db.suspendConnection { withContext(Dispatchers.Default) { names() shouldBe listOf("a") } }
                db.connectionsInUse() shouldBe 1
                db.inTransaction() shouldBe false
                db.suspendTransaction { create("b") }
                db.connectionsInUse() shouldBe 1
                if (db.toString() != "SQLite in memory") {
                    coroutineScope {
                        launch {
                            db.suspendTransaction {
                                create("c")
                                db.connectionsInUse() shouldBe 2
                            }
                        }
                    }
                }
            }
            db.connectionsInUse() shouldBe 0
        }

        coroutines("many more coroutines than connections and threads get their turn", USER) { db ->
            (1..300)
                .map { i ->
                    async {
                        db.suspendTransaction {
                            create("$i")
                            delay(1)
                            USER.select(USER.username).where(USER.username.eq("$i")).get().username
                        }
                    }
                }.awaitAll() shouldBe (1..300).map { "$it" }
            USER.select().count() shouldBe 300
        }

        coroutines("a transaction that is repeated waits without a thread", USER) { db ->
            fun failure() = OperationalException("not now", ErrorContext.NONE, null, OperationalException.Kind.SERIALIZATION)
            var attempts = 0
            val quick = RetryOptions.defaults().pauses(Duration.ZERO, Duration.ofMillis(1))
            db.suspendRetryingTransaction(quick) {
                create("a")
                delay(1)
                if (++attempts < 3) throw failure()
                attempts
            } shouldBe 3
            names() shouldBe listOf("a")
            shouldThrow<RetryException> { db.suspendRetryingTransaction(quick.attempts(2)) { throw failure() } }.attempts() shouldBe 2
            db.suspendTransaction { shouldThrow<ProgrammingException> { db.suspendRetryingTransaction { } } }
        }

        coroutines("what was loaded together before a coroutine wrote is loaded anew, in any thread", USER, TWEET) { db ->
            val users = listOf(create("a"), create("b"), create("c"))
            users.forEach { TWEET.create(TWEET.user.to(it), TWEET.content.to(it.username)) }

            fun rename(to: String) = users.forEach { USER.update(USER.username.to(to + it.id())).where(USER.id.eq(it.id())).execute() }
            db.suspendTransaction {
                val tweets = TWEET.select().orderBy(TWEET.id).list()
                tweets[0].user.username shouldBe "a"
                withContext(Dispatchers.Default) { rename("x") }
                tweets[1].user.username shouldBe "x${users[1].id()}"
            }
            val tweets = TWEET.select().orderBy(TWEET.id).list()
            tweets[0].user.username shouldBe "x${users[0].id()}"
            db.suspendTransaction { rename("y") }
            tweets[1].user.username shouldBe "y${users[1].id()}"
        }

        coroutines("inside of a scope of the thread a coroutine is in it, too", USER) { db ->
            db.transaction {
                create("a")
                runBlocking {
                    db.suspendTransaction {
                        depth() shouldBe 2
                        create("b")
                    }
                }
                rollback()
            }
            names() shouldBe listOf()
            db.suspendTransaction {
                create("a")
                runBlocking { db.suspendTransaction { create("b") } }
            }
            names() shouldBe listOf("a", "b")
        }

        coroutines("tables use another database in a coroutine, and where it goes on (CON-10)", USER) { db ->
            create("here")
            Database.sqliteInMemory().use { other ->
                other.createTables(USER)
                withContext(other.usedBy(USER)) {
                    create("there")
                    coroutineScope {
                        async(Dispatchers.IO) { names() }.await() shouldBe listOf("there")
                    }
                    withContext(db.usedBy(USER)) { names() shouldBe listOf("here") }
                    delay(1)
                    names() shouldBe listOf("there")
                }
                names() shouldBe listOf("here")
            }
        }

        coroutines("a schema of the database is in the transaction, too (OPS-21)", USER) { db ->
            val main = db.inSchema(if (db.dialect() == Dialect.SQLITE) "main" else "kinglet_test")
            db.suspendTransaction {
                create("a")
                main.suspendTransaction {
                    depth() shouldBe 2
                    delay(1)
                    USER.select().using(main).values(USER.username) shouldBe listOf("a")
                }
                rollback()
            }
            names() shouldBe listOf()
        }

        test("a coroutine that wrote reads from the primary, in whatever thread it goes on (CON-11)") {
            Database.builder().sqlite(":memory:").readReplica("sqlite::memory:").open().use { db ->
                // the replica stays without the table, so a read that goes there fails
                db.createTables(USER)
                val insert = USER.insert(USER.username.to("a")).using(db)
                val read = USER.select().using(db)
                elsewhere { runCatching { read.count() }.isFailure } shouldBe true
                runBlocking(Dispatchers.Default) {
                    db.suspendConnection {
                        insert.execute()
                        repeat(10) {
                            withContext(if (it % 2 == 0) Dispatchers.Default else Dispatchers.IO) { read.count() shouldBe 1 }
                            delay(1)
                        }
                    }
                    read.count() shouldBe 1 // this thread is the one that goes on
                }
            }
        }

        coroutines("rows are streamed inside of it", USER) { db ->
            listOf("a", "b", "c").forEach(::create)
            db.suspendTransaction {
                val dispatcher = currentCoroutineContext()[ContinuationInterceptor]
                USER.select().orderBy(USER.username).stream().use { rows ->
                    val names = rows.iterator()
                    names.next().username shouldBe "a"
                    withContext(Dispatchers.Default) { names.next().username shouldBe "b" }
                    dispatcher shouldBe Dispatchers.IO
                    names.next().username shouldBe "c"
                }
            }
        }
    })
