package guide

import dev.kinglet.Database
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.web.frameworks.SpringApp
import guide.KotlinFrameworks.drafts
import guide.KotlinFrameworks.login
import guide.KotlinKtor.module
import io.javalin.Javalin
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import kotlinx.coroutines.runBlocking
import org.eclipse.jetty.server.ServerConnector
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext
import org.springframework.web.servlet.config.annotation.EnableWebMvc
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers

/** Runs what the page on web frameworks shows, and records what it answered. */
fun frameworksPage(sent: Sent) {
    Database.sqlite(TestDatabases.temporaryFile()).use { db ->
        db.bind(USER, TWEET).createTables(USER, TWEET)
        val huey = USER.create(USER.username.to("huey"))
        repeat(45) { TWEET.create(TWEET.user.to(huey), TWEET.content.to("meow $it")) }
        val scope = Frameworks.scope(db)
        javalin(Frameworks.javalin(scope)) {
            val list = get("/tweets?author=huey&page=2")
            list.body() shouldContain "meow 24"
            val gone = get("/tweets/4711")
            val page = get("/tweets/4711", "Accept" to "text/html")
            sent["java:Frameworks.list"] = listOf("Link: " + list.headers().firstValue("Link").get().replace(", ", ",\n      "))
            sent["java:Frameworks.gone"] = listOf("${gone.statusCode()} ${gone.type()}", gone.body(), "", "${page.statusCode()} ${page.type()}")
            post("/tweets", "purr").statusCode() shouldBe 201
            TWEET.where(TWEET.content.eq("purr")).count() shouldBe 1
        }
        javalin(KotlinFrameworks.javalin(scope)) {
            get("/tweets?page=3").body() shouldContain "meow 5"
            get("/tweets/4711").statusCode() shouldBe 404
        }
        javalin(Javalin.create { Frameworks.more(it.routes).also { _ -> Frameworks.login(it.routes) } }) { helpers(sent, this) }
        javalin(Javalin.create { KotlinFrameworks.more(it.routes) }) {
            get("/moved?page=3").headers().firstValue("Location").get() shouldBe "/moved?sort=newest"
            get("/gone").statusCode() shouldBe 410
            get("/drafts/all", "Accept" to "application/json").statusCode() shouldBe 401
        }
        val ktor =
            embeddedServer(CIO, port = 0, host = "127.0.0.1") {
                module(scope)
                drafts()
                login()
            }.start()
        try {
            ktor(Browser(runBlocking { ktor.engine.resolvedConnectors().first().port }))
        } finally {
            ktor.stop(0, 1000)
        }
        spring(scope, Frameworks.TweetController::class.java, Settings::class.java) {
            get("/tweets?page=2").headers().firstValue("Link").get() shouldContain "</tweets?page=3>; rel=\"next\""
            get("/tweets/4711").body() shouldContain "/problems/gone"
            post("/later", "").body() shouldBe "second"
        }
        spring(scope, KotlinFrameworks.TweetController::class.java, KotlinSettings::class.java) {
            get("/tweets/1").body() shouldBe "meow 0"
            get("/tweets/4711").statusCode() shouldBe 404
        }
        Frameworks.loginFilter()
        KotlinFrameworks.servlets(scope).size shouldBe 3
        KotlinFrameworks.detail().let { "${it.status} ${it.title} ${it.type}" } shouldBe "404 Not Found /problems/gone"
    }
}

private fun helpers(
    sent: Sent,
    browser: Browser,
) {
    browser.post("/later", "").statusCode() shouldBe 201
    browser.get("/moved?page=3&q=a").headers().firstValue("Location").get() shouldBe "/moved?q=a&sort=newest"
    browser.get("/gone").statusCode() shouldBe 410
    val sentAway = browser.get("/drafts/all?page=2", "Accept" to "text/html")
    sent["java:Frameworks.login"] = listOf("${sentAway.statusCode()}", "Location: " + sentAway.headers().firstValue("Location").get())
    val form = browser.get("/login")
    val cookie = form.headers().firstValue("Set-Cookie").get().substringBefore(';')
    val token = form.body().substringAfter("value=").substringBefore('>')
    browser.form("/login", "name=huey&csrf=forged", cookie).statusCode() shouldBe 403
    val loggedIn = browser.form("/login?next=//evil.example", "name=huey&csrf=$token", cookie)
    loggedIn.headers().firstValue("Location").get() shouldBe "/"
    val session = loggedIn.headers().firstValue("Set-Cookie").get()
    sent["java:Frameworks.cookie"] = listOf("Set-Cookie: " + session.replace(Regex("=[^;]{40,}"), "=AQcyMDI2LTEx.."))
    browser.get("/drafts/all", "Cookie" to session.substringBefore(';')).body() shouldBe "drafts of 1"
    loggedOut(browser, session.substringBefore(';'))
}

