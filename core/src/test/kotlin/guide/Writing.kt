package guide

import dev.kinglet.Database
import dev.kinglet.expr.*
import dev.kinglet.expr.Fn.upper
import dev.kinglet.model.*
import dev.kinglet.query.*

/** The regions of the page on writing statements, in Kotlin. */
object KotlinWriting {
    data class Line(
        val id: Long,
        val title: String,
    )

    fun insert(): Long {
        // region insert
        val id = Author.insert(Author.name set "Ursula", Author.bio set null).execute()
        val book = Book.insert(mapOf("author" to id, Book.title to "Tehanu")).execute()
        // endregion
        return book
    }

    fun many(lines: Sequence<String>): Int {
        // region many
        val stored = Author.insertMany(listOf(Author.name), lines.map { listOf(it) }).execute() // read while they are stored
        val ids = Author.insertMany(listOf(mapOf("name" to "Zadie", "bio" to "novelist"), mapOf("name" to "Virginia"))).returning(Author).values(Author.id)
        // endregion
        return stored + ids.size
    }

    fun upsert(): Long? {
        // region upsert
        val id: Long? = Author.insert(Author.name set "Ursula").onConflictIgnore().execute() // null: there already
        val same: Long =
            Author
                .insert(Author.name set "Ursula", Author.bio set "author")
                .onConflict(Author.name)
                .doUpdate(Author.bio.toExcluded(), Author.name set upper(Author.name.excluded()))
                .execute()
        // endregion
        return id
    }

    fun updates(): Int {
        // region updates
        val loud = Book.update(Book.title set upper(Book.title)).where(Book.id gt 0L).execute()
        val byAuthor = Book.update(Book.title set Author.name).from(Author, Book.author).where(Author.bio.isNull()).execute()
        val gone: List<Line> = Book.delete().where(Book.title eq "X").returning(Book, Book.id, Book.title).into()
        // endregion
        return loud + byAuthor + gone.size
    }

    fun portions(
        db: Database,
        names: Iterable<String>,
    ) {
        // region portions
        db.batchCommit(names, 500) { name -> Author.insert(Author.name set name).execute() }
        // endregion
    }
}
