package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.alias
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeForeignKey
import dev.kinglet.model.CompositeKey
import dev.kinglet.model.Load
import dev.kinglet.model.Load.Strategy
import dev.kinglet.model.MapOptions
import dev.kinglet.query.Lazy
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.CompositeCaller
import tour.Places.Desk
import tour.Places.Desk.DESK
import tour.Places.Lamp
import tour.Places.Lamp.LAMP
import tour.Places.Room
import tour.Places.Room.ROOM

/** A reference of several columns is a relation like one of a single column (MOD-12). */
class CompositeForeignKeySpec :
    FunSpec({
        fun room(
            house: String,
            number: Int,
            name: String = "$house$number",
            annex: Room? = null,
        ) = ROOM.insertOf(house, number, name, annex)

        fun sown(
            name: String,
            body: (Database) -> Unit,
        ) = contract("$name (MOD-12)", ROOM, DESK, LAMP) { db ->
            val a1 = room("a", 1)
            val a2 = room("a", 2, annex = a1)
            room("b", 1)
            DESK.create(DESK.label.to("x"), DESK.room.to(a1))
            DESK.create(DESK.label.to("y"), DESK.room.to(a2))
            DESK.create(DESK.label.to("z"), DESK.house.to("b"))
            DESK.create(DESK.label.to("w"), DESK.room.to(a1))
            body(db)
        }

        val rooms =
            """select "room"."house", "room"."number", "room"."name", "room"."floor", "room"."annex_house", "room"."annex_number" from "room""""
        val desks = """select "desk"."id", "desk"."house", "desk"."number", "desk"."label" from "desk""""

        sown("the key costs no query, the row one, for all rows of a result") { db ->
            val all = DESK.select().orderBy(DESK.id).list()
            db.statements(0) {
                all.map { it.key(DESK.room) } shouldContainExactly
                    listOf(CompositeKey.of("a", 1), CompositeKey.of("a", 2), null, CompositeKey.of("a", 1))
            }
            db.sends(
                rooms + """ where ("room"."house", "room"."number") in (values (?, ?), (?, ?))""",
                postgres = listOf(rooms + """ where ("room"."house", "room"."number") in ((?, ?), (?, ?))"""),
            ) { all.map { it.room?.name } shouldContainExactly listOf("a1", "a2", null, "a1") }
            all[0].room shouldBeSameInstanceAs all[3].room
            val second = DESK.get(2L)
            val found = rooms + """ where ("room"."house" = ? and "room"."number" = ?)"""
            db.sends("$found limit ?", postgres = listOf("$found fetch next ? rows only")) { second.room!!.name shouldBe "a2" }
        }

        sown("a row is set, unset and found by") { db ->
            val desk = DESK.get(3L)
            desk.room.shouldBeNull()
            desk.room = ROOM.get(CompositeKey.of("b", 1))
            desk.changed() shouldContainExactly listOf(DESK.number)
            db.statements(0) { desk.room!!.name shouldBe "b1" }
            desk.save() shouldBe 1
            desk.room = null
            desk.get(DESK.house) shouldBe "b"
            desk.get(DESK.number).shouldBeNull()
            desk.save()
            val (a1, a2) = ROOM.select().orderBy(ROOM.name).list()
            DESK.where(DESK.room.eq(a1)).count() shouldBe 2
            DESK.where(DESK.room.ne(a1)).count() shouldBe 1
            DESK.where(DESK.room.`in`(listOf(a1, a2))).count() shouldBe 3
            DESK.where(DESK.room.`in`(a2)).count() shouldBe 1
            DESK.where(DESK.room.`in`(listOf())).count() shouldBe 0
            DESK.where(DESK.room.notIn(listOf(a2))).count() shouldBe 2
            DESK.where(DESK.room.isNull()).count() shouldBe 1
            DESK.where(DESK.room.eq(null)).count() shouldBe 1
            DESK.where(DESK.room.ne(null)).count() shouldBe 3
            DESK.where(DESK.room.isNotNull()).count() shouldBe 3
            db.sends("""update "desk" set "house" = ?, "number" = ? where "desk"."id" = ?""") {
                DESK.update(DESK.room.to(a2)).where(DESK.id.eq(3)).execute() shouldBe 1
            }
            DESK.update(DESK.room.to(null)).where(DESK.room.eq(a2)).execute() shouldBe 2
        }

        contract("a row set before it is saved gives its key when it is (MOD-12, WRT-06)", ROOM, DESK, LAMP) { _ ->
            val late = ROOM.newRow()
            late.set(ROOM.name, "late")
            val desk = DESK.newRow()
            desk.set(DESK.label, "x")
            desk.room = late
            shouldRefuse<ModelException>("desk.(house, number) refers to a row of Room that is not saved", "Desk", "save() that row first") {
                desk.save()
            }
            late.set(ROOM.house, "l")
            late.set(ROOM.number, 7)
            late.save()
            desk.save()
            DESK.get(1L).key(DESK.room) shouldBe CompositeKey.of("l", 7)
            val other = DESK.newRow()
            other.set(DESK.label, "o")
            other.room = late
            DESK.insertRows(listOf(other)).execute()
            DESK.where(DESK.room.eq(late)).count() shouldBe 2
        }

        sown("another value of a part forgets the row") { _ ->
            val desk = DESK.get(1L)
            desk.room!!.name shouldBe "a1"
            desk.set(DESK.number, 2)
            desk.room!!.name shouldBe "a2"
            desk.set(DESK.number, 9)
            shouldThrow<NotFoundException> { desk.room }.summary() shouldBe "[desk.house, desk.number] refers to a row of Room that is not there"
        }

        sown("joins by it, and the graph") { db ->
            val join = """ join "room" on ("desk"."house" = "room"."house" and "desk"."number" = "room"."number")"""
            val selected = """select "desk"."id", "desk"."house", "desk"."number", "desk"."label", "room"."house", "room"."number", "room"."name", "room"."floor", "room"."annex_house", "room"."annex_number" from "desk""""
            db.sends(selected + join + """ order by "desk"."id" asc""") {
                DESK.select(DESK, ROOM).join(ROOM).orderBy(DESK.id).list()
            }.also { db.statements(0) { it.map { it.room!!.name } shouldContainExactly listOf("a1", "a2", "a1") } }
            db.sends("$selected left outer$join order by \"desk\".\"id\" asc") {
                DESK.select(DESK, ROOM).leftJoin(ROOM, DESK.room).orderBy(DESK.id).list()
            }.also { db.statements(0) { it.map { it.room?.name } shouldContainExactly listOf("a1", "a2", null, "a1") } }
            val condition = DESK.house.eq(ROOM.house).and(DESK.number.eq(ROOM.number))
            DESK.select(DESK, ROOM).join(ROOM, condition).list().also { db.statements(0) { it.count { it.room != null } shouldBe 3 } }
            DESK.select(DESK, ROOM).join(ROOM, DESK.room.eq(ROOM)).list().also { db.statements(0) { it.count { it.room != null } shouldBe 3 } }
            // half of it relates no objects
            DESK.select(DESK, ROOM).join(ROOM, DESK.house.eq(ROOM.house)).first()!!.joined(ROOM)!!.name shouldBe "a1"
            val behind = ROOM.alias("behind")
            val named = ROOM.select(ROOM, behind).join(behind, ROOM.annex).list().single()
            db.statements(0) { named.name to named.annex!!.name shouldBe ("a2" to "a1") }
            val back = ROOM.select(ROOM, DESK).join(DESK).where(DESK.label.eq("y")).list().single()
            db.statements(0) { back.joined(DESK)!!.room shouldBeSameInstanceAs back }
        }

        sown("loaded along, both ways and in every way") { db ->
            for (strategy in Strategy.entries) {
                val found = ROOM.select().orderBy(ROOM.name).load(Load.many(DESK.room).by(strategy)).list()
                db.statements(0) {
                    found.map { room -> room.desks().map(Desk::getLabel).sorted() } shouldContainExactly listOf(listOf("w", "x"), listOf("y"), listOf())
                    found[0].desks().first()!!.room shouldBeSameInstanceAs found[0]
                }
                val up = DESK.select().orderBy(DESK.id).load(Load.one(DESK.room).by(strategy)).list()
                db.statements(0) { up.map { it.room?.name } shouldContainExactly listOf("a1", "a2", null, "a1") }
            }
            db.sends(
                rooms,
                desks + """ where ("desk"."house", "desk"."number") in (select "room"."house", "room"."number" from "room")""",
            ) { ROOM.select().load(Load.many(DESK.room).by(Strategy.SUBQUERY)).list() }
            db.sends(
                rooms,
                desks + """ join (select distinct "room"."house", "room"."number" from "room") as "parents" """ +
                    """on ("desk"."house" = "parents"."house" and "desk"."number" = "parents"."number")""",
            ) { ROOM.select().load(Load.many(DESK.room).by(Strategy.JOIN)).list() }
            val one = ROOM.select().orderBy(ROOM.name).load(Load.many(DESK.room, DESK.select().orderBy(DESK.label)).perParent(1)).list()
            db.statements(0) { one.map { room -> room.desks().map(Desk::getLabel) } shouldContainExactly listOf(listOf("w"), listOf("y"), listOf()) }
            val rooms = ROOM.select().orderBy(ROOM.name).prefetch(DESK)
            rooms.list().also { db.statements(0) { it.map { room -> room.desks().count() } shouldContainExactly listOf(2L, 1L, 0L) } }
            DESK.select().prefetch(ROOM).list().also { db.statements(0) { it.count { desk -> desk.room != null } shouldBe 3 } }
            val chain = ROOM.where(ROOM.name.eq("a2")).load(Load.one(ROOM.annex).recursively()).list().single()
            db.statements(0) { chain.annex!!.annex.shouldBeNull() }
        }

        sown("many keys are in few texts") { db ->
            ROOM.insertMany(listOf(ROOM.house, ROOM.number, ROOM.name), (1..5000).map { listOf("m", it, "m$it") }).execute()
            DESK.insertMany(listOf(DESK.house, DESK.number, DESK.label), (1..5000).map { listOf("m", it, "m$it") }).execute()
            val all = DESK.where(DESK.house.eq("m")).list()
            db.statements(5) { all.map { it.room!!.name } shouldBe all.map { it.label } }
            val loaded = DESK.where(DESK.house.eq("m")).load(Load.one(DESK.room))
            db.statements(3) { loaded.list().map { it.room!!.name } shouldBe all.map { it.label } }
        }

        sown("back-references, and what refers by another unique combination") { db ->
            val a1 = ROOM.get(CompositeKey.of("a", 1))
            val desk = DESK.get(1L)
            val lamp = LAMP.create(LAMP.room.to(a1), LAMP.desk.to(desk))
            LAMP.get(lamp.id()).get(LAMP.roomName) shouldBe "a1"
            db.sends(desks + """ where ("desk"."house" = ? and "desk"."number" = ?)""") { a1.desks().list().size shouldBe 2 }
            a1.desks().where(DESK.label.eq("x")).count() shouldBe 1
            a1.backref(LAMP.room).single() shouldBe lamp
            val found = LAMP.select().load(Load.one(LAMP.room).then(Load.many(DESK.room))).list().single()
            db.statements(0) { found.room.desks().count() shouldBe 2 }
            val rooms = ROOM.where(ROOM.house.eq("a")).list()
            db.statements(1) { rooms.sumOf { it.desks().list().size } shouldBe 3 }
        }

        sown("a recursive delete follows it: to NULL where it may be, else the rows (WRT-24)") { db ->
            val a1 = ROOM.get(CompositeKey.of("a", 1))
            LAMP.create(LAMP.room.to(a1), LAMP.desk.to(DESK.get(1L)))
            a1.deletePlan().steps().map { it.toString() } shouldContainExactly
                listOf(
                    "set desk.(house, number) of 2 to null",
                    "delete 1 of Lamp by lamp.(house, room_name)",
                    "set room.(annex_house, annex_number) of 1 to null",
                    "delete 1 of Room",
                )
            val sent =
                listOf(
                    """update "desk" set "number" = ? where ("desk"."house" = ? and "desk"."number" = ?)""",
                    """delete from "lamp" where ("lamp"."house" = ? and "lamp"."room_name" = ?)""",
                    """update "room" set "annex_house" = ?, "annex_number" = ? where ("room"."annex_house" = ? and "room"."annex_number" = ?)""",
                    """delete from "room" where ("room"."house" = ? and "room"."number" = ?)""",
                )
            db.record().use { log ->
                a1.deletePlan().execute() shouldBe 2
                log.entries().drop(1).map { it.sql() } shouldContainExactly sent // behind a look at the catalogue
            }
            DESK.where(DESK.room.isNull()).count() shouldBe 3
            ROOM.get(CompositeKey.of("a", 2)).annex.shouldBeNull()
        }

        sown("a recursive delete of all, with what it refers to itself") { _ ->
            ROOM.deletePlan(ROOM.name.eq("a1")).withNullable().execute() shouldBe 5
            ROOM.select().values(ROOM.name) shouldContainExactly listOf("b1")
            DESK.select().values(DESK.label) shouldContainExactly listOf("z")
        }

        sown("rows as maps, and back") { db ->
            val desk = DESK.select(DESK, ROOM).join(ROOM).where(DESK.label.eq("y")).single()
            val map = db.statements(0) { desk.toMap() }
            map.keys shouldBe setOf("id", "house", "number", "label", "room")
            (map["room"] as Map<*, *>)["name"] shouldBe "a2"
            DESK.get(2L).toMap() shouldBe mapOf("id" to 2L, "house" to "a", "number" to 2, "label" to "y")
            db.statements(3) {
                // the desk, its room, and the room behind that
                val followed = DESK.get(2L).toMap(MapOptions.following())
                ((followed["room"] as Map<*, *>)["annex"] as Map<*, *>)["name"] shouldBe "a1"
            }
            DESK.get(2L).toMap(MapOptions.following().exclude(DESK.number)).keys shouldBe setOf("id", "house", "label")
            val room = ROOM.get(CompositeKey.of("a", 1))
            val back = room.toMap(MapOptions.following().depth(1).backrefs(DESK.room))
            (back["desks"] as List<*>).size shouldBe 2
            room.backref("desks").count() shouldBe 2
            val made = DESK.newRow()
            made.fromMap(mapOf("label" to "n", "room" to mapOf("house" to "n", "number" to 1, "name" to "n1")))
            made.room!!.save()
            made.save()
            DESK.get(made.id()).room!!.name shouldBe "n1"
            val full = ROOM.newRow()
            full.fromMap(mapOf("house" to "f", "number" to 1, "name" to "f1", "desks" to listOf(mapOf("label" to "of"))))
            full.save()
            full.desks().list().single().let {
                it.save()
                DESK.get(it.id()).key(DESK.room) shouldBe CompositeKey.of("f", 1)
            }
        }

        sown("a part that is a foreign key, and a copy") { _ ->
            val desk = DESK.get(1L)
            val copy = DESK.copy(desk)
            copy.save()
            copy.key(DESK.room) shouldBe CompositeKey.of("a", 1)
            desk.room!!.name shouldBe "a1"
            desk.refresh()
            DESK.update(DESK.number.to(2)).where(DESK.id.eq(1)).execute()
            desk.refresh()
            desk.room!!.name shouldBe "a2"
        }

        sown("STRICT names the relation and the call") { _ ->
            val desk = DESK.select().lazy(Lazy.STRICT).first()!!
            val error = shouldThrow<ProgrammingException> { desk.room }
            error.summary().substringBefore(';') shouldBe "Desk.room was not loaded, and lazy loading is STRICT here"
            error.hint() shouldBe "load it with the rows: query.load(Load.one(Desk.room))"
        }

        contract("all of it from Java (MOD-12)", ROOM, DESK, LAMP) { _ -> CompositeCaller().relations() }

        test("what a reference says of itself (MOD-12)") {
            CompositeCaller().parts()
            DESK.room.forward().inverse() shouldBe DESK.room.backward()
            DESK.room.isNullable shouldBe true
            ROOM.alias("r").references() shouldBe listOf(ROOM.alias("r").compositeForeignKeys()[0])
            ROOM.annex.toString() shouldBe "room.(annex_house, annex_number)"
        }

        sown("what is refused") { _ ->
            val lamp = LAMP.newRow()
            val unsaved = ROOM.newRow()
            shouldRefuse<ModelException>("lamp.(house, room_name) is never null", "Lamp", "declare one of its columns nullable(), or set a row") {
                @Suppress("UNCHECKED_CAST") // as Java can, past the compiler
                val wrong = LAMP.room as CompositeForeignKey<Lamp, Room?>
                LAMP.update(wrong.to(null)).where(LAMP.id.eq(1)).execute()
            }
            shouldRefuse<ModelException>("comparing desk.(house, number) with a row of Room that has no key yet", "Desk", "save the row first; rows without a reference are found by isNull()") {
                DESK.where(DESK.room.eq(unsaved))
            }
            shouldRefuse<ModelException>("lamp.house has no value: it was never set", "Lamp", "set it first") { lamp.room }
            val a2 = ROOM.get(CompositeKey.of("a", 2))
            shouldThrow<IntegrityException> {
                DESK.create(DESK.label.to("q"), DESK.house.to("q"), DESK.number.to(1))
            }.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
            shouldThrow<IntegrityException> { a2.delete() }.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
        }
    })

private fun tour.Places.Room.Rooms.insertOf(
    house: String,
    number: Int,
    name: String,
    annex: Room?,
): Room =
    newRow().also {
        it.set(this.house, house)
        it.set(this.number, number)
        it.set(this.name, name)
        it.set(this.annex, annex)
        it.save()
    }
