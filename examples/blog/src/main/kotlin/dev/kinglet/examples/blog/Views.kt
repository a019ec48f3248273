package dev.kinglet.examples.blog

import dev.kinglet.web.Template
import io.ktor.http.ContentType
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.ApplicationCall
import io.ktor.server.request.path
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.pebbletemplates.pebble.PebbleEngine
import io.pebbletemplates.pebble.loader.ClasspathLoader
import java.io.StringWriter
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.Locale

/** Templates from `resources/blog`. Pebble escapes whatever they print. */
object Views : Template {
    private val loader = ClasspathLoader(Views::class.java.classLoader).also { it.prefix = "blog" }
    private val engine = PebbleEngine.Builder().loader(loader).defaultLocale(Locale.ENGLISH).build()
    val style: String = Views::class.java.getResource("/blog/style.css")!!.readText()

    /** Another one for another style sheet, so that browsers may keep it. */
    val version: String = Integer.toHexString(style.hashCode())

    override fun render(name: String, model: Map<String, Any?>): String =
        StringWriter().also {
            engine.getTemplate(name).evaluate(it, model + ("version" to version) + ("say" to Say))
        }.toString()

    /** What templates say by it. */
    object Say {
        private val DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC)

        fun day(time: Instant): String = DAY.format(time)

        fun html(markdown: String): String = Markdown.html(markdown)
    }
}

/** What every template is given. */
fun ApplicationCall.model(vararg more: Pair<String, Any?>): Map<String, Any?> =
    mapOf("visitor" to visitor, "path" to address()) + more

/** The path as links have it, with a slash at its end. */
fun ApplicationCall.address(): String = request.path().trimEnd('/') + "/"

suspend fun ApplicationCall.page(template: String, vararg model: Pair<String, Any?>, status: Int = 200) =
    html(Views.render(template, model(*model)), status)

/** For this visitor only, and to be asked for again: the page of the author looks otherwise. */
suspend fun ApplicationCall.html(text: String, status: Int = 200) {
    response.headers.append("Cache-Control", "private, no-cache")
    response.headers.append("Vary", "Cookie")
    respondText(text, ContentType.Text.Html, HttpStatusCode.fromValue(status))
}

/** To another page, which is asked for by GET. */
suspend fun ApplicationCall.redirect(path: String) {
    response.headers.append("Location", path)
    respond(HttpStatusCode.SeeOther)
}

/** Answers 304 where the browser has what this tag stands for. */
suspend fun ApplicationCall.isKnown(tag: String): Boolean {
    response.headers.append("ETag", "\"$tag\"")
    val known = request.headers["If-None-Match"].orEmpty().split(',').any { it.trim().removePrefix("W/") == "\"$tag\"" }
    if (known) respond(HttpStatusCode.NotModified)
    return known
}
