package guide

import dev.kinglet.Database
import dev.kinglet.expr.*
import dev.kinglet.expr.Fn.count
import dev.kinglet.expr.Fn.raw
import dev.kinglet.expr.Fn.row
import dev.kinglet.expr.Fn.rowNumber
import dev.kinglet.expr.Fn.stringAgg
import dev.kinglet.expr.Fn.upper
import dev.kinglet.expr.Window.Bound.currentRow
import dev.kinglet.expr.Window.Bound.unboundedPreceding
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.transaction

/** The regions of the page on queries, in Kotlin. */
object KotlinQueries {
    // region declare
    class Genre : Model<Long>() {
        companion object : Table<Genre, Long>(::Genre) {
            val id = autoId()
            val name = text()
            val parent = selfReference().nullable()
        }

        var name by Genre.name
        var parent by Genre.parent // Genre?
    }
    // endregion

    fun seed(db: Database) {
        db.bind(Author, Book, Genre).createTables(Author, Book, Genre)
        val names = listOf("Ursula" to "wrote Earthsea", "Virginia" to null, "Zadie" to null)
        val (first, second) =
            names.map { (named, told) ->
                Author.create {
                    name = named
                    bio = told
                }
            }
        for ((writer, written) in listOf(first to "Tehanu", first to "Lavinia", second to "Orlando")) {
            Book.create {
                author = writer
                title = written
            }
        }
        val fiction = Genre.create { name = "fiction" }
        Genre.create {
            name = "fantasy"
            parent = fiction
        }
    }

    fun conditions(): List<Long> {
        // region conditions
        val both = Author.where(Author.name startsWith "u", Author.id lt 9).count()
        val either = Author.where((Author.name eq "Zadie") or (Author.id ge 3)).count()
        val others = Author.where(!(Author.name eq "Ursula")).count()
        val without = Author.where(Author.bio eq null).count() // IS NULL
        val listed = Author.where(Author.id inList listOf(1, 2)).count()
        val writers = Author.where(Author.id inQuery Book.select(Book.author)).count()
        // endregion
        return listOf(both, either, others, without, listed, writers)
    }

    fun rowValues(): List<String> {
        // region rowValues
        val page =
            Book
                .where(row(Book.title, Book.id).gt("Lavinia", 2L))
                .orderBy(Book.title, Book.id)
                .limit(10)
                .values(Book.title)
        // endregion
        return page
    }

    fun expressions(): String {
        // region expressions
        val loud = upper(Book.title).concat("!") alias "loud"
        val next = Book.id * 2L + 1L alias "next"
        val row = Book.select(loud, next).orderBy(Book.id).rows().first()
        val number: Long = row[next] // typed by the expression
        // endregion
        return row[loud] + number
    }

    fun cases(): List<String> {
        // region cases
        val shelf =
            caseWhen(Book.title lt "M", "left")
                .otherwise("right")
        val rank = Fn.caseOf(Book.title, mapOf("Tehanu" to 1, "Orlando" to 2)).otherwise(9)
        val titles = Book.select().orderBy(rank, shelf).values(Book.title)
        // endregion
        return titles
    }

    fun groups(): List<Map<String, Any?>> {
        // region groups
        val books = count(Book.id) alias "books"
        val late = count(Book.id).filter(Book.title gt "M") alias "late"
        val titles = stringAgg(Book.title, ", ").orderBy(Book.title) alias "titles"
        val shelves =
            Author
                .select(Author.name, books, late, titles)
                .join(Book)
                .groupBy(Author.name)
                .having(books gt 1)
                .maps()
        // endregion
        return shelves
    }

    // region named
    val byName: Ordering = Ordering.of(Author.bio.asc().nullsLast(), Author.name)
    // endregion

    fun orders(): List<String> {
        // region orders
        val names = Author.select().orderBy(byName).values(Author.name)
        // endregion
        return names
    }

    fun missed(): List<String> {
        // region missed
        val lines =
            Author
                .select(Author.name, Book.title)
                .leftJoin(Book)
                .orderBy(Author.id.desc(), Book.id)
                .map { author -> "${author.name}: ${author.joined(Book)?.title}" }
        // endregion
        return lines
    }

