package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.DatabaseBuilder
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.transaction
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldStartWith
import tour.Models.User.USER
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import kotlin.time.Duration.Companion.seconds

class PoolSpec :
    FunSpec({
        fun builder(kind: Kind): DatabaseBuilder =
            when (kind) {
                Kind.POSTGRES -> TestDatabases.postgresBuilder()
                else -> Database.builder().sqlite(TestDatabases.temporaryFile().toString())
            }

        for (kind in listOf(Kind.SQLITE_FILE, Kind.POSTGRES)) {
            test("the use of the pool can be seen, and is 0 when nobody is in it (OPS-11, OPS-01) [$kind]") {
                builder(kind).poolSize(3).open().use { db ->
                    db.execute("select 1")
                    val before = db.poolStats().loans()
                    db.connection().use {
                        db.poolStats().active() shouldBe 0 // it takes none before it needs one
                        db.execute("select 1")
                        db.poolStats().active() shouldBe 1
                        db.transaction { db.execute("select 1") }
                    }
                    runCatching { db.transaction { db.execute("select nonsense") } }
                    val stats = db.poolStats()
                    listOf(stats.active(), stats.waiting(), stats.maximum()) shouldBe listOf(0, 0, 3)
                    stats.loans() shouldBe before + 2
                    stats.waited().toNanos() shouldBeGreaterThan 0
                    listOf(stats.timeouts(), stats.leaks()) shouldBe listOf(0L, 0L)
                }
            }

            test("threads have connections of their own, and give all of them back (CON-04, CON-20) [$kind]") {
                builder(kind).poolSize(4).open().use { db ->
                    val all = CyclicBarrier(4)
                    val seen = java.util.concurrent.ConcurrentLinkedQueue<Int>()
                    val threads =
                        (1..4).map {
                            Thread {
                                db.connection().use {
                                    db.execute("select 1")
                                    all.await()
                                    seen.add(db.connectionsInUse())
                                    all.await()
                                }
                            }.also { it.start() }
                        }
                    threads.forEach { it.join() }
                    seen.toList() shouldBe listOf(4, 4, 4, 4)
                    db.connectionsInUse() shouldBe 0
                }
            }

            test("an exhausted pool tells who has the connections, and since which line (CON-17, B2) [$kind]") {
                builder(kind)
                    .poolSize(1)
                    .poolTimeout(Duration.ofMillis(300))
                    .leakDetection(Duration.ofMillis(20))
                    .open()
                    .use { db ->
                        val taken = CountDownLatch(1)
                        val release = CountDownLatch(1)
                        val holder =
                            Thread({
                                db.connection().use {
                                    db.execute("select 1")
                                    taken.countDown()
                                    release.await()
                                }
                            }, "nightly-report")
                        holder.start()
                        taken.await()
                        val refused = shouldThrow<OperationalException> { db.execute("select 1") }
                        refused.summary() shouldMatch
                            "no connection to .* was free within 300 ms: 1 of 1 are in use by thread 'nightly-report'," +
                            " for \\d+ ms, taken at PoolSpec\\.kt:\\d+"
                        refused.kind() shouldBe OperationalException.Kind.POOL_EXHAUSTED
                        eventually(5.seconds) { db.poolStats().leaks() shouldBe 1 }
                        db.poolStats().timeouts() shouldBe 1
                        release.countDown()
                        holder.join()
                        db.execute("select 1")
                    }
            }

            test("a thread that ended with a connection is named (B2) [$kind]") {
                builder(kind).poolSize(1).poolTimeout(Duration.ofMillis(300)).open().use { db ->
                    val leak =
                        Thread({
                            db.connection()
                            db.execute("select 1")
                        }, "forgetful")
                    leak.start()
                    leak.join()
                    shouldThrow<OperationalException> { db.execute("select 1") }.summary() shouldContain
                        ": 1 of 1 are in use by thread 'forgetful', which has ended"
                }
            }

            test("idle connections are closed on demand, those in use when they come back (CON-19) [$kind]") {
                builder(kind).poolSize(2).poolMinIdle(0).open().use { db ->
                    db.connection().use {
                        db.execute("select 1")
                        Thread { db.execute("select 1") }.also { it.start() }.join()
                        db.evictConnections()
                        eventually(5.seconds) { db.poolStats().idle() shouldBe 0 }
                        db.connectionsInUse() shouldBe 1
                        db.execute("select 1")
                    }
                    eventually(5.seconds) { db.poolStats().let { it.idle() + it.active() } shouldBe 0 }
                    db.execute("select 1")
                }
            }

            test("each new connection is shown to the hook once, before it is used (CON-02) [$kind]") {
                var shown = 0
                val table = if (kind == Kind.POSTGRES) "create temporary table" else "create temp table"
                builder(kind)
                    .poolSize(1)
                    .onConnect { shown++ }
                    .onConnect { it.execute("$table made_by_hook (n integer)") }
                    .open()
                    .use { db ->
                        repeat(3) { db.query("select count(*) as n from made_by_hook").maps().single()["n"] shouldBe 0L }
                        shown shouldBe 1
                        db.evictConnections()
                        db.query("select count(*) as n from made_by_hook").maps()
                        shown shouldBe 2
                    }
                shouldThrow<ProgrammingException> {
                    builder(kind).onConnect { it.execute("select nonsense from nowhere") }.open()
                }.sql() shouldBe "select nonsense from nowhere"
            }

            test("closing twice is as closing once, and what comes after is told (CON-02, TXN-09) [$kind]") {
                val db = builder(kind).open()
                db.isOpen shouldBe true
                db.close()
                db.close()
                db.isOpen shouldBe false
                val refused = shouldThrow<OperationalException> { db.execute("select 1") }
                refused.kind() shouldBe OperationalException.Kind.CLOSED
                refused.summary() shouldStartWith "the database is closed: "
                db.poolStats().let { listOf(it.active(), it.idle(), it.waiting()) } shouldBe listOf(0, 0, 0)
            }
        }

        test("the one connection of a database in memory is not evicted: the database would go with it") {
            Database.sqliteInMemory().use { db ->
                db.execute("create table kept (n integer)")
                shouldRefuse<ProgrammingException>(
                    "the database in memory would be gone with its connection",
                    null,
                    "evict connections of a file or a server",
                ) { db.evictConnections() }
                // a transaction that the database itself ended leaves nothing to roll back
                runCatching {
                    db.transaction {
                        db.execute("insert into kept values (1)")
                        db.execute("rollback")
                        error("after that")
                    }
                }.exceptionOrNull()!!.message shouldBe "after that"
                db.query("select count(*) as n from kept").maps() shouldBe listOf(mapOf("n" to 0L))
            }
        }

        test("all settings can be given in a URL (CON-21)") {
            val file = TestDatabases.temporaryFile()
            Database
                .connect(
                    "sqlite:///$file?pool.max=3&pool.minIdle=0&pool.timeout=5s&pool.idleTimeout=1m&pool.maxLifetime=1h" +
                        "&pool.keepalive=10m&pool.validationTimeout=1000ms&pool.leakDetection=30s&lockTimeout=2s" +
                        "&statementTimeout=1m&transactionPooler=true&showBinds=true&planCache=10&pragma.cache_size=-4000",
                ).use { db ->
                    db.poolStats().maximum() shouldBe 3
                    db.query("select cache_size as n from pragma_cache_size").maps() shouldBe listOf(mapOf("n" to -4000L))
                    db.query("select timeout as n from pragma_busy_timeout").maps() shouldBe listOf(mapOf("n" to 2000L))
                    db.planCacheStats().maximumSize() shouldBe 10
                }
            Database
                .connect(TestDatabases.postgresUrl + "&lockTimeout=3s&statementTimeout=1m&ApplicationName=the%20app&pool.max=1")
                .use { db ->
                    db
                        .query(
                            "select current_setting('lock_timeout') as a, current_setting('statement_timeout') as b," +
                                " current_setting('application_name') as c",
                        ).maps() shouldBe listOf(mapOf("a" to "3s", "b" to "1min", "c" to "the app"))
                }
        }

        test("with autoConnect off a statement needs a scope, a stream as well (CON-03)") {
            fun refuses(builder: DatabaseBuilder) =
                builder.setting("autoConnect", "false").open().use { db ->
                    val query = USER.select().using(db)
                    for (outside in listOf<() -> Any?>({ query.list() }, { query.stream() }, { db.execute("select 1") })) {
                        val refused = shouldThrow<ProgrammingException> { outside() }
                        refused.summary() shouldBe "a statement outside of a scope of $db"
                        refused.hint() shouldBe "autoConnect is off: open a scope by connection(), or a transaction by atomic(..)"
                        db.connectionsInUse() shouldBe 0
                    }
                    db.createTables(USER)
                    db.connection().use { query.list() shouldBe query.stream().use { it.toList() } }
                    db.transaction { query.exists() } shouldBe db.connection().use { query.exists() }
                }
            refuses(Database.builder().sqlite(":memory:"))
            TestDatabases.fresh(Kind.POSTGRES) {
                refuses(TestDatabases.postgresBuilder().readReplica(TestDatabases.postgresUrl))
            }
        }

        test("settings that are wrong, and what they would have to be (CON-17)") {
            fun refused(
                setting: String,
                summary: String,
                hint: String,
            ) = shouldRefuse<ProgrammingException>(summary, null, hint) { Database.connect("sqlite::memory:?$setting") }
            refused("pool.max=many", "the setting 'pool.max' is no number", "write digits only")
            refused("pool.max=0", "a pool of 0 connections", "pool.max has to be 1 or more")
            refused("pool.minIdle=-1", "-1 idle connections", "pool.minIdle has to be 0 or more")
            refused(
                "pool.timeout=soon",
                "the setting 'pool.timeout' is no length of time",
                "write milliseconds, or 500ms, 30s, 10m, 1h",
            )
            refused("pool.timeout=10", "a connection timeout of 10 ms", "pool.timeout has to be 250 ms or more")
            refused(
                "pool.maxLifetime=1s",
                "a maximum lifetime of 1000 ms",
                "pool.maxLifetime has to be 30000 ms or more, or 0 for none",
            )
            refused(
                "pool.keepalive=40s&pool.maxLifetime=35s",
                "a keepalive of 40000 ms for connections of 35000 ms",
                "pool.keepalive has to be less than pool.maxLifetime",
            )
            refused("showBinds=yes", "the setting 'showBinds' is neither true nor false", "write true or false")
            refused(
                "sslmode=off",
                "the setting 'sslmode' is not known",
                "Kinglet knows pool.max, pool.minIdle, pool.timeout, pool.idleTimeout, pool.maxLifetime, pool.keepalive," +
                    " pool.validationTimeout, pool.leakDetection, lockTimeout, statementTimeout, transactionPooler," +
                    " readOnly, autoConnect, showBinds, planCache, replica, readYourWrites; for SQLite also pragma.NAME and attach.NAME",
            )
            val driver =
                shouldThrow<ProgrammingException> { Database.connect("postgresql://app:secret@localhost/app?sslmod=off") }
            driver.summary() shouldBe "the setting 'sslmod' is not known"
            driver.hint()!! shouldStartWith "Kinglet knows pool.max, "
            driver.hint()!! shouldContain "; PostgreSQL's driver knows ApplicationName, "
            driver.hint()!! shouldContain ", sslmode, "
            shouldThrow<ProgrammingException> { Database.connect("sqlite::memory:?pragma.cache_sise=1") }.summary() shouldBe
                "SQLite has no pragma 'cache_sise'"
            shouldRefuse<ProgrammingException>(
                "PostgreSQL has no pragmas",
                null,
                "use onConnect(..) and SET, or alter role .. set",
            ) { Database.connect("postgresql://app:secret@localhost/app?pragma.cache_size=1") }
            shouldRefuse<ProgrammingException>(
                "a timeout of the session behind a transaction pooler",
                null,
                "set it for a transaction, or on the server: alter role .. set lock_timeout = ..",
            ) { Database.connect("postgresql://app:secret@localhost/app?transactionPooler=true&lockTimeout=1s") }
        }

        test("a password is in no message, no log line and no name (OPS-13)") {
            val secret = "s3cr3t-of-the-test"
            val shown = StringBuilder()

            fun collect(body: () -> Any?) {
                runCatching { shown.append(body()) }.onFailure { shown.append(it.stackTraceToString()) }
            }
            val url = "postgresql://app:$secret@localhost:1/app?pool.timeout=300&sslpassword=$secret"
            collect { Database.connect(url) }
            collect { Database.connect("$url&nonsense=$secret") }
            collect { Database.connect("$url&pool.max=$secret") }
            collect { Database.builder().setting("lockTimeout", secret) }
            collect { Database.postgres("jdbc:postgresql://localhost:1/app?password=$secret&user=app", "app", secret) }
            collect { Database.deferred().open("postgresql://app:$secret@localhost") }
            collect { Database.connect(TestDatabases.postgresUrl.replace(Regex(":[^:@/]+@"), ":$secret@")).use { it.toString() } }
            shown.toString() shouldContain "localhost"
            shown.contains(secret) shouldBe false
        }

        contract("a lock timeout of the database is an error of its own (OPS-07)", USER) { db ->
            if (db.connectionsInUse() == 0 && db.poolStats().maximum() > 1) {
                val place = db.toString()
                val again =
                    if (place.startsWith("SQLite")) {
                        Database.builder().sqlite(place.substringAfter("'").substringBefore("'"))
                    } else {
                        TestDatabases.postgresBuilder()
                    }
                again.lockTimeout(Duration.ofMillis(60)).poolSize(1).open().use { other ->
                    val huey = USER.create(USER.username.to("huey"))
                    db.transaction {
                        huey.set(USER.username, "louie")
                        huey.save()
                        val waited =
                            shouldThrow<OperationalException> { USER.update(USER.username.to("dewey")).all().using(other).execute() }
                        waited.kind() shouldBe OperationalException.Kind.LOCK_TIMEOUT
                        waited.isRetryable shouldBe true
                    }
                    USER.select().using(other).values(USER.username) shouldBe listOf("louie")
                }
            }
        }
    })
