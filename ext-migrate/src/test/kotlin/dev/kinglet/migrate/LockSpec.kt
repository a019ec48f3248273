package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.MigrationStatus.State
import dev.kinglet.migrate.Starter.answer
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlin.io.path.writeText

/** One process at a time (RUN-18). */
class LockSpec :
    FunSpec({
        val processes = 8
        val rounds = 20

        /** Files that make a mess where one of them is run twice. */
        fun files(concurrently: Boolean): Path =
            tempdir().toPath().also { folder ->
                folder.resolve("0001_table.sql").writeText("create table counted (n integer)")
                folder.resolve("0002_row.sql").writeText("insert into counted values (1)")
                folder.resolve("0003_index.sql").writeText(
                    if (concurrently) "create index concurrently counted_n on counted (n)" else "create index counted_n on counted (n)",
                )
                folder.resolve("0004_row.sql").writeText("update counted set n = n + 1")
            }

        /** Each round all processes start on the same empty database at once. */
        fun race(
            folder: Path,
            urls: List<String>,
            check: (String) -> Unit,
        ) {
            val children = List(processes) { Starter.start(Starter::class.java, folder.toString()) }
            try {
                val answers = children.map { it.inputStream.bufferedReader() }
                for (url in urls) {
                    children.forEach {
                        it.outputStream.write("$url\n".toByteArray())
                        it.outputStream.flush()
                    }
                    val ran = answers.map { it.answer() }
                    withClue("$url: $ran") {
                        ran.flatMap { it.split(',') }.filter { it.isNotEmpty() }.sorted() shouldBe
                            listOf("0001_table", "0002_row", "0003_index", "0004_row")
                    }
                    check(url)
                }
            } finally {
                children.forEach { it.destroyForcibly() }
            }
        }

        test("8 processes start 20 times on an empty PostgreSQL: each migration is run once, and the index is valid") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                val urls =
                    List(rounds) { n ->
                        db.execute("drop schema if exists race_$n cascade")
                        db.execute("create schema race_$n")
                        TestDatabases.postgresUrl.replace("currentSchema=kinglet_test", "currentSchema=race_$n&pool.max=4")
                    }
                try {
                    race(files(concurrently = true), urls) { url ->
                        val schema = Regex("race_\\d+").find(url)!!.value
                        db.query("select n from $schema.counted").maps() shouldBe listOf(mapOf("n" to 2))
                        db.query("select indisvalid from pg_index where indexrelid = '$schema.counted_n'::regclass").maps() shouldBe
                            listOf(mapOf("indisvalid" to true))
                    }
                } finally {
                    repeat(rounds) { n -> db.execute("drop schema race_$n cascade") }
                }
            }
        }

        test("8 processes start 20 times on an empty SQLite file: each migration is run once") {
            val folder = tempdir().toPath()
            val urls = List(rounds) { n -> "sqlite:///$folder/race_$n.db" }
            race(files(concurrently = false), urls) { url ->
                Database.connect(url).use { db -> db.query("select n from counted").maps() shouldBe listOf(mapOf("n" to 2)) }
            }
        }

        /** Who has the lock, once it says so: the thread that keeps it tells the second statement a moment after it began. */
        fun Migrations.atTheSecondStatement(): MigrationHolder? {
            val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10)
            while (holder()?.doing() != "0001_slow#2" && System.nanoTime() < end) Thread.sleep(5)
            return holder()
        }

        fun killed(
            db: Database,
            url: String,
        ) {
            val child = Starter.start(Starter.Sleeper::class.java, url)
            val output = child.inputStream.bufferedReader()
            output.lineSequence().first { it == "asleep" }
            val migrations = Migrations.of(db, migration("0001_slow") { sql("create table slow (x integer)") })
            val holder = migrations.atTheSecondStatement().shouldNotBeNull()
            holder.pid() shouldBe child.pid()
            holder.doing() shouldBe "0001_slow#2"
            val late = shouldThrow<MigrationException> { migrations.waitAtMost(Duration.ZERO).up() }
            late.summary() shouldStartWith "another process migrates this database for more than 0 s: process ${child.pid()}"
            late.summary() shouldContain "0001_slow#2"
            child.destroyForcibly().waitFor()
            migrations.waitAtMost(Duration.ofSeconds(5)).up().ids() shouldBe listOf("0001_slow")
            migrations.holder() shouldBe null
            migrations.status().single().state shouldBe State.APPLIED
        }

        test("who is killed with kill -9 holds up nobody: PostgreSQL") {
            TestDatabases.fresh(Kind.POSTGRES) { db -> killed(db, TestDatabases.postgresUrl) }
        }

        test("who is killed with kill -9 holds up nobody: a SQLite file") {
            val file = TestDatabases.temporaryFile()
            Database.sqlite(file).use { db -> killed(db, "sqlite:///$file") }
        }

        contract("threads of one process take turns, too, and find it done") { db ->
            val started = CountDownLatch(1)
            val waits = CountDownLatch(1)
            val memory = db.inMemory()
            var runs = 0
            val slow =
                migration("0001_slow") {
                    sql("create table slow (x integer)")
                    run("wait") {
                        runs++
                        started.countDown()
                        if (!memory) waits.await(10, TimeUnit.SECONDS)
                    }
                }
            val failure = AtomicReference<Throwable>()
            val events = mutableListOf<String>()
            val first = thread { runCatching { Migrations.of(db, slow).up() }.onFailure(failure::set) }
            started.await(10, TimeUnit.SECONDS) shouldBe true
            if (memory) {
                waits.countDown()
                first.join()
            } else {
                Migrations.of(db, slow).atTheSecondStatement()
                val second =
                    thread {
                        runCatching {
                            Migrations.of(db, slow).listener {
                                events += it.toString()
                                if (it is MigrationEvent.Waiting) waits.countDown()
                            }.up().isEmpty() shouldBe true
                        }.onFailure(failure::set)
                    }
                second.join()
                first.join()
                events shouldHaveSize 1
                events.single() shouldStartWith "waiting for process ${ProcessHandle.current().pid()} on "
                events.single() shouldContain ": 0001_slow#2"
            }
            failure.get() shouldBe null
            runs shouldBe 1
        }

        contract("the connection that had the lock is called as before", on = Dialect.POSTGRES) { db ->
            fun names() =
                db.query("select distinct application_name as name from pg_stat_activity where datname = current_database() and application_name like 'migrate%'").maps()
            var during = listOf<Map<String, Any?>>()
            Migrations.of(db, migration("1_a") { run("look") { during = names() } }).up()
            during shouldHaveSize 1
            names() shouldBe listOf()
            db.query("select count(*) as n from pg_stat_activity where datname = current_database() and application_name = '' and backend_type = 'client backend'").maps() shouldBe
                listOf(mapOf("n" to 0L))
        }

        contract("two schemas do not wait for each other", on = Dialect.POSTGRES) { db ->
            val schemas = listOf("tenant_a", "tenant_b")
            schemas.forEach {
                db.execute("drop schema if exists $it cascade")
                db.execute("create schema $it")
            }
            try {
                val started = CountDownLatch(1)
                val other = CountDownLatch(1)
                val slow =
                    migration("0001_table") {
                        createTable("own", autoId("id"))
                        run("wait") {
                            started.countDown()
                            other.await(20, TimeUnit.SECONDS)
                        }
                    }
                val quick = migration("0001_table") { createTable("own", autoId("id")) }
                val failure = AtomicReference<Throwable>()
                val first = thread { runCatching { Migrations.of(db.inSchema("tenant_a"), slow).up() }.onFailure(failure::set) }
                started.await(10, TimeUnit.SECONDS) shouldBe true
                val b = Migrations.of(db.inSchema("tenant_b"), quick).waitAtMost(Duration.ZERO)
                b.up().ids() shouldBe listOf("0001_table")
                Migrations.of(db.inSchema("tenant_a"), quick).status().single().state shouldBe State.PENDING
                other.countDown()
                first.join()
                failure.get() shouldBe null
                schemas.forEach { db.inSchema(it).schema().tables().map { t -> t.name().name() } shouldBe listOf("kinglet_migrations", "own") }
            } finally {
                schemas.forEach { db.execute("drop schema $it cascade") }
            }
        }

        test("a pool of one connection, and a transaction pooler, are refused with what to do") {
            TestDatabases.fresh(Kind.POSTGRES) { _ ->
                TestDatabases.postgresBuilder().poolSize(1).open().use { db ->
                    shouldRefuse(
                        null,
                        "migrations need two connections, and the pool has one",
                        "open the database with pool.max=2 or more: one of them keeps the lock",
                    ) { Migrations.of(db, table("a")).up() }
                }
                TestDatabases.postgresBuilder().transactionPooler().open().use { db ->
                    shouldRefuse(
                        null,
                        "one process at a time migrates, and behind a transaction pooler nobody can keep a lock",
                        "connect to the server itself for migrations: the pooler is for the application",
                    ) { Migrations.of(db, table("a")).up() }
                    db.has("a") shouldBe false
                }
            }
        }
    })

private fun Database.inMemory() = dialect() == Dialect.SQLITE && sqlite().pragma("journal_mode") == "memory"
