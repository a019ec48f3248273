package dev.kinglet.faults

import dev.kinglet.Database
import dev.kinglet.errors.AfterCommitException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.KingletException
import dev.kinglet.errors.OperationalException
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.model.Column
import dev.kinglet.model.Model
import dev.kinglet.model.Problems
import dev.kinglet.model.Table
import dev.kinglet.spi.StatementEvent
import dev.kinglet.spi.StatementListener
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.io.IOException
import java.nio.file.Files
import java.time.Duration
import java.util.stream.Collectors

/**
 * Code of the application that throws where the library calls it. Counted: connections in use, rows, and that the same
 * connection works for the next statements.
 */
class ThrowingCodeSpec :
    FunSpec({
        fun some(count: Int = 3000) = USER.insertMany(listOf(USER.username), (1..count).map { listOf("u%04d".format(it)) }).execute()

        fun goesOn(
            db: Database,
            rows: Long,
        ) {
            db.connectionsInUse() shouldBe 0
            db.inTransaction() shouldBe false
            USER.select().count() shouldBe rows
            USER.select().orderBy(USER.id).list().size.toLong() shouldBe rows
            db.transaction { create("goes on") }
            USER.select().count() shouldBe rows + 1
            USER.delete().where(USER.username eq "goes on").execute()
        }

        val throwables = listOf<() -> Throwable>({ IllegalStateException("stop") }, { StackOverflowError("deep") }, { IOException("checked") })

        for (make in throwables) {
            val name = make()::class.simpleName!!

            fun stops(body: () -> Any?) = withClue(name) { shouldThrow<Throwable> { body() }::class.simpleName shouldBe name }

            contract("the body of a stream throws $name: the stream is closed by it", USER) { db ->
                some()
                var seen = 0
                val rows = USER.select().orderBy(USER.id).stream()
                stops { rows.forEach { if (++seen == 1500) throw make() } }
                seen shouldBe 1500
                goesOn(db, 3000)
            }

            contract("what makes objects of rows throws $name: in a list, in a stream, and in a scope", USER) { db ->
                some()
                var seen = 0

                fun made() = USER.select().orderBy(USER.id).into(USER.username) { if (++seen == 1500) throw make() else it }
                stops { made() }
                Picky.stop = make
                // a constructor's checked exception comes as the cause of one that says which class
                val rows = USER.select(USER.username).orderBy(USER.id)
                shouldThrow<Throwable> { rows.into(Picky::class.java) }.isOrHas(name)
                shouldThrow<Throwable> { rows.streamInto(Picky::class.java).use { it.toList() } }.isOrHas(name)
                shouldThrow<Throwable> { rows.streamInto(Picky::class.java).iterator().forEach { _ -> } }.isOrHas(name)
                db.connection().use {
                    seen = 0
                    stops { made() }
                    shouldThrow<Throwable> { rows.streamInto(Picky::class.java).use { it.toList() } }.isOrHas(name)
                    made().size shouldBe 3000
                }
                goesOn(db, 3000)
            }

            contract("the rows that are to be stored throw $name in the middle: nothing is stored, also of what was sent", USER) { db ->
                val rows =
                    sequence {
                        for (i in 1..25_000) {
                            if (i == 15_000) throw make()
                            yield(listOf("u$i"))
                        }
                    }
                var sent = 0
                db.record().use { log ->
                    stops { USER.insertMany(listOf(USER.username), rows.asIterable()).execute() }
                    sent = log.count()
                }
                sent shouldBe if (db.dialect() == Dialect.SQLITE) 117 else 1
                goesOn(db, 0)
                db.transaction {
                    create("kept")
                    stops { USER.insertMany(listOf(USER.username), rows.asIterable()).execute() }
                    create("kept, too")
                }
                goesOn(db, 2)
            }

            contract("a hook throws $name: the row is not stored, the object is as before, the block is undone", Hooked) { db ->
                val kept = Hooked.of("kept").apply { save() }
                for (where in Hooked.Where.entries) {
                    val row = if (where == Hooked.Where.BEFORE_DELETE) kept else Hooked.of("row")
                    Hooked.throws = where to make
                    stops {
                        db.transaction {
                            Hooked.of("half").save()
                            when (where) {
                                Hooked.Where.BEFORE_DELETE -> row.delete()
                                Hooked.Where.AFTER_LOAD -> Hooked.select().stream().use { it.toList() }
                                else -> row.save()
                            }
                        }
                    }
                    Hooked.throws = null
                    row.persisted() shouldBe (row === kept)
                    db.connectionsInUse() shouldBe 0
                    Hooked.select().values(Hooked.name) shouldBe listOf("kept")
                }
            }

            contract("work after the commit throws $name: the transaction stays, the rest runs, the connection is back", USER) { db ->
                val ran = mutableListOf<Int>()
                val error =
                    shouldThrow<AfterCommitException> {
                        db.transaction {
                            create("mine")
                            afterCommit { ran += 1 }
                            afterCommit { throw make() }
                            afterCommit { ran += db.connectionsInUse() }
                        }
                    }
                error.cause!!::class.simpleName shouldBe name
                ran shouldBe listOf(1, 0)
                goesOn(db, 1)
            }

            contract("a transaction's body throws $name inside of a stream inside of a savepoint", USER) { db ->
                some()
                stops {
                    db.transaction {
                        create("outer")
                        db.transaction {
                            create("inner")
                            USER.select().stream().use { rows -> rows.forEach { if (it.username == "u2000") throw make() } }
                        }
                    }
                }
                goesOn(db, 3000)
            }
        }

        test("a SQL function, an aggregate or an order throws: the statement fails, the connection works") {
            for (make in throwables) {
                var stop = false

                fun <T> may(answer: T): T = if (stop) throw make() else answer
                Database
                    .builder()
                    .sqlite(":memory:")
                    .function("may_fail", String::class.java) { may(it) }
                    .aggregate("may_fail_all", String::class.java, Collectors.reducing("") { a: String, b: String -> may(a + b) })
                    .collation("may_fail_order") { a, b -> may(a.compareTo(b)) }
                    .open()
                    .use { db ->
                        db.bind(USER).createTables(USER)
                        some(10)
                        for (sql in listOf(
                            "select may_fail(username) as x from \"user\"",
                            "select may_fail_all(username) as x from \"user\"",
                            "select username as x from \"user\" order by username collate may_fail_order",
                        )) {
                            withClue("$sql, ${make()}") {
                                stop = true
                                // what an order throws comes as it is
                                val error = shouldThrow<Throwable> { db.query(sql).maps() }
                                (error is KingletException || error::class == make()::class) shouldBe true
                                stop = false
                                db.query(sql).maps().isEmpty() shouldBe false
                                goesOn(db, 10)
                            }
                        }
                    }
            }
        }

        test("a hook of new connections throws: no connection is made, nothing is left open, and the next one works") {
            for (make in throwables) {
                var stop = true
                val builder =
                    Database
                        .builder()
                        .postgres("jdbc:postgresql://localhost:${OwnServer.port}/postgres", "postgres", "postgres")
                        .poolTimeout(Duration.ofMillis(250))
                        .onConnect { if (stop) throw make() }
                withClue(make()) {
                    OwnServer.fresh("pool.minIdle=0") { }
                    shouldThrow<Throwable> { builder.open() }
                    await("connections that are closed") { OwnServer.backends().isEmpty() }
                    stop = false
                    builder.open().use { db ->
                        db.bind(USER)
                        goesOn(db, 0)
                        stop = true
                        db.connection().use {
                            names() shouldBe listOf()
                            val error = beside { runCatching { names() }.exceptionOrNull() }.answer() as OperationalException
                            error.kind() shouldBe OperationalException.Kind.CONNECTION
                        }
                        stop = false
                        goesOn(db, 0)
                    }
                }
            }
        }

        /** A listener that throws what it is told to. */
        class Loud : StatementListener {
            @Volatile var make: (() -> Throwable)? = null

            override fun ran(event: StatementEvent) {
                make?.let { throw it() }
            }
        }

        fun listened(body: (Database, Loud) -> Unit) {
            val folder = Files.createTempDirectory("kinglet-faults")
            OwnServer.fresh { }
            for (builder in listOf(
                Database.builder().sqlite(":memory:"),
                Database.builder().sqlite(folder.resolve("app.db").toString()),
                Database.builder().postgres("jdbc:postgresql://localhost:${OwnServer.port}/postgres", "postgres", "postgres"),
            )) {
                val loud = Loud()
                builder.listener(loud).open().use { db ->
                    db.bind(USER).createTables(USER)
                    body(db, loud)
                }
            }
            folder.toFile().deleteRecursively()
        }

        test("a listener throws: what it was told of is done or undone as without it, and nothing is kept") {
            val uses =
                listOf<Pair<Int, (Database) -> Any?>>(
                    0 to { USER.select().list() },
                    0 to { USER.select().count() },
                    0 to { USER.select().stream().use { it.count() } },
                    0 to { db -> db.transaction { USER.select().stream().use { it.count() } } },
                    0 to { db -> db.transaction { create("mine") } },
                    0 to { db -> db.connection().use { USER.select().stream().use { it.count() } } },
                    // these have committed by themselves before anybody was told
                    1 to { create("mine") },
                    1 to { USER.insertMany(listOf(USER.username), listOf(listOf("mine"))).execute() },
                )
            listened { db, loud ->
                for (make in throwables) {
                    for ((i, use) in uses.withIndex()) {
                        withClue("use $i, ${make()::class.simpleName}, $db") {
                            USER.delete().all().execute()
                            some(10)
                            loud.make = make
                            shouldThrow<Throwable> { use.second(db) }::class.simpleName shouldBe make()::class.simpleName
                            loud.make = null
                            db.inTransaction() shouldBe false
                            db.connectionsInUse() shouldBe 0
                            goesOn(db, 10L + use.first)
                        }
                    }
                }
            }
        }

        test("a listener throws because of a statement that failed: the statement's error is the one that is seen") {
            listened { db, loud ->
                create("mine")
                loud.make = { IllegalStateException("stop") }
                val error = shouldThrow<IntegrityException> { create("mine") }
                error.suppressed.map { it.message } shouldBe listOf("stop")
                loud.make = null
                goesOn(db, 1)
            }
        }
    })