/** After a logout, and after ten logins from here. */
private fun loggedOut(
    browser: Browser,
    session: String,
) {
    val nobody = browser.form("/logout", "", session).headers().firstValue("Set-Cookie").get().substringBefore(';')
    browser.get("/drafts/all", "Cookie" to nobody, "Accept" to "text/html").statusCode() shouldBe 302
    val token = browser.get("/login", "Cookie" to nobody).body().substringAfter("value=").substringBefore('>')
    val answers = List(10) { browser.form("/login?csrf=$token", "name=huey&csrf=$token", nobody) }
    answers.map { it.statusCode() }.toSet() shouldBe setOf(302, 429)
    answers.last().headers().firstValue("Retry-After").get() shouldBe "60"
}

private fun ktor(browser: Browser) {
    browser.get("/tweets?author=huey&page=2").headers().firstValue("Link").get() shouldContain "author=huey&page=3"
    browser.get("/tweets/4711").statusCode() shouldBe 404
    browser.post("/tweets", "purr").statusCode() shouldBe 201
    TWEET.where(TWEET.content.startsWith("purr")).count() shouldBe 3
    browser.get("/drafts/all", "Accept" to "text/html").headers().firstValue("Location").get() shouldBe "/login?next=%2Fdrafts%2Fall"
    val form = browser.get("/login")
    val cookie = form.headers().firstValue("Set-Cookie").get().substringBefore(';')
    val token = form.body().substringAfter("value=").substringBefore('>')
    browser.form("/login?csrf=forged", "", cookie).statusCode() shouldBe 403
    val session = browser.form("/login?csrf=$token", "", cookie).headers().firstValue("Set-Cookie").get().substringBefore(';')
    browser.get("/drafts/all", "Cookie" to session).body() shouldBe "drafts of 42"
    loggedOut(browser, session)
    browser.get("/moved?page=3").headers().firstValue("Location").get() shouldBe "/moved?sort=newest"
}

private fun javalin(
    app: Javalin,
    body: Browser.() -> Unit,
) {
    app.start("127.0.0.1", 0)
    try {
        Browser(app.port()).body()
    } finally {
        app.stop()
    }
}

private fun spring(
    scope: dev.kinglet.web.scope.RequestScope,
    controller: Class<*>,
    settings: Class<*>,
    body: Browser.() -> Unit,
) {
    val context = AnnotationConfigWebApplicationContext()
    context.register(settings, controller)
    val jetty = SpringApp.serve(context, scope)
    try {
        Browser((jetty.connectors[0] as ServerConnector).localPort).body()
    } finally {
        jetty.stop()
    }
}

@Configuration
@EnableWebMvc
private open class Settings {
    @Bean
    open fun kinglet(): WebMvcConfigurer = Frameworks.configurer()
}

@Configuration
@EnableWebMvc
private open class KotlinSettings {
    @Bean
    open fun kinglet(): WebMvcConfigurer = KotlinFrameworks.configurer()
}

private class Browser(
    private val port: Int,
) {
    private val http = HttpClient.newHttpClient()

    fun get(
        path: String,
        vararg headers: Pair<String, String>,
    ): HttpResponse<String> = send(path, *headers) { GET() }

    fun post(
        path: String,
        body: String,
    ): HttpResponse<String> = send(path) { POST(BodyPublishers.ofString(body)) }

    fun form(
        path: String,
        body: String,
        cookie: String,
    ): HttpResponse<String> =
        send(path, "Cookie" to cookie, "Content-Type" to "application/x-www-form-urlencoded") { POST(BodyPublishers.ofString(body)) }

    private fun send(
        path: String,
        vararg headers: Pair<String, String>,
        method: HttpRequest.Builder.() -> Unit,
    ): HttpResponse<String> {
        val request = HttpRequest.newBuilder(URI("http://127.0.0.1:$port$path")).apply(method)
        headers.forEach { (name, value) -> request.header(name, value) }
        return http.send(request.build(), BodyHandlers.ofString())
    }
}

private fun HttpResponse<*>.type() = headers().firstValue("Content-Type").orElse("")
