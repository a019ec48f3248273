package dev.kinglet.m2m

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.m2m.Campus.Entry
import dev.kinglet.m2m.Campus.Entry.ENTRY
import dev.kinglet.m2m.Campus.Playlist
import dev.kinglet.m2m.Campus.Playlist.PLAYLIST
import dev.kinglet.m2m.Campus.Song.SONG
import dev.kinglet.m2m.School.Course.COURSE
import dev.kinglet.m2m.School.Enrolment.ENROLMENT
import dev.kinglet.m2m.School.Student.STUDENT
import dev.kinglet.m2m.School.course
import dev.kinglet.m2m.School.student
import dev.kinglet.m2m.School.titles
import dev.kinglet.model.Table
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.pair
import io.kotest.property.arbitrary.set
import io.kotest.property.checkAll
import kotlinx.coroutines.runBlocking

/** What changes links: rows, keys and queries, with what else a link holds. */
class WritingSpec :
    FunSpec({
        val school = arrayOf<Table<*, *>>(STUDENT, COURSE, ENROLMENT)
        val music = arrayOf<Table<*, *>>(PLAYLIST, SONG, ENTRY)

        fun song(title: String) = SONG.create(SONG.title.to(title))

        fun playlist(name: String) = PLAYLIST.create(PLAYLIST.name.to(name))

        fun heard(list: Playlist) = list.songs().values(SONG.title)

        contract("the rows of a query are added by one INSERT .. SELECT (M2M-06)", *school) { db ->
            val huey = student("Huey")
            listOf("Algebra", "Logic", "Music").forEach { course(it) }
            val some = COURSE.where(COURSE.title.ne("Music"))
            db.sends(
                """insert into "enrolment" ("student_id", "course_id", "grade") select ?, "course"."id", ? from "course" """ +
                    """where "course"."title" <> ? on conflict ("student_id", "course_id") do nothing""",
            ) { huey.courses().add(some) shouldBe 2 }
            db.statements(1) { huey.courses().add(COURSE.select()) } shouldBe 1
            db.statements(1) { huey.courses().add(COURSE.select()) } shouldBe 0
            titles(huey) shouldBe listOf("Algebra", "Logic", "Music")
            ENROLMENT.select().values(ENROLMENT.grade) shouldBe listOf("none", "none", "none")

            val mickey = student("Mickey")
            mickey.courses().add(huey.courses().orderBy(COURSE.title).limit(2)) shouldBe 2
            mickey.courses().add(COURSE.where(COURSE.title.eq("Music")).union(COURSE.where(COURSE.title.eq("Logic")))) shouldBe 1
            titles(mickey) shouldBe listOf("Algebra", "Logic", "Music")
            db.statements(1) { mickey.courses().remove(huey.courses().where(COURSE.title.ne("Logic"))) } shouldBe 2
            titles(mickey) shouldBe listOf("Logic")
            val aliased = Table.alias(COURSE, "c")
            mickey.courses().add(aliased.where(aliased.title.eq("Music")), ENROLMENT.grade.to("A")) shouldBe 1
            mickey.courses().selectAlso(ENROLMENT).where(ENROLMENT.grade.eq("A")).flat().map { it.get(COURSE.title) } shouldBe listOf("Music")
        }

        contract("a link takes further values, and is read back with its row (M2M-01)", *school) { db ->
            val huey = student("Huey")
            val algebra = course("Algebra")
            huey.courses().add(algebra, ENROLMENT.grade.to("A"))
            huey.courses().add(algebra, ENROLMENT.grade.to("B")) shouldBe 0 // it belongs already, and keeps its grade
            huey.courses().add(listOf(course("Logic"), course("Music")), ENROLMENT.grade.to("C"))
            db.statements(1) {
                huey.courses().selectAlso(ENROLMENT).orderBy(COURSE.title).map { it.joined(ENROLMENT)?.get(ENROLMENT.grade) }
            } shouldBe listOf("A", "C", "C")
            db.statements(1) {
                huey.courses().selectAlso(ENROLMENT.grade).orderBy(COURSE.title).flat().map { it.get(ENROLMENT.grade) }
            } shouldBe listOf("A", "C", "C")
            huey.courses().set(listOf(algebra, course("Greek")), ENROLMENT.grade.to("D"))
            ENROLMENT.select().orderBy(ENROLMENT.id).values(ENROLMENT.grade) shouldBe listOf("A", "D")
        }

        contract("keys do as well as rows", *school) { db ->
            val huey = student("Huey")
            val ids = listOf("Algebra", "Logic", "Music").map { course(it).id() }
            db.statements(1) { huey.courses().addKeys(ids.take(2) + ids[0], ENROLMENT.grade.to("A")) } shouldBe 2
            db.statements(1) { huey.courses().removeKeys(ids.take(1)) } shouldBe 1
            db.statements(3 + db.lock()) { huey.courses().setKeys(listOf(ids[2]), ENROLMENT.grade.to("B")) }
            titles(huey) shouldBe listOf("Music")
            db.statements(0) {
                huey.courses().addKeys(listOf<Long>()) shouldBe 0
                huey.courses().removeKeys(listOf<Long>()) shouldBe 0
                huey.courses().remove(listOf<School.Course>()) shouldBe 0
            }
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "enrolment.course_id holds a Long, and the key is a String",
                    "Enrolment",
                    "give keys of type Long",
                ) { huey.courses().addKeys(listOf("1")) }
                shouldRefuse<ModelException>(
                    "enrolment.course_id holds a Long, and the key is null",
                    "Enrolment",
                    "give keys of type Long",
                ) { huey.courses().setKeys(listOf(null)) }
            }
            shouldThrow<IntegrityException> { huey.courses().addKeys(listOf(99L)) }.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
        }

        contract("the rows of a query replace those that belonged (M2M-10)", *school) { db ->
            val huey = student("Huey")
            listOf("Algebra", "Logic", "Music").forEach { course(it) }
            huey.courses().add(COURSE.where(COURSE.title.eq("Algebra")))
            // the query asks about the links that are replaced
            val others = COURSE.where(COURSE.id.`in`(huey.courses()).not())
            db.statements(4 + db.lock()) { huey.courses().set(others) }
            titles(huey) shouldBe listOf("Logic", "Music")
        }

        contract("rows come in the order of their links, unless a query says another", *music) { db ->
            val list = playlist("Morning")
            val songs = listOf("Ceremony", "Atmosphere", "Blue Monday").map { song(it) }
            songs.forEachIndexed { i, one -> list.songs().add(one, ENTRY.position.to(3 - i)) }
            heard(list) shouldBe listOf("Blue Monday", "Atmosphere", "Ceremony")
            list.songs().orderBy(SONG.title).values(SONG.title) shouldBe listOf("Atmosphere", "Blue Monday", "Ceremony")
            list.songs().selectAlso(ENTRY).list().map { it.joined(ENTRY)?.position() } shouldBe listOf(1, 2, 3)
            list.songs().limit(1).get() shouldBe songs[2]
            songs[0].playlists().list() shouldBe listOf(list)
            db.statements(1) { list.songs().count() } shouldBe 3
        }

        contract("a key of links that Java makes is made for each", *music) { db ->
            val list = playlist("Morning")
            listOf("Ceremony", "Atmosphere").forEach { song(it) }
            db.statements(2) { list.songs().add(SONG.select(), ENTRY.position.to(7)) } shouldBe 2
            ENTRY.select().values(ENTRY.position) shouldBe listOf(7, 7)
        }

        contract("up to 128 links are one statement", *school) { db ->
            val huey = student("Huey")
            val ids = (1..200).map { course("c$it").id() }
            for (n in listOf(1, 3, 16, 17, 100, 128)) {
                db.statements(1) { huey.courses().addKeys(ids.take(n)) }
                huey.courses().count() shouldBe n.toLong()
            }
            huey.courses().clear() shouldBe 128
            db.statements(if (db.dialect() == Dialect.SQLITE) 2 else 1) { huey.courses().addKeys(ids) } shouldBe 200
        }

        contract("what a link cannot hold is refused", *school) { db ->
            val huey = student("Huey")
            val algebra = course("Algebra")
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "course.title is no column of Enrolment",
                    "Enrolment",
                    "set columns of the links of Enrolment.courses",
                ) { huey.courses().add(algebra, COURSE.title.to("x")) }
                shouldRefuse<ModelException>(
                    "row 1 of an insert into Enrolment sets enrolment.grade, which is of type text, to an expression",
                    "Enrolment",
                    "expressions are for an insert of one row, or insertFrom(columns, query)",
                ) { huey.courses().add(algebra, ENROLMENT.grade.to(Fn.upper(Fn.value("a")))) }
                shouldRefuse<ModelException>(
                    "enrolment.course_id is named twice for an insert into Enrolment",
                    "Enrolment",
                    "name each column once",
                ) { huey.courses().add(algebra, ENROLMENT.course.to(algebra)) }
                @Suppress("UNCHECKED_CAST")
                shouldRefuse<ModelException>(
                    "Enrolment.courses has rows of Course, and this is a Student",
                    "Student",
                    "use rows of Course",
                ) { (huey.courses() as Related<dev.kinglet.model.Model<*>>).add(huey) }
                @Suppress("UNCHECKED_CAST")
                shouldRefuse<ModelException>(
                    "Enrolment.courses has rows of Course, and the query is of Student",
                    "Student",
                    "select from Course or an alias of it",
                ) { (huey.courses() as Related<dev.kinglet.model.Model<*>>).add(STUDENT.select()) }
                @Suppress("UNCHECKED_CAST")
                shouldRefuse<ModelException>(
                    "Enrolment.courses is of rows of Student, and the row is a Course",
                    "Course",
                    "use a row of Student",
                ) { (ENROLMENT.courses as ManyToMany<dev.kinglet.model.Model<*>, *>).of(algebra) }
            }
            // a query takes expressions
            huey.courses().add(COURSE.select(), ENROLMENT.grade.to(Fn.upper(Fn.value("a")))) shouldBe 1
            ENROLMENT.select().values(ENROLMENT.grade) shouldBe listOf("A")
        }

        contract("set does what a set does (property)", *school) { db ->
            val courses = (1..12).map { course("c$it") }
            val students = (1..3).map { student("s$it") }
            val model = students.associateWith { mutableSetOf<School.Course>() }
            val rows = Arb.set(Arb.element(courses), 0..12)
            val calls = Arb.list(Arb.pair(Arb.pair(Arb.int(0..2), Arb.int(0..5)), rows), 1..6)
            runBlocking {
                checkAll(60, calls) { all ->
                    for ((what, some) in all) {
                        val one = students[what.first]
                        val expected = model.getValue(one)
                        when (what.second) {
                            0 -> {
                                one.courses().add(some) shouldBe (some - expected).size.also { expected += some }
                            }

                            1 -> {
                                one.courses().remove(some) shouldBe (some intersect expected).size.also { expected -= some }
                            }

                            2 -> {
                                one.courses().clear() shouldBe expected.size.also { expected.clear() }
                            }

                            else -> {
                                db.record().use { log ->
                                    one.courses().set(some)
                                    val sent = log.entries().map { it.sql().substringBefore(' ') }
                                    sent.count { it == "insert" } shouldBe if ((some - expected).isEmpty()) 0 else 1
                                    sent.count { it == "delete" } shouldBe if ((expected - some).isEmpty()) 0 else 1
                                }
                                expected.clear()
                                expected += some
                            }
                        }
                        one.courses().list().toSet() shouldBe expected
                    }
                    for (course in courses) {
                        course.students().list().toSet() shouldBe model.filterValues { course in it }.keys
                    }
                }
            }
        }
    })
