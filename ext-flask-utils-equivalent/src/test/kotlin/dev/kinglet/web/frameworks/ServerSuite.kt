package dev.kinglet.web.frameworks

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.web.login.Session
import dev.kinglet.web.scope.RequestScope
import dev.kinglet.web.scope.RequestScopeBuilder
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.runBlocking
import tour.Models.Category.CATEGORY
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.net.Socket
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration.Companion.seconds

/** Starts a framework that serves the application on a port of loopback, in this request scope. */
fun interface Framework {
    fun start(
        app: App,
        scope: RequestScope,
    ): Server
}

/** A test of a server that runs; the usual scope has transactions, and leaves out `/health` and `/static/..`. */
fun FunSpec.served(
    framework: Framework,
    name: String,
    settings: RequestScopeBuilder.() -> Unit = {},
    body: Client.() -> Unit,
) = test(name) {
    TestDatabases.fresh(Kind.POSTGRES) { outside ->
        Database.connect(TestDatabases.postgresUrl + "&pool.max=5&pool.timeout=10000").use { db ->
            Database.sqliteInMemory().use { log ->
                db.bind(USER, TWEET).createTables(USER, TWEET)
                log.bind(CATEGORY).createTables(CATEGORY)
                db.execute("create table late (tweet_id bigint references tweet deferrable initially deferred)")
                USER.create(USER.username.to("huey"))
                val scope =
                    RequestScope
                        .builder(db, log)
                        .transactions()
                        .exclude("/health", "/static/**")
                        .serverTiming()
                        .apply(settings)
                        .build()
                framework.start(App(db, log), scope).use { server ->
                    val client = Client(server, db, log, outside)
                    client.body()
                    client.allIsBack()
                }
            }
        }
    }
}

/**
 * What every adapter does alike, shown on a server that runs. Tweets are in PostgreSQL behind a pool of 5 connections, what
 * was done is in SQLite; rows are looked at through another pool. After each test all connections are back.
 */
