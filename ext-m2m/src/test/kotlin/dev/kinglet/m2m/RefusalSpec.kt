package dev.kinglet.m2m

import dev.kinglet.Database
import dev.kinglet.errors.ModelException
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.m2m.Campus.Member
import dev.kinglet.m2m.Campus.Rivalry
import dev.kinglet.m2m.Campus.Tag
import dev.kinglet.m2m.School.Course
import dev.kinglet.m2m.School.Enrolment
import dev.kinglet.m2m.School.Enrolment.ENROLMENT
import dev.kinglet.m2m.School.Following.FOLLOWING
import dev.kinglet.model.ForeignKey
import dev.kinglet.model.Model
import dev.kinglet.model.OnDelete
import dev.kinglet.model.Table
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Declarations that cannot be right: told when their table is bound. */
class RefusalSpec :
    FunSpec({
        fun refused(
            table: Table<*, *>,
            summary: String,
            hint: String,
            model: String = summary.substringBefore('.'),
        ) = Database.sqliteInMemory().use { db -> shouldRefuse<ModelException>(summary, model, hint) { db.bind(table) } }

        test("links without a foreign key to one of the sides (M2M-13)") {
            refused(
                NoWay.TABLE,
                "NoWay.tags goes through Enrolment, which has no foreign key to NoWay",
                "declare one there, or name another model",
            )
        }

        test("links with two foreign keys to one of the sides (M2M-19)") {
            refused(
                TwoWays.TABLE,
                "TwoWays.others goes through TwoWaysLink, which refers to TwoWays by [two_ways_link.one_id, two_ways_link.other_id]",
                "say which: through(() -> TwoWaysLink.near, () -> TwoWaysLink.far), the near one to TwoWays",
            )
        }

        test("foreign keys of other tables, or to others than the sides") {
            refused(
                TwoTables.TABLE,
                "TwoTables.courses goes through one table, and enrolment.student_id and following.whom_id are of two",
                "name two foreign keys of one table",
            )
            refused(
                OneKey.TABLE,
                "OneKey.courses has two sides, and enrolment.course_id is given for both",
                "name another foreign key of Enrolment for one of them",
            )
            refused(
                NotFromHere.TABLE,
                "NotFromHere.courses begins at NotFromHere, and enrolment.student_id refers to Student",
                "name a foreign key to NotFromHere first, then one to Course",
            )
            refused(
                NotToThere.TABLE,
                "NotToThere.tags leads to Tag, and not_to_there_link.there_id refers to NotToThere",
                "name a foreign key to NotToThere first, then one to Tag",
            )
        }

        test("what only a table that is made for the relation can be told (M2M-12)") {
            refused(
                Actions.TABLE,
                "Actions.courses says what happens to links of a table that was declared",
                "say it of the foreign keys of that table: onDelete(..), onUpdate(..)",
            )
        }

        test("a symmetric relation of two models") {
            refused(
                Uneven.TABLE,
                "Uneven.courses is symmetric, and leads from Uneven to Course",
                "drop symmetric(): only rows of one table can belong to each other",
            )
        }

        test("a model without a table, and a key of several columns") {
            refused(
                Nowhere.TABLE,
                "Nowhere.things leads to Thing: Thing declares no table",
                "keep its table in a static field of the class (Kotlin: make it the companion object)",
            )
            refused(
                Broad.TABLE,
                "Broad.rivalries has no table of its own, and the primary key of Rivalry has 2 columns",
                "declare a model of the links, which refers to a unique column: through(..)",
            )
        }

        test("two relations of one name on the other side (M2M-17)") {
            refused(
                Twice.TABLE,
                "Course has two back-references named 'fans': Twice.liked and Twice.loved",
                "give one of them another name: backref(\"..\")",
                model = "Course",
            )
            // two of the same models are two tables, and fine
            Database.sqliteInMemory().use { db -> db.bind(Member.MEMBER) }
        }

        test("a relation that is in no field, and a view that is told something") {
            shouldRefuse<ModelException>(
                "a many-to-many relation of Course is in no field of its table, so it has no name",
                "Course",
                "keep it in one: public final ManyToMany<..> name = ManyToMany.of(this, ..)",
            ) { ManyToMany.of(Course.COURSE, Tag::class.java).through() }
            shouldRefuse<ModelException>(
                "Member.followers is a view of a relation, which declares nothing",
                "Member",
                "say it where the relation is declared",
            ) { Member.MEMBER.following.reverse().backref("x") }
        }

        test("two views of one relation stand in two fields") {
            Database.sqliteInMemory().use { db -> db.bind(Loan) }
            Loan.relations().keys.toList() shouldBe listOf("books", "readers")
        }
    })

