package dev.kinglet.m2m

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.m2m.Campus.Member
import dev.kinglet.m2m.Campus.Member.MEMBER
import dev.kinglet.m2m.Campus.Note
import dev.kinglet.m2m.Campus.Note.NOTE
import dev.kinglet.m2m.Campus.Photo.PHOTO
import dev.kinglet.m2m.Campus.Tag.TAG
import dev.kinglet.model.CompositeKey
import dev.kinglet.model.Model
import dev.kinglet.model.OnDelete
import dev.kinglet.model.Table
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.ManyToManyTour.Course
import tour.ManyToManyTour.Course.COURSE
import tour.ManyToManyTour.Student
import tour.ManyToManyTour.Student.STUDENT

/** Relations whose links are kept in a table that is made for them. */
class GeneratedSpec :
    FunSpec({
        val school = arrayOf<Table<*, *>>(STUDENT, COURSE, COURSE.students.through())
        val members = arrayOf<Table<*, *>>(MEMBER, MEMBER.following.through(), MEMBER.friends.through())

        fun student(name: String) = STUDENT.create(STUDENT.name.to(name))

        fun course(title: String) = COURSE.create(COURSE.title.to(title))

        fun member(name: String) = MEMBER.create(MEMBER.name.to(name))

        fun names(rows: Related<Member>) = rows.orderBy(MEMBER.name).values(MEMBER.name)

        contract("the table is named after owner and field, and its key is the pair (M2M-02)", STUDENT, COURSE) { db ->
            val links = COURSE.students.through()
            links.toString() shouldBe "CourseStudents"
            links.tableName() shouldBe "course_students"
            db.createTablesSql(links).filter { "course_students" in it } shouldBe
                listOf(
                    """create table if not exists "course_students" ("course_id" bigint not null, "student_id" bigint not null, """ +
                        """primary key ("course_id", "student_id"), """ +
                        """constraint "fk_course_students_course_id_refs_course" foreign key ("course_id") references "course" ("id") """ +
                        """on delete cascade, constraint "fk_course_students_student_id_refs_student" foreign key ("student_id") """ +
                        """references "student" ("id") on delete cascade)""",
                    """create index if not exists "course_students_student_id" on "course_students" ("student_id")""",
                )
        }

        test("it is the same from both sides, from aliases and from any thread (M2M-03)") {
            val links = COURSE.students.through()
            COURSE.students.reverse().through() shouldBeSameInstanceAs links
            COURSE.students.reverse().reverse().through() shouldBeSameInstanceAs links
            Table.alias(COURSE, "c").students.through() shouldBeSameInstanceAs links
            COURSE.students.near().target() shouldBe COURSE
            COURSE.students.far().target() shouldBe STUDENT
            COURSE.students.reverse().near().target() shouldBe STUDENT
            COURSE.students.toString() shouldBe "Course.students"
            COURSE.students.reverse().toString() shouldBe "Student.courses"
            COURSE.students.name() shouldBe "students"
            COURSE.students.reverse().name() shouldBe "courses"
            COURSE.students.reverse().backref() shouldBe "students"
            val fresh = dev.kinglet.fixtures.together(8) { FRESH.members.through() }
            fresh.forEach { it shouldBeSameInstanceAs fresh[0] }
        }

        contract("it uses the database of its owner, and is a table like any other", *school) { db ->
            val cs101 = course("CS 101")
            cs101.students().add(listOf(student("Huey"), student("Mickey")))
            val links = COURSE.students.through()
            links.select().count() shouldBe 2
            val link = links.select().orderBy(COURSE.students.far()).list().first()
            link.table() shouldBeSameInstanceAs links
            link.id() shouldBe CompositeKey.of(1L, 1L)
            @Suppress("UNCHECKED_CAST")
            val row = (links as Table<Model<*>, *>).newRow()
            row.table() shouldBeSameInstanceAs links
            row.toString() shouldBe "CourseStudents[]"
            db.schema().check(links) shouldBe listOf()
            db.use(*school).use { links.select().count() shouldBe 2 }
            links.binding() shouldBeSameInstanceAs COURSE.binding()
        }

        contract("rows are added, asked for, taken away and replaced (M2M-04..10)", *school) { db ->
            val huey = student("Huey")
            val cs101 = course("CS 101")
            val logic = course("Logic")
            db.sends(
                """insert into "course_students" ("student_id", "course_id") values (?, ?) on conflict ("student_id", "course_id") do nothing""",
                postgres = listOf("""insert into "course_students" ("student_id", "course_id") select * from unnest(?, ?) on conflict ("student_id", "course_id") do nothing"""),
            ) {
                huey.courses().add(cs101) shouldBe 1
            }
            huey.courses().add(cs101) shouldBe 0
            db.sends("""select "course"."id", "course"."title" from "course" join "course_students" on "course_students"."course_id" = "course"."id" where "course_students"."student_id" = ?""") {
                huey.courses().list() shouldBe listOf(cs101)
            }
            db.sends("""select count(*) from "course" join "course_students" on "course_students"."course_id" = "course"."id" where "course_students"."student_id" = ?""") {
                huey.courses().count() shouldBe 1
            }
            db.sends("""delete from "course_students" where ("course_students"."student_id" = ? and "course_students"."course_id" = ?)""") {
                huey.courses().remove(cs101) shouldBe 1
            }
            cs101.students().add(huey) shouldBe 1
            val replacing =
                listOf(
                    """select "course_students"."course_id" from "course_students" where "course_students"."student_id" = ?""",
                    """delete from "course_students" where ("course_students"."student_id" = ? and "course_students"."course_id" = ?)""",
                )
            db.sends(
                *replacing.toTypedArray(),
                """insert into "course_students" ("student_id", "course_id") values (?, ?) on conflict ("student_id", "course_id") do nothing""",
                postgres =
                    listOf("""select "student"."id" from "student" where "student"."id" = ? for no key update""") + replacing +
                        """insert into "course_students" ("student_id", "course_id") select * from unnest(?, ?) on conflict ("student_id", "course_id") do nothing""",
            ) { huey.courses().set(listOf(logic)) }
            db.sends("""delete from "course_students" where "course_students"."student_id" = ?""") {
                huey.courses().clear() shouldBe 1
            }
        }

        contract("joins go through the table, or by a call (M2M-01)", *school) { db ->
            val cs101 = course("CS 101")
            cs101.students().add(listOf(student("Huey"), student("Mickey")))
            val sql =
                """select "course"."id", "course"."title" from "course" join "course_students" """ +
                    """on "course_students"."course_id" = "course"."id" join "student" """ +
                    """on "course_students"."student_id" = "student"."id" where "student"."name" = ?"""
            db.sends(sql, sql) {
                COURSE.select().join(COURSE.students.through()).join(STUDENT).where(STUDENT.name.eq("Huey")).list() shouldBe listOf(cs101)
                COURSE.select().refine(COURSE.students::join).where(STUDENT.name.eq("Huey")).list() shouldBe listOf(cs101)
            }
            val c = Table.alias(COURSE, "c")
            c.select().refine(c.students::join).orderBy(STUDENT.name).values(STUDENT.name) shouldBe listOf("Huey", "Mickey")
            COURSE.students.join(COURSE.select(), STUDENT.alias("s")).count() shouldBe 2
            STUDENT.select().refine(COURSE.students.reverse()::join).values(COURSE.title) shouldBe listOf("CS 101", "CS 101")
            shouldRefuse<ProgrammingException>(
                "Course.students is joined to a query that does not read from Course",
                "Course",
                "join Course first",
            ) { COURSE.students.join(STUDENT.select()) }
        }

        contract("links go with either row, or keep it, as declared (M2M-12)", *school, Keeper.TABLE, Keeper.TABLE.courses.through()) { db ->
            val huey = student("Huey")
            val cs101 = course("CS 101")
            huey.courses().add(cs101)
            STUDENT.deleteByKey(huey.id()) shouldBe 1
            COURSE.students.through().select().count() shouldBe 0

            val keeper = Keeper.TABLE.create()
            Keeper.TABLE.courses.of(keeper).add(cs101)
            shouldThrow<IntegrityException> { COURSE.deleteByKey(cs101.id()) }.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
            cs101.deleteRecursive() shouldBe 2
            Keeper.TABLE.courses.through().select().count() shouldBe 0
            db.inTransaction() shouldBe false
        }

        contract("tables are created and dropped with their links", STUDENT, COURSE) { db ->
            db.createTables(COURSE.students.through())
            course("CS 101").students().add(student("Huey")) shouldBe 1
            db.dropTables(STUDENT, COURSE, COURSE.students.through())
            db.createTables(COURSE.students.through()) // and what it refers to
            course("CS 101").students().count() shouldBe 0
        }

        contract("a model and itself: each side has its name (M2M-19)", *members) { db ->
            MEMBER.following.through().columns().map { it.name() } shouldBe listOf("from_member_id", "to_member_id")
            val (huey, mickey, zaizee) = listOf("huey", "mickey", "zaizee").map { member(it) }
            huey.following().add(listOf(mickey, zaizee))
            mickey.following().add(huey)
            db.statements(1) { names(huey.following()) } shouldBe listOf("mickey", "zaizee")
            names(huey.followers()) shouldBe listOf("mickey")
            names(zaizee.followers()) shouldBe listOf("huey")
            MEMBER.following.toString() shouldBe "Member.following"
            MEMBER.following.reverse().toString() shouldBe "Member.followers"
            zaizee.followers().set(listOf(mickey, zaizee))
            names(zaizee.followers()) shouldBe listOf("mickey", "zaizee")
            names(huey.following()) shouldBe listOf("mickey")
            val followed = Table.alias(MEMBER, "followed")
            MEMBER.following.join(MEMBER.select(), followed).where(followed.name.eq("zaizee")).count() shouldBe 2
        }

        contract("a symmetric relation is stored both ways by one statement", *members) { db ->
            val (huey, mickey, zaizee) = listOf("huey", "mickey", "zaizee").map { member(it) }
            db.statements(1) { huey.friends().add(listOf(mickey, zaizee)) } shouldBe 2
            names(mickey.friends()) shouldBe listOf("huey")
            db.statements(1) { mickey.friends().add(listOf(huey, mickey)) } shouldBe 1
            names(mickey.friends()) shouldBe listOf("huey", "mickey")
            db.statements(1) { mickey.friends().remove(listOf(huey)) } shouldBe 1
            names(huey.friends()) shouldBe listOf("zaizee")
            db.statements(3 + db.lock()) { zaizee.friends().set(listOf(mickey)) }
            names(huey.friends()) shouldBe listOf()
            names(mickey.friends()) shouldBe listOf("mickey", "zaizee")
            db.statements(1) { mickey.friends().clear() } shouldBe 2
            MEMBER.friends.through().select().count() shouldBe 0
            huey.friends().add(MEMBER.where(MEMBER.name.ne("huey"))) shouldBe 2
            names(zaizee.friends()) shouldBe listOf("huey")
            huey.friends().remove(MEMBER.where(MEMBER.name.eq("zaizee"))) shouldBe 1
            names(zaizee.friends()) shouldBe listOf()
            MEMBER.friends.reverse().of(mickey).count() shouldBe 1
        }

        contract("a relation of a base table has links of its own in each table (M2M-18)", NOTE, PHOTO, TAG, NOTE.tags.through(), PHOTO.tags.through()) {
            NOTE.tags.through().tableName() shouldBe "note_tags"
            PHOTO.tags.through().tableName() shouldBe "photo_tags"
            val tag = TAG.create(TAG.name.to("red"))
            val note = NOTE.create(NOTE.body.to("x"))
            val photo = PHOTO.create(PHOTO.path.to("y"))
            NOTE.tags.of(note).add(tag)
            PHOTO.tags.of(photo).count() shouldBe 0
            NOTE.tags.reverse().of(tag).list() shouldBe listOf(note)
            PHOTO.tags.of(photo).addKeys(listOf("red"))
            PHOTO.tags.reverse().of(tag).list() shouldBe listOf(photo)
        }

        contract("links can be in another schema") { db ->
            if (db.dialect() == Dialect.SQLITE) db.execute("attach ':memory:' as aside") else db.execute("create schema if not exists aside")
            try {
                db.bind(Apart.TABLE).createTables(Apart.TABLE, Apart.TABLE.others.through())
                val one = Apart.TABLE.create()
                val other = Apart.TABLE.create()
                db.statements(1) { Apart.TABLE.others.of(one).add(other) } shouldBe 1
                Apart.TABLE.others.of(one).sql().text() shouldBe
                    """select "aside"."apart"."id" from "aside"."apart" join "aside"."apart_others" on """ +
                    """"aside"."apart_others"."to_apart_id" = "aside"."apart"."id" where "aside"."apart_others"."from_apart_id" = ?"""
                Apart.TABLE.others.reverse().of(other).list() shouldBe listOf(one)
            } finally {
                if (db.dialect() == Dialect.POSTGRES) db.execute("drop schema aside cascade")
            }
        }
    })

class Fresh : Model<Long>() {
    companion object {
        val TABLE = Freshes()
    }

    class Freshes : Table<Fresh, Long>(::Fresh) {
        val id = autoId()
        val members = ManyToMany.of(this, Member::class.java)
    }
}

private val FRESH get() = Fresh.TABLE

/** Links that keep what they link to. */
class Keeper : Model<Long>() {
    companion object {
        @JvmField
        val TABLE = Keepers()
    }

    class Keepers : Table<Keeper, Long>(::Keeper) {
        val id = autoId()
        val courses = ManyToMany.of(this, Course::class.java).onDelete(OnDelete.NO_ACTION).onUpdate(OnDelete.CASCADE)
    }
}

class Apart : Model<Long>() {
    companion object {
        @JvmField
        val TABLE = Aparts()
    }

    class Aparts : Table<Apart, Long>(::Apart) {
        val id = autoId()
        val others = ManyToMany.of(this, Apart::class.java)

        init {
            schema("aside")
        }
    }
}
