package dev.kinglet.web.servlet

import dev.kinglet.Database
import dev.kinglet.DatabaseBuilder
import dev.kinglet.TransactionOptions
import dev.kinglet.errors.OperationalException
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.web.scope.RequestScope
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.net.http.HttpClient
import java.net.http.HttpResponse
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** Many requests on few connections (W10, OPS-01): on PostgreSQL, whose backends have numbers. */
class LoadSpec :
    FunSpec({
        fun onPool(
            connections: Int,
            timeout: Duration = Duration.ofSeconds(5),
            more: DatabaseBuilder.() -> Unit = {},
            body: (Database) -> Unit,
        ) {
            TestDatabases.fresh(dev.kinglet.fixtures.Kind.POSTGRES) { shared ->
                shared.createTables(USER)
                val builder = TestDatabases.postgresBuilder().poolSize(connections).poolTimeout(timeout)
                builder.more()
                builder.open().use { db ->
                    db.bind(USER)
                    body(db)
                    db.connectionsInUse() shouldBe 0
                    db.poolStats().timeouts() shouldBe 0
                    shared
                        .query(
                            "select count(*) as n from pg_stat_activity where datname = current_database()" +
                                " and state like 'idle in transaction%'",
                        ).maps()
                        .single()["n"] shouldBe 0L
                }
            }
        }

        fun JettyServer.together(
            requests: Int,
            path: (Int) -> String,
        ): List<HttpResponse<String>> {
            val sent =
                (0 until requests).map {
                    JettyServer.CLIENT.sendAsync(request(path(it)), HttpResponse.BodyHandlers.ofString())
                }
            return sent.map { it.get(60, TimeUnit.SECONDS) }
        }

        fun Database.one(sql: String): Any? =
            query(sql)
                .maps()
                .single()
                .values
                .single()

        test("500 requests at once on a pool of 5: no time-out, no leak") {
            onPool(5) { db ->
                val most = AtomicInteger()
                val handlers =
                    mapOf<String, Handler>(
                        "/" to { _, response ->
                            db.one("select pg_sleep(0.001)")
                            most.accumulateAndGet(db.connectionsInUse(), ::maxOf)
                            response.writer.write("${db.transactionDepth()}")
                        },
                    )
                for (scope in listOf(RequestScope.of(db), RequestScope.builder(db).transactions().build())) {
                    val before = db.poolStats()
                    JettyServer(listOf(RequestScopeFilter(scope)), handlers, threads = 128).use { server ->
                        val answers = server.together(500) { "/" }
                        answers.map { it.statusCode() }.toSet() shouldBe setOf(200)
                        answers.map { it.body() }.toSet().size shouldBe 1
                    }
                    val after = db.poolStats()
                    after.active() to after.waiting() shouldBe (before.active() to before.waiting())
                    after.timeouts() to after.leaks() shouldBe (before.timeouts() to before.leaks())
                    after.loans() - before.loans() shouldBe 500L
                    most.get() shouldBeLessThanOrEqual 5
                }
            }
        }

        /** The requests of so many clients in turn: those that overlap never see the same backend. */
        fun backends(
            requests: Int,
            clients: Int,
        ) = onPool(8) { db ->
            val busy = ConcurrentHashMap<Any, String>()
            val shared = ConcurrentLinkedQueue<String>()
            val overlaps = AtomicInteger()
            val handlers =
                mapOf<String, Handler>(
                    "/*" to { request, response ->
                        val name = request.pathInfo
                        val pid = db.one("select pg_backend_pid()")!!
                        busy.put(pid, name)?.let { shared += "$name and $it on $pid" }
                        if (busy.size > 1) overlaps.incrementAndGet()
                        val again = db.one("select pg_backend_pid()")!!
                        if (again != pid) shared += "$name on $pid and $again"
                        busy.remove(pid)
                        response.outputStream.write(1)
                    },
                )
            val scope = RequestScope.builder(db).transactions().build()
            JettyServer(listOf(RequestScopeFilter(scope)), handlers).use { server ->
                val left = AtomicInteger(requests)
                val failed = AtomicInteger()
                val threads =
                    (1..clients).map {
                        Thread {
                            val client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                            while (true) {
                                val number = left.getAndDecrement()
                                if (number <= 0) break
                                val answer = client.send(server.request("/$number"), HttpResponse.BodyHandlers.discarding())
                                if (answer.statusCode() != 200) failed.incrementAndGet()
                            }
                        }.also { it.start() }
                    }
                threads.forEach { it.join() }
                failed.get() shouldBe 0
            }
            shared.toList() shouldBe listOf()
            overlaps.get() shouldBeGreaterThan requests / 100
            db.poolStats().loans() shouldBeGreaterThan requests.toLong() - 1
        }

        test("two requests never share a connection") {
            backends(Integer.getInteger("requests", 5_000), clients = 12)
        }

        // threads that wait for connections, and connections that wait for threads: micronaut-data#3246
        test("suspended requests that hold all connections go on, however many wait") {
            onPool(2, timeout = Duration.ofSeconds(3)) { db ->
                val later = Executors.newSingleThreadScheduledExecutor()
                val handlers =
                    mapOf<String, Handler>(
                        "/" to { request, response ->
                            db.one("select 1")
                            if (request.getAttribute("again") == null) {
                                request.setAttribute("again", true)
                                val async = request.startAsync()
                                later.schedule({ async.dispatch() }, 20, TimeUnit.MILLISECONDS)
                            } else {
                                response.writer.write("${db.transactionDepth()}")
                            }
                        },
                    )
                val scope = RequestScope.builder(db).transactions().build()
                val filter = RequestScopeFilter(scope).atMost(2, Duration.ofSeconds(20))
                JettyServer(listOf(filter), handlers, threads = 10).use { server ->
                    server.together(60) { "/" }.map { it.statusCode() to it.body() }.toSet() shouldBe setOf(200 to "1")
                }
                // without transactions a suspended request holds nothing, so nobody needs to be kept out
                JettyServer(listOf(RequestScopeFilter(RequestScope.of(db))), handlers, threads = 10).use { server ->
                    server.together(60) { "/" }.map { it.statusCode() to it.body() }.toSet() shouldBe setOf(200 to "0")
                }
                later.shutdown()
            }
        }

        test("tenants do not leak from request to request, nor into the pool") {
            onPool(3) { db ->
                try {
                    for (tenant in listOf("blue", "red")) {
                        db.execute("drop schema if exists tenant_$tenant cascade")
                        db.execute("create schema tenant_$tenant")
                        db.inSchema("tenant_$tenant").createTables(USER)
                        db.useSchema("tenant_$tenant").use { USER.create(USER.username.to(tenant)) }
                    }
                    USER.create(USER.username.to("nobody"))
                    val scope =
                        RequestScope
                            .builder(db)
                            .transactions()
                            .tenant { request -> request.header("X-Tenant")?.let { "tenant_$it" } }
                            .build()
                    val later = Executors.newCachedThreadPool()
                    val handlers =
                        mapOf<String, Handler>(
                            "/" to { _, response ->
                                val seen = USER.select().values(USER.username)
                                db.one("select pg_sleep(0.001)")
                                response.writer.write("$seen ${USER.select().values(USER.username)}")
                            },
                            "/throws" to { _, _ ->
                                USER.create(USER.username.to("undone"))
                                error("no")
                            },
                            "/async" to { request, response ->
                                val async = request.startAsync()
                                later.execute(
                                    RequestScope.capture {
                                        response.writer.write("${USER.select().values(USER.username)}")
                                        async.complete()
                                    },
                                )
                            },
                        )
                    JettyServer(listOf(RequestScopeFilter(scope)), handlers, threads = 16).use { server ->
                        fun ask(
                            path: String,
                            tenant: String?,
                        ): CompletableFuture<String> =
                            JettyServer.CLIENT
                                .sendAsync(
                                    server.request(path, headers = if (tenant == null) mapOf() else mapOf("X-Tenant" to tenant)),
                                    HttpResponse.BodyHandlers.ofString(),
                                ).thenApply { if (it.statusCode() == 200) it.body() else "${it.statusCode()}" }
                        val tenants = listOf("blue", null, "red")
                        val answers = (0 until 300).map { tenants[it % 3] to ask(listOf("/", "/throws", "/async")[it / 3 % 3], tenants[it % 3]) }
                        for ((index, answer) in answers.withIndex()) {
                            val (tenant, body) = answer
                            val own = "[${tenant ?: "nobody"}]"
                            body.get(30, TimeUnit.SECONDS) shouldBe listOf("$own $own", "500", own)[index / 3 % 3]
                        }
                    }
                    later.shutdown()
                    USER.select().values(USER.username) shouldContainExactly listOf("nobody")
                } finally {
                    db.execute("drop schema if exists tenant_blue cascade")
                    db.execute("drop schema if exists tenant_red cascade")
                }
            }
        }

        test("a statement time-out of a request is gone with it") {
            onPool(1) { db ->
                val scope =
                    RequestScope
                        .builder(db)
                        .writeTransactions(TransactionOptions.defaults().statementTimeout(Duration.ofMillis(50)))
                        .build()
                val kinds = ConcurrentLinkedQueue<OperationalException.Kind>()
                val handlers =
                    mapOf<String, Handler>(
                        "/sleep" to { _, _ ->
                            try {
                                db.one("select pg_sleep(0.2)")
                            } catch (e: OperationalException) {
                                kinds += e.kind()
                                throw e
                            }
                        },
                    )
                JettyServer(listOf(RequestScopeFilter(scope)), handlers).use { server ->
                    repeat(3) {
                        server.send("/sleep", "POST").statusCode() shouldBe 500
                        server.send("/sleep").statusCode() shouldBe 200
                    }
                }
                kinds.toSet() shouldBe setOf(OperationalException.Kind.TIMEOUT)
                db.one("show statement_timeout") shouldBe "0"
            }
        }
    })
