package tour

import dev.kinglet.Database
import dev.kinglet.expr.*
import dev.kinglet.expr.Fn.count
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.transaction
import java.time.LocalDateTime

/**
 * The same library from Kotlin. The companion object is the table, so `Author.name` is the column and `author.name` the
 * value. A nullable column is a nullable type. Delegates to columns of the companion itself hold no state: a row costs
 * what it costs in Java. A value that is not there yet (the id of an unsaved row) throws, and says so.
 */
class Author : Model<Long>() {
    companion object : Table<Author, Long>(::Author) {
        val id = autoId()
        val name = text().unique()
        val bio = text().nullable()
    }

    val id by Author.id
    var name by Author.name
    var bio by Author.bio
    val books get() = backref(Book.author)
}

class Book : Model<Long>() {
    companion object : Table<Book, Long>(::Book) {
        val id = autoId()
        val author = foreignKey(Author::class).backref("books")
        val editor = foreignKey(Author::class).nullable().backref("edited")
        val title = text()
        val publishedAt = datetime().defaultTo(LocalDateTime::now)
    }

    val id by Book.id
    var author by Book.author
    var editor by Book.editor
    var title by Book.title
    val authorId: Long get() = key(Book.author)
    val editorId: Long? get() = key(Book.editor)
}

data class Shelf(val name: String, val books: Long)

fun tour(db: Database) {
    db.bind(Author, Book).createTables(Author, Book)

    val ursula = Author.create { name = "Ursula" }
    val book = Book.create {
        author = ursula
        title = "The Dispossessed"
    }
    Book.create(Book.author set ursula, Book.title set "Lavinia")

    val found: Author? = Author.find(Author.name eq "Ursula")
    val length: Int? = found?.bio?.length
    val first: Author = Author[1] // by key; NotFoundException if there is none
    for (b in Book.select(Book, Author.name).join(Author).where((Author.name eq "Ursula") and (Book.id gt 0))) {
        println("${b.title} by ${b.author.name}, edited by ${b.editor?.name}")
    }
    Book.where((Book.title inList listOf("Lavinia", "Tehanu")) or (Book.author eq ursula)).list()

    val owner = Author.alias("owner") // the same table again: owner[Author.name] is its column
    Book.select(Book, owner[Author.name]).join(owner, Book.author eq owner).list()

    val books = count(Book.id) alias "books"
    val shelves: List<Shelf> = Author.select(Author.name, books).leftJoin(Book).groupBy(Author.name).into()
    Author.select().load(Load.many(Book.author)).forEach { println(it.books.list().size) }

    val renamed: Int = db.transaction {
        book.title = "The Dispossessed: An Ambiguous Utopia"
        book.save()
    }
}
