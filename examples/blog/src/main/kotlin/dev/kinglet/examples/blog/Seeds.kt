package dev.kinglet.examples.blog

import dev.kinglet.Database
import dev.kinglet.model.set
import dev.kinglet.transaction
import java.time.Instant
import java.time.temporal.ChronoUnit

/** A few entries, so that the first page is not empty. They are files: lines of `name: value`, a blank one, and the text. */
object Seeds {
    private val files = listOf("1-hello", "2-search", "3-pages", "4-slugs", "5-safe", "6-draft")

    fun plant(db: Database) = db.transaction { if (!Entry.select().exists()) files.forEach(::plant) }

    private fun plant(file: String) {
        val (head, text) = resource("seeds/$file.md").split("\n\n", limit = 2)
        val said = head.lines().associate { it.substringBefore(": ") to it.substringAfter(": ") }
        val time = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(said.getValue("days").toLong(), ChronoUnit.DAYS)
        Entry
            .create(
                Entry.title set said.getValue("title"),
                Entry.content set text,
                Entry.published set ("draft" !in said),
                Entry.timestamp set time,
                Entry.changedAt set time,
            ).tagWith(said.getValue("tags"))
    }
}
