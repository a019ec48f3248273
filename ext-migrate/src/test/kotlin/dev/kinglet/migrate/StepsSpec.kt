package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.MigrationStatus.State
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import io.kotest.matchers.types.shouldBeInstanceOf
import java.nio.file.Path
import kotlin.io.path.writeText

/** Migrations that run in no transaction: each step is remembered. */
class StepsSpec :
    FunSpec({
        fun folder(vararg files: Pair<String, String>): Path =
            tempdir().toPath().also { folder -> files.forEach { (name, text) -> folder.resolve(name).writeText(text) } }

        fun Database.rows() = query("select x from a order by x").maps().map { (it["x"] as Number).toInt() }

        fun steps(third: String) =
            "-- five steps\n-- kinglet: no transaction\ncreate table a (x integer);\ninsert into a values (2);\n$third;\n" +
                "insert into a values (4);\ninsert into a values (5);\n"

        contract("what failed at step 3 of 5 goes on there, once it is mended (RUN-08)") { db ->
            val folder = folder("0001_steps.sql" to steps("insert into nowhere values (3)"), "0001_steps.down.sql" to "drop table a")
            val migrations = Migrations.of(db, folder)
            val failed = shouldThrow<MigrationException> { migrations.up() }
            failed.summary() shouldStartWith "migration '0001_steps' failed on its way up behind step 2, from where the next run goes on: "
            failed.sql() shouldBe "insert into nowhere values (3)"
            failed.cause.shouldBeInstanceOf<ProgrammingException>()
            db.rows() shouldBe listOf(2)
            val status = migrations.status().single()
            status.state shouldBe State.INTERRUPTED
            status.toString() shouldStartWith "[~] 0001_steps  2 steps done; failed: "
            shouldRefuse(
                "0001_steps",
                "migration '0001_steps' was begun, and is not done",
                "go on with up(), or mend it by hand and say repair().markApplied(..) or repair().markReverted(..)",
            ) { migrations.down() }

            shouldThrow<MigrationException> { migrations.up() }
            migrations.plan().sql() shouldBe listOf("insert into nowhere values (3)", "insert into a values (4)", "insert into a values (5)")
            folder.resolve("0001_steps.sql").writeText(steps("insert into a values (3)"))
            val sent = mutableListOf<Int>()
            migrations.listener { if (it is MigrationEvent.Sending) sent += it.number }.up().ids() shouldBe listOf("0001_steps")
            sent shouldBe listOf(3, 4, 5)
            db.rows() shouldBe listOf(2, 3, 4, 5)
            db.query("select attempt, step, error from kinglet_migrations").maps().single().values.map { it?.toString() } shouldBe listOf("3", "5", null)
            migrations.down().ids() shouldBe listOf("0001_steps")
            db.has("a") shouldBe false
        }

        contract("what was done already must not be edited; then there is repair") { db ->
            val folder = folder("0001_steps.sql" to steps("insert into nowhere values (3)"))
            val migrations = Migrations.of(db, folder)
            shouldThrow<MigrationException> { migrations.up() }
            folder.resolve("0001_steps.sql").writeText(steps("insert into a values (3)").replace("(2)", "(22)"))
            shouldThrow<MigrationException> { migrations.up() }.hint() shouldBe
                "put that back as it was; only what is behind the step that failed may be mended. " +
                "Or finish it by hand and say repair().markApplied(\"0001_steps\")"
            db.rows() shouldBe listOf(2)
            migrations.repair().markApplied("1")
            migrations.status().single().state shouldBe State.APPLIED
            shouldRefuse("0001_steps", "migration '0001_steps' is applied already", null) { migrations.repair().markApplied("1") }
            migrations.repair().markReverted("1")
            migrations.status().single().state shouldBe State.PENDING
        }

        contract("a way back in steps goes on, too, and up is refused meanwhile") { db ->
            val folder =
                folder(
                    "0001_steps.sql" to "-- kinglet: no transaction\ncreate table a (x integer)",
                    "0001_steps.down.sql" to "drop table a; drop table nowhere",
                )
            val migrations = Migrations.of(db, folder)
            migrations.up()
            shouldThrow<MigrationException> { migrations.down() }.summary() shouldStartWith
                "migration '0001_steps' failed on its way down behind step 1, from where the next run goes on: "
            migrations.status().single().note!! shouldStartWith "on its way down, 1 step done; failed: "
            shouldRefuse(
                "0001_steps",
                "migration '0001_steps' was being taken back, and that is not done",
                "go on with down(1), or say repair().markReverted(\"0001_steps\")",
            ) { migrations.up() }
            folder.resolve("0001_steps.down.sql").writeText("drop table a; select 1")
            migrations.down().ids() shouldBe listOf("0001_steps")
            migrations.up().ids() shouldBe listOf("0001_steps")
        }

        contract("code may say that it needs no transaction") { db ->
            val code =
                object : Migration {
                    override fun up(m: Migrator) {
                        m.sql("create table a (x integer)")
                        m.run("rows") {
                            it.inTransaction() shouldBe false
                            it.execute("insert into a values (1)")
                        }
                        m.createTable("b", m.autoId("id"))
                    }

                    override fun transactional() = false
                }
            Migrations.of(db, NamedMigration("code", code)).up()
            db.rows() shouldBe listOf(1)
            db.has("b") shouldBe true
        }

        contract("in a transaction of the caller such a one is refused") { db ->
            val migrations = Migrations.of(db, folder("0001_steps.sql" to steps("select 3")))
            db.transaction {
                val refused = shouldThrow<MigrationException> { migrations.up() }
                refused.hint() shouldBe "run migrations outside of transactions"
            }
            db.has("a") shouldBe false
        }

        contract("an index is made concurrently in no transaction, by a file", on = Dialect.POSTGRES) { db ->
            db.execute("create table a (x integer)")
            val migrations =
                Migrations.of(
                    db,
                    folder("0001_index.sql" to "-- kinglet: no transaction\ncreate index concurrently a_x on a (x)", "0001_index.down.sql" to "drop index concurrently a_x"),
                )
            migrations.up().ids() shouldBe listOf("0001_index")
            migrations.down().ids() shouldBe listOf("0001_index")
        }

        contract("code is not run twice because a later step cannot run in a transaction", on = Dialect.POSTGRES) { db ->
            db.execute("create table a (x integer)")
            var runs = 0
            val code =
                migration("code") {
                    run("count") { runs++ }
                    add(dev.kinglet.migrate.change.Operation.Sql("select 1"))
                }
            Migrations.of(db, code).up()
            runs shouldBe 1
        }
    })
