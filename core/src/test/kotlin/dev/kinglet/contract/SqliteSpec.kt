package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.aggregate
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.function
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.nio.file.Files
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CyclicBarrier

/** What only SQLite has. */
class SqliteSpec :
    FunSpec({
        fun one(
            db: Database,
            sql: String,
        ) = db.query(sql).maps().single().values.single()

        test("functions, aggregates and orders of the application (SQT-02)") {
            Database
                .builder()
                .sqlite(TestDatabases.temporaryFile().toString())
                .function<String>("initials") { name -> name.split(" ").joinToString("") { it.take(1) } }
                .function<Long, Int>("add_days") { day, more -> day + more }
                .function<Double>("halved") { it / 2 }
                .function<String>("is_long") { it.length > 4 }
                .function<String>("no_answer") { null }
                .function<ByteArray>("size") { it.size }
                .function<String>("fails") { error("with a secret: $it") }
                .aggregate<Long>("median") { all -> if (all.isEmpty()) null else all.sorted()[all.size / 2] }
                .collation("by_length") { a, b -> a.length.compareTo(b.length) }
                .poolSize(2)
                .open()
                .use { db ->
                    db.execute("create table word (text text, n integer)")
                    db.execute("insert into word values ('aaa', 5), ('b', 1), ('cc', 9), (null, null)")
                    one(db, "select initials('ada king byron') as x") shouldBe "akb"
                    one(db, "select initials(null) as x") shouldBe null
                    one(db, "select add_days(40, 2) as x") shouldBe 42L
                    one(db, "select halved(5) as x") shouldBe 2.5
                    one(db, "select is_long('short') as x") shouldBe 1L
                    one(db, "select no_answer('x') as x") shouldBe null
                    one(db, "select size(x'010203') as x") shouldBe 3L
                    one(db, "select median(n) as x from word") shouldBe 5L
                    one(db, "select median(n) as x from word where n > 100") shouldBe null
                    db.query("select median(n) as x from word where n is not null group by n > 4 order by 1").maps() shouldBe
                        listOf(mapOf("x" to 1L), mapOf("x" to 9L))
                    db.query("select text as x from word where text is not null order by text collate by_length").maps() shouldBe
                        listOf(mapOf("x" to "b"), mapOf("x" to "cc"), mapOf("x" to "aaa"))
                    val failed = shouldThrow<ProgrammingException> { one(db, "select fails('s3cret') as x") }
                    failed.summary() shouldBe "the function 'fails' failed: java.lang.IllegalStateException"
                    failed.stackTraceToString().contains("with a secret") shouldBe false
                    // an index may use them, and each connection knows them
                    db.execute("create index word_initials on word (initials(text))")
                    db.connection().use {
                        db.execute("select 1")
                        Thread { one(db, "select initials('x') as x") shouldBe "x" }.also { it.start() }.join()
                    }
                }
            shouldRefuse<ProgrammingException>(
                "the function 'later' takes a LocalDate",
                null,
                "SQLite has String, Long, Integer, Double, Boolean and byte[]",
            ) { Database.builder().function<java.time.LocalDate>("later") { it } }
            shouldRefuse<ProgrammingException>("PostgreSQL has no functions of the application", null, "use create function") {
                TestDatabases.postgresBuilder().function<String>("f") { it }.open()
            }
        }

        test("other files are schemas (SQT-03)") {
            val archive = TestDatabases.temporaryFile()
            Database
                .builder()
                .sqlite(":memory:")
                .attach("archive", archive.toString())
                .attach("archive", archive.toString())
                .open()
                .use { db ->
                    db.inSchema("archive").createTables(USER)
                    USER.insert(USER.username.to("old")).using(db.inSchema("archive")).execute()
                    one(db, "pragma archive.journal_mode") shouldBe "wal"
                }
            Database.sqlite(archive).use { db -> USER.select().using(db).values(USER.username) shouldBe listOf("old") }
            shouldRefuse<ProgrammingException>("two files are attached as 'a'", null, "give one of them another name") {
                Database.builder().attach("a", "one.db").attach("a", "two.db")
            }
            shouldThrow<OperationalException> {
                Database.builder().sqlite(":memory:").attach("a", "/no/such/folder/a.db").open()
            }.kind() shouldBe OperationalException.Kind.CONNECTION
        }

        test("pragmas come after the usual ones (SQT-01)") {
            Database
                .builder()
                .sqlite(TestDatabases.temporaryFile().toString())
                .pragma("synchronous", "extra")
                .pragma("foreign_keys", false)
                .pragma("cache_size", -123)
                .open()
                .use { db ->
                    one(db, "pragma synchronous") shouldBe 3L
                    one(db, "pragma foreign_keys") shouldBe 0L
                    one(db, "pragma cache_size") shouldBe -123L
                    one(db, "pragma journal_mode") shouldBe "wal"
                }
        }

        contract("a backup is a whole database, made while others write (SQT-15)", USER) { db ->
            val copy = TestDatabases.temporaryFile()
            if (db.dialect() == Dialect.POSTGRES) {
                shouldRefuse<ProgrammingException>(
                    "a server of PostgreSQL is not copied by its clients",
                    null,
                    "use pg_dump or pg_basebackup; backup(..) is for SQLite",
                ) { db.sqlite().backup(copy) }
                return@contract
            }
            USER.insertMany(listOf(USER.username), (1..3000).map { listOf("user $it") }).execute()
            val parts = mutableListOf<Double>()
            db.sqlite().backup(copy) { parts.add(it) }
            parts.last() shouldBe 1.0
            parts shouldBe parts.sorted()
            Database.sqlite(copy).use { it.bind().let { other -> USER.select().using(other).count() shouldBe 3000 } }
            // what is there stays where it fails
            val before = Files.size(copy)
            shouldThrow<IllegalStateException> { db.sqlite().backup(copy) { error("enough") } }
            Files.size(copy) shouldBe before
            Files.list(copy.parent).use { files -> files.map { it.fileName.toString() }.filter { it.endsWith(".part") }.toList() }
                .shouldBeEmpty()
            shouldThrow<OperationalException> { db.sqlite().backup(copy.resolveSibling("no/such/copy.db")) }
            shouldRefuse<ProgrammingException>(
                "a backup inside of a transaction",
                null,
                "make it outside: it waits for transactions that write",
            ) {
                db.transaction {
                    USER.select().count()
                    db.sqlite().backup(copy)
                }
            }
            db.connection().use {
                USER.select().count()
                db.sqlite().backup(copy)
            }
        }

        test("eight threads that read and write never see 'database is locked' (B9, SQT-13)") {
            val file = TestDatabases.temporaryFile()
            Database.sqlite(file).use { db ->
                Database.sqlite(file).use { other ->
                    db.createTables(USER)
                    USER.insert(USER.username.to("0")).using(db).execute()
                    val failures = ConcurrentLinkedQueue<Throwable>()
                    val start = CyclicBarrier(8)
                    val threads =
                        (1..8).map { n ->
                            Thread {
                                val mine = if (n % 2 == 0) db else other
                                start.await()
                                runCatching {
                                    repeat(25) { i ->
                                        mine.transaction {
                                            val now = USER.where(USER.id eq 1L).using(mine).get().username.toInt()
                                            USER.update(USER.username.to("${now + 1}")).where(USER.id eq 1L).using(mine).execute()
                                        }
                                        USER.insert(USER.username.to("t$n-$i")).using(mine).execute()
                                        USER.select().using(mine).count()
                                    }
                                }.onFailure { failures.add(it) }
                            }.also { it.start() }
                        }
                    threads.forEach { it.join() }
                    failures.toList().shouldBeEmpty()
                    USER.where(USER.id eq 1L).using(db).get().username shouldBe "200"
                    USER.select().using(db).count() shouldBe 201
                }
            }
        }

        test("eight databases that are opened at once on a new file") {
            repeat(5) {
                val file = TestDatabases.temporaryFile()
                val failures = ConcurrentLinkedQueue<Throwable>()
                val start = CyclicBarrier(8)
                val threads =
                    (1..8).map { n ->
                        Thread {
                            start.await()
                            runCatching {
                                Database.sqlite(file).use { db ->
                                    db.createTables(USER)
                                    USER.insert(USER.username.to("t$n")).using(db).execute()
                                }
                            }.onFailure { failures.add(it) }
                        }.also { it.start() }
                    }
                threads.forEach { it.join() }
                failures.map { it.stackTraceToString() }.shouldBeEmpty()
                Database.sqlite(file).use { db -> USER.select().using(db).count() shouldBe 8 }
            }
        }

        test("a query that is executed for nothing leaves nothing open") {
            val file = TestDatabases.temporaryFile()
            Database.builder().sqlite(file.toString()).poolSize(1).open().use { db ->
                db.createTables(USER)
                USER.insertMany(listOf(USER.username), (1..3).map { listOf("u$it") }).using(db).execute()
                db.execute("select * from user")
                Database.sqlite(file).use { other -> USER.insert(USER.username.to("later")).using(other).execute() }
                USER.select().using(db).count() shouldBe 4
            }
        }

        test("a statement that takes too long is ended (OPS-07)") {
            Database.connect("sqlite::memory:?statementTimeout=50ms").use { db ->
                val late =
                    shouldThrow<OperationalException> {
                        db.query("with recursive c(x) as (select 1 union all select x + 1 from c) select max(x) as m from c").maps()
                    }
                late.kind() shouldBe OperationalException.Kind.TIMEOUT
                one(db, "select 1 as x") shouldBe 1L
            }
        }
    })
