package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.*
import dev.kinglet.fixtures.Publisher
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.TypeTable
import dev.kinglet.fixtures.Volume
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.*
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.Team
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.Instant
import java.time.LocalDateTime
import java.util.UUID

/** What several tables share without a common base, in Kotlin. */
private class Stamped<M : Model<*>, K>(
    table: Table<M, K>,
) : Mixin<M, K>(table) {
    val createdAt = instant().defaultTo { Instant.EPOCH }
    val editor = varchar(20).nullable()

    init {
        index(editor)
        check("editor_not_blank", editor.ne(""))
    }
}

/** Columns with the names of what models, tables and Kotlin itself have. */
private class Card : Model<Int>() {
    companion object : Table<Card, Int>(::Card) {
        val number = integer().primaryKey().generatedByDefault()
        val save = text()
        val get = text().defaultTo("got")
        val where = integer().databaseDefault(7)
        val stamped = Stamped(this)
    }

    var save by Card.save
    var get by Card.get
    val where by Card.where
    var editor by Card.stamped.editor
}

/** A key of 16 bits, kept where the server keeps what is said nothing of. */
private class Pebble : Model<Short>() {
    companion object : Table<Pebble, Short>(::Pebble) {
        val id = smallint().primaryKey().generatedAlways()
        val name = text()

        init {
            tablespace("pg_default")
        }
    }
}

/** Numbered by a sequence of one's own. */
private class Invoice : Model<Long>() {
    companion object : Table<Invoice, Long>(::Invoice) {
        val id = autoId()
        val number = bigint().databaseDefault(Fn.raw(Long::class.javaObjectType, "nextval('invoice_number')"))
    }
}

/** One row more for a volume, and not more than one. */
private class Blurb : Model<Long>() {
    companion object : Table<Blurb, Long>(::Blurb) {
        val id = autoId()
        val volume = foreignKey(Volume::class).unique().onDelete(OnDelete.CASCADE)
        val words = text()
    }

    val volume by Blurb.volume
    var words by Blurb.words
}

/** References take the types of what they refer to. */
private class Copies : Model<Long>() {
    companion object : Table<Copies, Long>(::Copies) {
        val id = autoId()
        val card = foreignKey(Card::class)
        val pebble = foreignKey(Pebble::class)
        val publisher = foreignKey(Publisher::class)
        val priceId = foreignKey(Priced::class)
    }
}

private class Priced : Model<java.math.BigDecimal>() {
    companion object : Table<Priced, java.math.BigDecimal>(::Priced) {
        val price = decimal(8, 2).primaryKey()
    }
}

