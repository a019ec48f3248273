package dev.kinglet.m2m

import dev.kinglet.Database
import dev.kinglet.errors.ModelException
import dev.kinglet.expr.*
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.*
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class Reader : Model<Long>() {
    companion object : Table<Reader, Long>(::Reader) {
        val id = autoId()
        val name = text()
    }

    var name by Reader.name
    val books by Loan.books
}

class Book : Model<Long>() {
    companion object : Table<Book, Long>(::Book) {
        val id = autoId()
        val title = text()
    }

    var title by Book.title
    val readers by Loan.readers
}

class Loan : Model<CompositeKey>() {
    companion object : Table<Loan, CompositeKey>(::Loan) {
        val reader = foreignKey(Reader::class)
        val book = foreignKey(Book::class)
        val books = ManyToMany.through(reader, book)
        val readers = books.reverse()

        init {
            primaryKey(reader, book)
        }
    }
}

/** Its links hold a unique column of the one side, which may be missing. */
class Guest : Model<Long>() {
    companion object : Table<Guest, Long>(::Guest) {
        val id = autoId()
        val card = text().nullable().unique()
    }

    var card by Guest.card
}

class Visit : Model<Long>() {
    companion object : Table<Visit, Long>(::Visit) {
        val id = autoId()
        val book = foreignKey(Book::class)

        @Suppress("UNCHECKED_CAST")
        val guest = foreignKey(Guest::class) { Guest.card as Column<String> }
        val guests = ManyToMany.through(book, guest)
    }
}

class Pupil : Model<Long>() {
    companion object : Table<Pupil, Long>(::Pupil) {
        val id = autoId()
        val name = text()
    }

    var name by Pupil.name
    val lessons get() = Lesson.pupils.reverse().of(this)
}

class Lesson : Model<Long>() {
    companion object : Table<Lesson, Long>(::Lesson) {
        val id = autoId()
        val title = text()
        val pupils = manyToMany(Pupil::class).backref("lessons")
        val helpers = manyToMany(Pupil::class).through(Help::class).orderBy { Help.since }
    }

    var title by Lesson.title
    val pupils by Lesson.pupils
    val helpers by Lesson.helpers
}

class Help : Model<Long>() {
    companion object : Table<Help, Long>(::Help) {
        val id = autoId()
        val lesson = foreignKey(Lesson::class)
        val pupil = foreignKey(Pupil::class)
        val since = integer().defaultTo(2026)

        init {
            uniqueIndex(lesson, pupil)
        }
    }

    val since by Help.since
}

/** Its key is a reference itself. */
class Profile : Model<Long>() {
    companion object : Table<Profile, Long>(::Profile) {
        val reader = foreignKey(Reader::class).primaryKey()
        val labels = manyToMany(Label::class).backref("profiles")
        val known = manyToMany(Profile::class).symmetric()
    }

    var reader by Profile.reader
    val labels by Profile.labels
    val known by Profile.known
}

/** What is retired is not seen. */
class Label : Model<Long>() {
    companion object : Table<Label, Long>(::Label) {
        val id = autoId()
        val name = text()
        val retired = bool().defaultTo(false)
        val marked = manyToMany(Reader::class).through(Mark::class)

        init {
            scope(retired eq false)
        }
    }

    var name by Label.name
    var retired by Label.retired
    val profiles get() = Profile.labels.reverse().of(this)
    val marked by Label.marked
}

/** Links that are kept when they end. */
class Mark : Model<Long>() {
    companion object : Table<Mark, Long>(::Mark) {
        val id = autoId()
        val label = foreignKey(Label::class)
        val reader = foreignKey(Reader::class)
        val ended = bool().defaultTo(false)

        init {
            uniqueIndex(label, reader)
            scope(ended eq false)
        }
    }
}

/** What PostgreSQL needs to keep two who replace at once apart. */
fun Database.lock() = if (dialect() == Dialect.POSTGRES) 1 else 0

