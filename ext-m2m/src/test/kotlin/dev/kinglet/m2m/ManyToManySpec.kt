package dev.kinglet.m2m

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.m2m.School.Course.COURSE
import dev.kinglet.m2m.School.Enrolment
import dev.kinglet.m2m.School.Enrolment.ENROLMENT
import dev.kinglet.m2m.School.Following.FOLLOWING
import dev.kinglet.m2m.School.Person.PERSON
import dev.kinglet.m2m.School.Student
import dev.kinglet.m2m.School.Student.STUDENT
import dev.kinglet.m2m.School.course
import dev.kinglet.m2m.School.person
import dev.kinglet.m2m.School.student
import dev.kinglet.m2m.School.titles
import dev.kinglet.model.ForeignKey
import dev.kinglet.model.Table
import dev.kinglet.query.QueryExecutor
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Favorite.FAVORITE

class ManyToManySpec :
    FunSpec({
        val school = arrayOf<Table<*, *>>(STUDENT, COURSE, ENROLMENT)

        contract("the related rows are one query, joined and filtered", *school) { db ->
            val huey = student("Huey")
            val algebra = course("Algebra")
            huey.courses().add(listOf(algebra, course("Logic")))
            student("Mickey").courses().add(algebra)

            db.statements(1) { titles(huey) } shouldBe listOf("Algebra", "Logic")
            db.statements(1) { algebra.students().count() } shouldBe 2
            db.statements(1) {
                huey.courses().where(COURSE.title.startsWith("l")).list().map { it.get(COURSE.title) }
            } shouldBe
                listOf("Logic")
            huey.courses().sql().binds shouldBe listOf(huey.id())
        }

        contract("the related rows render as a join through the table", *school) {
            val courses = student("Huey").courses()
            courses.sql().text shouldBe
                """select "course"."id", "course"."title" from "course" join "enrolment" """ +
                """on "enrolment"."course_id" = "course"."id" where "enrolment"."student_id" = ?"""
        }

        contract("adding is one insert, and other columns get their defaults (M2M-06)", *school) { db ->
            val huey = student("Huey")
            val courses = listOf(course("Algebra"), course("Logic"), course("Music"))

            db.statements(1) { huey.courses().add(courses) } shouldBe 3
            titles(huey) shouldBe listOf("Algebra", "Logic", "Music")
            ENROLMENT.select().values(ENROLMENT.grade) shouldBe listOf("none", "none", "none")
        }

        contract("adding what belongs already is harmless (M2M-07)", *school) { db ->
            val huey = student("Huey")
            val algebra = course("Algebra")
            val logic = course("Logic")

            db.statements(1) { huey.courses().add(algebra) } shouldBe 1
            db.statements(1) { huey.courses().add(algebra) } shouldBe 0
            db.statements(1) { huey.courses().add(listOf(logic, algebra, logic)) } shouldBe 1
            ENROLMENT.select().count() shouldBe 2
        }

        contract("adding nothing sends nothing", *school) { db ->
            val huey = student("Huey")
            db.statements(0) { huey.courses().add(emptyList()) } shouldBe 0
        }

        contract("removing deletes one link and leaves the row", *school) { db ->
            val huey = student("Huey")
            val algebra = course("Algebra")
            huey.courses().add(listOf(algebra, course("Logic")))

            db.statements(1) { huey.courses().remove(algebra) } shouldBe 1
            db.statements(1) { huey.courses().remove(algebra) } shouldBe 0
            titles(huey) shouldBe listOf("Logic")
            COURSE.select().count() shouldBe 2
        }

        contract("clearing deletes the links of its own row only", *school) { db ->
            val huey = student("Huey")
            val mickey = student("Mickey")
            val courses = listOf(course("Algebra"), course("Logic"))
            huey.courses().add(courses)
            mickey.courses().add(courses)

            db.statements(1) { huey.courses().clear() } shouldBe 2
            titles(huey) shouldBe emptyList()
            titles(mickey) shouldBe listOf("Algebra", "Logic")
        }

        contract("setting writes the difference only", *school) { db ->
            val huey = student("Huey")
            val algebra = course("Algebra")
            val logic = course("Logic")
            val music = course("Music")
            huey.courses().add(listOf(algebra, logic))
            val kept = ENROLMENT.get(ENROLMENT.course.eq(logic)).id()

            db.statements(3 + db.lock()) { huey.courses().set(listOf(logic, music)) }
            titles(huey) shouldBe listOf("Logic", "Music")
            ENROLMENT.get(ENROLMENT.course.eq(logic)).id() shouldBe kept

            db.statements(1 + db.lock()) { huey.courses().set(listOf(music, logic, music)) }
            db.statements(2 + db.lock()) { huey.courses().set(listOf(music)) }
            db.statements(2 + db.lock()) { huey.courses().set(listOf(music, algebra)) }
            db.statements(2 + db.lock()) { huey.courses().set(emptyList()) }
            titles(huey) shouldBe emptyList()
        }

        contract("setting changes nothing when its insert fails", *school) { db ->
            val huey = student("Huey")
            val algebra = course("Algebra")
            val gone = course("Logic")
            huey.courses().add(algebra)
            COURSE.delete().where(COURSE.id.eq(gone.id())).execute()

            val refused = shouldThrow<IntegrityException> { huey.courses().set(listOf(gone)) }
            refused.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
            titles(huey) shouldBe listOf("Algebra")
        }

        contract("contains asks the database", *school) { db ->
            val huey = student("Huey")
            val algebra = course("Algebra")
            huey.courses().add(algebra)

            db.statements(1) { algebra in huey.courses() } shouldBe true
            val logic = course("Logic")
            db.statements(1) { logic in huey.courses() } shouldBe false
        }

        contract("both sides may be of one model", PERSON, FOLLOWING) { db ->
            val huey = person("huey")
            val mickey = person("mickey")
            FOLLOWING.followed.of(huey).add(listOf(mickey, person("zaizee")))
            FOLLOWING.followed.of(mickey).add(huey)

            FOLLOWING.followed.of(huey).orderBy(PERSON.name).values(PERSON.name) shouldBe listOf("mickey", "zaizee")
            FOLLOWING.followed.reverse().of(huey).values(PERSON.name) shouldBe listOf("mickey")
            db.statements(3 + db.lock()) { FOLLOWING.followed.reverse().of(huey).set(listOf(huey)) }
            FOLLOWING.followed.reverse().of(huey).values(PERSON.name) shouldBe listOf("huey")
        }

        contract("a relation can be used on another database than its tables'", *school) { db ->
            Database.sqliteInMemory().use { other ->
                other.createTables(*school)
                other.use(*school).use {
                    student("Huey")
                    course("Logic")
                }
                val huey = STUDENT.select().using(other).get()
                val courses = ENROLMENT.courses.using(other).of(huey)
                db.statements(0) {
                    courses.add(COURSE.select().using(other).list()) shouldBe 1
                    courses.values(COURSE.title) shouldBe listOf("Logic")
                    ENROLMENT.courses.using(other).reverse().of(COURSE.select().using(other).get()).count() shouldBe 1
                    courses.clear() shouldBe 1
                }
            }
        }

        contract("the through table is what its foreign keys are of", *school) {
            ENROLMENT.courses.through() shouldBeSameInstanceAs ENROLMENT
            ENROLMENT.courses.reverse().through() shouldBeSameInstanceAs ENROLMENT
            Table.alias(ENROLMENT, "e").courses.through() shouldBeSameInstanceAs ENROLMENT
            ENROLMENT.courses.toString() shouldBe "Enrolment.courses"
            ENROLMENT.courses.reverse().toString() shouldBe "Enrolment.courses reversed"
            ManyToMany.through(ENROLMENT.student, ENROLMENT.course).toString() shouldBe "enrolment.student_id to enrolment.course_id"

            val huey = student("Huey")
            Table.alias(ENROLMENT, "e").courses.of(huey).add(course("Logic"))
            titles(huey) shouldBe listOf("Logic")
        }

        contract("an unsaved row has no related rows to ask for", *school) {
            val refused = shouldThrow<ModelException> { Student().courses() }
            refused.model() shouldBe "Student"
            refused.message shouldBe
                """
                Enrolment.courses belongs to a row by student.id, which this row of Student does not have
                  model: Student
                  hint: save() the row first, or select the column with it
                """.trimIndent()
        }

        contract("an unsaved row cannot be added, and nothing is sent", *school) { db ->
            val huey = student("Huey")
            val refused =
                shouldThrow<ModelException> {
                    db.statements(0) { huey.courses().add(listOf(School.Course())) }
                }
            refused.model() shouldBe "Enrolment"
            refused.hint() shouldBe "save() that row first"
            refused.message shouldBe
                """
                enrolment.course_id cannot refer to a row of Course that is not stored
                  model: Enrolment
                  hint: save() that row first
                """.trimIndent()
        }

        contract("nothing can be added to a row that was deleted", *school) {
            val huey = student("Huey")
            huey.delete()
            shouldThrow<ModelException> { huey.courses().add(course("Logic")) }.summary() shouldBe
                "enrolment.student_id cannot refer to a row of Student that is not stored"
        }

        test("one foreign key for both sides is refused") {
            val refused = shouldThrow<ModelException> { ManyToMany.through(ENROLMENT.student, ENROLMENT.student) }
            refused.model() shouldBe "Enrolment"
            refused.message shouldBe
                """
                a many-to-many relation has two sides, and enrolment.student_id is given for both
                  model: Enrolment
                  hint: name another foreign key of Enrolment for one of them
                """.trimIndent()
        }

        test("foreign keys of two tables are refused, also where the compiler was silenced") {
            @Suppress("UNCHECKED_CAST")
            val stranger = FAVORITE.user as ForeignKey<Enrolment, Student, Long>
            val refused = shouldThrow<ModelException> { ManyToMany.through(ENROLMENT.course, stranger) }
            refused.model() shouldBe "Enrolment"
            refused.message shouldBe
                """
                a many-to-many relation goes through one table, and enrolment.course_id and favorite.user_id are of two
                  model: Enrolment
                  hint: name two foreign keys of one table
                """.trimIndent()
        }

        contract("any executor will do, as long as all three tables are bound to it", *school) { db ->
            val executor =
                object : QueryExecutor by db {
                    override fun toString() = "another database"
                }
            school.forEach { it.binding().bind(executor) }
            val huey = student("Huey")
            val logic = course("Logic")
            huey.courses().add(logic) shouldBe 1
            (logic in huey.courses()) shouldBe true
        }

        contract("Java callers read and write the same way", *school) {
            School.javaCaller(student("Huey"), course("Algebra"), listOf(course("Logic"), course("Music"))) shouldBe
                listOf("[Logic, Music]", "false", "2")
        }

        contract("Java callers use every form", *school) {
            School.javaForms(student("Huey"), course("Algebra"), listOf(course("Logic"), course("Music"))) shouldBe
                listOf(3, 3, 2L, true, 2L, "enrolment.student_id enrolment.course_id", true, true, "coursesnull", "[id, name, courses]")
        }
    })
