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
import java.util.Locale

/** Templates from `resources/blog`. Pebble escapes whatever they print. */
object Views : Template {
    private val loader = ClasspathLoader(Views::class.java.classLoader).also { it.prefix = "blog" }
    private val engine = PebbleEngine.Builder().loader(loader).defaultLocale(Locale.ENGLISH).build()
    val style: String = resource("style.css")

    /** Another one for another style sheet, so that browsers may keep it. */
    val version: String = Integer.toHexString(style.hashCode())

    override fun render(name: String, model: Map<String, Any?>): String =
        StringWriter().also { engine.getTemplate(name).evaluate(it, model + ("version" to version)) }.toString()
}

fun resource(name: String): String = Views::class.java.getResource("/blog/$name")!!.readText()

/** The path as links have it, with a slash at its end. */
fun ApplicationCall.address(): String = request.path().trimEnd('/') + "/"

suspend fun ApplicationCall.page(template: String, vararg model: Pair<String, Any?>, status: Int = 200) =
    html(status) { Views.render(template, it + model) }

/** For this visitor only, and to be asked for again: the page of the author looks otherwise. */
suspend fun ApplicationCall.html(status: Int = 200, render: (Map<String, Any?>) -> String) {
    response.headers.append("Cache-Control", "private, no-cache")
    response.headers.append("Vary", "Cookie")
    val text = render(mapOf("visitor" to visitor, "path" to address()))
    respondText(text, ContentType.Text.Html, HttpStatusCode.fromValue(status))
}

/** To another page, which is asked for by GET and says this. */
suspend fun ApplicationCall.redirect(path: String, message: String) {
    visitor.flash(message)
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