fun FunSpec.serverSuite(framework: Framework) {
    fun served(
        name: String,
        body: Client.() -> Unit,
    ) = served(framework, name, {}, body)

    // ---- lists and what is not there

    served("a list is HTML or JSON, with links to its neighbours that keep the other parameters (WEB-11)") {
        repeat(7) { create("t$it") }
        val json = get("/tweets?author=huey&sort=content&page=2&ref=mail")
        json.statusCode() shouldBe 200
        json.type() shouldStartWith "application/json"
        json.body() shouldContain "t3 t4 t5"
        val link = json.headers().firstValue("Link").get()
        for (relation in listOf("first", "prev", "next", "last")) link shouldContain "rel=\"$relation\""
        link.split(",").size shouldBe 4
        link.split("ref=mail").size shouldBe 5
        val html = get("/tweets", "Accept" to "text/html")
        html.statusCode() shouldBe 200
        html.type() shouldStartWith "text/html"
        html.body() shouldContain "<li>t6</li>"
        json.headers().firstValue("Server-Timing").get() shouldContain "2 statements"
    }

    served("an empty list is its first page") {
        get("/tweets?page=9").statusCode() shouldBe 200
    }

    served("a row that is not there is an answer 404, in the form that the client prefers (W9)") {
        val json = get("/tweets/4711", "Accept" to "application/json")
        json.statusCode() shouldBe 404
        json.type() shouldStartWith "application/problem+json"
        json.body() shouldContain "\"status\":404"
        json.body() shouldContain "Tweet not found"
        json.body() shouldNotContain "4711"
        val html = get("/tweets/4711", "Accept" to "text/html,application/xhtml+xml,*/*;q=0.8")
        html.statusCode() shouldBe 404
        html.type() shouldStartWith "text/html"
        html.body() shouldContain "<p>Tweet not found</p>"
        create("here")
        get("/tweets/1").body() shouldBe "here"
    }

    served("a cursor leads on, and a bad one is an answer 400") {
        repeat(5) { create("t$it") }
        val first = get("/timeline")
        first.body() shouldStartWith "t4 t3 t2"
        val cursor = first.body().substringAfterLast(' ')
        get("/timeline?cursor=$cursor").body() shouldStartWith "t1 t0"
        val flipped = cursor.dropLast(4) + (if (cursor[cursor.length - 4] == 'A') 'B' else 'A') + cursor.takeLast(3)
        for (bad in listOf("x", "%00", flipped)) {
            val answer = get("/timeline?cursor=$bad", "Accept" to "application/json")
            withClue("$bad: ${answer.body()}") {
                answer.statusCode() shouldBe 400
                answer.type() shouldStartWith "application/problem+json"
                answer.body() shouldNotContain "flipped"
            }
        }
    }

    served("a parameter that cannot be read is what the list says: clamped, 400, or its right address") {
        get("/tweets?page=x").statusCode() shouldBe 200
        val refused = get("/strict?page=x", "Accept" to "application/json")
        refused.statusCode() shouldBe 400
        refused.body() shouldContain "\"parameter\":\"page\""
        val moved = get("/canonical?page=x&ref=mail")
        moved.statusCode() shouldBe 302
        moved.headers().firstValue("Location").get() shouldContain "?ref=mail"
        for (page in listOf("0", "-1", "1e9", "%C2%B2", "9".repeat(40), "%2B1", "%00", "%", "%zz", "%ff", "\u00b2", "")) {
            withClue(page) { statusOf("GET /tweets?page=$page&page=2&sort=nothing&author=x").shouldBeLessThanOrEqual(400) }
        }
    }

    // ---- transactions

    served("what was done is there when the answer arrives (W10)") {
        repeat(100) {
            post("/tweets?text=n$it").statusCode() shouldBe 201
            tweets() shouldBe it + 1L
        }
    }

    served("an exception undoes it: one that nobody has an answer for, one that the application has, 404") {
        val failed = post("/fail")
        failed.statusCode() shouldBe 500
        failed.body() shouldNotContain "insert into"
        post("/fail-known").statusCode() shouldBe 409
        post("/fail-not-found").statusCode() shouldBe 404
        tweets() shouldBe 0
    }

    served("a status of 500 and more undoes it, another one does not") {
        post("/status/503").statusCode() shouldBe 503
        post("/status/500").statusCode() shouldBe 500
        tweets() shouldBe 0
        post("/status/422").statusCode() shouldBe 422
        tweets() shouldBe 1
    }

    served("a commit that the database refuses is an answer 500, and tells no SQL") {
        val answer = post("/break-commit")
        answer.statusCode() shouldBe 500
        answer.body() shouldNotContain "late"
        tweets() shouldBe 0
    }

    served("an error of the database is an answer 500 that tells nothing about it") {
        val answer = get("/bad-sql", "Accept" to "application/json")
        answer.statusCode() shouldBe 500
        answer.body() shouldNotContain "no_such_table"
    }

    served("two databases are committed and undone together") {
        post("/both?text=a").statusCode() shouldBe 201
        tweets() shouldBe 1
        notes() shouldBe 1
        post("/both-fail").statusCode() shouldBe 500
        tweets() shouldBe 1
        notes() shouldBe 1
    }

    served("a request within a request is a part of it (W10)") {
        post("/nested").statusCode() shouldBe 201
        tweets() shouldBe 2
        post("/nested-fail").statusCode() shouldBe 500
        tweets() shouldBe 2
    }

    // ---- bodies that are written while they are read

    served("the rows of a query are the body of an answer, row by row (W11)") {
        outside.execute("insert into tweet (user_id, content, timestamp) select 1, 't' || n, now() from generate_series(1, 20000) n")
        val lines = get("/export").body().trim().lines()
        lines.size shouldBe 20_001
        lines.first() shouldBe "content"
        lines.last() shouldBe "t20000"
        repeat(5) { leaving("GET /export") { it.getInputStream().read(ByteArray(1000)) } }
        allIsBack()
    }

    // ---- other threads

    served("a handler that goes on later, in another thread, is in the same transaction") {
        repeat(20) {
            val answer = post("/later?text=x")
            answer.statusCode() shouldBe 201
            val (first, second, threads) = answer.body().split(" ")
            second shouldBe first
            threads shouldBe "same=false"
            tweets() shouldBe 2L * (it + 1)
        }
    }

    served("one that fails later undoes what it did") {
        post("/later-fail").statusCode() shouldBe 500
        tweets() shouldBe 0
    }

    served("one that goes on for too long undoes what it did") {
        (post("/never").statusCode() >= 500) shouldBe true
        allIsBack()
        tweets() shouldBe 0
    }

    served("100 requests that wait between two statements, each with a connection, do not block each other") {
        val answers = (1..100).map { postAsync("/later?text=x") }
        answers.forEach { it.get().statusCode() shouldBe 201 }
        tweets() shouldBe 200
    }

    // ---- connections

    served("health checks, static files and handlers without a statement take no connection") {
        for (path in listOf("/health", "/static/a.css", "/idle")) {
            val answer = get(path)
            answer.statusCode() shouldBe 200
            withClue(path) { answer.body() shouldBe "0 0" }
        }
        val loans = loans()
        get("/static/b.css").body() shouldContain "color"
        get("/static/none.css").statusCode() shouldBe 404
        get("/nowhere").statusCode() shouldBe 404
        loans() shouldBe loans
    }

    served("500 parallel requests on a pool of 5 finish, without a time-out or a leak") {
        val answers = (1..500).map { if (it % 5 == 0) postAsync("/tweets?text=p$it") else getAsync("/brief") }
        val statuses = answers.map { it.get().statusCode() }.groupingBy { it }.eachCount()
        statuses shouldBe mapOf(200 to 400, 201 to 100)
        tweets() shouldBe 100
        answers.filter { it.get().statusCode() == 200 }.map { it.get().body() }.toSet().size.shouldBeLessThanOrEqual(5)
    }

    served("a client that goes away leaves no connection behind") {
        repeat(10) {
            leaving("POST /big") { it.getInputStream().read(ByteArray(100)) }
            leaving("POST /slow") { Thread.sleep(20) }
        }
        allIsBack()
        get("/brief").statusCode() shouldBe 200
    }

    // ---- login

    served("anonymous visitors are sent to the login page, and others are told so (WEB-12)") {
        val page = get("/private/drafts?page=2", "Accept" to "text/html")
        page.statusCode() shouldBe 302
        page.headers().firstValue("Location").get() shouldContain "/login/?next=%2Fprivate%2Fdrafts%3Fpage%3D2"
        val told = post("/private/drafts", "Accept" to "application/json")
        told.statusCode() shouldBe 401
        told.headers().firstValue("WWW-Authenticate").get() shouldBe "Cookie realm=\"/login/\""
        told.type() shouldStartWith "application/problem+json"
        tweets() shouldBe 0
        for (session in listOf("forged", "")) {
            get("/private/drafts", "Cookie" to "session=$session").statusCode() shouldBe 302
        }
        val cookie = "Cookie" to App.SESSIONS.header(Session.of("1")).substringBefore(';')
        get("/private/drafts", cookie).body() shouldBe "drafts"
        post("/private/drafts", cookie).statusCode() shouldBe 201
        tweets() shouldBe 1
    }
}

