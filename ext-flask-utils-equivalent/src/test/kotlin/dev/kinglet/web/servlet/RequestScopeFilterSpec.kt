package dev.kinglet.web.servlet

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.web.getOrNotFound
import dev.kinglet.web.scope.Export
import dev.kinglet.web.scope.OpenRequest
import dev.kinglet.web.scope.RequestScope
import dev.kinglet.web.scope.requestScope
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import tour.Models.User.USER
import java.net.Socket
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** The filter in a Jetty on loopback (WEB-10, WEB-11, W10). */
class RequestScopeFilterSpec :
    FunSpec({
        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        fun serving(
            scope: RequestScope,
            handlers: Map<String, Handler>,
            errorPage: String? = null,
            body: (JettyServer) -> Unit,
        ) = JettyServer(listOf(RequestScopeFilter(scope)), handlers, errorPage = errorPage).use(body)

        contract("a request commits before its answer arrives, and errors are undone", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            val handlers =
                mapOf<String, Handler>(
                    "/create/*" to { request, response ->
                        create(request.pathInfo.substring(1))
                        response.writer.write("created")
                    },
                    "/status/*" to { request, response ->
                        create(request.pathInfo.substring(1))
                        response.status = request.pathInfo.substring(1).toInt()
                    },
                    "/error/*" to { request, response ->
                        create(request.pathInfo.substring(1))
                        response.sendError(request.pathInfo.substring(1).toInt())
                    },
                    "/moved" to { _, response ->
                        create("moved")
                        response.sendRedirect("/")
                    },
                    "/throws" to { _, response ->
                        create("thrown")
                        response.writer.write("half")
                        error("no")
                    },
                    "/twice" to { _, response ->
                        create("a")
                        create("a")
                        response.writer.write("never")
                    },
                )
            serving(scope, handlers) { server ->
                repeat(20) {
                    server.send("/create/$it", "POST").let { answer ->
                        answer.statusCode() to answer.body() shouldBe (200 to "created")
                    }
                    USER.where(USER.username.eq("$it")).exists() shouldBe true
                }
                USER.delete().where(USER.id.gt(0L)).execute()
                listOf("/status/204", "/status/404", "/status/500", "/status/503", "/error/400", "/error/502").forEach {
                    server.send(it, "POST").statusCode() shouldBe it.takeLast(3).toInt()
                }
                server.send("/moved", "POST").statusCode() shouldBe 302
                server.send("/throws", "POST").statusCode() shouldBe 500
                server.send("/twice", "POST").statusCode() shouldBe 500
                names() shouldBe listOf("204", "400", "404", "moved")
            }
        }

        contract("a commit that is refused becomes a 500, also of an asynchronous answer", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            db.execute("create table late (user_id bigint references \"user\" deferrable initially deferred)")
            val refused: (() -> Unit) -> Unit = { work ->
                create("undone")
                db.execute("insert into late values (99)")
                work()
            }
            val executor = Executors.newSingleThreadExecutor()
            val handlers =
                mapOf<String, Handler>(
                    "/at-the-end" to { _, response -> refused { response.writer.write("fine") } },
                    "/flushed" to { _, response ->
                        refused {
                            response.writer.write("fine")
                            response.flushBuffer()
                        }
                    },
                    "/long" to { _, response -> refused { response.outputStream.write(ByteArray(100_000)) } },
                    "/exact" to { _, response ->
                        refused {
                            response.setContentLength(4)
                            response.outputStream.write("fine".toByteArray())
                        }
                    },
                    "/async" to { request, response ->
                        refused {
                            val async = request.startAsync()
                            executor.execute {
                                response.writer.write("fine")
                                async.complete()
                            }
                        }
                    },
                )
            serving(scope, handlers) { server ->
                handlers.keys.forEach { path ->
                    withClue(path) {
                        server.send(path, "POST").statusCode() shouldBe 500
                        names() shouldBe listOf()
                    }
                }
            }
            executor.shutdown()
        }

        contract("what is not found, or asked for badly, is an answer", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            val handlers =
                mapOf<String, Handler>(
                    "/users/*" to { request, response ->
                        create("undone")
                        response.writer.write("something before")
                        USER.getOrNotFound(USER.username.eq(request.pathInfo.substring(1)))
                    },
                )
            serving(scope, handlers) { server ->
                server.send("/users/x").let {
                    it.statusCode() shouldBe 404
                    it.headers().firstValue("Content-Type").get() shouldContain "application/problem+json"
                    it.body() shouldContain "\"User not found\""
                }
                server.send("/users/x", headers = mapOf("Accept" to "text/html")).let {
                    it.statusCode() shouldBe 404
                    it.headers().firstValue("Content-Type").get() shouldContain "text/html"
                    it.body() shouldContain "<p>User not found</p>"
                }
            }
            names() shouldBe listOf()
        }

        contract("static files and health checks take no connection", USER) { db ->
            val scope =
                RequestScope
                    .builder(db)
                    .transactions()
                    .eager()
                    .exclude("/health", "/assets/**")
                    .build()
            val lazy = RequestScope.builder(db).transactions().build()
            val handlers =
                mapOf<String, Handler>(
                    "/health" to { _, response -> response.writer.write("ok") },
                    "/assets/*" to { _, response -> response.outputStream.write(ByteArray(200_000)) },
                )
            for (each in listOf(scope, lazy)) {
                serving(each, handlers) { server ->
                    val before = db.poolStats().loans()
                    repeat(20) {
                        server.send("/health").body() shouldBe "ok"
                        server.send("/assets/site.css").body().length shouldBe 200_000
                    }
                    db.poolStats().loans() shouldBe before
                }
            }
        }

        contract("an asynchronous request stays open until it is completed", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            val executor = Executors.newCachedThreadPool()
            val handlers =
                mapOf<String, Handler>(
                    "/captured" to { request, response ->
                        create("a")
                        val async = request.startAsync()
                        executor.execute(
                            RequestScope.capture {
                                create("b")
                                response.writer.write(names().toString() + db.transactionDepth())
                                async.complete()
                            },
                        )
                    },
                    "/dispatched" to { request, response ->
                        val seen = (request.getAttribute("seen") as Int? ?: 0) + 1
                        request.setAttribute("seen", seen)
                        create("dispatched $seen")
                        if (seen < 3) {
                            val async = request.startAsync()
                            executor.execute { async.dispatch() }
                        } else {
                            response.writer.write("seen $seen ${db.transactionDepth()}")
                        }
                    },
                    "/failing" to { request, response ->
                        create("undone")
                        val async = request.startAsync()
                        executor.execute(
                            RequestScope.capture {
                                create("undone, too")
                                response.status = 500
                                async.complete()
                            },
                        )
                    },
                )
            serving(scope, handlers) { server ->
                server.send("/captured", "POST").body() shouldBe "[a, b]1"
                names() shouldBe listOf("a", "b")
                server.send("/dispatched", "POST").body() shouldBe "seen 3 1"
                names().filter { it.startsWith("d") } shouldBe listOf("dispatched 1", "dispatched 2", "dispatched 3")
                server.send("/failing", "POST").statusCode() shouldBe 500
                names().size shouldBe 5
            }
            executor.shutdown()
        }

        contract("a time-out undoes an asynchronous request, also while a thread is in it", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            val executor = Executors.newCachedThreadPool()
            val timedOut = CountDownLatch(1)
            val late = CountDownLatch(1)
            val handlers =
                mapOf<String, Handler>(
                    "/forgotten" to { request, _ ->
                        create("undone")
                        request.startAsync().timeout = 50
                    },
                    "/slow" to { request, _ ->
                        create("undone")
                        val async = request.startAsync()
                        async.timeout = 50
                        val captured =
                            RequestScope.capture {
                                create("undone, too")
                                timedOut.await(10, TimeUnit.SECONDS)
                                create("undone, too, too")
                            }
                        executor.execute {
                            captured.run()
                            late.countDown()
                        }
                    },
                )
            serving(scope, handlers) { server ->
                server.send("/forgotten", "POST").statusCode() shouldBe 500
                db.connectionsInUse() shouldBe 0
                executor.submit { }.get()
                server.send("/slow", "POST").statusCode() shouldBe 500
                timedOut.countDown()
                late.await(10, TimeUnit.SECONDS) shouldBe true
            }
            executor.shutdown()
            executor.awaitTermination(10, TimeUnit.SECONDS)
            names() shouldBe listOf()
        }

        contract("an error page may ask the database", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            create("there")
            val handlers =
                mapOf<String, Handler>(
                    "/throws" to { _, _ ->
                        create("undone")
                        error("no")
                    },
                    "/refuses" to { _, response ->
                        create("kept")
                        response.sendError(403)
                    },
                    "/page" to { _, response -> response.writer.write("sorry, ${names()}, ${db.transactionDepth()}") },
                )
            serving(scope, handlers, errorPage = "/page") { server ->
                server.send("/throws", "POST").let { it.statusCode() to it.body() } shouldBe (500 to "sorry, [there], 1")
                server.send("/refuses", "POST").let { it.statusCode() to it.body() } shouldBe (403 to "sorry, [kept, there], 1")
            }
        }

        contract("a client that leaves changes nothing about the connection", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            val gone = CountDownLatch(1)
            val done = CountDownLatch(1)
            val handlers =
                mapOf<String, Handler>(
                    "/endless" to { _, response ->
                        create("kept")
                        try {
                            response.flushBuffer()
                            gone.await(10, TimeUnit.SECONDS)
                            while (true) {
                                names()
                                response.outputStream.write(ByteArray(50_000))
                            }
                        } finally {
                            done.countDown()
                        }
                    },
                )
            serving(scope, handlers) { server ->
                Socket("127.0.0.1", server.port).use { socket ->
                    socket.getOutputStream().write("POST /endless HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".toByteArray())
                    socket.getInputStream().read() shouldBe 'H'.code
                    socket.setSoLinger(true, 0)
                }
                gone.countDown()
                done.await(10, TimeUnit.SECONDS) shouldBe true
            }
            names() shouldBe listOf("kept")
        }

        contract("a filter around another is the one that begins and ends", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            val handlers =
                mapOf<String, Handler>(
                    "/" to { _, response -> response.writer.write("${db.transactionDepth()}") },
                    "/forwards" to { request, response ->
                        create("forwards")
                        request.getRequestDispatcher("/status").forward(request, response)
                    },
                    "/includes" to { request, response ->
                        request.getRequestDispatcher("/").include(request, response)
                        response.writer.write("${db.transactionDepth()}")
                        create("includes")
                        response.status = 500
                    },
                    "/status" to { _, response ->
                        response.status = 200
                        response.writer.write("${db.transactionDepth()}")
                    },
                )
            JettyServer(listOf(RequestScopeFilter(scope), RequestScopeFilter(scope)), handlers).use { server ->
                server.send("/").body() shouldBe "1"
                server.send("/forwards", "POST").body() shouldBe "1"
                server.send("/includes", "POST").let { it.statusCode() to it.body() } shouldBe (500 to "11")
            }
            names() shouldBe listOf("forwards")
        }

        contract("what a writer and a stream may do they may do still", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            val handlers =
                mapOf<String, Handler>(
                    "/text" to { _, response ->
                        response.contentType = "text/html"
                        response.characterEncoding = "UTF-8"
                        response.writer.write("größer ".repeat(20_000))
                    },
                    "/reset" to { _, response ->
                        response.writer.write("not wanted")
                        response.resetBuffer()
                        response.writer.write("wanted")
                    },
                    "/anew" to { _, response ->
                        response.writer.write("not wanted")
                        response.reset()
                        response.status = 202
                        response.outputStream.write("wanted".toByteArray())
                    },
                    "/both" to { _, response ->
                        response.writer
                        response.outputStream
                    },
                    "/length" to { _, response ->
                        response.setHeader("Content-Length", "3")
                        response.outputStream.write("abc".toByteArray())
                    },
                )
            serving(scope, handlers) { server ->
                server.send("/text").let {
                    it.headers().firstValue("Content-Type").get().lowercase() shouldBe "text/html;charset=utf-8"
                    it.body() shouldBe "größer ".repeat(20_000)
                }
                server.send("/reset").body() shouldBe "wanted"
                server.send("/anew").let { it.statusCode() to it.body() } shouldBe (202 to "wanted")
                server.send("/both").statusCode() shouldBe 500
                server.send("/length").body() shouldBe "abc"
            }
        }

        contract("the browser is told what a request cost, in development (W14)", USER) { db ->
            val scope =
                requestScope(db) {
                    transactions()
                    serverTiming()
                }
            val handlers =
                mapOf<String, Handler>(
                    "/short" to { _, response -> repeat(2) { response.writer.write("${names()}") } },
                    "/long" to { _, response -> repeat(3) { response.outputStream.write((names().toString() + "x".repeat(40_000)).toByteArray()) } },
                    // Jetty alone would send a write of that size at once, its buffer of 32 kB nearly empty
                    "/at-once" to { _, response ->
                        response.outputStream.write((names().toString() + "x".repeat(12_000)).toByteArray())
                        names()
                    },
                    "/nothing" to { _, _ -> },
                )
            serving(scope, handlers) { server ->
                fun cost(path: String) = server.send(path).headers().allValues("Server-Timing").map { it.replace(Regex("""\d+\.\d\d"""), "?") }
                cost("/short") shouldBe listOf("""db;dur=?;desc="2 statements, 0 rows", pool;dur=?, repeats;desc="2 times"""")
                cost("/at-once") shouldBe cost("/short")
                // what comes after the headers have left cannot be told
                cost("/long") shouldBe listOf("""db;dur=?;desc="1 statement, 0 rows", pool;dur=?""")
                cost("/nothing") shouldBe listOf("""db;dur=?;desc="0 statements, 0 rows", pool;dur=?""")
            }
            serving(RequestScope.of(db), handlers) { server ->
                server.send("/short").headers().firstValue("Server-Timing").isPresent shouldBe false
            }
        }

        contract("rows are streamed, whose cursor lives until the body ends (W11)", USER) { db ->
            USER.insertMany(listOf(USER.username), (1..3_000).map { listOf("user number $it") }).execute()
            val scope = requestScope(db) { transactions() }
            val handlers =
                mapOf<String, Handler>(
                    "/export" to { _, response ->
                        create("kept")
                        val export = Export.csv(USER.select().orderBy(USER.id), USER.id, USER.username)
                        response.contentType = export.contentType()
                        export.writeTo(response.outputStream)
                    },
                    // by hand, in the transaction of the request, which ends after the stream does
                    "/by-hand" to { _, response ->
                        create("kept, too")
                        USER.select().stream().use { rows -> rows.forEach { response.writer.println(it.username + " ".repeat(30)) } }
                    },
                )
            serving(scope, handlers) { server ->
                server.send("/export").body().lines().size shouldBe 3_003
                server.send("/by-hand").body().lines().size shouldBe 3_003
            }
            names().filter { it.startsWith("kept") } shouldBe listOf("kept", "kept, too")
        }

        test("a gate for no requests is refused") {
            Database.sqliteInMemory().use { db ->
                shouldRefuse<ProgrammingException>(
                    "a filter that lets 0 requests in",
                    null,
                    "let 1 or more in: as many as the pool has connections",
                ) { RequestScopeFilter(RequestScope.of(db)).atMost(0, Duration.ofSeconds(1)) }
            }
        }

        contract("who waits in vain to be let in is told to come again", USER) { db ->
            val scope = RequestScope.builder(db).exclude("/health").build()
            val filter = RequestScopeFilter(scope).atMost(1, Duration.ofMillis(100))
            val go = CountDownLatch(1)
            val inside = CountDownLatch(1)
            val handlers =
                mapOf<String, Handler>(
                    "/wait" to { _, response ->
                        inside.countDown()
                        go.await(10, TimeUnit.SECONDS)
                        response.writer.write("done")
                    },
                    "/now" to { _, response -> response.writer.write("now " + (OpenRequest.current() != null)) },
                    "/health" to { _, response -> response.writer.write("ok") },
                )
            JettyServer(listOf(filter), handlers).use { server ->
                val first = JettyServer.CLIENT.sendAsync(server.request("/wait"), java.net.http.HttpResponse.BodyHandlers.ofString())
                inside.await(10, TimeUnit.SECONDS)
                server.send("/now").let {
                    it.statusCode() shouldBe 503
                    it.headers().firstValue("Retry-After").get() shouldBe "1"
                }
                server.send("/health").body() shouldBe "ok"
                go.countDown()
                first.get().body() shouldBe "done"
                server.send("/now").body() shouldBe "now true"
            }
        }
    })
