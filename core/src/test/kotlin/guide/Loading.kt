package guide

import com.fasterxml.jackson.databind.ObjectMapper
import dev.kinglet.Database
import dev.kinglet.jackson.KingletModule
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.query.QueryLog.OnRepeat

/** The regions of the page on loading, in Kotlin. */
object KotlinLoading {
    fun together(): List<String> {
        // region together
        val lines = Book.select().map { "${it.title} by ${it.author.name}" } // 2 statements
        // endregion
        return lines
    }

    fun many(): List<Int> {
        // region many
        val authors = Author.select().load(Load.many(Book.author)).list()
        val counts = authors.map { it.books.list().size } // no query
        // endregion
        return counts
    }

    fun perParent() {
        // region perParent
        Author.select().load(Load.many(Book.author, Book.select().orderBy(Book.id.desc())).perParent(2)).list()
        Book.select().load(Load.one(Book.author)).list()
        // endregion
    }

    fun flat() {
        // region flat
        val writer = Author.alias("writer")
        Book.select().prefetch(writer, Book under writer).list()
        // endregion
    }

    fun strategies() {
        // region strategies
        val books = Book.select().load(Load.one(Book.author).by(Load.Strategy.SUBQUERY)).list()
        // endregion
    }

    fun strict() {
        // region strict
        val book = Book.select().lazy(Lazy.STRICT).get()
        book.author // ProgrammingException
        // endregion
    }

    fun guard(db: Database) {
        // region guard
        db.guard(OnRepeat.WARN, 2).use {
            Book.select().forEach { it.author }
        }
        // endregion
    }

    fun maps(): Map<String, Any?> {
        // region maps
        val book = Book.select().load(Load.one(Book.author)).get()
        val map = book.toMap(MapOptions.loaded().only(Book.title, Book.author, Author.name))
        // endregion
        return map
    }

    fun json(): String {
        // region json
        val mapper = ObjectMapper().registerModule(KingletModule(MapOptions.loaded().exclude(Book.publishedAt)))
        val json = mapper.writeValueAsString(Book.select().get())
        // endregion
        return json
    }
}