/** A browser, and one who looks at the rows from outside. */
class Client(
    val server: Server,
    val db: Database,
    private val log: Database,
    val outside: Database,
) {
    private val http: HttpClient = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()

    fun get(
        path: String,
        vararg headers: Pair<String, String>,
    ): HttpResponse<String> = http.send(request(path, headers).GET().build(), BodyHandlers.ofString())

    fun post(
        path: String,
        vararg headers: Pair<String, String>,
    ): HttpResponse<String> = http.send(request(path, headers).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString())

    fun getAsync(path: String): CompletableFuture<HttpResponse<String>> =
        http.sendAsync(request(path, arrayOf()).GET().build(), BodyHandlers.ofString())

    fun postAsync(path: String): CompletableFuture<HttpResponse<String>> =
        http.sendAsync(request(path, arrayOf()).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString())

    private fun request(
        path: String,
        headers: Array<out Pair<String, String>>,
    ): HttpRequest.Builder {
        val request = HttpRequest.newBuilder(URI("http://127.0.0.1:${server.port()}$path")).timeout(Duration.ofSeconds(30))
        headers.forEach { (name, value) -> request.header(name, value) }
        return request
    }

    /** Goes away after [body], whatever else is sent. */
    fun leaving(
        request: String,
        body: (Socket) -> Unit,
    ) = Socket("127.0.0.1", server.port()).use { socket ->
        val head = "$request HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        socket.getOutputStream().write(head.toByteArray())
        body(socket)
    }

    /** Of an address that no client library would send. */
    fun statusOf(request: String): Int {
        var status = 0
        leaving(request) { status = it.getInputStream().bufferedReader().readLine().split(" ")[1].toInt() }
        return status
    }

    fun loans() = db.poolStats().loans()

    fun create(content: String) = post("/tweets?text=$content").statusCode() shouldBe 201

    fun tweets(): Any? = outside.query("select count(*) as n from tweet").maps().single()["n"]

    fun notes(): Any? = log.query("select count(*) as n from category").maps().single()["n"]

    /** Connections of a request that a client has left are given back when its handler ends. */
    fun allIsBack() {
        soon {
            db.poolStats().let { it.active() + it.waiting() } shouldBe 0
            log.connectionsInUse() shouldBe 0
            outside
                .query(
                    "select count(*) as n from pg_stat_activity where datname = current_database()" +
                        " and state like 'idle in transaction%'",
                ).maps()
                .single()["n"] shouldBe 0L
        }
    }

    fun soon(body: () -> Unit) = runBlocking { eventually(10.seconds) { body() } }
}

fun HttpResponse<*>.type(): String = headers().firstValue("Content-Type").orElse("")