class TableOptionsSpec :
    FunSpec({
        contract("columns are named like methods, and mixins bring theirs along (MOD-04, MOD-33, MOD-34)", Card) { db ->
            Card.columns().map { it.name() } shouldContainExactly listOf("number", "save", "get", "where", "created_at", "editor")
            val card = Card()
            card.save = "a"
            card.editor = "huey"
            db.statements(1) { card.save() shouldBe 1 }
            listOf(card.id(), card.save, card.get, card.where, card[Card.stamped.createdAt]) shouldBe listOf(1, "a", "got", 7, Instant.EPOCH)
            card.get = "b"
            card.save() shouldBe 1
            Card.where((Card.get eq "b") and (Card.save eq "a") and (Card.stamped.editor eq "huey")).single().where shouldBe 7
            Card.indexes().map { it.columns() } shouldContainExactly listOf(listOf(Card.stamped.editor))
            shouldThrow<IntegrityException> {
                Card.create {
                    save = "x"
                    editor = ""
                }
            }.constraint() shouldBe "editor_not_blank"
            Card.alias("c").let { c -> c.where(c.col(Card.stamped.editor).eq("huey")).count() } shouldBe 1
        }

        contract("numbers of 16 and 32 bits are counted up as well (MOD-07)", Card, Pebble) { db ->
            db.createTablesSql(Pebble).single() shouldBe
                if (db.dialect() == Dialect.SQLITE) {
                    "create table if not exists \"pebble\" (\"id\" integer not null primary key, \"name\" text not null)"
                } else {
                    "create table if not exists \"pebble\" (\"id\" smallint generated always as identity not null primary key, " +
                        "\"name\" text not null) tablespace \"pg_default\""
                }
            Pebble.create { this[Pebble.name] = "a" }.id() shouldBe 1.toShort()
            Card.insert(Card.number.to(40), Card.save.to("x")).execute() shouldBe 40
            db.resetSequences(Card)
            Card.insert(Card.save.to("x")).execute() shouldBe 41
        }

        contract("a unique reference is one to one (MOD-14, FLD-20)", Publisher, Volume, Blurb) { db ->
            Publisher.insert(Publisher.code.to("ace")).execute()
            val volume =
                Volume.create(Volume.title.to("t"), Volume.isbn.to("1"), Volume.pages.to(3), Volume.publisher.key().to("ace"))
            Blurb.create(Blurb.volume.to(volume), Blurb.words.to("read it"))
            val error = shouldThrow<IntegrityException> { Blurb.create(Blurb.volume.to(volume), Blurb.words.to("again")) }
            listOf(error.kind(), error.columns()) shouldBe listOf(IntegrityException.Kind.UNIQUE, listOf("volume_id"))
            // from the other side it is a query of one row, and one join
            volume.backref(Blurb.volume).single().words shouldBe "read it"
            db.statements(1) {
                Volume.select(Volume, Blurb).leftJoin(Blurb).single().joined(Blurb)!!.words shouldBe "read it"
            }
            volume.delete() shouldBe 1
            Blurb.select().count() shouldBe 0
        }

        contract("a reference has the type of what it refers to (FLD-20, MOD-13)", Card, Pebble, Publisher, Volume, Priced, Copies) { db ->
            db.schema().declared(Copies).columns().map { it.name() + " " + it.sqlType() } shouldContainExactly
                if (db.dialect() == Dialect.SQLITE) {
                    listOf("id integer", "card_id integer", "pebble_id smallint", "publisher_id varchar(8)", "price_id decimal(8,2)")
                } else {
                    listOf("id bigint", "card_id integer", "pebble_id smallint", "publisher_id varchar(8)", "price_id numeric(8,2)")
                }
            shouldThrow<DataException> { Copies.insert(Copies.publisher.key().to("far too long")).execute() }.summary() shouldBe
                "copies.publisher_id: a text of 12 characters does not fit varchar(8)"
        }

        contract("a column takes its numbers from a sequence (DDL-11, MOD-09)") { db ->
            if (db.dialect() == Dialect.POSTGRES) {
                db.schema().createSequence("invoice_number").start(1_000).increment(5).execute()
                db.bind(Invoice).createTables(Invoice)
                db.schema().check(Invoice) shouldBe listOf()
                db.statements(1) { Invoice.create()[Invoice.number] } shouldBe 1_000L
                Invoice.create()[Invoice.number] shouldBe 1_005L
                Invoice.create(Invoice.number.to(7L))[Invoice.number] shouldBe 7L
                db.schema().sequences().single().name().name() shouldBe "invoice_number"
            } else {
                shouldRefuse<ProgrammingException>("SQLite has no sequences", null, "number rows by autoId()") {
                    db.schema().createSequence("invoice_number").execute()
                }
            }
        }

        contract("truncating takes along what refers to it where that was asked (DDL-12)", Publisher, Volume, Blurb) { db ->
            fun fill() {
                Publisher.insert(Publisher.code.to("ace")).onConflictIgnore().execute()
                Volume
                    .insert(Volume.title.to("t"), Volume.isbn.to("1"), Volume.pages.to(3), Volume.publisher.key().to("ace"))
                    .execute() shouldBe 1L
            }
            fill()
            if (db.dialect() == Dialect.POSTGRES) {
                shouldThrow<ProgrammingException> { db.schema().truncate(Publisher).execute() }
                Volume.select().count() shouldBe 1
                db.schema().truncate(Publisher).cascade().restartIdentity().execute()
            } else {
                shouldRefuse<ProgrammingException>("SQLite has no TRUNCATE .. CASCADE", null, "name the tables that refer to it, too") {
                    db.schema().truncate(Publisher).cascade().execute()
                }
                Volume.select().count() shouldBe 1
                db.schema().truncate(Volume, Publisher).restartIdentity().execute()
            }
            Volume.select().count() shouldBe 0
            fill()
            // all or nothing, and in the order of the references
            db.atomic<RuntimeException> { transaction ->
                db.schema().truncate(Publisher, Blurb, Volume).execute()
                transaction.rollback()
            }
            Volume.select().count() shouldBe 1
        }

        contract("PostgreSQL keeps what is no number, and sorts it last (FLD-04)") { db ->
            if (db.dialect() == Dialect.POSTGRES) {
                for ((type, values) in listOf(
                    DataType.DOUBLE to listOf(1.0, Double.POSITIVE_INFINITY, Double.NaN),
                    DataType.REAL to listOf(1f, Float.POSITIVE_INFINITY, Float.NaN),
                )) {
                    @Suppress("UNCHECKED_CAST")
                    val table = TypeTable(type as DataType<Any>, values[0])
                    db.bind(table).createTables(table)
                    table.insertMany(listOf(table.plain, table.indexed, table.unique), values.reversed().map { listOf(it, it, it) }).execute()
                    table.select().orderBy(table.plain).values(table.plain) shouldContainExactly values
                    table.where(table.plain eq values[2]).count() shouldBe 1
                    table.where(table.plain inList values).count() shouldBe 3
                    db.dropTables(table)
                }
            }
        }

        contract("a table is read and written as its database of the moment does (FLD-33)", SAMPLE) { db ->
            val token = UUID.randomUUID()
            val at = LocalDateTime.of(2024, 2, 29, 12, 30)

            fun once() {
                SAMPLE.create(SAMPLE.token.to(token), SAMPLE.data.to(byteArrayOf(0, -1)), SAMPLE.moment.to(at), SAMPLE.flag.to(true))
                val stored = SAMPLE.where(SAMPLE.token.eq(token), SAMPLE.moment.eq(at), SAMPLE.flag.eq(true)).single()
                listOf(stored[SAMPLE.token], stored[SAMPLE.data]!!.toList(), stored[SAMPLE.moment]) shouldBe
                    listOf(token, listOf<Byte>(0, -1), at)
            }
            Database.sqliteInMemory().use { other ->
                other.createTables(SAMPLE)
                repeat(2) {
                    other.use(SAMPLE).use { once() }
                    once()
                    SAMPLE.delete().all().execute()
                    other.use(SAMPLE).use { SAMPLE.delete().all().execute() shouldBe 1 }
                    once()
                    SAMPLE.delete().all().execute()
                }
            }
        }

        test("what needs a database says that there is none (DDL-16)") {
            val missing = "the database is not connected yet"
            val hint = "it was made by Database.deferred(): call open(url) first"
            val db = Database.deferred()
            for (statement in listOf<() -> Any?>(
                { db.createTables(USER) },
                { db.createTablesSql(USER) },
                { db.dropTables(USER) },
                { db.schema().truncate(USER).execute() },
                { db.schema().exists(USER) },
                { db.schema().tables() },
                { db.schema().check(USER) },
            )) {
                shouldRefuse<ProgrammingException>(missing, null, hint) { statement() }
            }
            shouldRefuse<ProgrammingException>(
                "the table of Alone is bound to no database",
                "Alone",
                "call database.bind(table) once, or query.using(database)",
            ) { Alone.select().list() }
        }

        contract("columns are equal by their table and place, whatever it is called (FLD-34)", USER, TWEET) { db ->
            val before = listOf(USER.id, TWEET.id, USER.alias("a").col(USER.id))
            before.toSet().size shouldBe 3
            before.map { it.hashCode() }.toSet().size shouldBe 2 // an alias hashes as its table does
            db.useSchema("elsewhere").use {
                listOf(USER.id, TWEET.id, USER.alias("a").col(USER.id)) shouldBe before
                listOf(USER.id, TWEET.id).map { it.hashCode() } shouldBe before.take(2).map { it.hashCode() }
            }
            Team.TEAM.owner.equals(USER.defaultTeam) shouldBe false
        }
    })

private class Alone : Model<Long>() {
    companion object : Table<Alone, Long>(::Alone) {
        val id = autoId()
    }
}
