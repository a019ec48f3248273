package dev.kinglet.examples.blog

import dev.kinglet.web.Template
import io.pebbletemplates.pebble.PebbleEngine
import io.pebbletemplates.pebble.loader.ClasspathLoader
import java.io.StringWriter
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.Locale

/** Templates from `resources/blog`. Pebble escapes whatever they print. */
object Views : Template {
    private val engine =
        PebbleEngine
            .Builder()
            .loader(ClasspathLoader(Views::class.java.classLoader).also { it.prefix = "blog" })
            .defaultLocale(Locale.ENGLISH)
            .build()

    val style: String = Views::class.java.getResource("/blog/style.css")!!.readText()

    /** Another one for another style sheet, so that browsers may keep it. */
    val version: String = Integer.toHexString(style.hashCode())

    override fun render(
        name: String,
        model: Map<String, Any?>,
    ): String = StringWriter().also {
        engine.getTemplate(name).evaluate(
            it,
            model + mapOf("version" to version, "say" to Say),
        )
    }.toString()

    /** Dates, as templates say them. */
    object Say {
        private val DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC)

        fun day(time: Instant): String = DAY.format(time)

        fun html(markdown: String): String = Markdown.html(markdown)
    }
}
