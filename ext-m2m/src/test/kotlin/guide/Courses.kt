package guide

import dev.kinglet.Database
import dev.kinglet.expr.*
import dev.kinglet.m2m.*
import dev.kinglet.model.*
import dev.kinglet.query.*

// region declare
class Reader : Model<Long>() {
    companion object : Table<Reader, Long>(::Reader) {
        val id = autoId()
        val name = text()
    }

    var name by Reader.name
    val books get() = Novel.readers.reverse().of(this)
}

class Novel : Model<Long>() {
    companion object : Table<Novel, Long>(::Novel) {
        val id = autoId()
        val title = text()
        val readers = manyToMany(Reader::class).backref("books")
        val critics = manyToMany(Reader::class).through(Review::class).orderBy { Review.stars.desc() }
    }

    var title by Novel.title
    val readers by Novel.readers
    val critics by Novel.critics
}

class Review : Model<Long>() {
    companion object : Table<Review, Long>(::Review) {
        val id = autoId()
        val novel = foreignKey(Novel::class)
        val critic = foreignKey(Reader::class)
        val stars = integer().defaultTo(3)

        init {
            uniqueIndex(novel, critic)
        }
    }

    var stars by Review.stars
}
// endregion

/** The regions of the page on many-to-many relations, in Kotlin. */
object KotlinCourses {
    fun open(): Database {
        val db = Database.sqliteInMemory()
        // region create
        db.bind(Reader, Novel, Review).createTables(Reader, Novel, Review, Novel.readers.through())
        // endregion
        return db
    }

    fun change(
        ada: Reader,
        lavinia: Novel,
        tehanu: Novel,
    ): Boolean {
        // region change
        ada.books += lavinia
        ada.books += Novel.where(Novel.title eq "Tehanu")
        ada.books -= listOf(lavinia)
        ada.books.set(listOf(lavinia, tehanu))
        val there = tehanu in ada.books
        // endregion
        return there
    }

    fun payload(
        ada: Reader,
        lavinia: Novel,
    ): List<String> {
        // region payload
        lavinia.critics.add(ada, Review.stars set 5)
        val lines = lavinia.critics.map { "${it.name}: ${it.joined(Review)?.stars}" }
        // endregion
        return lines
    }

    fun load(): List<Int> {
        // region load
        val novels = Novel.select().load(Novel.readers.load(), Novel.critics.load(Reader.where(Reader.name ne "Bob"))).list()
        val counts = novels.map { it.readers.list().size } // no query
        // endregion
        return counts
    }

    fun join(): List<Novel> {
        // region join
        val novels = Novel.select().refine(Novel.readers::join).where(Reader.name eq "Ada").list()
        // endregion
        return novels
    }
}
