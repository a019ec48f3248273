package dev.kinglet.examples.twitter

import dev.kinglet.Database
import io.javalin.Javalin
import java.net.CookieManager
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

/** As much of a browser as the tests need: cookies, forms with their secret, redirects on request. */
class Browser(
    private val port: Int,
) {
    private val client = HttpClient.newBuilder().cookieHandler(CookieManager()).build()

    /** The body of the page that was answered last. */
    var html: String = ""
        private set

    fun get(path: String): HttpResponse<String> = send(request(path).GET())

    fun getJson(path: String): HttpResponse<String> = send(request(path).setHeader("Accept", "application/json").GET())

    /** Sends a form as it is, without the secret. */
    fun postAlone(
        path: String,
        vararg fields: Pair<String, String>,
    ): HttpResponse<String> =
        send(
            request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields.joinToString("&") { (name, value) -> "$name=${encoded(value)}" })),
        )

    /** Sends a form with the secret that a page of this session carries. */
    fun post(
        path: String,
        vararg fields: Pair<String, String>,
    ): HttpResponse<String> {
        get("/login/")
        val secret = Regex("name=\"csrf\" value=\"([^\"]+)\"").find(html)!!.groupValues[1]
        return postAlone(path, "csrf" to secret, *fields)
    }

    fun login(
        name: String,
        password: String = Seeds.PASSWORD,
    ): HttpResponse<String> = post("/login/", "username" to name, "password" to password)

    /** The messages of the page, as they stand in the source. */
    fun messages(): List<String> = Regex("<p class=\"text\">(.*?)</p>").findAll(html).map { it.groupValues[1] }.toList()

    /** Where a link of the navigation below the list leads. */
    fun link(relation: String): String? =
        Regex("<a href=\"([^\"]+)\" rel=\"$relation\"").find(html)?.groupValues?.get(1)?.replace("&amp;", "&")

    /** What the page says about the last action. */
    fun flash(): String? = Regex("<p class=\"flash\" role=\"status\">(.*?)</p>").find(html)?.groupValues?.get(1)

    private fun request(path: String) =
        HttpRequest
            .newBuilder(URI("http://localhost:$port$path"))
            .header("Accept", "text/html,*/*;q=0.8")
            .timeout(Duration.ofSeconds(20))

    private fun send(request: HttpRequest.Builder): HttpResponse<String> {
        val answer = client.send(request.build(), BodyHandlers.ofString())
        html = answer.body()
        return answer
    }

    private fun encoded(text: String) = URLEncoder.encode(text, Charsets.UTF_8)
}

/** Where a redirect leads; null for an answer that is none. */
fun HttpResponse<*>.location(): String? = headers().firstValue("Location").orElse(null)

/** The application on any free port. */
fun start(
    db: Database,
    secret: String = "",
): Javalin = TwitterApp.create(db, secret).start("localhost", 0)
