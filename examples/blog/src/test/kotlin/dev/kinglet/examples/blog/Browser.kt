package dev.kinglet.examples.blog

import dev.kinglet.Database
import dev.kinglet.fixtures.contract
import io.kotest.core.spec.style.FunSpec
import java.net.CookieManager
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

const val PASSWORD = "correct horse"
const val SITE = "http://localhost:7071"

/** Runs [body] against the blog over HTTP, on every database; it holds the seeds. */
fun FunSpec.blog(
    name: String,
    body: Browser.(Database) -> Unit,
) = contract(name) { db ->
    prepare(db)
    val server = serve(db, Security(PASSWORD, SITE))
    try {
        Browser(server.port()).body(db)
    } finally {
        server.stop(0, 500)
    }
}

/** As much of a browser as the tests need: cookies, forms with their token, redirects on request. */
class Browser(
    private val port: Int,
) {
    private val client = HttpClient.newBuilder().cookieHandler(CookieManager()).build()

    /** The body of the page that was answered last. */
    var html: String = ""
        private set

    /** Somebody else, who has no cookies. */
    fun another() = Browser(port)

    fun get(
        path: String,
        vararg headers: Pair<String, String>,
    ): HttpResponse<String> = send(request(path).also { headers.forEach { (name, value) -> it.header(name, value) } }.GET())

    /** Sends a form as it is, without a token. */
    fun postAlone(
        path: String,
        vararg fields: Pair<String, String>,
    ): HttpResponse<String> =
        send(
            request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields.joinToString("&") { (name, value) -> "$name=${encoded(value)}" })),
        )

    /** Sends a form with the token that a page of this session carries. */
    fun post(
        path: String,
        vararg fields: Pair<String, String>,
    ): HttpResponse<String> {
        get("/login/")
        return postAlone(path, "csrf" to token(), *fields)
    }

    fun token() = Regex("name=\"csrf\" value=\"([^\"]+)\"").find(html)!!.groupValues[1]

    fun login() = post("/login/", "password" to PASSWORD)

    /** Writes an entry and answers where that led. */
    fun write(
        title: String,
        content: String = "Some words.",
        vararg more: Pair<String, String>,
        path: String = "/create/",
    ): HttpResponse<String> = post(path, "title" to title, "content" to content, *more)

    /** The titles of a list, as they stand in the source. */
    fun titles(): List<String> = Regex("<h2><a href=\"[^\"]*\">(.*?)</a></h2>").findAll(html).map { it.groupValues[1] }.toList()

    /** What the page says about the last action. */
    fun flash(): String? = Regex("<p class=\"flash\" role=\"status\">(.*?)</p>").find(html)?.groupValues?.get(1)

    private fun request(path: String) =
        HttpRequest.newBuilder(URI("http://localhost:$port$path")).timeout(Duration.ofSeconds(20))

    private fun send(request: HttpRequest.Builder): HttpResponse<String> =
        client.send(request.build(), BodyHandlers.ofString()).also { html = it.body() }
}

fun encoded(text: String): String = URLEncoder.encode(text, Charsets.UTF_8)

/** Where a redirect leads; null for an answer that is none. */
fun HttpResponse<*>.location(): String? = header("Location")

fun HttpResponse<*>.header(name: String): String? = headers().firstValue(name).orElse(null)
