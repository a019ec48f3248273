package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.model.Model
import dev.kinglet.model.OnDelete
import dev.kinglet.model.OneOf
import dev.kinglet.model.Table
import dev.kinglet.model.create
import dev.kinglet.model.eq
import dev.kinglet.model.foreignKey
import dev.kinglet.model.getValue
import dev.kinglet.model.isA
import dev.kinglet.model.oneOf
import dev.kinglet.model.set
import dev.kinglet.model.setValue
import dev.kinglet.type.Dialect
import guide.Polymorphism.Entry.ENTRY
import guide.Polymorphism.Post
import guide.Polymorphism.Post.POST
import guide.Polymorphism.Reply.REPLY
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Media.Clip
import tour.Media.Clip.CLIP
import tour.Media.Note.NOTE
import tour.Media.Rating
import tour.Media.Rating.RATING
import tour.Media.Song
import tour.Media.Song.SONG
import tour.OneOfCaller

/** What a remark can be about. */
private sealed interface Topic

private class Essay :
    Model<Long>(),
    Topic {
    companion object : Table<Essay, Long>(::Essay) {
        val id = autoId()
        val title = text()
    }

    var title by Essay.title
}

private class Photo :
    Model<Long>(),
    Topic {
    companion object : Table<Photo, Long>(::Photo) {
        val id = autoId()
        val place = text()
    }

    var place by Photo.place
}

private class Remark : Model<Long>() {
    companion object : Table<Remark, Long>(::Remark) {
        val id = autoId()
        val words = text()
        val essay = foreignKey(Essay::class).nullable().onDelete(OnDelete.CASCADE)
        val photo = foreignKey(Photo::class).nullable().onDelete(OnDelete.CASCADE)
        val topic = oneOf<_, Topic>(essay, photo)
    }

    var words by Remark.words
    var topic by Remark.topic

    fun says() =
        when (val about = topic) { // no else: the interface is sealed
            is Essay -> about.title

            is Photo -> about.place
        }
}

private class WrongChoice : Model<Long>() {
    companion object : Table<WrongChoice, Long>(::WrongChoice) {
        val id = autoId()
        val song = foreignKey(Song::class).nullable()
        val clip = foreignKey(Clip::class).nullable()
        val about = oneOf<_, Runnable>(song, clip)
    }
}

private class TwiceOne : Model<Long>() {
    companion object : Table<TwiceOne, Long>(::TwiceOne) {
        val id = autoId()
        val song = foreignKey(Song::class).nullable()
        val other = foreignKey(Song::class).nullable()
        val about = OneOf.of(song, other)
    }
}

private class NeverNull : Model<Long>() {
    companion object : Table<NeverNull, Long>(::NeverNull) {
        val id = autoId()
        val song = foreignKey(Song::class).nullable()
        val clip = foreignKey(Clip::class)
        val about = OneOf.of(song, clip)
    }
}

private class FewTags : Model<Long>() {
    companion object : Table<FewTags, Long>(::FewTags) {
        val id = autoId()
        val kind = text()
        val song = foreignKey(Song::class).nullable()
        val clip = foreignKey(Clip::class).nullable()
        val about = OneOf.of(song, clip).discriminator(kind, "song")
    }
}

private class NullTag : Model<Long>() {
    companion object : Table<NullTag, Long>(::NullTag) {
        val id = autoId()
        val kind = text().nullable()
        val song = foreignKey(Song::class).nullable()
        val clip = foreignKey(Clip::class).nullable()
        val about = OneOf.of(song, clip).discriminator(kind, "song", "clip")
    }
}

