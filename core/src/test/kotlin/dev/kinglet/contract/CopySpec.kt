package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.Stock.STOCK
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.TypeCase
import dev.kinglet.fixtures.Types
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Table
import dev.kinglet.postgres.CopyFormat
import dev.kinglet.query.Relation
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.io.StringReader
import java.io.StringWriter
import java.io.UncheckedIOException
import java.time.LocalDateTime

/** COPY: rows in, rows out, files, and what becomes of a connection when it fails. */
class CopySpec :
    FunSpec({
        val joined = LocalDateTime.parse("2024-02-29T12:00:00.000001")

        fun copying(
            vararg tables: Table<*, *>,
            body: (Database) -> Unit,
        ) = TestDatabases.fresh(Kind.POSTGRES) { db ->
            db.bind(*tables).createTables(*tables)
            body(db)
            db.connectionsInUse() shouldBe 0
            db.inTransaction() shouldBe false
        }

        fun names() = USER.select().orderBy(USER.id).values(USER.username)

        fun users(vararg names: Any?) = USER.insertMany(listOf(USER.username, USER.email), names.map { listOf(it, null) })

        test("rows are copied as an insert of many says them") {
            copying(USER) { db ->
                db.sends("""copy "user" ("username", "email", "join_date") from stdin with (format 'binary')""") {
                    db.postgres().copyIn(users("huey", "mickey")) shouldBe 2L
                }
                names() shouldBe listOf("huey", "mickey")
                USER.select().first()!!.get(USER.email) shouldBe null
                db.postgres().copyIn(USER.insertRows(listOf(USER.newRow().also { it.set(USER.username, "zaizee") }))) shouldBe 1L
                db.postgres().copyIn(USER.insertMany(sequenceOf(mapOf("username" to "a"), mapOf("username" to "b")).asIterable())) shouldBe 2L
                names() shouldBe listOf("huey", "mickey", "zaizee", "a", "b")
                db.postgres().copyIn(users()) shouldBe 0L
                db.postgres().copyIn(USER.insertMany(listOf<Map<String, Any?>>())) shouldBe 0L
            }
        }

        for (case in Types.all) {
            test("a value is copied in as it is stored otherwise: $case") {
                copying(case.table) { db -> copied(db, case) }
            }
        }

        test("rows travel as bytes where the table has the types that are declared, else as text") {
            val binary = """copy "sample" ("number", "big", "weight", "flag", "moment", "label", "code") from stdin with (format 'binary')"""
            val text = """copy "sample" ("number", "big", "weight", "flag", "moment", "label", "code") from stdin"""
            val columns = listOf(SAMPLE.number, SAMPLE.big, SAMPLE.weight, SAMPLE.flag, SAMPLE.moment, SAMPLE.label, SAMPLE.code)
            val rows =
                listOf(
                    listOf(Int.MIN_VALUE, Long.MAX_VALUE, -0.5, true, joined, "ä\t€\\", "a"),
                    listOf(7, -1L, Double.NEGATIVE_INFINITY, false, LocalDateTime.parse("0001-01-01T00:00:00"), "", "12345"),
                    columns.map { null },
                )
            copying(SAMPLE) { db ->
                fun copied(sql: String) {
                    db.sends(sql) { db.postgres().copyIn(SAMPLE.insertMany(columns, rows)) shouldBe 3L }
                    db.evictConnections() // whose statements know the types of before
                    SAMPLE.select().orderBy(SAMPLE.id).list().map { row -> columns.map { row.get(it) } } shouldBe rows
                    SAMPLE.delete().all().execute()
                }
                copied(binary)
                // of as many bytes, and of another meaning
                for ((column, type) in listOf("moment" to "timestamptz", "weight" to "bigint", "big" to "double precision", "number" to "real")) {
                    db.transaction {
                        db.execute("alter table sample alter $column drop default, alter $column type $type using null")
                        db.sends(text) { db.postgres().copyIn(SAMPLE.insertMany(columns, listOf(rows[2]))) shouldBe 1L }
                        rollback()
                    }
                }
                copied(binary)
                db.execute("alter table sample alter number type bigint, alter label type varchar(20)")
                copied(text)
                db.execute("create domain positive as integer check (value > 0)")
                try {
                    db.execute("alter table sample alter number type positive using 1")
                    db.postgres().copyIn(SAMPLE.insertMany(listOf(SAMPLE.number), listOf(listOf(1))))
                    shouldThrow<IntegrityException> { db.postgres().copyIn(SAMPLE.insertMany(listOf(SAMPLE.number), listOf(listOf(-1)))) }
                    SAMPLE.select().values(SAMPLE.number) shouldBe listOf(1)
                } finally {
                    db.dropTables(SAMPLE)
                    db.execute("drop domain positive")
                    db.createTables(SAMPLE)
                }
            }
            TestDatabases.postgresBuilder().setting("preferQueryMode", "simple").open().use { db ->
                db.bind(SAMPLE)
                db.sends(binary) { db.postgres().copyIn(SAMPLE.insertMany(columns, rows)) shouldBe 3L }
                SAMPLE.select().orderBy(SAMPLE.id).list().map { row -> columns.map { row.get(it) } } shouldBe rows
            }
        }

        test("who may store rows and not read them may copy, too") {
            copying(SAMPLE) { db ->
                db.execute("create role kinglet_writer")
                try {
                    db.execute("grant insert on sample to kinglet_writer; grant usage on sequence sample_id_seq to kinglet_writer")
                    db.execute("do ${'$'}${'$'} begin execute format('grant usage on schema %I to kinglet_writer', current_schema); end ${'$'}${'$'}")
                    db.transaction {
                        db.execute("set local role kinglet_writer")
                        db.sends("""copy "sample" ("big") from stdin with (format 'binary')""") {
                            db.postgres().copyIn(SAMPLE.insertMany(listOf(SAMPLE.big), listOf(listOf(7L)))) shouldBe 1L
                        }
                        db.execute("reset role")
                    }
                    SAMPLE.select().values(SAMPLE.big) shouldBe listOf(7L)
                } finally {
                    db.execute("drop owned by kinglet_writer; drop role kinglet_writer")
                }
            }
        }

        test("what ends a value or a row is written so that it does not") {
            val texts =
                listOf("", "\\N", "\\.", "\\", "\t", "\n", "\r\n", "a\\tb", "\u0001\b\u000b", "'\"", "ä", "€", "🐦", "x".repeat(300_000), "🐦".repeat(50_000))
            copying(USER) { db ->
                db.execute("drop index user_username") // which takes no large ones
                db.postgres().copyIn(USER.insertMany(listOf(USER.username), texts.map { listOf(it) })) shouldBe texts.size.toLong()
                names() shouldBe texts
                db.postgres().copyIn(USER.insertMany(listOf(USER.username), listOf(listOf("half a pair: \ud83d")))) shouldBe 1L
                names().last() shouldBe "half a pair: ?"
            }
        }

        test("rows are asked for while they are sent, and the progress is told") {
            copying(USER) { db ->
                var asked = 0
                val rows = generateSequence { listOf("user ${asked++}") }.take(25_000)
                val told = mutableListOf<Pair<Long, Int>>()
                db.postgres().copyIn(USER.insertMany(listOf(USER.username), rows.asIterable())) { told.add(it to asked) } shouldBe 25_000L
                told shouldBe listOf(10_000L to 10_000, 20_000L to 20_000, 25_000L to 25_000)
                USER.select().count() shouldBe 25_000
                // memory does not grow with the rows: a buffer is sent when it is full
                val large = "x".repeat(100_000)
                System.gc()
                val before = used()
                var most = 0L
                db.postgres().copyIn(USER.insertMany(listOf(USER.username), (1..2_000).asSequence().map { listOf("$it$large") }.asIterable())) {
                    System.gc()
                    most = used()
                }
                (most - before) shouldBeLessThan 50_000_000L // of 200 MB
            }
        }

        test("a row that is refused here, or by the server, undoes all, and leaves the connection healthy") {
            TestDatabases.fresh(Kind.POSTGRES) { }
            TestDatabases.postgresBuilder().poolSize(1).open().use { db ->
                db.bind(USER, STOCK).createTables(USER, STOCK)
                db.execute("alter table \"user\" alter join_date set default now()")
                for (inside in listOf(false, true)) {
                    fun failing(copy: () -> Any?) =
                        if (inside) {
                            db.transaction {
                                USER.insert(USER.username.to("before")).execute()
                                copy()
                                USER.select().count() shouldBe 1 // it goes on
                                rollback()
                            }
                        } else {
                            copy()
                            USER.select().count() shouldBe 0
                        }
                    failing {
                        shouldRefuse<ModelException>(
                            "row 2 of an insert into User sets user.username to null, and it is never null",
                            "User",
                            "declare it nullable(), or set a value",
                        ) { db.postgres().copyIn(users("huey", null)) }
                    }
                    failing {
                        shouldRefuse<DataException>(
                            "row 2: user.email: a text of 256 characters does not fit varchar(255)",
                            "User",
                            null,
                        ) { db.postgres().copyIn(USER.insertMany(listOf(USER.username, USER.email), listOf(listOf("a", null), listOf("b", "x".repeat(256))))) }
                    }
                    failing {
                        val taken = shouldThrow<IntegrityException> { db.postgres().copyIn(users("huey", "mickey", "huey")) }
                        taken.summary() shouldBe "row 3: duplicate key value violates unique constraint \"user_username\""
                        listOf(taken.kind(), taken.table(), taken.sql()) shouldBe
                            listOf(IntegrityException.Kind.UNIQUE, "user", """copy "user" ("username", "email", "join_date") from stdin with (format 'binary')""")
                        taken.stackTraceToString() shouldNotContain "huey"
                    }
                    failing { shouldThrow<IllegalStateException> { db.postgres().copyIn(users("a", "b")) { error("enough") } }.message shouldBe "enough" }
                    failing {
                        val rows = sequence {
                            yield(listOf("a"))
                            throw IOException("torn")
                        }
                        shouldThrow<IOException> { db.postgres().copyIn(USER.insertMany(listOf(USER.username), rows.asIterable())) }.message shouldBe "torn"
                    }
                    failing {
                        val file = "username\nhuey\n\"not closed\n"
                        val error = shouldThrow<DataException> { db.postgres().copyIn(CopyFormat.csv().header(), StringReader(file), USER, USER.username) }
                        error.summary() shouldBe "line 4: unterminated CSV quoted field"
                    }
                    failing {
                        shouldThrow<UncheckedIOException> {
                            db.postgres().copyIn(CopyFormat.csv(), Torn("a\nb\n"), USER, USER.username)
                        }.cause!!.message shouldBe "torn"
                    }
                    failing {
                        shouldThrow<UncheckedIOException> {
                            db.postgres().copyOut(USER.select(USER.username), CopyFormat.csv().header(), Full())
                        }.cause!!.message shouldBe "full"
                    }
                    failing {
                        val many = Relation.function("generate_series", "g", 1, 10_000_000)
                        shouldThrow<UncheckedIOException> {
                            db.postgres().copyOut(many.select(Fn.raw(Int::class.javaObjectType, "g").`as`("n")), CopyFormat.csv(), Full())
                        }.cause!!.message shouldBe "full"
                    }
                }
                db.execute("alter table stock alter gone set default false")
                val number = shouldThrow<DataException> { db.postgres().copyIn(CopyFormat.csv(), StringReader("a,1\nb,secret\n"), STOCK, STOCK.sku, STOCK.quantity) }
                number.summary() shouldBe "line 2, column quantity: invalid input syntax for type integer: …"
                number.stackTraceToString() shouldNotContain "secret"
                db.connectionsInUse() shouldBe 0
            }
        }

        test("a copy in a transaction is part of it, and of what is read in it") {
            copying(USER) { db ->
                db.transaction {
                    db.postgres().copyIn(users("huey"))
                    USER.select().count() shouldBe 1
                    rollback()
                }
                USER.select().count() shouldBe 0
                db.transaction { db.postgres().copyIn(users("huey")) }
                USER.select().count() shouldBe 1
                val readOnly = dev.kinglet.TransactionOptions.defaults().readOnly()
                shouldRefuse<ProgrammingException>("a write in a transaction that is read-only", "User", "leave readOnly() out, or write outside of it") {
                    db.transaction(readOnly) { db.postgres().copyIn(users("mickey")) }
                }
                db.transaction(readOnly) { db.postgres().copyOut(USER.select(), CopyFormat.csv(), StringWriter()) shouldBe 1L }
            }
        }

        test("rows that use the connection through which they are copied are refused, and do not wait for ever") {
            copying(USER, TWEET) { db ->
                db.postgres().copyIn(users("huey", "mickey"))
                val busy = "the connection is used while rows are copied through it"
                val hint = "copy outside of scopes, streams and transactions, or have the rows in memory before"

                fun more() = USER.insertMany(listOf(USER.username), listOf("a").asSequence().map { listOf("$it ${USER.select().count()}") }.asIterable())
                // outside of a scope they take a second connection
                db.postgres().copyIn(more()) shouldBe 1L
                names() shouldBe listOf("huey", "mickey", "a 2")
                db.connection().use { shouldRefuse<ProgrammingException>(busy, null, hint) { db.postgres().copyIn(more()) } }
                db.transaction {
                    shouldRefuse<ProgrammingException>(busy, null, hint) { db.postgres().copyIn(more()) }
                    val open = "a transaction is used while a savepoint in it is open"
                    val wait = "use the Transaction that the inner block is given, or wait for its end"
                    shouldRefuse<ProgrammingException>(open, null, wait) { db.postgres().copyIn(users("b")) { commit() } }
                    shouldRefuse<ProgrammingException>(open, null, wait) { db.postgres().copyIn(users("b")) { rollback() } }
                    USER.select().count() shouldBe 3
                }
                USER.select().stream().use { stream ->
                    val rows = stream.map { listOf(it.username + " again") }
                    shouldRefuse<ProgrammingException>(busy, null, hint) {
                        db.postgres().copyIn(USER.insertMany(listOf(USER.username), Iterable { rows.iterator() }))
                    }
                }
                shouldRefuse<ProgrammingException>(busy, null, hint) {
                    db.connection().use {
                        db.postgres().copyOut(
                            USER.select(),
                            CopyFormat.csv(),
                            object : OutputStream() {
                                override fun write(b: Int) = Unit

                                override fun write(b: ByteArray) {
                                    USER.select().count()
                                }
                            },
                        )
                    }
                }
                USER.select().count() shouldBe 3
            }
        }

        test("what COPY does not know is refused before anything is sent") {
            copying(USER) { db ->
                val postgres = db.postgres()
                val hint = "execute() the insert, or copy into a table of its own and insert from there"
                db.statements(0) {
                    shouldRefuse<ProgrammingException>("COPY knows no conflicts", "User", hint) { postgres.copyIn(users("a").onConflictIgnore()) }
                    shouldRefuse<ProgrammingException>("COPY knows no conditions", "User", hint) {
                        postgres.copyIn(USER.insertWhere(USER.id eq 1L, USER.username.to("a")))
                    }
                    shouldRefuse<ProgrammingException>(
                        "COPY stores rows that are given to it, and this insert has one, or a query",
                        "User",
                        "give it insertMany(..) or insertRows(..)",
                    ) { postgres.copyIn(USER.insert(USER.username.to("a"))) }
                    shouldRefuse<ProgrammingException>("tweet.content is no column of User", "User", "name columns of the table that is copied into") {
                        postgres.copyIn(CopyFormat.csv(), StringReader(""), USER, TWEET.content)
                    }
                    shouldRefuse<ProgrammingException>(
                        "the delimiter of COPY is a character that takes one byte",
                        null,
                        "take a comma, a semicolon, a tab, a quote, ..",
                    ) { CopyFormat.csv().delimiter('→') }
                    shouldRefuse<ProgrammingException>("'u' is no table that can be written to", "User as u", "write to the table itself, not to an alias of it") {
                        postgres.copyIn(CopyFormat.csv(), StringReader(""), USER.alias("u"))
                    }
                }
            }
        }

        test("files in and out, in any form") {
            copying(USER, SAMPLE) { db ->
                val postgres = db.postgres()
                val file = "username;email\n\"a;\"\"b\"\"\";\nhuey;huey@cats\n\"🐦\nbird\";\"\"\n"
                val form = CopyFormat.csv().header().delimiter(';')
                db.sends("""copy "user" ("username", "email") from stdin with (format 'csv', header 'true', delimiter ';')""") {
                    shouldThrow<IntegrityException> { postgres.copyIn(form, file.byteInputStream(), USER, USER.username, USER.email) }
                        .summary() shouldBe "line 2: null value in column \"join_date\" of relation \"user\" violates not-null constraint"
                }
                db.execute("""alter table "user" alter join_date set default '2024-02-29 12:00:00.000001'""")
                postgres.copyIn(form, file.byteInputStream(), USER, USER.username, USER.email) shouldBe 3L
                names() shouldBe listOf("a;\"b\"", "huey", "🐦\nbird")
                USER.select().orderBy(USER.id).values(USER.email) shouldBe listOf(null, "huey@cats", "")
                val query = USER.select(USER.username, USER.email).orderBy(USER.id)
                val text = StringWriter()
                db.sends(
                    """copy (select "user"."username", "user"."email" from "user" order by "user"."id" asc) to stdout""" +
                        """ with (format 'csv', header 'true', delimiter ';')""",
                ) { postgres.copyOut(query, form, text) shouldBe 3L }
                text.toString() shouldBe file
                val bytes = ByteArrayOutputStream()
                postgres.copyOut(query, CopyFormat.text(), bytes) shouldBe 3L
                bytes.toString(Charsets.UTF_8) shouldBe "a;\"b\"\t\\N\nhuey\thuey@cats\n🐦\\nbird\t\n"
                USER.delete().all().execute()
                postgres.copyIn(CopyFormat.text(), StringReader(bytes.toString(Charsets.UTF_8)), USER, USER.username, USER.email) shouldBe 3L
                USER.select().orderBy(USER.id).values(USER.email) shouldBe listOf(null, "huey@cats", "")
                val odd = StringWriter()
                postgres.copyOut(USER.select(USER.email).orderBy(USER.id), CopyFormat.csv().quote('\'').nullAs("\\"), odd)
                odd.toString() shouldBe "\\\nhuey@cats\n\n"
                // a whole table: all columns, in the order of the declaration
                val whole = StringWriter()
                postgres.copyOut(USER.select().orderBy(USER.id), CopyFormat.csv(), whole)
                USER.delete().all().execute()
                postgres.copyIn(CopyFormat.csv(), StringReader(whole.toString()), USER) shouldBe 3L
                USER.select().orderBy(USER.id).values(USER.joinDate) shouldBe listOf(joined, joined, joined)
            }
        }

        test("values of a query stand in the text as what they would be bound as") {
            copying(USER) { db ->
                db.postgres().copyIn(USER.insertMany(listOf(USER.username, USER.joinDate), listOf(listOf("it's \\ {0} ?", joined), listOf("b", joined.plusDays(1)))))
                val out = StringWriter()
                val query = USER.select(USER.username).where(USER.username.eq("it's \\ {0} ?"), USER.joinDate.eq(joined), USER.id.`in`(listOf(1L, 2L, 3L))).limit(5)
                db.sends(
                    """copy (select "user"."username" from "user" where ("user"."username" = E'it''s \\ {0} ?' and "user"."join_date" =""" +
                        """ cast('2024-02-29T12:00:00.000001' as timestamp) and "user"."id" = any (cast(array[1, 2, 3] as int8[])))""" +
                        """ fetch next 5 rows only) to stdout with (format 'csv')""",
                ) { db.postgres().copyOut(query, CopyFormat.csv(), out) shouldBe 1L }
                out.toString() shouldBe "it's \\ {0} ?\n"
            }
        }

        test("a copy goes into the schema of a tenant, and as a read to a replica") {
            copying(USER) { db ->
                db.execute("create schema if not exists copied_to")
                try {
                    val tenant = db.inSchema("copied_to")
                    tenant.createTables(USER)
                    tenant.postgres().copyIn(users("there")) shouldBe 1L
                    USER.select().using(tenant).values(USER.username) shouldBe listOf("there")
                    USER.select().count() shouldBe 0
                    val out = StringWriter()
                    tenant.postgres().copyOut(USER.select(USER.username).using(tenant), CopyFormat.csv(), out)
                    out.toString() shouldBe "there\n"
                } finally {
                    db.execute("drop schema copied_to cascade")
                }
            }
        }

        test("SQLite refuses COPY by its name") {
            Database.sqliteInMemory().use { db ->
                db.bind(USER).createTables(USER)
                shouldRefuse<ProgrammingException>("SQLite has no COPY", null, "execute() the insert: it takes few statements") {
                    db.postgres().copyIn(users("a"))
                }
                shouldRefuse<ProgrammingException>("SQLite has no COPY", null, "execute() the insert: it takes few statements") {
                    db.postgres().copyIn(users("a")) {}
                }
                for (reading in listOf<() -> Any?>(
                    { db.postgres().copyIn(CopyFormat.csv(), StringReader(""), USER) },
                    { db.postgres().copyIn(CopyFormat.csv(), "".byteInputStream(), USER) },
                )) {
                    shouldRefuse<ProgrammingException>("SQLite has no COPY", null, "read the file, and give its rows to insertMany(..)") { reading() }
                }
                for (writing in listOf<() -> Any?>(
                    { db.postgres().copyOut(USER.select(), CopyFormat.csv(), StringWriter()) },
                    { db.postgres().copyOut(USER.select(), CopyFormat.csv(), ByteArrayOutputStream()) },
                )) {
                    shouldRefuse<ProgrammingException>("SQLite has no COPY", null, "write the rows of streamRows()") { writing() }
                }
            }
        }
    })

