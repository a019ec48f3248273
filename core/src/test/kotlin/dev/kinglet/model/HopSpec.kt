package dev.kinglet.model

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Media.Clip.CLIP
import tour.Media.Song
import tour.Media.Song.SONG

/** Points at rows of any kind: what another module would declare. */
private class Mark : Model<Long>() {
    companion object : Table<Mark, Long>(::Mark) {
        val id = autoId()
        val kind = text()
        val key = bigint().nullable()
        val label = text()

        /** From a song to the marks that say "song" and have its key. */
        val ofSong: Hop by lazy { Hop.many(listOf(SONG.id), listOf(key), "marks").where(kind, "song") }
    }
}

/** Relations that no foreign key declares: by columns, and by constants. */
class HopSpec :
    FunSpec({
        fun mark(
            kind: String,
            key: Long?,
            label: String,
        ) = Mark.create {
            set(Mark.kind, kind)
            set(Mark.key, key)
            set(Mark.label, label)
        }

        fun labels(song: Song) = Related.many(song, Mark.ofSong)?.map { it.get(Mark.label) }

        val marks = """select "mark"."id", "mark"."kind", "mark"."key", "mark"."label" from "mark""""

        fun sown(
            name: String,
            body: (dev.kinglet.Database) -> Unit,
        ) = contract(name, SONG, CLIP, Mark) { db ->
            val (la, lo) = listOf("la", "lo").map { SONG.create(SONG.title.to(it)) }
            mark("song", la.id(), "a")
            mark("song", lo.id(), "b")
            mark("clip", la.id(), "c")
            mark("song", null, "d")
            mark("song", la.id(), "e")
            body(db)
        }

        sown("loads the rows that have the constant, in every way") { db ->
            for (strategy in Load.Strategy.entries) {
                val songs = SONG.select().orderBy(SONG.id).load(Load.along<Song, Mark>(Mark.ofSong, null).by(strategy)).list()
                db.statements(0) { songs.map { labels(it)?.sorted() } shouldContainExactly listOf(listOf("a", "e"), listOf("b")) }
                Related.many(songs[0], Mark.ofSong)!!.forEach { Related.one(it, Mark.ofSong.inverse()) shouldBeSameInstanceAs songs[0] }
            }
            db.sends(
                """select "song"."id", "song"."title" from "song"""",
                """$marks where ("mark"."key" in (select value from json_each(?)) and "mark"."kind" = ?)""",
                postgres =
                    listOf(
                        """select "song"."id", "song"."title" from "song"""",
                        """$marks where ("mark"."key" = any (?) and "mark"."kind" = ?)""",
                    ),
            ) { SONG.select().load(Load.along<Song, Mark>(Mark.ofSong, null)).list() }
            val first = Load.along<Song, Mark>(Mark.ofSong, Mark.select(Mark.label).orderBy(Mark.label.desc())).perParent(1)
            SONG.select().orderBy(SONG.id).load(first).list().map(::labels) shouldContainExactly listOf(listOf("e"), listOf("b"))
        }

        sown("leads back, where the constant is the owner's, and nowhere else") { db ->
            val back = Mark.ofSong.inverse()
            val all = db.statements(2) { Mark.select().orderBy(Mark.label).load(Load.along<Mark, Song>(back, null)).list() }
            all.map { (Related.one(it, back) as? Song)?.get(SONG.title) } shouldContainExactly listOf("la", "lo", null, null, "la")
            Related.one(all[2], back) shouldBe Model.NONE
            // another tag or key leads elsewhere
            all[0].set(Mark.kind, "clip")
            Related.one(all[0], back).shouldBeNull()
            all[1].set(Mark.key, 1L)
            Related.one(all[1], back).shouldBeNull()
            all[4].set(Mark.label, "x")
            (Related.one(all[4], back) as Song).get(SONG.title) shouldBe "la"
        }

        sown("joins, and folds") { db ->
            val songs = db.sends(
                """select "song"."id", "song"."title", "mark"."id", "mark"."kind", "mark"."key", "mark"."label" from "song" """ +
                    """join "mark" on ("mark"."key" = "song"."id" and "mark"."kind" = ?) order by "mark"."label" asc""",
            ) { SONG.select(SONG, Mark).join(Mark, Mark.ofSong).orderBy(Mark.label).list() }
            songs.map { it.joined(Mark)!!.get(Mark.label) } shouldContainExactly listOf("a", "b", "e")
            db.statements(0) { Related.one(songs[0].joined(Mark)!!, Mark.ofSong.inverse()) shouldBeSameInstanceAs songs[0] }
            val m = Mark.alias("m")
            val back = m.select(m, SONG).leftJoin(SONG, Mark.ofSong).orderBy(m.col(Mark.label)).list()
            back.map { (Related.one(it, Mark.ofSong.inverse()) as? Song)?.get(SONG.title) } shouldContainExactly listOf("la", "lo", null, null, "la")
        }

        test("equal by what they say, and told apart") {
            val again = Hop.many(listOf(SONG.id), listOf(Mark.alias("m").col(Mark.key)), "other").where(Mark.kind, "song")
            (again == Mark.ofSong) shouldBe true
            (again.inverse() == Mark.ofSong.inverse()) shouldBe true
            again.inverse().inverse() shouldBe again
            (again.where(Mark.label, "x") == again) shouldBe false
            (Hop.one(listOf(SONG.id), listOf(Mark.key), "one") == Hop.many(listOf(SONG.id), listOf(Mark.key), "one")) shouldBe false
            again.where() shouldBe listOf(Hop.Constant(Mark.kind, "song"))
            listOf(again.name(), again.toString(), again.reference()) shouldBe listOf("other", "Song.other", null)
        }

        test("what is refused") {
            shouldRefuse<ModelException>("the relation x leads from [song.id] to []", "Song", "name as many columns of one table as of the other") {
                Hop.one(listOf(SONG.id), listOf(), "x")
            }
            shouldThrow<ModelException> { Hop.one(listOf(SONG.id, Mark.id), listOf(Mark.id, Mark.key), "x") }
            shouldRefuse<ModelException>("the relation Song.marks asks for clip.code, a column of Clip", "Song", "use a column of Song or Mark") {
                Mark.ofSong.where(CLIP.code, "x")
            }
            shouldRefuse<ProgrammingException>("Song.marks leads from Song to Mark, so it cannot join Clip and Mark", "Clip", "use a relation between the two, or a condition") {
                CLIP.select().join(Mark, Mark.ofSong)
            }
        }
    })
