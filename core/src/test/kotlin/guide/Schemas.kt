package guide

import dev.kinglet.Database
import dev.kinglet.expr.*
import dev.kinglet.expr.Fn.count
import dev.kinglet.expr.Fn.lower
import dev.kinglet.model.*
import dev.kinglet.query.*

/** The regions of the page on the schema, in Kotlin. */
object KotlinSchemas {
    // region declare
    class Edition : Model<Long>() {
        companion object : Table<Edition, Long>(::Edition) {
            val id = autoId()
            val book = foreignKey(Book::class).onDelete(OnDelete.CASCADE).onUpdate(OnDelete.CASCADE)
            val year = integer()
            val isbn = varchar(13).nullable()

            init {
                uniqueIndex(book, year)
                index(lower(isbn)).where(isbn.isNotNull()).named("edition_isbn")
                check("edition_year", year gt 1450)
            }
        }
    }
    // endregion

    // region view
    class Shelved : Model<Long>() {
        companion object : Table<Shelved, Long>(::Shelved) {
            val id = bigint().primaryKey()
            val name = text()
            val books = bigint()

            init {
                view {
                    Author.select(Author.id, Author.name, count(Book.id) alias "books").join(Book).groupBy(Author.id, Author.name)
                }
            }
        }

        val books by Shelved.books
    }
    // endregion

    fun view(): Long {
        // region reading
        val books = Shelved.get(Shelved.name eq "Ursula").books
        // endregion
        return books
    }

    fun check(db: Database): List<String> {
        // region check
        val differences = db.schema().check(Author, Book, Edition)
        // endregion
        return differences.map { it.toString() }
    }
}
