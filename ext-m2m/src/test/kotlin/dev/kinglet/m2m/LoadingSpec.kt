package dev.kinglet.m2m

import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.statements
import dev.kinglet.m2m.Campus.Entry.ENTRY
import dev.kinglet.m2m.Campus.Member
import dev.kinglet.m2m.Campus.Member.MEMBER
import dev.kinglet.m2m.Campus.Playlist.PLAYLIST
import dev.kinglet.m2m.Campus.Song.SONG
import dev.kinglet.m2m.School.Course
import dev.kinglet.m2m.School.Course.COURSE
import dev.kinglet.m2m.School.Enrolment
import dev.kinglet.m2m.School.Enrolment.ENROLMENT
import dev.kinglet.m2m.School.Student
import dev.kinglet.m2m.School.Student.STUDENT
import dev.kinglet.m2m.School.course
import dev.kinglet.m2m.School.student
import dev.kinglet.model.Load
import dev.kinglet.model.Load.Strategy
import dev.kinglet.model.MapOptions
import dev.kinglet.model.Table
import dev.kinglet.query.Lazy
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.ManyToManyTour

/** Related rows in memory: loaded along, together, alone. */
class LoadingSpec :
    FunSpec({
        val school = arrayOf<Table<*, *>>(STUDENT, COURSE, ENROLMENT)
        val relation = ENROLMENT.courses

        fun Course.title() = get(COURSE.title)

        fun Student.titles() = courses().list().map { it.title() }

        /** huey: Algebra A, Logic B; mickey: Logic C; zaizee: nothing. */
        fun sow() {
            val (huey, mickey) = listOf("huey", "mickey", "zaizee").map { student(it) }
            val (algebra, logic) = listOf("Algebra", "Logic").map { course(it) }
            huey.courses().add(algebra, ENROLMENT.grade.to("A"))
            huey.courses().add(logic, ENROLMENT.grade.to("B"))
            mickey.courses().add(logic, ENROLMENT.grade.to("C"))
        }

        val students = """select "student"."id", "student"."name" from "student" order by "student"."id" asc"""
        val coursesOf =
            """select "course"."id", "course"."title", "enrolment"."id", "enrolment"."student_id", "enrolment"."course_id", """ +
                """"enrolment"."grade" from "course" join "enrolment" on "enrolment"."course_id" = "course"."id" where """

        contract("loaded along by one further statement, with the links (EAG-11, M2M-15)", *school) { db ->
            sow()
            val all =
                db.sends(
                    students,
                    coursesOf + """"enrolment"."student_id" in (select value from json_each(?)) order by "course"."title" asc""",
                    postgres = listOf(students, coursesOf + """"enrolment"."student_id" = any (?) order by "course"."title" asc"""),
                ) { STUDENT.select().orderBy(STUDENT.id).load(relation.load(COURSE.select().orderBy(COURSE.title))).list() }
            db.statements(0) {
                all.map { it.titles() } shouldBe listOf(listOf("Algebra", "Logic"), listOf("Logic"), listOf())
                all.map { it.courses().count() } shouldBe listOf(2, 1, 0)
                all.map { it.courses().exists() } shouldBe listOf(true, true, false)
                all[0].courses().first() shouldBe course(all, "Algebra")
                all[0].courses().stream().count() shouldBe 2
                all.flatMap { one -> one.courses().map { it.joined(ENROLMENT)?.get(ENROLMENT.grade) } } shouldBe listOf("A", "B", "C")
                val link = all[0].courses().list()[0].joined(ENROLMENT)!!
                link.get(ENROLMENT.student) shouldBeSameInstanceAs all[0]
                link.get(ENROLMENT.course) shouldBe all[0].courses().list()[0]
                (all[0].courses().list()[0] in all[0].courses()) shouldBe true
                (all[0].courses().list()[0] in all[1].courses()) shouldBe false
            }
            db.statements(1) { all[0].courses().where(COURSE.title.eq("Logic")).list().size } shouldBe 1
        }

        contract("loaded along from the other side", *school) { db ->
            sow()
            val courses = db.statements(2) { COURSE.select().orderBy(COURSE.id).load(relation.reverse().load(STUDENT.select().orderBy(STUDENT.name))).list() }
            db.statements(0) {
                courses.map { one -> one.students().list().map { it.get(STUDENT.name) } } shouldBe
                    listOf(listOf("huey"), listOf("huey", "mickey"))
            }
        }

        contract("rows of one result load together, alone with the same columns", *school) { db ->
            sow()
            val all = STUDENT.select().orderBy(STUDENT.id).list()
            db.sends(
                coursesOf + """"enrolment"."student_id" in (select value from json_each(?))""",
                postgres = listOf(coursesOf + """"enrolment"."student_id" = any (?)"""),
            ) { all.map { it.titles().sorted() } } shouldBe listOf(listOf("Algebra", "Logic"), listOf("Logic"), listOf())
            db.statements(0) { all.sumOf { one -> one.courses().list().mapNotNull { it.joined(ENROLMENT) }.size } } shouldBe 3
            val mickey = STUDENT.get(STUDENT.name.eq("mickey"))
            db.sends(coursesOf + """"enrolment"."student_id" = ?""") {
                mickey.courses().list().map { it.joined(ENROLMENT)?.get(ENROLMENT.grade) }
            } shouldBe listOf("C")
            mickey.courses().add(COURSE.get(1L))
            db.statements(1) { all[1].titles().size } shouldBe 2 // whoever wrote sees it
        }

        contract("what is changed here is asked for anew, elsewhere it is not seen", *school) { db ->
            sow()
            val all = STUDENT.select().orderBy(STUDENT.id).load(relation.load()).list()
            val (huey, mickey) = all
            val algebra = COURSE.get(COURSE.title.eq("Algebra"))
            db.statements(0) { mickey.titles() shouldBe listOf("Logic") }
            mickey.courses().add(algebra)
            db.statements(1) { mickey.titles().sorted() shouldBe listOf("Algebra", "Logic") }
            mickey.courses().remove(algebra)
            mickey.courses().count() shouldBe 1
            huey.courses().clear()
            huey.courses().count() shouldBe 0
            all[2].courses().set(listOf(algebra))
            all[2].titles() shouldBe listOf("Algebra")
            all[2].courses().set(listOf<Course>())
            all[2].courses().add(COURSE.select())
            all[2].courses().count() shouldBe 2
        }

        contract("limited for each, nested, filtered by the link (EAG-11)", *school) { db ->
            sow()
            val best =
                db.statements(2) {
                    STUDENT.select().orderBy(STUDENT.id).load(
                        relation.load(COURSE.select().orderBy(COURSE.title.desc())).perParent(1),
                    ).list()
                }
            db.statements(0) { best.map { it.titles() } shouldBe listOf(listOf("Logic"), listOf("Logic"), listOf()) }
            val nested = db.statements(3) { STUDENT.select().orderBy(STUDENT.id).load(relation.load().then(relation.reverse().load())).list() }
            db.statements(0) { nested.sumOf { one -> one.courses().sumOf { it.students().list().size } } shouldBe 1 + 2 + 2 }
            val good = COURSE.select().join(ENROLMENT).where(ENROLMENT.grade.ne("C")).orderBy(ENROLMENT.grade.desc())
            val filtered = db.statements(2) { STUDENT.select().orderBy(STUDENT.id).load(relation.load(good)).list() }
            db.statements(0) { filtered.map { it.titles() } shouldBe listOf(listOf("Logic", "Algebra"), listOf(), listOf()) }
            val named = db.statements(2) { STUDENT.select().orderBy(STUDENT.id).load(relation.load(COURSE.select(COURSE.title).orderBy(COURSE.id))).list() }
            db.statements(0) { named.map { it.titles() } shouldBe listOf(listOf("Algebra", "Logic"), listOf("Logic"), listOf()) }
            val distinct = db.statements(2) { STUDENT.select().load(relation.load(COURSE.select().distinct().orderBy(COURSE.id))).orderBy(STUDENT.id).list() }
            db.statements(0) { distinct.map { it.courses().list().size } shouldBe listOf(2, 1, 0) }
            val aliased = Table.alias(COURSE, "c")
            val other = db.statements(2) { STUDENT.select().orderBy(STUDENT.id).load(relation.load(aliased.where(aliased.title.eq("Logic")))).list() }
            db.statements(0) { other.map { it.titles() } shouldBe listOf(listOf("Logic"), listOf("Logic"), listOf()) }
        }

        contract("found by a sub-select, or by a join (EAG-04)", *school) { db ->
            sow()
            for (strategy in Strategy.entries) {
                val some = STUDENT.where(STUDENT.name.ne("mickey")).orderBy(STUDENT.id)
                val all = db.statements(2) { some.load(relation.load(COURSE.select().orderBy(COURSE.title)).by(strategy)).list() }
                db.statements(0) { all.map { it.titles() } shouldBe listOf(listOf("Algebra", "Logic"), listOf()) }
            }
            val all = db.statements(2) { STUDENT.select().load(relation.load().by(Strategy.JOIN).perParent(1)).list() }
            db.statements(0) { all.sumOf { it.courses().list().size } shouldBe 2 }
        }

        contract("into rows in hand, and in portions of a stream", *school) { db ->
            sow()
            val huey = STUDENT.get(STUDENT.name.eq("huey"))
            db.statements(1) { Load.loadInto(huey, relation.load()) }
            db.statements(0) { huey.titles().sorted() shouldBe listOf("Algebra", "Logic") }
            STUDENT.select().load(relation.load()).stream().use { rows -> rows.mapToInt { it.courses().list().size }.sum() } shouldBe 3
            STUDENT.select().load(relation.load()).chunked(2).use { lists -> lists.toList().flatten().sumOf { it.courses().list().size } } shouldBe 3
        }

        contract("links that were loaded step by step do as well (M2M-15)", *school) { db ->
            sow()
            val all = db.statements(3) { STUDENT.select().orderBy(STUDENT.id).prefetch(ENROLMENT, COURSE).list() }
            db.statements(0) { all.map { it.titles().sorted() } shouldBe listOf(listOf("Algebra", "Logic"), listOf("Logic"), listOf()) }
            val links = db.statements(2) { STUDENT.select().orderBy(STUDENT.id).load(Load.many(ENROLMENT.student)).list() }
            db.statements(1) { links[0].titles().size } shouldBe 2 // what they refer to is not there
            all[0].courses().clear()
            all[0].courses().count() shouldBe 0
        }

        contract("strict loading names the relation and the call", *school) { db ->
            sow()
            val huey = STUDENT.select().lazy(Lazy.STRICT).first()!!
            val refused = shouldThrow<ProgrammingException> { db.statements(0) { huey.courses().list() } }
            refused.summary().substringBefore(';') shouldBe "Enrolment.courses was not loaded, and lazy loading is STRICT here"
            refused.model() shouldBe "Student"
            refused.hint() shouldBe "load it with the rows: query.load(Enrolment.courses.load())"
            val some = STUDENT.select().orderBy(STUDENT.id).lazy(Lazy.SINGLE).list()
            db.statements(3) { some.forEach { it.courses().list() } }
        }

        contract("a query that cannot be loaded by is refused", *school) { db ->
            val wrong = shouldThrow<ProgrammingException> {
                @Suppress("UNCHECKED_CAST")
                relation.load(STUDENT.select() as dev.kinglet.query.Select<Course>)
            }
            wrong.summary() shouldBe "the query that loads Enrolment.courses gives no rows of Course"
            wrong.hint() shouldBe "select from Course or an alias of it"
            sow()
            val grouped = COURSE.select(COURSE.title).groupBy(COURSE.title)
            val folded = shouldThrow<ProgrammingException> { STUDENT.select().load(relation.load(grouped)).list() }
            folded.summary() shouldBe "the query that loads Enrolment.courses groups rows and does not select enrolment.student_id"
            folded.hint() shouldBe "select and group by enrolment.student_id as well"
            db.inTransaction() shouldBe false
        }

        contract("a relation of a model and itself is loaded down to the end", MEMBER, MEMBER.following.through(), MEMBER.friends.through()) { db ->
            val (a, b, c, d) = listOf("a", "b", "c", "d").map { MEMBER.create(MEMBER.name.to(it)) }
            a.following().add(listOf(b, c))
            b.following().add(d)
            c.following().add(listOf(d, a)) // a circle
            a.friends().add(listOf(b, c))
            val start = db.statements(4) { MEMBER.where(MEMBER.name.eq("a")).load(MEMBER.following.load(MEMBER.select().orderBy(MEMBER.name)).recursively()).get() }

            fun tree(
                of: Member,
                depth: Int,
            ): String =
                of.get(MEMBER.name) + if (depth == 0) "" else of.following().list().joinToString("", "(", ")") { tree(it, depth - 1) }
            db.statements(0) { tree(start, 3) shouldBe "a(b(d())c(a(bc)d()))" }
            val both = db.statements(3) { MEMBER.select().orderBy(MEMBER.id).load(MEMBER.friends.load(), MEMBER.following.reverse().load()).list() }
            db.statements(0) {
                both.map { it.friends().list().size } shouldBe listOf(2, 1, 1, 0)
                both.map { it.followers().list().size } shouldBe listOf(1, 1, 1, 2)
            }
        }

        contract("loaded in the order of the links, unless a query says another", PLAYLIST, SONG, ENTRY) { db ->
            val songs = listOf("Ceremony", "Atmosphere", "Blue Monday").map { SONG.create(SONG.title.to(it)) }
            val lists = listOf("x", "y").map { PLAYLIST.create(PLAYLIST.name.to(it)) }
            songs.forEachIndexed { i, song ->
                lists[0].songs().add(song, ENTRY.position.to(3 - i))
                lists[1].songs().add(song, ENTRY.position.to(i))
            }
            val heard = db.statements(2) { PLAYLIST.select().orderBy(PLAYLIST.name).load(PLAYLIST.songs.load()).list() }
            db.statements(0) {
                heard.map { one -> one.songs().map { it.joined(ENTRY)?.position() } } shouldBe listOf(listOf(1, 2, 3), listOf(0, 1, 2))
                heard[0].songs().first() shouldBe songs[2]
            }
            val lazy = PLAYLIST.select().orderBy(PLAYLIST.name).list()
            db.statements(1) { lazy.map { one -> one.songs().list()[0] } } shouldBe listOf(songs[2], songs[0])
            val sorted = db.statements(2) { PLAYLIST.select().load(PLAYLIST.songs.load(SONG.select().orderBy(SONG.title)).perParent(2)).list() }
            db.statements(0) { sorted.forEach { it.songs().map { one -> one.get(SONG.title) } shouldBe listOf("Atmosphere", "Blue Monday") } }
            val reverse = db.statements(2) { SONG.select().load(PLAYLIST.songs.reverse().load()).list() }
            db.statements(0) { reverse.forEach { it.playlists().list().size shouldBe 2 } }
        }

        contract("maps have what was loaded, or is asked for (M2M-20)", ManyToManyTour.Student.STUDENT, ManyToManyTour.Course.COURSE, ManyToManyTour.Course.COURSE.students.through()) { db ->
            val courses = ManyToManyTour.Course.COURSE
            val pupils = ManyToManyTour.Student.STUDENT
            val huey = pupils.create(pupils.name.to("Huey"))
            courses.create(courses.title.to("CS 101")).students().add(huey)
            val loaded = courses.select().load(courses.students.load()).get()
            db.statements(0) {
                loaded.toMap(MapOptions.loaded().relations(courses.students)) shouldBe
                    mapOf("id" to 1L, "title" to "CS 101", "students" to listOf(mapOf("id" to 1L, "name" to "Huey")))
                loaded.toMap(MapOptions.loaded().relations(courses.students).only(courses.title, pupils.name)) shouldBe
                    mapOf("title" to "CS 101", "students" to listOf(mapOf("name" to "Huey")))
                loaded.toMap() shouldBe mapOf("id" to 1L, "title" to "CS 101")
                courses.newRow().toMap(MapOptions.following().relations(courses.students)) shouldBe mapOf()
            }
            val plain = courses.select().get()
            db.statements(0) { plain.toMap(MapOptions.loaded().relations(courses.students)) shouldBe mapOf("id" to 1L, "title" to "CS 101") }
            val both = MapOptions.following().relations(courses.students, courses.students.reverse())
            db.statements(2) { plain.toMap(both) } shouldBe
                mapOf("id" to 1L, "title" to "CS 101", "students" to listOf(mapOf("id" to 1L, "name" to "Huey", "courses" to listOf(1L))))
            val nameless = shouldThrow<ProgrammingException> { MapOptions.loaded().relations(MEMBER.friends.reverse()) }
            nameless.summary() shouldBe "the relation Member.friends has no name to put it under"
        }
    })

private fun course(
    students: List<Student>,
    title: String,
) = students.flatMap { it.courses().list() }.first { it.get(COURSE.title) == title }
