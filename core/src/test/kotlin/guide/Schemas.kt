package guide

import dev.kinglet.Database
import dev.kinglet.expr.*
import dev.kinglet.expr.Fn.count
import dev.kinglet.expr.Fn.lower
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.schema.TableInfo

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

    fun statement(db: Database): List<String> {
        // region statement
        val create = db.schema().create(Edition) // nothing is sent
        val sql = create.sql()
        create.execute()
        // endregion
        return sql
    }

    fun change(db: Database) {
        // region change
        db.schema().createIndex(Index.on(Book, Book.author, Book.title.desc())).execute()
        db
            .schema()
            .createView("loud", Book.select(Book.id).where(Book.title contains "!"))
            .orReplace()
            .execute()
        db.schema().createTableAs("archive", Book.where(Book.id le 1_000L)).execute()
        db.schema().truncate(Edition).restartIdentity().execute()
        db.schema().dropIndex("book_author_id_title").execute()
        db.schema().drop(Edition).execute()
        // endregion
    }

    fun postgres(db: Database) {
        // region postgres
        db.inSchema("tenant").schema().createSchema().execute()
        db.schema().createEnum("mood", "sad", "glad").execute()
        db.schema().createSequence("invoice").start(1_000).execute()
        db
            .schema()
            .createIndex(Index.on(Book, Book.title).using("hash").named("book_words"))
            .concurrently()
            .execute()
        db.schema().dropTable("old").cascade().execute()
        // endregion
    }

    fun cascade(db: Database) {
        // region cascade
        db.schema().drop(Author).cascade().execute()
        // endregion
    }

    fun writing() {
        // region writing
        Shelved.update(Shelved.name set "x").all().execute()
        // endregion
    }

    fun table(db: Database): TableInfo? {
        // region table
        val book = db.schema().table("book")
        // endregion
        return book
    }

    fun check(db: Database): List<String> {
        // region check
        val differences = db.schema().check(Author, Book, Edition)
        // endregion
        return differences.map { it.toString() }
    }
}
