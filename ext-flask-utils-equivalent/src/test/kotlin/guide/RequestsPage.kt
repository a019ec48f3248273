package guide

import com.sun.net.httpserver.HttpServer
import dev.kinglet.Database
import dev.kinglet.web.scope.OpenRequest
import dev.kinglet.web.scope.RequestScope
import dev.kinglet.web.scope.WebRequest
import dev.kinglet.web.servlet.Handler
import dev.kinglet.web.servlet.JettyServer
import dev.kinglet.web.servlet.RequestScopeFilter
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import org.eclipse.jetty.ee10.servlet.ServletContextHandler
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.util.concurrent.Executors

/** Runs what the page on requests shows, and records what it sent. */
fun requestsPage(sent: Sent) {
    Database.sqliteInMemory().use { db ->
        db.bind(USER, TWEET).createTables(USER, TWEET)
        val scope = Requests.scope(db)
        val post = WebRequest.of("POST", "/users/")
        sent.record(db, "java:Requests.run") { Requests.run(scope, post) shouldBe Requests.Answer(201, "created huey") }
        KotlinRequests.handle(KotlinRequests.scope(db), post) shouldBe Requests.Answer(201, "created zaizee")
        Database.sqliteInMemory().use { other ->
            Requests.options(db, other).run<Unit, Exception>(post) { db.inTransaction() shouldBe true }
        }
        Requests.tenants(db).run<Unit, Exception>(post) { _ ->
            sent.record(db, "java:Requests.tenants") { USER.select().count() shouldBe 2L }
        }
        Requests.servlet(ServletContextHandler("/"), scope)
        Requests.gate(scope)
        inServlets(db)
        inJdk(RequestScope.of(db))
        Requests.watched(db).begin(WebRequest.of("GET", "/users/")).use { open ->
            open.enter().use { for (user in USER.select().orderBy(USER.id)) USER.where(USER.username.eq(user.username)).first() }
            val times = Regex("""dur=\d+\.\d\d""")
            val shown = listOf("1.27", "0.02").iterator()
            sent["java:Requests.timing"] = listOf("Server-Timing: " + times.replace(open.serverTiming()!!) { "dur=" + shown.next() })
        }
    }
}

private fun inServlets(db: Database) {
    val executor = Executors.newSingleThreadExecutor()
    val handlers =
        mapOf<String, Handler>(
            "/export" to { _, response -> Requests.export(response) },
            "/lines" to { _, response -> Requests.lines(response) },
            "/async" to { request, _ -> Requests.async(request, executor) },
        )
    JettyServer(listOf(RequestScopeFilter(RequestScope.builder(db).transactions().build())), handlers).use { server ->
        server.send("/async", "POST").statusCode() shouldBe 200
        server.send("/export").body() shouldBe "id,username,email\r\n1,huey,\r\n2,zaizee,\r\n3,captured,\r\n"
        server.send("/lines").body() shouldBe ""
    }
    val begun =
        mapOf<String, Handler>("/" to { request, response -> Requests.answer(RequestScope.of(db), WebRequest.of(request.method, "/"), response) })
    JettyServer(listOf(), begun).use { server -> server.send("/").body() shouldContain "User" }
    executor.shutdown()
    OpenRequest.current() shouldBe null
}

private fun inJdk(scope: RequestScope) {
    val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    Requests.jdk(server, scope)
    server.start()
    try {
        URI.create("http://127.0.0.1:${server.address.port}/users").toURL().readText() shouldContain "User"
    } finally {
        server.stop(0)
    }
}
