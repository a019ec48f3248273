package guide

import dev.kinglet.Database
import dev.kinglet.expr.*
import dev.kinglet.expr.Fn.count
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.transaction
import java.time.LocalDateTime

// region declare
class Author : Model<Long>() {
    companion object : Table<Author, Long>(::Author) {
        val id = autoId()
        val name = text().unique()
        val bio = text().nullable()
    }

    val id by Author.id
    var name by Author.name
    var bio by Author.bio // String?
    val books get() = backref(Book.author)
}

class Book : Model<Long>() {
    companion object : Table<Book, Long>(::Book) {
        val id = autoId()
        val author = foreignKey(Author::class).backref("books")
        val title = text()
        val publishedAt = datetime().defaultTo(LocalDateTime::now)
    }

    val id by Book.id
    var author by Book.author
    var title by Book.title
}
// endregion

data class Shelf(
    val name: String,
    val books: Long,
)

fun open(): Database {
    // region open
    val db = Database.sqliteInMemory() // or sqlite("app.db"), postgres(..)
    db.bind(Author, Book).createTables(Author, Book)
    // endregion
    return db
}

fun create() {
    // region create
    val ursula = Author.create { name = "Ursula" }
    Book.create {
        author = ursula
        title = "The Dispossessed"
    }
    // endregion
}

fun join(): List<String> {
    // region join
    val lines =
        Book
            .select(Book.title, Author.name)
            .join(Author)
            .where((Author.name startsWith "u") and (Book.id gt 0))
            .map { "${it.author.name}: ${it.title}" } // no further query
    // endregion
    return lines
}

fun group(): List<Shelf> {
    // region group
    val books = count(Book.id) alias "books"
    val shelves: List<Shelf> =
        Author
            .select(Author.name, books)
            .leftJoin(Book)
            .groupBy(Author.name)
            .into()
    // endregion
    return shelves
}

fun change(db: Database): Int {
    // region transaction
    val changed =
        db.transaction {
            val book = Book.get(Book.title eq "The Dispossessed") // NotFoundException if there is none
            book.title = "The Dispossessed: An Ambiguous Utopia"
            book.save() // UPDATE of the changed column only
        }
    // endregion
    return changed
}

fun aliases(): List<Book> {
    // region alias
    val writer = Author.alias("writer") // writer[Author.name] is its column
    val books = Book.select(Book, writer[Author.name]).join(writer, Book.author eq writer).list()
    // endregion
    return books
}