    fun values(): List<String> {
        // region values
        val books = Book.where(Book.author eq Author).asValue(count()) alias "books"
        val lines = Author.select(Author.name, books).orderBy(Author.id).map { "${it.name}: ${it[books]}" }
        // endregion
        return lines
    }

    fun derived(): List<String> {
        // region derived
        val books = count(Book.id) alias "books"
        val shelf = Book.select(Book.author, books).groupBy(Book.author) alias "shelf"
        val names =
            Author
                .select()
                .join(shelf, shelf.col(Book.author.key()) eq Author.id)
                .where(shelf.col(books) gt 1)
                .values(Author.name)
        // endregion
        return names
    }

    fun recursive(): List<String> {
        // region recursive
        val tree =
            Genre
                .select(Genre.id, Genre.name)
                .where(Genre.parent.isNull())
                .cte("tree")
                .recursive { self ->
                    Genre.select(Genre.id, Genre.name).join(self, Genre.parent.key() eq self.col(Genre.id))
                }
        val names = tree.select().orderBy(tree.col(Genre.id)).values(tree.col(Genre.name))
        // endregion
        return names
    }

    fun tree(): String {
        // region tree
        val roots = Tree.of(Genre.parent).roots()
        val lines = roots.joinToString { root -> "${root.row().name} of ${root.children().size}" }
        // endregion
        return lines
    }

    fun compounds(): List<String> {
        // region compounds
        val names = Author.select(Author.name).union(Book.select(Book.title)).limit(9)
        val sorted = names.orderBy(Author.name).values(Author.name)
        // endregion
        return sorted
    }

    fun windows(): List<Map<String, Any?>> {
        // region windows
        val running = Window.orderedBy(Book.id).rows(unboundedPreceding(), currentRow())
        val perAuthor = Window.partitionBy(Book.author.key()).orderBy(Book.title)
        val rows =
            Book
                .select(
                    Book.title,
                    (count() over running) alias "so_far",
                    (rowNumber() over perAuthor) alias "place",
                ).orderBy(Book.id)
                .maps()
        // endregion
        return rows
    }

    fun limitPer(): List<String> {
        // region limitPer
        val newest = Book.select().orderBy(Book.id.desc()).limitPer(Book.author.key(), 1)
        val titles = newest.map { it.title }
        // endregion
        return titles
    }

    fun locks(db: Database): String? {
        // region locks
        val title =
            db.transaction {
                val book = Book.select().orderBy(Book.id).lock(Lock.forUpdate().skipLocked()).first()
                book?.title
            }
        // endregion
        return title
    }

    fun lateral(): List<String> {
        // region lateral
        val newest = Book.where(Book.author eq Author).orderBy(Book.id.desc()).limit(1) alias "newest"
        val lines =
            Author
                .select(Author.name, newest)
                .leftJoinLateral(newest)
                .orderBy(Author.id)
                .map { "${it.name}: ${it.joined(newest)?.title}" }
        // endregion
        return lines
    }

    fun relations(db: Database): List<String?> {
        // region relations
        val table = Relation.table("book")
        val title = table.col("title", String::class.java)
        val titles = table.select(title).orderBy(title).using(db).values(title)
        // endregion
        return titles
    }

    fun raws(): List<Any?> {
        // region raws
        val rest = raw(Long::class.javaObjectType, "{0} % {1}", Book.id, 2) // Expr<Long?>
        val rests = Book.select().orderBy(Book.id).values(rest)
        // endregion
        return rests
    }

    fun returned(): List<String> {
        // region returned
        val titles =
            Book
                .update(Book.title set "Lavinia (2008)")
                .where(Book.title eq "Lavinia")
                .returning(Book)
                .values(Book.title)
        // endregion
        return titles
    }

    // region part
    fun Select<Book>.longTitles() = where(Fn.length(Book.title) gt 6)
    // endregion

    fun parts(): List<String> {
        // region parts
        val titles = Book.select().longTitles().orderBy(Book.title).values(Book.title)
        // endregion
        return titles
    }
}
