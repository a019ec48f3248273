package guide

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.fixtures.statements
import guide.Polymorphism.Article
import guide.Polymorphism.Article.ARTICLE
import guide.Polymorphism.Comment.COMMENT
import guide.Polymorphism.Entry.ENTRY
import guide.Polymorphism.Photo
import guide.Polymorphism.Photo.PHOTO
import guide.Polymorphism.Post.POST
import guide.Polymorphism.Reply.REPLY
import guide.References.Case.CASE
import guide.References.Parcel.PARCEL
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

/** Runs what the page on polymorphism shows. */
fun polymorphismPage(sent: Sent) {
    Database.sqliteInMemory().use { db ->
        db.bind(ARTICLE, PHOTO, COMMENT, ENTRY, POST, REPLY).createTables(ARTICLE, PHOTO, COMMENT, ENTRY, POST, REPLY)
        val article: Article = ARTICLE.create(ARTICLE.title.to("On cats"))
        val photo: Photo = PHOTO.create(PHOTO.place.to("Rome"))
        COMMENT.create(COMMENT.text.to("one"), COMMENT.subject.to(article))
        COMMENT.create(COMMENT.text.to("two"), COMMENT.subject.to(photo))
        val others = listOf(ARTICLE.create(ARTICLE.title.to("On dogs")), PHOTO.create(PHOTO.place.to("Oslo")))
        others.forEach { COMMENT.create(COMMENT.text.to("more"), COMMENT.subject.to(it as Polymorphism.Subject)) }
        sent["java:Polymorphism.table"] =
            db.createTablesSql(COMMENT).filter { "create table" in it && "\"comment\"" in it }
        sent.record(db, "java:Polymorphism.read") { Polymorphism.read().map { it.subject } shouldContainExactly listOf(article, photo) + others }
        sent.record(db, "java:Polymorphism.load") { Polymorphism.load() }.let { rows -> db.statements(0) { rows.map { it.subject } } }
        sent.record(db, "java:Polymorphism.find") { Polymorphism.find(article, photo) shouldBe 2231L }
        sent.record(db, "java:Polymorphism.write") { Polymorphism.write(photo) }
        sent["java:Polymorphism.broken"] = listOf(shouldThrow<IntegrityException> { Polymorphism.broken() }.message!!)
        sent.record(db, "java:Polymorphism.writeParent") { Polymorphism.writeParent() }.entry()
        sent.record(db, "java:Polymorphism.readParent") { Polymorphism.readParent() }.single().let { entry ->
            db.statements(0) { entry.backref(POST.entry).single().get(POST.title) shouldBe "On cats" }
            entry.delete()
        }
        POST.select().count() + REPLY.select().count() shouldBe 0L
    }
    Database.sqliteInMemory().use { db ->
        with(KotlinPolymorphism) {
            db.bind(KotlinPolymorphism.Article, KotlinPolymorphism.Photo, KotlinPolymorphism.Comment)
                .createTables(KotlinPolymorphism.Article, KotlinPolymorphism.Photo, KotlinPolymorphism.Comment)
            val comment = write()
            sent.record(db, "kotlin:Polymorphism.read") { read() shouldContainExactly listOf("On cats") }
            sent.record(db, "kotlin:Polymorphism.find") { find(comment.subject as KotlinPolymorphism.Article) shouldBe 10L }
        }
    }
}

/** Runs what the pages show of references of several columns. */
fun referencesPage(sent: Sent) {
    Database.sqliteInMemory().use { db ->
        db.bind(CASE, PARCEL).createTables(CASE, PARCEL)
        val place = CASE.create(CASE.hall.to("a"), CASE.number.to(1), CASE.label.to("left"))
        val right = CASE.create(CASE.hall.to("a"), CASE.number.to(2), CASE.label.to("right"))
        listOf(place, right).forEach { PARCEL.create(PARCEL.place.to(it)) }
        sent.record(db, "java:References.lazily") { References.lazily().map { it.place } shouldContainExactly listOf(place, right) }
        sent.record(db, "java:References.joined") { References.joined().map { it.place } shouldContainExactly listOf(place, right) }
        sent.record(db, "java:References.along") { References.along() shouldContainExactly listOf(place, right) }
        sent.record(db, "java:References.write") { References.write(place) shouldBe 1 }
    }
    Database.sqliteInMemory().use { db ->
        db.bind(KotlinReferences.Row, KotlinReferences.Seat).createTables(KotlinReferences.Row, KotlinReferences.Seat)
        KotlinReferences.run() shouldBe 1L
    }
}

private fun Polymorphism.Post.entry() = get(POST.entry).get(ENTRY.kind) shouldBe "post"