private fun Throwable.isOrHas(name: String) = generateSequence(this) { it.cause }.map { it::class.simpleName }.toList() shouldContain name

/** Cannot be made of one of the rows. */
internal data class Picky(
    val username: String,
) {
    init {
        if (username == "u1500") throw stop()
    }

    companion object {
        lateinit var stop: () -> Throwable
    }
}

/** Has hooks that throw where they are told to. */
class Hooked() : Model<Long>() {
    enum class Where { BEFORE_SAVE, VALIDATE, AFTER_SAVE, BEFORE_DELETE, AFTER_LOAD }

    companion object : Table<Hooked, Long>(::Hooked) {
        val id: Column<Long> = autoId()
        val name: Column<String> = text().unique()

        var throws: Pair<Where, () -> Throwable>? = null

        fun of(name: String) = Hooked().apply { set(Hooked.name, name) }
    }

    override fun beforeSave() = at(Where.BEFORE_SAVE)

    override fun validate(problems: Problems) = at(Where.VALIDATE)

    override fun afterSave(inserted: Boolean) = at(Where.AFTER_SAVE)

    override fun beforeDelete() = at(Where.BEFORE_DELETE)

    override fun afterLoad() = at(Where.AFTER_LOAD)

    private fun at(where: Where) {
        throws?.let { (there, make) -> if (there == where && get(name) != "half") throw make() }
    }
}
