package dev.kinglet.web.jdk

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.type.Dialect
import dev.kinglet.web.scope.Export
import dev.kinglet.web.scope.requestScope
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.net.Socket
import java.net.URI
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** Bodies as long as a table, in a small heap, and clients that leave (W11). */
class StreamingSpec :
    FunSpec({
        val rows = Integer.getInteger("rows", 200_000)

        fun fill(
            db: Database,
            rows: Int,
        ) = db.execute(
            if (db.dialect() == Dialect.POSTGRES) {
                "insert into \"user\" (username, join_date) select 'user number ' || n, now() from generate_series(1, $rows) n"
            } else {
                "insert into \"user\" (username, join_date) with recursive c (n) as (select 1 union all select n + 1 from c where n < $rows)" +
                    " select 'user number ' || n, '2024-01-01 00:00:00' from c"
            },
        )

        for (kind in listOf(Kind.POSTGRES, Kind.SQLITE_FILE)) {
            test("$rows rows pass through a heap of 64 MB [$kind]") {
                val file = TestDatabases.temporaryFile()
                val url = if (kind == Kind.POSTGRES) TestDatabases.postgresUrl else "sqlite:///$file"
                if (kind == Kind.POSTGRES) {
                    TestDatabases.fresh(kind) { db -> fill(db.createTables(USER), rows) }
                } else {
                    Database.sqlite(file).use { db -> fill(db.createTables(USER), rows) }
                }
                val java = ProcessHandle.current().info().command().get()
                val child =
                    ProcessBuilder(java, "-Xmx64m", "-cp", System.getProperty("java.class.path"), SmallHeap::class.java.name, url)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start()
                try {
                    val output = child.inputStream.bufferedReader()
                    val port = output.readLine()
                    for (path in listOf("lines", "csv")) {
                        val start = System.nanoTime()
                        var count = 0
                        URI.create("http://127.0.0.1:$port/$path").toURL().openStream().bufferedReader().forEachLine { count++ }
                        println("$count lines of $path from $kind in ${(System.nanoTime() - start) / 1_000_000} ms")
                        count shouldBe (if (path == "csv") rows + 1 else rows)
                    }
                } finally {
                    child.destroyForcibly().waitFor()
                    Path.of("$file").toFile().parentFile.deleteRecursively()
                }
            }
        }

        contract("a client that leaves after 1,000 rows gets the connection back within a second", USER, on = Dialect.POSTGRES) { db ->
            leaves(db) { fill(db, 200_000) }
        }

        contract("a client that leaves after 1,000 rows gives SQLite back, too", USER, on = Dialect.SQLITE) { db ->
            leaves(db) { fill(db, 200_000) }
        }
    })

private fun leaves(
    db: Database,
    fill: () -> Unit,
) {
    fill()
    val over = CountDownLatch(1)
    var error: Throwable? = null
    val scope = requestScope(db) { transactions() }
    val handlers =
        mapOf<String, (com.sun.net.httpserver.HttpExchange) -> Unit>(
            "/lines" to {
                it.sendResponseHeaders(200, 0)
                try {
                    Export.jsonLines(USER.select()).writeTo(it.responseBody)
                } catch (e: java.io.IOException) {
                    error = e
                    throw e
                } finally {
                    over.countDown()
                }
            },
        )
    JdkServer(scope, handlers).use { server ->
        val left =
            Socket("127.0.0.1", server.port).use { socket ->
                socket.getOutputStream().write("GET /lines HTTP/1.1\r\nHost: x\r\n\r\n".toByteArray())
                val lines = socket.getInputStream().bufferedReader()
                repeat(1_000) { lines.readLine() }
                withClue("while it reads") { db.connectionsInUse() shouldBe 1 }
                socket.setSoLinger(true, 0)
                System.nanoTime()
            }
        over.await(10, TimeUnit.SECONDS) shouldBe true
        while (db.connectionsInUse() > 0 && System.nanoTime() - left < 10_000_000_000) Thread.onSpinWait()
        val millis = (System.nanoTime() - left) / 1_000_000
        println("the connection was back $millis ms after the client had left")
        millis shouldBeLessThan 1_000L
        (error is java.io.IOException) shouldBe true
    }
}

/** A process with a small heap that serves a table. */
object SmallHeap {
    @JvmStatic
    fun main(args: Array<String>) {
        thread(isDaemon = true) { Thread.sleep(120_000).also { Runtime.getRuntime().halt(1) } }
        val db = Database.connect(args[0]).bind(USER)
        val handlers =
            mapOf("lines" to Export.jsonLines(USER.select()), "csv" to Export.csv(USER.select(), USER.id, USER.username, USER.joinDate))
                .entries
                .associate { (name, export) ->
                    "/$name" to { exchange: com.sun.net.httpserver.HttpExchange ->
                        exchange.responseHeaders.set("Content-Type", export.contentType())
                        exchange.sendResponseHeaders(200, 0)
                        export.writeTo(exchange.responseBody)
                    }
                }
        println(JdkServer(requestScope(db), handlers).port)
    }
}