/** A reference to a row of one of several models, of which the database keeps that exactly one is set (MOD-30). */
class OneOfSpec :
    FunSpec({
        fun clip(code: String) =
            CLIP.newRow().also {
                it.set(CLIP.code, code)
                it.set(CLIP.title, "clip $code")
                it.save()
            }

        fun sown(
            name: String,
            body: (Database, Song, Clip) -> Unit,
        ) = contract("$name (MOD-30)", SONG, CLIP, RATING, NOTE) { db ->
            val song = SONG.create(SONG.title.to("la"))
            val clip = clip("c1")
            RATING.create(RATING.stars.to(1), RATING.subject.to(song))
            RATING.create(RATING.stars.to(2), RATING.subject.to(clip))
            RATING.create(RATING.stars.to(3), RATING.subject.to(SONG.create(SONG.title.to("lo"))))
            RATING.create(RATING.stars.to(4), RATING.subject.to(song))
            body(db, song, clip)
        }

        fun titles(rows: List<Rating>) = rows.map { it.subject.title() }

        test("the table has a check for it (MOD-30, DDL-09)") {
            RATING.checks().map { it.name() } shouldContainExactly listOf("rating_subject_check")
            val sqlite = Database.sqliteInMemory().bind(SONG, CLIP, RATING, NOTE)
            val sql = sqlite.createTablesSql(RATING).single { it.startsWith("create table") && "\"rating\"" in it }
            sql.substring(sql.indexOf("constraint \"rating_subject")) shouldBe
                """constraint "rating_subject_check" check ((("song_id" is not null and "clip_id" is null) or ("song_id" is null and "clip_id" is not null))))"""
            sqlite.close()
        }

        sown("the row that is set, whichever it is, one query a model for all rows of a result") { db, song, _ ->
            val all = RATING.select().orderBy(RATING.id).list()
            db.sends(
                """select "song"."id", "song"."title" from "song" where "song"."id" in (select value from json_each(?))""",
                """select "clip"."code", "clip"."title" from "clip" where "clip"."code" = ? limit ?""",
                postgres =
                    listOf(
                        """select "song"."id", "song"."title" from "song" where "song"."id" = any (?)""",
                        """select "clip"."code", "clip"."title" from "clip" where "clip"."code" = ? fetch next ? rows only""",
                    ),
            ) { titles(all) shouldContainExactly listOf("la", "clip c1", "lo", "la") }
            all[0].subject shouldBe song
            all[0].subject shouldBeSameInstanceAs all[3].subject
        }

        sown("loaded along: one query a model, nested, or by a join") { db, song, _ ->
            val loaded = db.statements(3) { RATING.select().orderBy(RATING.id).load(RATING.subject.load()).list() }
            db.statements(0) { titles(loaded) shouldContainExactly listOf("la", "clip c1", "lo", "la") }
            db.statements(2) { RATING.where(RATING.song.eq(song)).load(RATING.subject.load()).list() }
            val nested = RATING.select().load(RATING.subject.load(), Load.one(RATING.song).then(Load.many(RATING.song)))
            db.statements(4) { nested.list() }.let { rows ->
                db.statements(0) { (rows[0].subject as Song).ratings().list().size shouldBe 2 }
            }
            val joined = RATING.select(RATING, SONG, CLIP).leftJoin(SONG).leftJoinFrom(RATING, CLIP).orderBy(RATING.id).list()
            db.statements(0) { titles(joined) shouldContainExactly listOf("la", "clip c1", "lo", "la") }
        }

        sown("a row is set, and the others are cleared") { db, song, clip ->
            val rating = RATING.get(1L)
            rating.subject = clip
            rating.changed() shouldContainExactly listOf(RATING.song, RATING.clip)
            db.sends("""update "rating" set "song_id" = ?, "clip_id" = ? where "rating"."id" = ?""") { rating.save() }
            db.statements(0) { rating.subject shouldBeSameInstanceAs clip }
            RATING.update(RATING.subject.to(song)).where(RATING.subject.eq(clip)).execute() shouldBe 2
            RATING.where(RATING.subject.isA(Clip::class.java)).exists() shouldBe false
            val late = SONG.newRow()
            late.set(SONG.title, "late")
            rating.subject = late
            shouldRefuse<ModelException>("rating.song_id refers to a row of Song that is not saved", "Rating", "save() that row first") { rating.save() }
            late.save()
            rating.save()
            RATING.get(1L).subject.title() shouldBe "late"
            RATING.getOrCreate(RATING.subject.to(clip), RATING.stars.to(9)).created() shouldBe true
        }

        sown("conditions, and their exact negation") { _, song, clip ->
            fun stars(condition: dev.kinglet.expr.Condition) = RATING.where(condition).orderBy(RATING.stars).values(RATING.stars)
            stars(RATING.subject.eq(song)) shouldContainExactly listOf(1, 4)
            stars(RATING.subject.ne(song)) shouldContainExactly listOf(2, 3)
            stars(RATING.subject eq clip) shouldContainExactly listOf(2)
            stars(RATING.subject.`in`(listOf(song, clip))) shouldContainExactly listOf(1, 2, 4)
            stars(RATING.subject.`in`(listOf())) shouldContainExactly listOf()
            stars(RATING.subject.isA<Song>()) shouldContainExactly listOf(1, 3, 4)
            stars(RATING.subject.isNull()) shouldContainExactly listOf()
            stars(RATING.subject.isNotNull()) shouldContainExactly listOf(1, 2, 3, 4)
        }

        sown("none where that may be, and a column that says which") { _, song, clip ->
            val none = NOTE.create()
            NOTE.about.get(NOTE.get(none.id())).shouldBeNull()
            val one = NOTE.create(NOTE.about set song)
            one.get(NOTE.kind) shouldBe "song"
            val other = NOTE.create(NOTE.about.to(clip))
            NOTE.where(NOTE.about.eq(null)).list() shouldContainExactly listOf(none)
            NOTE.where(NOTE.about.ne(null)).count() shouldBe 2
            NOTE.where(NOTE.about.ne(song)).list() shouldContainExactly listOf(other)
            NOTE.about.set(one, null)
            one.save()
            NOTE.get(one.id()).let { listOf(it.get(NOTE.kind), it.key(NOTE.song), it.key(NOTE.clip)) shouldBe listOf(null, null, null) }
        }

        sown("what breaks the rule is an integrity error that names model and constraint") { _, song, clip ->
            fun broken(
                constraint: String,
                model: String,
                body: () -> Unit,
            ) {
                val error = shouldThrow<IntegrityException>(body)
                listOf(error.kind(), error.constraint(), error.model()) shouldBe listOf(IntegrityException.Kind.CHECK, constraint, model)
            }
            broken("rating_subject_check", "Rating") { RATING.create(RATING.stars.to(1)) }
            broken("rating_subject_check", "Rating") { RATING.create(RATING.stars.to(1), RATING.song.to(song), RATING.clip.to(clip)) }
            broken("rating_subject_check", "Rating") { RATING.update(RATING.clip.to(clip)).where(RATING.stars.eq(1)).execute() }
            broken("note_about", "Note") { NOTE.create(NOTE.song.to(song)) }
            broken("note_about", "Note") { NOTE.create(NOTE.song.to(song), NOTE.kind.to("clip")) }
            broken("note_about", "Note") { NOTE.create(NOTE.kind.to("clip")) }
        }

        sown("deletions are the foreign keys' own") { _, song, clip ->
            song.delete()
            RATING.select().orderBy(RATING.id).values(RATING.stars) shouldContainExactly listOf(2, 3)
            clip.deletePlan().execute() shouldBe 2
        }

        sown("what is refused") { _, song, _ ->
            val rating = RATING.newRow()
            shouldRefuse<ModelException>("Rating.subject has no value: it was never set", "Rating", "set it first") { rating.subject }
            rating.subject = song
            rating.set(RATING.clip.key(), "c1")
            shouldRefuse<ModelException>(
                "Rating.subject has two rows: rating.song_id and rating.clip_id are set",
                "Rating",
                "set it by Rating.subject.set(row, target), which clears the others",
            ) { rating.subject }
            shouldRefuse<ModelException>("rating.song_id was not selected with this row", "Rating", "name it in select(..)") {
                RATING.select(RATING.id).first()!!.subject
            }
            @Suppress("UNCHECKED_CAST") // as Java can, past the compiler
            val any = RATING.subject as OneOf<Rating, Any?>
            shouldRefuse<ModelException>("Rating.subject refers to [Song, Clip], not to Rating", "Rating", "use a row of one of these, or add a foreign key to Rating") {
                any.eq(rating)
            }
            shouldRefuse<ModelException>("Rating.subject refers to rows, and not to a String", "Rating", "give a row of a model") { any.to("x") }
            shouldRefuse<ModelException>("Rating.subject is never null", "Rating", "say optional(), or set a row") { any.to(null) }
            shouldThrow<ModelException> { RATING.where(RATING.subject.eq(SONG.newRow())) }.hint() shouldBe
                "save the row first; rows without a reference are found by isNull()"
        }

        contract("sealed, and as a property, in Kotlin (MOD-30)", Essay, Photo, Remark) { db ->
            val essay = Essay.create { title = "on cats" }
            val photo = Photo.create { place = "Rome" }
            Remark.create {
                words = "first"
                topic = essay
            }
            val second = Remark.create {
                words = "second"
                topic = photo
            }
            db.statements(3) { Remark.select().orderBy(Remark.id).list().map { it.says() } shouldContainExactly listOf("on cats", "Rome") }
            second.topic = essay
            second.save()
            Remark.where(Remark.topic eq essay).count() shouldBe 2
            Remark.where(Remark.topic.isA<Photo>()).count() shouldBe 0
            Remark.update(Remark.topic set photo).where(Remark.words.eq("first")).execute() shouldBe 1
            Table.alias(RATING, "r").subject.eq(SONG.newRow().also { it.set(SONG.id, 1L) }).toString() shouldBe "(r.song_id = ?)"
        }

        contract("all of it from Java (MOD-30)", SONG, CLIP, RATING, NOTE) { _ -> OneOfCaller().calls() }

        contract("the other way: a shared parent table, of whose rows each is one thing (MOD-31, MOD-14)", ENTRY, POST, REPLY) { db ->
            val entry = ENTRY.create(ENTRY.kind.to("post"))
            val post = POST.create(POST.entry.to(entry), POST.title.to("on cats"))
            REPLY.create(REPLY.entry.to(entry), REPLY.text.to("nice"))
            post.get(POST.id) shouldBe entry.id()
            val photo = ENTRY.create(ENTRY.kind.to("photo"))
            shouldThrow<IntegrityException> { POST.create(POST.entry.to(photo), POST.title.to("x")) }.kind() shouldBe IntegrityException.Kind.CHECK
            shouldThrow<IntegrityException> { POST.create(POST.id.to(photo.id()), POST.title.to("x")) }.kind() shouldBe
                IntegrityException.Kind.FOREIGN_KEY
            shouldThrow<IntegrityException> { POST.create(POST.entry.to(entry), POST.title.to("x")) }.kind() shouldBe IntegrityException.Kind.UNIQUE
            val all = db.statements(3) { ENTRY.select().orderBy(ENTRY.id).load(Load.many(POST.entry), Load.many(REPLY.entry)).list() }
            db.statements(0) { all.map { it.backref(POST.entry).list() to it.backref(REPLY.entry).list().size } shouldContainExactly listOf(listOf(post) to 1, listOf<Post>() to 0) }
            entry.delete()
            listOf(POST.select().count(), REPLY.select().count()) shouldBe listOf(0L, 0L)
        }

        test("declarations that cannot be right are told") {
            shouldRefuse<ModelException>("a choice of 0 foreign keys", null, "name two or more: OneOf.of(article, comment)") {
                OneOf.of<Remark>()
            }
            shouldRefuse<ModelException>("WrongChoice.about gives rows of Song, which is no Runnable", "WrongChoice", "let Song implement it") {
                WrongChoice.verify()
            }
            shouldRefuse<ModelException>("TwiceOne.about has two foreign keys to Song", "TwiceOne", "keep one: the model of a row says which of them is set") {
                TwiceOne.verify()
            }
            shouldRefuse<ModelException>(
                "the table of NeverNull has the choice [song_id, clip_id], and clip_id is never null",
                "NeverNull",
                "declare it nullable(): only one of them is set",
            ) { NeverNull.tableName() }
            shouldRefuse<ModelException>(
                "the table of FewTags has a choice of 2 foreign keys with the tags [song]",
                "FewTags",
                "give each foreign key a tag of its own, in their order",
            ) { FewTags.tableName() }
            shouldRefuse<ModelException>(
                "the table of NullTag has the choice [song_id, clip_id], of which one is set, with a nullable column",
                "NullTag",
                "use a column of its own that is never null",
            ) { NullTag.tableName() }
        }
    })
