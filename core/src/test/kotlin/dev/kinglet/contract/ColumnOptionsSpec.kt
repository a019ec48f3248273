package dev.kinglet.contract

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.expr.*
import dev.kinglet.fixtures.Declared.Cover.COVER
import dev.kinglet.fixtures.Declared.Edition.EDITION
import dev.kinglet.fixtures.Declared.Event
import dev.kinglet.fixtures.Declared.Event.EVENT
import dev.kinglet.fixtures.Declared.Isbn
import dev.kinglet.fixtures.Declared.Item
import dev.kinglet.fixtures.Declared.Item.ITEM
import dev.kinglet.fixtures.Right
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.*
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import dev.kinglet.type.UuidV7
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.ColumnCaller
import java.time.Duration
import java.time.Instant
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread

/** What the database itself does with a column. */
class ColumnOptionsSpec :
    FunSpec({
        contract("what is declared is what the database has (FLD-01, DDL-09)", ITEM, EVENT, EDITION, COVER) { db ->
            val sql = db.createTablesSql(ITEM).first()
            sql shouldBe
                if (db.dialect() == Dialect.SQLITE) {
                    "create table if not exists \"item\" (\"id\" integer not null primary key, \"name\" varchar(20) not null, " +
                        "\"amount\" integer default 1 not null, \"price\" integer not null, " +
                        "\"total\" integer generated always as ((\"amount\" * \"price\")) stored not null, " +
                        "\"half\" integer generated always as ((\"price\" / 2)) virtual not null, " +
                        "\"state\" text default (lower('NEW')), " +
                        "constraint \"item_name_check\" check (\"name\" <> ''), constraint \"item_amount_check\" check (\"amount\" >= 0))"
                } else {
                    "create table if not exists \"item\" (\"id\" bigint generated always as identity not null primary key, " +
                        "\"name\" varchar(20) not null, \"amount\" integer default 1 not null, \"price\" integer not null, " +
                        "\"total\" integer generated always as ((\"amount\" * \"price\")) stored not null, " +
                        "\"half\" integer generated always as ((\"price\" / 2)) virtual not null, " +
                        "\"state\" text default (lower('NEW')), " +
                        "constraint \"item_name_check\" check (\"name\" <> ''), constraint \"item_amount_check\" check (\"amount\" >= 0))"
                }
            for (table in listOf(ITEM, EVENT, EDITION, COVER)) db.schema().check(table).shouldBeEmpty()
        }

        contract("a row is told what the database made of it, by the statement that stores it (FLD-02, MOD-09)", ITEM) { db ->
            val item = Item()
            item.set(ITEM.name, "pen")
            item.set(ITEM.price, 5)
            db.statements(1) { item.save() }
            listOf(item.id(), item.get(ITEM.amount), item.get(ITEM.total), item.get(ITEM.half), item.get(ITEM.state)) shouldBe
                listOf(1L, 1, 5, 2, "new")
            item.set(ITEM.amount, 3)
            db.statements(1) { item.save() } shouldBe 1
            item.get(ITEM.total) shouldBe 15
            val given = ITEM.create(ITEM.name.to("ink"), ITEM.price.to(1), ITEM.amount.to(0), ITEM.state.toNull())
            listOf(given.get(ITEM.amount), given.get(ITEM.total), given.get(ITEM.state)) shouldBe listOf(0, 0, null)
            ITEM.where(ITEM.total.gt(0)).values(ITEM.name) shouldContainExactly listOf("pen")
            ITEM.insertMany(listOf(ITEM.name, ITEM.price), listOf(listOf("a", 8), listOf("b", 9))).execute() shouldBe 2
            ITEM.where(ITEM.half.eq(4)).orderBy(ITEM.id).values(ITEM.state) shouldContainExactly listOf("new", "new")
        }

        contract("rows that are stored together are told as well (FLD-02)", ITEM) { db ->
            val rows = listOf("a", "b").map { name ->
                Item().also {
                    it.set(ITEM.name, name)
                    it.set(ITEM.price, 4)
                }
            }
            db.statements(1) { ITEM.bulkCreate(rows) }
            rows.map { listOf(it.id(), it.get(ITEM.amount), it.get(ITEM.half), it.get(ITEM.state)) } shouldContainExactly
                listOf(listOf(1L, 1, 2, "new"), listOf(2L, 1, 2, "new"))
            val mixed = listOf(Item(), Item()).onEach {
                it.set(ITEM.name, "c")
                it.set(ITEM.price, 1)
            }
            mixed[0].set(ITEM.amount, 7)
            shouldRefuse<ModelException>(
                "bulkCreate of rows of Item of which some set item.amount and some leave it to the database",
                "Item",
                "set it in each row, or in none",
            ) { ITEM.bulkCreate(mixed) }
        }

        contract("what only the database writes is refused, however it is said", ITEM) { _ ->
            fun refused(body: () -> Any?) =
                shouldRefuse<ModelException>(
                    "item.total is set by the database alone",
                    "Item",
                    "leave it out, and read it from the row once that is saved",
                    body,
                )
            refused { ITEM.total.to(1) }
            refused { ITEM.total.to(ITEM.price) }
            refused { Item().set(ITEM.total, 1) }
            refused { ITEM.insertMany(listOf(ITEM.total), listOf(listOf(1))) }
            shouldThrow<ModelException> { Item().get(ITEM.total) }.hint() shouldBe "save() the row first"
            shouldThrow<ModelException> { ITEM.id.to(1L) }.summary() shouldBe "item.id is set by the database alone"
        }

        contract("a check of a column is kept by the database, and its error has its name (FLD-31)", ITEM) { db ->
            val error = shouldThrow<IntegrityException> { ITEM.create(ITEM.name.to(""), ITEM.price.to(1)) }
            error.kind() shouldBe IntegrityException.Kind.CHECK
            error.constraint() shouldBe "item_name_check"
        }

        contract("keys in order of time, and sets of flags (FLD-13, FLD-15)", EVENT) { _ ->
            val events = (1..50).map { EVENT.create(EVENT.rights.to(if (it % 2 == 0) setOf(Right.READ, Right.OWN) else setOf())) }
            EVENT.select().orderBy(EVENT.id).list() shouldContainExactly events
            EVENT.where(Flags.has(EVENT.rights, Right.OWN)).count() shouldBe 25
            EVENT.where(Flags.has(EVENT.rights, Right.WRITE)).count() shouldBe 0
            EVENT.update(EVENT.rights.to(Flags.with(EVENT.rights, Right.WRITE))).all().execute() shouldBe 50
            EVENT.update(EVENT.rights.to(Flags.without(EVENT.rights, Right.OWN))).all().execute() shouldBe 50
            EVENT.select(EVENT.rights).distinct().orderBy(EVENT.rights).values(EVENT.rights) shouldContainExactly
                listOf(setOf(Right.WRITE), setOf(Right.READ, Right.WRITE))
            val event: Event = EVENT.get(events[0].id())
            shouldThrow<UnsupportedOperationException> { (event.get(EVENT.rights) as MutableSet<Right>).clear() }
        }

        test("UUIDs of version 7 ascend in every thread") {
            val made = ConcurrentLinkedQueue<List<String>>()
            (1..4).map { thread { made.add((1..5_000).map { UuidV7.next().toString() }) } }.forEach(Thread::join)
            made.forEach { it shouldBe it.sorted() }
            made.flatten().toSet().size shouldBe 20_000
            UuidV7.next().let { listOf(it.version(), it.variant()) } shouldBe listOf(7, 2)
        }

        contract("a key of the application's own type, and a foreign key to it that is a key itself (MOD-08, MOD-13, FLD-29)", EDITION, COVER) { db ->
            val isbn = Isbn("9780441478125")
            val edition = EDITION.create(EDITION.isbn.to(isbn), EDITION.pages.to(304))
            EDITION.get(isbn) shouldBe edition
            val cover = COVER.create(COVER.edition.to(edition), COVER.artist.to("Dillon"))
            val stored = COVER.get(isbn)
            db.statements(0) { stored.id() shouldBe isbn }
            stored shouldBe cover
            stored.get(COVER.edition) shouldBe edition
            COVER.select(COVER, EDITION).join(EDITION).first()!!.get(COVER.edition).get(EDITION.pages) shouldBe 304
            COVER.where(COVER.edition.`in`(edition)).count() shouldBe 1
            COVER.where(COVER.edition.key().`in`(listOf(isbn, Isbn("0")))).count() shouldBe 1
            COVER.edition.type() shouldBe Isbn.TYPE
            shouldThrow<IntegrityException> { COVER.create(COVER.artist.to("Nobody")) }.kind() shouldBe IntegrityException.Kind.NOT_NULL
        }

        contract("every factory and option is called from Java") { db ->
            ColumnCaller.roundTrip(db) shouldContainExactly
                listOf(
                    true,
                    true,
                    setOf(ColumnCaller.Power.TOUCH),
                    List(3) { ColumnCaller.Power.TOUCH },
                    "1.23/1.23",
                    "2024-01-01T10:00Z/2024-01-01T10:00Z",
                    Instant.EPOCH,
                    Instant.ofEpochMilli(7),
                    Duration.ofMinutes(90),
                    "10.0.0.1",
                    "2",
                    "CH!",
                )
        }

        contract("every factory that Kotlin has its own form of (FLD-29)", Parcel) { _ ->
            val parcel = Parcel.create {
                weight = Grams(5)
                state = Right.WRITE
                place = Right.OWN
                marks = setOf(Right.READ)
            }
            val stored = Parcel[parcel.id]
            listOf(stored.weight, stored.state, stored.place, stored.marks, stored.label) shouldContainExactly
                listOf(Grams(5), Right.WRITE, Right.OWN, setOf(Right.READ), "5 g")
            Parcel.where((Parcel.weight gt Grams(4)) and (Parcel.weight inList listOf(Grams(5), Grams(6)))).count() shouldBe 1
        }
    })

@JvmInline
private value class Grams(
    val number: Int,
) {
    companion object {
        val TYPE = DataType.INTEGER.mapped({ it.number }, ::Grams)
    }
}

private class Parcel : Model<Long>() {
    companion object : Table<Parcel, Long>(::Parcel) {
        val id = autoId()
        val weight = column(Grams.TYPE)
        val state = enumByName(Right::class)
        val place = enumByOrdinal(Right::class)
        val marks = flags(Right::class)
        val label = attribute(weight.cast<String>().concat(" g")) { "${it.weight.number} g" }
    }

    val id by Parcel.id
    var weight by Parcel.weight
    var state by Parcel.state
    var place by Parcel.place
    var marks by Parcel.marks
    val label by Parcel.label
}
