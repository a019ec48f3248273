package guide

import dev.kinglet.expr.*
import dev.kinglet.expr.Fn.count
import dev.kinglet.query.*

/** The regions of the page on results, in Kotlin. */
object KotlinResults {
    // region records
    data class Writer(
        val name: String,
        val bio: String?,
    )

    data class BookLine(
        val title: String,
        val author: Writer,
    )
    // endregion

    fun nested(): List<BookLine> {
        // region nested
        val lines: List<BookLine> =
            Book
                .select(Book.title, Author.name, Author.bio)
                .join(Author)
                .orderBy(Book.id)
                .into()
        // endregion
        return lines
    }

    fun made(): List<Shelf> {
        // region made
        val books = count(Book.id) alias "books"
        val shelves: List<Shelf> =
            Author
                .select()
                .leftJoin(Book)
                .groupBy(Author.name)
                .into(Author.name, books, ::Shelf)
        // endregion
        return shelves
    }

    fun rows(): String {
        // region rows
        val books = count(Book.id)
        val row =
            Author
                .select(Author.name, books)
                .leftJoin(Book)
                .groupBy(Author.name)
                .rows()
                .first()
        val name: String = row[Author.name]
        val written: Long = row[books]
        // endregion
        return name + written
    }

    fun one(): Author {
        // region one
        val ursula: Author = Author.where(Author.name eq "Ursula").single()
        // endregion
        return ursula
    }

    fun streams(): List<String> {
        val titles = mutableListOf<String>()
        // region streams
        Book.select().orderBy(Book.id).chunked(500).use { chunks ->
            chunks.forEach { books -> books.forEach { titles += it.title } }
        }
        Author.select(Author.name, Author.bio).streamInto<Writer>().use { writers ->
            writers.forEach { titles += it.name }
        }
        // endregion
        return titles
    }
}
