package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.elsewhere
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.postgres.AdvisoryLock
import dev.kinglet.postgres.Listener
import dev.kinglet.postgres.Notification
import dev.kinglet.postgres.notifications
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import tour.Models.User.USER
import java.time.Duration
import java.util.concurrent.BlockingQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** LISTEN and NOTIFY, advisory locks, cursors that are held. */
class PostgresDoorSpec :
    FunSpec({
        fun postgres(body: (Database) -> Unit) =
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(USER).createTables(USER)
                body(db)
                db.connectionsInUse() shouldBe 0
                db.inTransaction() shouldBe false
                locks(db) shouldBe 0L
            }

        // ---- LISTEN and NOTIFY

        test("messages come in order, each with its channel, and only when they are committed") {
            postgres { db ->
                val come = LinkedBlockingQueue<Notification>()
                val odd = "odd \"Channel\"; drop table user"
                db.postgres().listen(listOf("jobs", odd)) { come.add(it) }.use { listener ->
                    listener.isConnected shouldBe true
                    db.sends("select pg_notify(?, ?)") { db.postgres().notify("jobs", "1") }
                    db.postgres().notify(odd, "")
                    come.next().let { first -> first shouldBe Notification("jobs", "1", first.process) }
                    db.postgres().notify("others", "not for us")
                    db.transaction {
                        db.postgres().notify("jobs", "rolled back")
                        rollback()
                    }
                    db.transaction {
                        db.postgres().notify("jobs", "2")
                        db.postgres().notify("jobs", "2") // once is enough
                        db.postgres().notify("jobs", "ä 🐦")
                    }
                    listOf(come.next(), come.next(), come.next()).map { it.channel to it.payload } shouldBe
                        listOf(odd to "", "jobs" to "2", "jobs" to "ä 🐦")
                }
                db.postgres().notify("jobs", "nobody listens")
                come.poll(50, TimeUnit.MILLISECONDS) shouldBe null
            }
        }

        test("a handler that fails is called again, and may end its listener") {
            postgres { db ->
                val come = LinkedBlockingQueue<String>()
                lateinit var listener: Listener
                val ended = CountDownLatch(1)
                listener =
                    db.postgres().listen("jobs") { message ->
                        come.add(message.payload)
                        if (message.payload == "fail") throw java.io.IOException("a handler's own")
                        if (message.payload == "end") {
                            listener.close()
                            ended.countDown()
                        }
                    }
                for (payload in listOf("fail", "go on", "end", "too late")) db.postgres().notify("jobs", payload)
                ended.await()
                listOf(come.next(), come.next(), come.next()) shouldBe listOf("fail", "go on", "end")
                listener.close()
                come.peek() shouldBe null
                listener.isConnected shouldBe false
            }
        }

        test("a listener that lost its connection gets another one, and says so") {
            postgres { db ->
                val come = LinkedBlockingQueue<String>()
                val handler =
                    object : Listener.Handler {
                        override fun received(notification: Notification) {
                            come.add(notification.payload)
                        }

                        override fun reconnected() {
                            come.add("may have missed some")
                        }
                    }
                db.postgres().listen("jobs", handler).use { listener ->
                    repeat(2) {
                        db.query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen \"jobs\"'").maps().size shouldBe 1
                        come.next() shouldBe "may have missed some"
                        db.postgres().notify("jobs", "again")
                        come.next() shouldBe "again"
                        listener.isConnected shouldBe true
                    }
                }
            }
        }

        test("a listener ends with its database, and takes no connection of its pool") {
            TestDatabases.fresh(Kind.POSTGRES) { }
            val come = LinkedBlockingQueue<String>()
            val listener: Listener
            TestDatabases.postgresBuilder().poolSize(1).open().use { db ->
                listener = db.postgres().listen("jobs") { come.add(it.payload) }
                db.connection().use {
                    db.postgres().notify("jobs", "1")
                    come.next() shouldBe "1"
                }
            }
            listener.isConnected shouldBe false
            shouldThrow<OperationalException> {
                TestDatabases.postgresBuilder().open().also { it.close() }.postgres().listen("jobs") {}
            }.kind() shouldBe OperationalException.Kind.CLOSED
        }

        test("what cannot be a channel or a message is refused") {
            postgres { db ->
                shouldRefuse<ProgrammingException>("a listener without a channel", null, "name the channels to listen on") {
                    db.postgres().listen(listOf()) {}
                }
                for (name in listOf("", "ä".repeat(32))) {
                    shouldRefuse<ProgrammingException>(
                        "the name of a channel has 1 to 63 bytes, and '$name' ${name.toByteArray().size}",
                        null,
                        "give it another name",
                    ) { db.postgres().listen(name) {} }
                }
                shouldThrow<DataException> { db.postgres().notify("", "x") }.summary() shouldBe "channel name cannot be empty"
                shouldThrow<DataException> { db.postgres().notify("c", "x".repeat(8000)) }.summary() shouldBe "payload string too long"
                db.postgres().notify("c", "x".repeat(7999))
            }
        }

        test("messages as a flow") {
            postgres { db ->
                runBlocking {
                    val started = kotlinx.coroutines.CompletableDeferred<Unit>()
                    val flow = db.postgres().notifications("jobs", "others", onStart = { started.complete(Unit) })
                    val all = async(kotlinx.coroutines.Dispatchers.IO) { flow.map { it.payload }.take(3).toList() }
                    started.await()
                    listOf("jobs" to "1", "others" to "2", "jobs" to "3").forEach { (channel, payload) -> db.postgres().notify(channel, payload) }
                    all.await() shouldBe listOf("1", "2", "3")
                }
                listening(db) shouldBe 0L
            }
        }

        // ---- advisory locks

        test("a lock is held by one, by each of its keys, until its scope ends") {
            postgres { db ->
                val postgres = db.postgres()
                val all = listOf(postgres.lock("nightly report"), postgres.lock(7L), postgres.lock(-7L), postgres.lock(0, 7), postgres.lock(-1, Int.MIN_VALUE))
                for (lock in all) {
                    lock.hold().use { held ->
                        locks(db) shouldBe 1L
                        elsewhere { lock.tryHold() } shouldBe null
                        for (other in all - lock) elsewhere { other.tryHold()!!.close() }
                        lock.hold().use { } // counted
                        elsewhere { lock.tryHold() } shouldBe null
                        held.close()
                        held.close()
                        locks(db) shouldBe 0L
                    }
                    elsewhere { lock.tryHold()!!.close() }
                }
                postgres.lock("nightly report").key() shouldBe
                    db.query("select ('x' || left(encode(sha256(convert_to('nightly report', 'UTF8')), 'hex'), 16))::bit(64)::bigint as k").maps().single()["k"]
                all.map { it.toString() } shouldBe
                    listOf("advisory lock 'nightly report'", "advisory lock 7", "advisory lock -7", "advisory lock (0, 7)", "advisory lock (-1, -2147483648)")
            }
        }

        test("statements of a lock") {
            postgres { db ->
                db.sends("select pg_advisory_lock(?) as had", "select pg_advisory_unlock(?) as had") { db.postgres().lock(1L).hold().close() }
                db.sends("select pg_try_advisory_lock_shared(?, ?) as had", "select pg_advisory_unlock_shared(?, ?) as had") {
                    db.postgres().lock(1, 2).shared().tryHold()!!.close()
                }
                db.transaction {
                    db.sends("select pg_advisory_xact_lock(?) as had", "select pg_try_advisory_xact_lock_shared(?) as had") {
                        db.postgres().lock(1L).inTransaction()
                        db.postgres().lock(2L).shared().tryInTransaction() shouldBe true
                    }
                    locks(db) shouldBe 2L
                }
                locks(db) shouldBe 0L
            }
        }

        test("a lock may be shared") {
            postgres { db ->
                val lock = db.postgres().lock("report")
                lock.shared().hold().use {
                    elsewhere { lock.shared().tryHold()!!.close() }
                    elsewhere { lock.tryHold() } shouldBe null
                }
                lock.hold().use { elsewhere { lock.shared().tryHold() } shouldBe null }
            }
        }

        test("who has it is told to those who wait in vain") {
            postgres { db ->
                val lock = db.postgres().lock("report")
                lock.hold().use {
                    elsewhere {
                        val late = shouldThrow<OperationalException> { lock.timeout(Duration.ofMillis(30)).hold() }
                        late.kind() shouldBe OperationalException.Kind.LOCK_TIMEOUT
                        late.summary() shouldMatch
                            "the advisory lock 'report' was not had within 30 ms: it is held by process \\d+ \\('kinglet' at [\\d.:]+, idle\\)"
                        late.hint() shouldBe "tryHold() answers null instead"
                        lock.timeout(Duration.ofMillis(30)).tryHold() shouldBe null
                        // a transaction can go on
                        db.transaction {
                            shouldThrow<OperationalException> { lock.timeout(Duration.ZERO).inTransaction() }
                            lock.tryInTransaction() shouldBe false
                            USER.select().count() shouldBe 0
                        }
                        Thread.currentThread().interrupt()
                        shouldThrow<OperationalException> { lock.timeout(Duration.ofSeconds(60)).hold() }.summary() shouldBe
                            "interrupted while waiting for the advisory lock 'report'"
                        Thread.interrupted() shouldBe true
                    }
                }
                TestDatabases.postgresBuilder().poolSize(2).lockTimeout(Duration.ofMillis(50)).open().use { hasty ->
                    lock.hold().use {
                        val late = shouldThrow<OperationalException> { hasty.postgres().lock("report").hold() }
                        late.summary() shouldMatch "the advisory lock 'report' was not had in time: it is held by process .*"
                        hasty.connectionsInUse() shouldBe 0
                        shouldThrow<OperationalException> { hasty.transaction { hasty.postgres().lock("report").inTransaction() } }.kind() shouldBe
                            OperationalException.Kind.LOCK_TIMEOUT
                    }
                }
                shouldRefuse<ProgrammingException>("a lock is waited for -1 ms", null, "say 0 or more") { lock.timeout(Duration.ofMillis(-1)) }
            }
        }

        test("who waits in the server's queue gets it next") {
            postgres { db ->
                val lock = db.postgres().lock(42L)
                val got = LinkedBlockingQueue<String>()
                val held = lock.hold()
                val waiting = Thread { lock.hold().use { got.add("got it") } }.also { it.start() }
                while (db.query("select 1 as x from pg_locks where locktype = 'advisory' and not granted").maps().isEmpty()) Thread.onSpinWait()
                got.peek() shouldBe null
                held.close()
                got.next() shouldBe "got it"
                waiting.join()
            }
        }

        test("a lock for a transaction ends with it, and outside of one there is none") {
            postgres { db ->
                val lock = db.postgres().lock("report")
                db.transaction {
                    lock.inTransaction()
                    elsewhere { lock.tryHold() } shouldBe null
                    rollback()
                    locks(db) shouldBe 0L
                }
                for (refused in listOf<(AdvisoryLock) -> Unit>({ it.inTransaction() }, { it.tryInTransaction() })) {
                    shouldRefuse<ProgrammingException>(
                        "an advisory lock for a transaction, outside of one",
                        null,
                        "take it inside of a transaction, or hold() it for a scope",
                    ) { refused(lock) }
                }
            }
        }

        test("a lock is given up whatever fails") {
            postgres { db ->
                val lock = db.postgres().lock("report")
                shouldThrow<IllegalStateException> { lock.hold().use { error("in the scope") } }
                locks(db) shouldBe 0L
                // in a transaction that has failed nothing can be said before it is undone
                shouldThrow<ProgrammingException> { db.transaction { lock.hold().use { db.execute("no sql") } } }
                locks(db) shouldBe 0L
                db.transaction {
                    shouldThrow<ProgrammingException> { db.transaction { lock.hold().use { db.execute("no sql") } } }
                    locks(db) shouldBe 0L
                }
                // held beyond a transaction
                db.transaction { lock.hold() }.use { locks(db) shouldBe 1L }
                // the connection is lost, and the lock with it
                val lost =
                    shouldThrow<OperationalException> {
                        lock.hold().use {
                            val pid = db.query("select pg_backend_pid() as p").maps().single()["p"]
                            elsewhere { db.query("select pg_terminate_backend({0}) as x", (pid as Long).toInt()).maps() }
                            shouldThrow<OperationalException> { USER.select().count() }
                        }
                    }
                lost.summary() shouldBe "the advisory lock 'report' was lost with its connection"
                lost.kind() shouldBe OperationalException.Kind.CONNECTION
            }
        }

        // ---- cursors

        test("a stream is a cursor of its transaction, and is closed early (PGS-06)") {
            postgres { db ->
                USER.insertMany(listOf(USER.username), (1..3000).map { listOf("u$it") }).execute()
                USER.select().stream().use { stream ->
                    stream.iterator().next().username shouldBe "u1"
                    db.inTransaction() shouldBe true
                }
                db.inTransaction() shouldBe false
                db.transaction {
                    USER.select().stream().use { it.iterator().next() }
                    USER.select().stream().use { it.count() } shouldBe 3000
                    db.inTransaction() shouldBe true
                }
            }
        }

        test("a stream that is held goes on while others commit, and closes early (PGS-06)") {
            postgres { db ->
                USER.insertMany(listOf(USER.username), (1..2500).map { listOf("u$it") }).execute()
                val query = USER.where(USER.username.startsWith("u"), USER.id.ge(1L)).orderBy(USER.id)
                var read = 0
                db.postgres().streamHeld(query).use { stream ->
                    for (user in stream) {
                        db.inTransaction() shouldBe false
                        if (read++ % 1000 == 0) {
                            db.transaction { user.also { it.username = "v" + it.username }.save() }
                            elsewhere { USER.where(USER.username.startsWith("v")).count() } shouldBe (read + 999L) / 1000
                            runCatching {
                                db.transaction {
                                    USER.delete().all().execute()
                                    error("undone")
                                }
                            }
                        }
                    }
                }
                read shouldBe 2500
                cursors(db) shouldBe 0L
                // the whole query was run before, so it does not see what changes meanwhile
                val one = db.postgres().streamHeld(query)
                val two = db.postgres().streamHeld(query)
                one.iterator().next().username shouldBe "u2"
                USER.delete().all().execute()
                cursors(db) shouldBe 2L
                one.close()
                two.iterator().asSequence().count() shouldBe 2497
                cursors(db) shouldBe 0L
                db.postgres().streamHeld(query).use { it.count() } shouldBe 0
                val fetched =
                    db.record().use { log ->
                        db.postgres().streamHeld(USER.where(USER.id.eq(1L))).use { it.count() }
                        log.entries().map { it.sql().replace(Regex("kinglet_\\d+"), "kinglet_1") }
                    }
                fetched shouldBe
                    listOf(
                        """declare "kinglet_1" cursor with hold for select "user"."id", "user"."username", "user"."email", "user"."join_date",""" +
                            """ "user"."default_team_id" from "user" where "user"."id" = ?""",
                    )
                shouldThrow<IllegalStateException> {
                    USER.create(USER.username.to("x"))
                    db.postgres().streamHeld(USER.select()).use { stream -> stream.forEach { error("enough") } }
                }
                cursors(db) shouldBe 0L
                db.transaction {
                    shouldRefuse<ProgrammingException>(
                        "a cursor is held beyond the transaction that it is opened in",
                        "User",
                        "stream() it there, or open it outside",
                    ) { db.postgres().streamHeld(USER.select()) }
                }
            }
        }

        test("what needs a session is refused behind a transaction pooler") {
            TestDatabases.fresh(Kind.POSTGRES) { it.createTables(USER) }
            TestDatabases.postgresBuilder().transactionPooler().open().use { db ->
                val hint = "open a second database without the pooler for it"
                shouldRefuse<ProgrammingException>("LISTEN behind a transaction pooler", null, hint) { db.postgres().listen("jobs") {} }
                shouldRefuse<ProgrammingException>("an advisory lock that is held behind a transaction pooler", null, hint) {
                    db.postgres().lock("x").hold()
                }
                shouldRefuse<ProgrammingException>("a cursor that is held behind a transaction pooler", null, hint) {
                    db.postgres().streamHeld(USER.select().using(db))
                }
                db.postgres().notify("jobs", "1")
                db.transaction { db.postgres().lock("x").inTransaction() }
            }
        }

        test("SQLite refuses each by its name") {
            Database.sqliteInMemory().use { db ->
                val postgres = db.postgres()
                shouldRefuse<ProgrammingException>("SQLite has no NOTIFY", null, "store the message in a table") { postgres.notify("jobs", "") }
                for (refused in listOf<() -> Any?>({ postgres.listen("jobs") {} }, { postgres.listen(listOf("jobs")) {} })) {
                    shouldRefuse<ProgrammingException>("SQLite has no LISTEN", null, "look into a table of messages from time to time") { refused() }
                }
                for (refused in listOf<() -> Any?>({ postgres.lock("x") }, { postgres.lock(1L) }, { postgres.lock(1, 2) })) {
                    shouldRefuse<ProgrammingException>("SQLite has no advisory locks", null, "a transaction that writes is the only one there") { refused() }
                }
                shouldRefuse<ProgrammingException>(
                    "SQLite has no cursors that are held",
                    null,
                    "stream() goes on there whatever is committed",
                ) { postgres.streamHeld(USER.select()) }
                // and so it does
                db.bind(USER).createTables(USER)
                USER.insertMany(listOf(USER.username), (1..2500).map { listOf("u$it") }).execute()
                USER.select().stream().use { stream ->
                    stream.peek { user ->
                        if (user.id() == 1L) db.transaction { USER.create(USER.username.to("v")) }
                    }.filter { it.username.startsWith("u") }.count() shouldBe 2500
                }
            }
        }
    })

private fun <T : Any> BlockingQueue<T>.next(): T = poll(20, TimeUnit.SECONDS) ?: error("nothing came")

private fun count(
    db: Database,
    sql: String,
) = db.query("select count(*) as n from $sql").maps().single()["n"]

private fun locks(db: Database) = count(db, "pg_locks where locktype = 'advisory' and granted")

private fun cursors(db: Database) = count(db, "pg_cursors where is_holdable")

private fun listening(db: Database) = count(db, "pg_stat_activity where query like 'listen%'")