/** What the compiler would refuse. */
@Suppress("UNCHECKED_CAST")
private fun <L : Model<*>, R : Model<*>> wrong(
    relation: ManyToMany<L, R>,
    near: () -> ForeignKey<*, *, *>,
    far: () -> ForeignKey<*, *, *>,
): ManyToMany<L, R> = relation.through({ near() as ForeignKey<*, L, *> }, { far() as ForeignKey<*, R, *> })

class NoWay : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<NoWay, Long>(::NoWay) {
        val id = autoId()
        val tags = ManyToMany.of(this, Course::class.java).through(Enrolment::class.java)
    }
}

class TwoWays : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<TwoWays, Long>(::TwoWays) {
        val id = autoId()
        val others = ManyToMany.of(this, TwoWays::class.java).through(TwoWaysLink::class.java)
    }
}

class TwoWaysLink : Model<Long>() {
    companion object : Table<TwoWaysLink, Long>(::TwoWaysLink) {
        val id = autoId()
        val one = foreignKey(TwoWays::class.java)
        val other = foreignKey(TwoWays::class.java)
    }
}

class TwoTables : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<TwoTables, Long>(::TwoTables) {
        val id = autoId()
        val courses = wrong(ManyToMany.of(this, Course::class.java), { ENROLMENT.student }, { FOLLOWING.whom })
    }
}

class OneKey : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<OneKey, Long>(::OneKey) {
        val id = autoId()
        val courses = wrong(ManyToMany.of(this, Course::class.java), { ENROLMENT.course }, { ENROLMENT.course })
    }
}

class NotFromHere : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<NotFromHere, Long>(::NotFromHere) {
        val id = autoId()
        val courses = wrong(ManyToMany.of(this, Course::class.java), { ENROLMENT.student }, { ENROLMENT.course })
    }
}

class NotToThere : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<NotToThere, Long>(::NotToThere) {
        val id = autoId()
        val tags = wrong(ManyToMany.of(this, Tag::class.java), { NotToThereLink.here }, { NotToThereLink.there })
    }
}

class NotToThereLink : Model<Long>() {
    companion object : Table<NotToThereLink, Long>(::NotToThereLink) {
        val id = autoId()
        val here = foreignKey(NotToThere::class.java)
        val there = foreignKey(NotToThere::class.java)
    }
}

class Actions : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<Actions, Long>(::Actions) {
        val id = autoId()
        val courses = ManyToMany.of(this, Course::class.java).through(Enrolment::class.java).onDelete(OnDelete.RESTRICT)
    }
}

class Uneven : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<Uneven, Long>(::Uneven) {
        val id = autoId()
        val courses = ManyToMany.of(this, Course::class.java).symmetric()
    }
}

class Thing : Model<Long>()

class Nowhere : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<Nowhere, Long>(::Nowhere) {
        val id = autoId()
        val things = ManyToMany.of(this, Thing::class.java)
    }
}

class Broad : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<Broad, Long>(::Broad) {
        val id = autoId()
        val rivalries = ManyToMany.of(this, Rivalry::class.java)
    }
}

class Twice : Model<Long>() {
    companion object {
        @JvmField val TABLE = Declares()
    }

    class Declares : Table<Twice, Long>(::Twice) {
        val id = autoId()
        val liked = ManyToMany.of(this, Course::class.java).backref("fans")
        val loved = ManyToMany.of(this, Course::class.java).backref("fans")
    }
}
