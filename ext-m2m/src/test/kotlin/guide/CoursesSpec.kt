package guide

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.model.*
import guide.Courses.Band
import guide.Courses.Band.BAND
import guide.Courses.Course.COURSE
import guide.Courses.Member.MEMBER
import guide.Courses.Membership.MEMBERSHIP
import guide.Courses.Musician.MUSICIAN
import guide.Courses.Student
import guide.Courses.Student.STUDENT
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** What the page on many-to-many relations shows, is run. */
class CoursesSpec :
    FunSpec({
        val pages = Pages("ext-m2m")
        val sent = pages.sent

        fun refused(
            name: String,
            body: () -> Any?,
        ) {
            sent["java:Courses.$name"] = listOf(shouldThrow<KingletException> { body() }.message!!)
        }

        fun Database.sending(
            name: String,
            body: () -> Unit,
        ) = sent.record(this, "java:Courses.$name", body)

        fun run(
            db: Database,
            pg: String,
        ) {
            Courses.create(db)
            val huey = STUDENT.create(STUDENT.name.to("huey"))
            val mickey = STUDENT.create(STUDENT.name.to("mickey"))
            val (algebra, logic) = listOf("Algebra", "Logic").map { COURSE.create(COURSE.title.to(it)) }
            db.sending("${pg}add") { Courses.add(huey, logic, algebra) shouldBe 2 }
            db.sending("${pg}read") { Courses.read(huey) shouldBe listOf("Algebra", "Logic") }
            db.sending("${pg}remove") { Courses.remove(huey, logic) shouldBe 2 }
            huey.courses().add(COURSE.create(COURSE.title.to("Music")))
            db.sending("${pg}set") { Courses.set(huey, logic, algebra) }
            mickey.courses().add(logic)
            db.sending("${pg}load") { Courses.load().size shouldBe 3 }
            db.sending("${pg}loadSome") { Courses.loadSome().size shouldBe 3 }
            db.sending("${pg}together") { Courses.together() shouldBe 3 }
            db.sending("${pg}join") { Courses.join().size shouldBe 2 }
            db.bind(MUSICIAN, BAND, MEMBERSHIP).createTables(MEMBERSHIP)
            val (bernard, peter) = listOf("Bernard", "Peter").map { MUSICIAN.create(MUSICIAN.name.to(it)) }
            val band = BAND.create(BAND.name.to("New Order"))
            db.sending("${pg}payload") {
                val lines = Courses.payload(band, bernard, peter)
                lines shouldBe listOf("Peter: bass", "Bernard: guitar", "1 bassist")
                sent["java:Courses.payload.lines"] = lines
            }
            db.sending("${pg}payloadLoad") { Courses.payloadLoad() }
            db.bind(MEMBER).createTables(MEMBER.following.through(), MEMBER.friends.through())
            val (one, other) = listOf("huey", "mickey").map { MEMBER.create(MEMBER.name.to(it)) }
            db.sending("${pg}follow") { Courses.self(one, other) shouldBe listOf("1 1", "true") }
            sent["java:Courses.${pg}maps"] = listOf(Courses.maps().toString())
            refused("${pg}unsaved") { Student().courses() }
            refused("${pg}unstored") { huey.courses().add(Courses.Course()) }
            refused("${pg}gone") { huey.courses().addKeys(listOf(99L)) }
            refused("${pg}columns") { huey.courses().add(logic, COURSE.title.to("x")) }
        }

        test("the Java of the page runs") {
            Database.sqliteInMemory().use { db ->
                run(db, "")
                sent["java:Courses.table"] = db.createTablesSql(COURSE.students.through()).filter { "course_students" in it }
            }
            TestDatabases.fresh(Kind.POSTGRES) { db -> run(db, "pg.") }
        }

        test("the Kotlin of the page runs") {
            KotlinCourses.open().use {
                val ada = Reader.create { name = "Ada" }
                val lavinia = Novel.create { title = "Lavinia" }
                val tehanu = Novel.create { title = "Tehanu" }
                KotlinCourses.change(ada, lavinia, tehanu) shouldBe true
                KotlinCourses.payload(ada, lavinia) shouldBe listOf("Ada: 5")
                KotlinCourses.load() shouldBe listOf(1, 1)
                KotlinCourses.join().toSet() shouldBe setOf(lavinia, tehanu)
            }
        }

        test("the page shows what was run, and the SQL that was sent") { pages.showWhatWasRun() }

        test("every block of the page is one of those") { pages.showNothingElse() }
    })
