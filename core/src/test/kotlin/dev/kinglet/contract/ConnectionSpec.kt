package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.OperationalException
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.spi.StatementEvent
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import tour.Models.User.USER
import java.nio.file.Files
import java.util.concurrent.CountDownLatch

class ConnectionSpec :
    FunSpec({
        fun pragma(
            db: Database,
            name: String,
        ) = USER
            .select()
            .using(db)
            .limit(1)
            .scalar(dev.kinglet.expr.Fn.raw(String::class.java, "(select * from pragma_$name)"))

        test("a SQLite file has a write-ahead log, foreign keys and a busy timeout") {
            val folder = Files.createTempDirectory("kinglet")
            Database.sqlite(folder.resolve("app.db")).use { db ->
                db.createTables(USER)
                USER.insert(USER.username.to("huey")).using(db).execute()
                pragma(db, "journal_mode") shouldBe "wal"
                pragma(db, "foreign_keys") shouldBe "1"
                pragma(db, "busy_timeout") shouldBe "10000"
                db.toString() shouldBe "SQLite file '${folder.resolve("app.db")}'"
            }
            // what was committed is there for the next one that opens it
            Database.connect("sqlite:///${folder.resolve("app.db")}").use { db ->
                USER.select().using(db).count() shouldBe 1
                db.dialect() shouldBe Dialect.SQLITE
            }
            folder.toFile().deleteRecursively()
        }

        test("URLs open what they name (CON-21)") {
            for (url in listOf("sqlite::memory:", "sqlite:///:memory:", "sqlite:///", "jdbc:sqlite::memory:", "sqlite:")) {
                Database.connect(url).use { it.toString() shouldBe "SQLite in memory" }
            }
            Database.connect(TestDatabases.postgresUrl + "&pool.max=3&pool.timeout=2000").use { db ->
                db.dialect() shouldBe Dialect.POSTGRES
                db.toString() shouldStartWith "PostgreSQL at jdbc:postgresql://localhost:"
            }
        }

        test("a pool that is exhausted says so, and gives way once a connection comes back (CON-17)") {
            val folder = Files.createTempDirectory("kinglet")
            val url = "sqlite:///${folder.resolve("app.db")}?pool.max=1&pool.timeout=300"
            Database.connect(url).use { db ->
                db.createTables(USER)
                val taken = CountDownLatch(1)
                val release = CountDownLatch(1)
                val holder =
                    Thread {
                        db.connection().use {
                            USER.select().using(db).count()
                            taken.countDown()
                            release.await()
                        }
                    }
                holder.name = "a-report"
                holder.start()
                taken.await()
                val refused = shouldThrow<OperationalException> { USER.select().using(db).count() }
                refused.summary().replace(Regex("\\d+$"), "NN") shouldBe
                    "no connection to SQLite file '${folder.resolve("app.db")}' was free within 300 ms: 1 of 1 are in use" +
                    " by thread 'a-report', now at ConnectionSpec.kt:NN"
                refused.kind() shouldBe OperationalException.Kind.POOL_EXHAUSTED
                refused.hint() shouldBe "keep scopes and transactions short, or raise pool.max"
                release.countDown()
                holder.join()
                USER.select().using(db).count() shouldBe 0
            }
            folder.toFile().deleteRecursively()
        }

        contract("a log records the statements of its database, until it is closed (CON-16)", USER) { db ->
            val log = db.record()
            USER.create(USER.username.to("huey"))
            USER.where(USER.username eq "huey").list()
            log.entries().map { it.sql().substringBefore(' ') } shouldContainExactly listOf("insert", "select")
            log.toString() shouldStartWith "2 statements:\n  insert into \"user\""
            log.clear()
            log.count() shouldBe 0
            log.close()
            log.close()
            USER.select().list()
            log.count() shouldBe 0
        }

        test("a listener is told of statements and of their failures") {
            val events = mutableListOf<StatementEvent>()
            Database.builder().sqlite(":memory:").listener(events::add).open().use { db ->
                db.createTables(USER)
                events.clear()
                USER.insert(USER.username.to("huey")).using(db).execute()
                runCatching { USER.insert(USER.username.to("huey")).using(db).execute() }
                events.size shouldBe 2
                events[0].error().shouldBeNull()
                events[1].error().shouldNotBeNull()
            }
        }

        contract("a failed statement leaves the connection usable (TXN-07)", USER) { db ->
            USER.create(USER.username.to("huey"))
            repeat(30) { runCatching { USER.create(USER.username.to("huey")) } }
            runCatching { db.transaction { USER.create(USER.username.to("huey")) } }
            USER.select().count() shouldBe 1
            db.connectionsInUse() shouldBe 0
        }

        contract("a table bound to another database is that database's (CON-09, CON-13)", USER) { db ->
            USER.create(USER.username.to("here"))
            Database.sqliteInMemory().use { other ->
                other.bind(USER).createTables(USER)
                USER.select().count() shouldBe 0
                db.bind(USER)
                USER.select().count() shouldBe 1
            }
        }
    })