class ManyToManyKotlinSpec :
    FunSpec({
        contract("a delegate reads the related rows, and assignment operators change them", Reader, Book, Loan) { db ->
            val ada = Reader.create { name = "Ada" }
            val lavinia = Book.create { title = "Lavinia" }
            val tehanu = Book.create { title = "Tehanu" }

            db.statements(1) { ada.books += lavinia }
            db.statements(1) { ada.books += listOf(lavinia, tehanu) }
            ada.books.orderBy(Book.title).map { it.title } shouldBe listOf("Lavinia", "Tehanu")
            db.statements(1) { ada.books -= lavinia }
            (lavinia in ada.books) shouldBe false
            (ada in tehanu.readers) shouldBe true
        }

        contract("links may hold a unique column that is no key, and doubles are one row", Book, Guest, Visit) { db ->
            val tehanu = Book.create { title = "Tehanu" }
            val ada = Guest.create { card = "A1" }
            val bob = Guest.create { card = "B2" }
            Visit.guests.of(tehanu).add(listOf(ada, bob)) shouldBe 2
            Visit.create(Visit.book set tehanu, Visit.guest set ada)

            Visit.select().values(Visit.guest.key()).sorted() shouldBe listOf("A1", "A1", "B2")
            db.statements(2 + db.lock()) { Visit.guests.of(tehanu).set(listOf(ada)) }
            Visit.select().values(Visit.guest.key()) shouldBe listOf("A1", "A1")
            Visit.guests.of(tehanu).remove(ada) shouldBe 2
        }

        contract("a row whose linked column is missing cannot be added", Book, Guest, Visit) { db ->
            val tehanu = Book.create { title = "Tehanu" }
            val nobody = Guest.create { card = null }
            val refused =
                shouldThrow<ModelException> { db.statements(0) { Visit.guests.of(tehanu).add(nobody) } }
            refused.model() shouldBe "Visit"
            refused.message shouldBe
                """
                visit.guest_id cannot refer to a row of Guest without guest.card
                  model: Visit
                  hint: set guest.card first
                """.trimIndent()
        }

        contract("relations of a companion, by delegates and operators", Pupil, Lesson, Lesson.pupils.through(), Help) { db ->
            val ada = Pupil.create { name = "Ada" }
            val bob = Pupil.create { name = "Bob" }
            val logic = Lesson.create { title = "Logic" }
            db.statements(1) { logic.pupils += Pupil.where(Pupil.name eq "Ada") }
            db.statements(1) { bob.lessons += logic }
            logic.pupils.orderBy(Pupil.name).map { it.name } shouldBe listOf("Ada", "Bob")
            db.statements(1) { logic.pupils -= listOf(ada) }
            (ada in logic.pupils) shouldBe false
            db.statements(1) { logic.pupils -= Pupil.select() }
            ada.lessons.count() shouldBe 0

            logic.helpers.add(ada, Help.since set 2027)
            logic.helpers += bob
            logic.helpers.map { it.name } shouldBe listOf("Bob", "Ada")
            logic.helpers.selectAlso(Help).map { it.joined(Help)?.since } shouldBe listOf(2026, 2027)
            Lesson.select().refine(Lesson.helpers::join).where(Pupil.name eq "Ada").list() shouldBe listOf(logic)
            Lesson.pupils.through().toString() shouldBe "LessonPupils"
        }

        contract("the key of a side may be a reference itself (M2M-16)", Reader, Profile, Label, Profile.labels.through(), Profile.known.through()) { db ->
            val profiles = listOf("Ada", "Bob").map { of -> Profile.create { reader = Reader.create { name = of } } }
            val labels = listOf("x", "y").map { of -> Label.create { name = of } }
            db.statements(1) { profiles[0].labels += labels }
            db.statements(1) { labels[1].profiles += Profile.select() }
            labels[1].profiles.list().toSet() shouldBe profiles.toSet()
            db.statements(3 + db.lock()) { labels[0].profiles.set(listOf(profiles[1])) }
            labels[0].profiles.set(Profile.where(Profile.reader eq profiles[0].reader))
            labels[0].profiles.addKeys(listOf(profiles[1].key(Profile.reader)))
            db.statements(1) { labels[0].profiles.remove(Profile.where(Profile.reader eq profiles[1].reader)) } shouldBe 1
            val loaded = db.statements(2) { Profile.select().orderBy(Profile.reader.key()).load(Profile.labels.load()).list() }
            db.statements(0) { loaded.map { one -> one.labels.map { it.name }.toSet() } shouldBe listOf(setOf("x", "y"), setOf("y")) }
            profiles[0].known.add(Profile.select()) shouldBe 2
            (profiles[0] in profiles[1].known) shouldBe true
            db.statements(1) { Profile.select().refine(Profile.labels::join).where(Label.name eq "y").count() } shouldBe 2
        }

        contract("scopes of links and of rows hold wherever a relation is asked", Reader, Label, Mark) { db ->
            val ada = Reader.create { name = "Ada" }
            val bob = Reader.create { name = "Bob" }
            val (x, y) = listOf("x", "y").map { of -> Label.create { name = of } }
            x.marked.add(listOf(ada, bob))
            y.marked.add(ada)
            Mark.update(Mark.ended set true).where(Mark.label eq x, Mark.reader eq bob).execute()
            y.retired = true
            y.save()
            x.marked.map { it.name } shouldBe listOf("Ada")
            x.marked.count() shouldBe 1
            (bob in x.marked) shouldBe false
            val loaded = db.statements(2) { Reader.select().orderBy(Reader.id).load(Label.marked.reverse().load()).list() }
            loaded.map { Label.marked.reverse().of(it).list() } shouldBe listOf(listOf(x), listOf())
            Reader.select().refine(Label.marked.reverse()::join).count() shouldBe 1
            x.marked.clear() shouldBe 1
            Mark.unscoped().select().count() shouldBe 2
        }
    })