private fun used() = Runtime.getRuntime().let { it.totalMemory() - it.freeMemory() }

private fun <T : Any> copied(
    db: Database,
    case: TypeCase<T>,
) {
    val table = case.table
    val values = case.ascending + case.more
    val columns = listOf(table.plain, table.maybe, table.indexed, table.unique, table.serverDefault)
    val rows = values.map { listOf(it, null, it, it, it) }
    db.postgres().copyIn(table.insertMany(columns, rows)) shouldBe values.size.toLong()
    table.insertMany(columns, rows.map { it.toMutableList().also { row -> row[3] = row[3] } }).let { stored ->
        val copied = table.select().orderBy(table.id).values(table.plain)
        table.delete().all().execute()
        stored.execute()
        val inserted = table.select().orderBy(table.id).values(table.plain)
        withClue("copied, and inserted") { copied.map(::shown) shouldBe inserted.map(::shown) }
    }
    table.select().values(table.maybe).toSet() shouldBe setOf(null)
}

private fun shown(value: Any?) = if (value is ByteArray) value.toList() else value

private class Torn(
    text: String,
) : InputStream() {
    private val bytes = text.byteInputStream()

    override fun read(): Int = bytes.read().also { if (it < 0) throw IOException("torn") }
}

private class Full : OutputStream() {
    override fun write(b: Int): Unit = throw IOException("full")
}
