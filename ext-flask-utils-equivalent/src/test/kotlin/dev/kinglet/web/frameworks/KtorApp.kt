package dev.kinglet.web.frameworks

import dev.kinglet.web.KeysetPage
import dev.kinglet.web.Listing
import dev.kinglet.web.Problem
import dev.kinglet.web.ktor.KingletRequests
import dev.kinglet.web.ktor.LoginRequired
import dev.kinglet.web.ktor.link
import dev.kinglet.web.ktor.requestParameters
import dev.kinglet.web.ktor.respondProblem
import dev.kinglet.web.scope.RequestScope
import io.ktor.http.ContentType
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.createApplicationPlugin
import io.ktor.server.application.hooks.CallFailed
import io.ktor.server.application.install
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.http.content.staticResources
import io.ktor.server.response.respond
import io.ktor.server.response.respondOutputStream
import io.ktor.server.response.respondText
import io.ktor.server.routing.Routing
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import tour.Models.Tweet
import java.util.concurrent.Executors

/** What `StatusPages` would do: an exception that the application has an answer for. */
private val AnswersOfTheApplication =
    createApplicationPlugin("AnswersOfTheApplication") {
        on(CallFailed) { call, cause -> if (cause is App.NameTaken) call.respondText("taken", status = HttpStatusCode.Conflict) }
    }

/** The application in Ktor. */
class KtorApp(
    private val app: App,
    private val requests: RequestScope,
) : Server {
    private val elsewhere = Executors.newSingleThreadExecutor().asCoroutineDispatcher()

    private val ktor =
        embeddedServer(CIO, port = 0, host = "127.0.0.1") {
            install(KingletRequests) {
                scope = requests
                threads = 20
            }
            install(AnswersOfTheApplication)
            routing {
                lists()
                writes()
                nested()
                children()
                later()
                others()
            }
        }.start()

    private fun Routing.lists() {
        get("/tweets") { call.list(App.TWEETS) }
        get("/strict") { call.list(App.STRICT) }
        get("/canonical") { call.list(App.CANONICAL) }
        get("/tweets/{id}") { call.respondText(app.tweet(call.parameters["id"]!!).content) }
        get("/timeline") {
            val page: KeysetPage<Tweet> = app.timeline(call.requestParameters().first("cursor"))
            call.respondText(App.text(page) + " " + page.nextCursor())
        }
    }

    private suspend fun ApplicationCall.list(listing: Listing) {
        val page = app.tweets(listing, requestParameters())
        link(page)
        if ("html" in request.headers["Accept"].orEmpty()) {
            respondText(App.html(page), ContentType.Text.Html)
        } else {
            respondText("""{"tweets": "${App.text(page)}"}""", ContentType.Application.Json)
        }
    }

    private fun Routing.writes() {
        post("/tweets") {
            app.create(call.request.queryParameters["text"]!!)
            call.respond(HttpStatusCode.Created)
        }
        post("/fail") {
            app.create("fail")
            error("failed after an insert")
        }
        post("/fail-known") {
            app.create("fail")
            throw App.NameTaken()
        }
        post("/fail-not-found") {
            app.create("fail")
            app.tweet("-1")
        }
        post("/status/{code}") {
            app.create("status")
            call.respond(HttpStatusCode.fromValue(call.parameters["code"]!!.toInt()))
        }
        post("/break-commit") {
            app.create("late")
            app.breakCommit()
            call.respondText("done", status = HttpStatusCode.Created)
        }
        get("/bad-sql") { app.db().query("select * from no_such_table").maps() }
        post("/both") {
            app.create("both")
            app.note("both")
            call.respond(HttpStatusCode.Created)
        }
        post("/both-fail") {
            app.create("both")
            app.note("both")
            error("failed after two inserts")
        }
    }

    private fun Routing.nested() {
        post("/nested") {
            app.nested(requests)
            call.respond(HttpStatusCode.Created)
        }
        post("/nested-fail") {
            app.nested(requests)
            error("failed after a request in it")
        }
    }

    private fun Routing.children() {
        post("/children") {
            coroutineScope { repeat(10) { launch(Dispatchers.IO) { app.create("child") } } }
            call.respond(HttpStatusCode.Created)
        }
        post("/children-fail") {
            coroutineScope {
                repeat(10) { launch(Dispatchers.IO) { app.create("child") } }
                launch { error("one of them failed") }
            }
        }
        post("/afterwards") {
            app.create("before")
            call.respond(HttpStatusCode.Created)
            app.create("after the answer")
            error("undoes nothing of what was told")
        }
        post("/outlives") {
            app.create("in the request")
            val request = currentCoroutineContext()
            call.application.launch(request.minusKey(Job)) {
                delay(50)
                app.create("behind it")
            }
            call.respond(HttpStatusCode.Created)
        }
    }

    private fun Routing.later() {
        post("/later") {
            app.create("first")
            val before = app.transaction()
            val thread = Thread.currentThread()
            delay(5)
            val same =
                withContext(elsewhere) {
                    app.create("second")
                    Thread.currentThread() == thread
                }
            call.respondText("$before ${app.transaction()} same=$same", status = HttpStatusCode.Created)
        }
        post("/later-fail") {
            app.create("first")
            delay(5)
            app.create("second")
            error("failed later")
        }
        post("/never") {
            app.create("never")
            withTimeout(300) { awaitCancellation() }
        }
    }

    private fun Routing.others() {
        staticResources("/static", "static-of-suite")
        get("/health") { call.respondText(app.inUse()) }
        get("/static/a.css") { call.respondText(app.inUse()) }
        get("/idle") { call.respondText(app.inUse()) }
        get("/export") { call.respondOutputStream { app.export().writeTo(this) } }
        get("/brief") { call.respondText(app.brief()) }
        post("/big") {
            app.create("big")
            call.respondText("x".repeat(20_000_000))
        }
        post("/slow") {
            app.create("slow")
            delay(100)
            app.create("slow")
        }
        route("/private") {
            install(LoginRequired) {
                page = App.LOGIN
                isLoggedIn = { App.isLoggedIn(it.request.headers["Cookie"]) }
            }
            get("/drafts") { call.respondText("drafts") }
            post("/drafts") {
                app.create("draft")
                call.respond(HttpStatusCode.Created)
            }
        }
        get("/gone") { call.respondProblem(Problem.of(410, "It was here once")) }
    }

    override fun port(): Int = runBlocking { ktor.engine.resolvedConnectors().first().port }

    override fun close() {
        ktor.stop(0, 1000)
        elsewhere.close()
    }
}
