package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.migrate.MigrationStatus.State
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import java.time.Instant
import java.time.temporal.ChronoUnit

internal fun Database.has(table: String): Boolean = runCatching { execute("select * from \"$table\"") }.isSuccess

/** Asserts the migration, the summary and the hint of an error at once. */
internal fun shouldRefuse(
    id: String?,
    summary: String,
    hint: String?,
    body: () -> Any?,
) {
    val error = shouldThrow<MigrationException> { body() }
    listOf(error.id(), error.summary(), error.hint()) shouldBe listOf(id, summary, hint)
}

internal fun table(name: String): NamedMigration =
    migration("create_$name", down = { sql("drop table $name") }) { sql("create table $name (x integer)") }

class MigrationsSpec :
    FunSpec({
        fun Migrations.states() = status().map { it.id to it.state }

        contract("up applies what is pending, in order, once") { db ->
            val migrations = Migrations.of(db, table("a"), table("b"))
            migrations.up().ids() shouldBe listOf("create_a", "create_b")
            db.has("a") shouldBe true
            db.has("b") shouldBe true

            db.statements(2) { migrations.up() }.ids() shouldBe emptyList()
            Migrations.of(db, table("a"), table("b"), table("c")).up().ids() shouldBe listOf("create_c")
        }

        contract("up applies what stands before something applied, too") { db ->
            Migrations.of(db, table("b")).up()
            Migrations.of(db, table("a"), table("b")).up().ids() shouldBe listOf("create_a")
        }

        contract("status tells pending, applied with its time, and unknown") { db ->
            Migrations.of(db, table("gone"), table("a")).up()
            val status = Migrations.of(db, table("a"), table("b")).status()

            status.map { it.id to it.state } shouldBe
                listOf("create_a" to State.APPLIED, "create_b" to State.PENDING, "create_gone" to State.MISSING)
            val now = Instant.now()
            status[0].appliedAt.shouldNotBeNull() shouldBeGreaterThan now.minus(1, ChronoUnit.MINUTES)
            status[0].appliedAt.shouldNotBeNull() shouldBeLessThan now.plus(1, ChronoUnit.MINUTES)
            status[1].appliedAt shouldBe null
        }

        contract("status of an empty database writes nothing (RUN-02)") { db ->
            db.statements(1) { Migrations.of(db, table("a")).states() } shouldBe listOf("create_a" to State.PENDING)
            db.has("kinglet_migrations") shouldBe false
        }

        contract("down takes back the last ones, the last first") { db ->
            val migrations = Migrations.of(db, table("a"), table("b"), table("c"))
            migrations.up()
            migrations.down(2).ids() shouldBe listOf("create_c", "create_b")
            listOf("a", "b", "c").map { db.has(it) } shouldBe listOf(true, false, false)

            migrations.down(0).ids() shouldBe emptyList()
            migrations.down(9).ids() shouldBe listOf("create_a")
            migrations.down(1).ids() shouldBe emptyList()
            migrations.up().runs() shouldHaveSize 3
        }

        contract("a migration that fails leaves nothing behind, and the earlier ones applied") { db ->
            val broken =
                migration("broken") {
                    sql("create table half (x integer)")
                    sql("insert into half values (1)")
                    sql("create nonsense")
                }
            val migrations = Migrations.of(db, table("a"), broken, table("c"))
            val failed = shouldThrow<MigrationException> { migrations.up() }

            failed.id() shouldBe "broken"
            failed.sql() shouldBe "create nonsense"
            val cause = failed.cause.shouldBeInstanceOf<ProgrammingException>()
            failed.summary() shouldBe
                "migration 'broken' failed on its way up and changed nothing: ${cause.summary()}"
            db.has("half") shouldBe false
            migrations.states() shouldBe
                listOf("create_a" to State.APPLIED, "broken" to State.PENDING, "create_c" to State.PENDING)
        }

        contract("what a migration throws of its own is the cause, and its rows are undone") { db ->
            val bug = IllegalStateException("no such bird")
            val broken =
                migration("broken", down = { error("unused") }) {
                    sql("insert into a values (1)")
                    throw bug
                }
            val failed = shouldThrow<MigrationException> { Migrations.of(db, table("a"), broken).up() }
            failed.cause shouldBeSameInstanceAs bug
            failed.sql() shouldBe null
            failed.message shouldBe
                "migration 'broken' failed on its way up and changed nothing: " +
                "java.lang.IllegalStateException: no such bird"
            db.execute("create unique index one on a (x)")
            db.execute("insert into a values (1)")
        }

        contract("a way back that fails leaves its migration applied") { db ->
            val stuck =
                migration("stuck", down = {
                    sql("drop table b")
                    sql("drop table nowhere")
                }) { sql("create table b (x integer)") }
            val migrations = Migrations.of(db, table("a"), stuck, table("c"))
            migrations.up()
            val failed = shouldThrow<MigrationException> { migrations.down(3) }

            failed.id() shouldBe "stuck"
            failed.summary() shouldBe
                "migration 'stuck' failed on its way down and changed nothing: " +
                (failed.cause as ProgrammingException).summary()
            listOf("a", "b", "c").map { db.has(it) } shouldBe listOf(true, true, false)
            migrations.states() shouldBe
                listOf("create_a" to State.APPLIED, "stuck" to State.APPLIED, "create_c" to State.PENDING)
        }

        contract("a migration without a way back stops down before anything is taken back") { db ->
            val migrations = Migrations.of(db, migration("forever") { sql("create table a (x integer)") }, table("b"))
            migrations.up()
            val refused = shouldThrow<MigrationException> { migrations.down(2) }

            refused.id() shouldBe "forever"
            refused.message shouldBe
                """
                migration 'forever' has no way back
                  hint: give it one: forever.down.sql, or down(..) in code; or take back fewer
                """.trimIndent()
            db.has("b") shouldBe true
            migrations.down(1).ids() shouldBe listOf("create_b")
        }

        contract("what the database remembers and nobody declares is left alone, unless the order is strict (RUN-03)") { db ->
            Migrations.of(db, table("a"), table("b")).up()
            val migrations = Migrations.of(db, table("a"), table("c"))

            shouldRefuse(
                "create_b",
                "$db remembers migrations that are not declared: [create_b]",
                "run a program that has them, or declare them again under these ids",
            ) {
                migrations.order(Migrations.Order.STRICT).up()
            }
            shouldRefuse(
                "create_b",
                "migration 'create_b' is applied, and nobody declares it: how it is taken back is not known",
                "run a program that has it, or say repair().markReverted(\"create_b\")",
            ) { migrations.down(1) }
            db.has("c") shouldBe false
            migrations.up().ids() shouldBe listOf("create_c")
        }

        contract("one that another program applied meanwhile fails and changes nothing") { db ->
            val second = table("b")
            val racing =
                migration("racing") {
                    sql(
                        "insert into kinglet_migrations (id, direction, started_at, attempt, step, faked) " +
                            "values ('create_b', 'up', '2026-01-01 00:00:00.000000', 1, 0, ${if (dialect() == Dialect.SQLITE) "0" else "false"})",
                    )
                }
            val failed = shouldThrow<MigrationException> { Migrations.of(db, racing, second).up() }
            failed.id() shouldBe "create_b"
            failed.cause.shouldBeInstanceOf<IntegrityException>().kind() shouldBe IntegrityException.Kind.UNIQUE
            db.has("b") shouldBe false
        }

        contract("one that another program took back meanwhile fails and changes nothing") { db ->
            val racing =
                migration("racing", down = { sql("delete from kinglet_migrations where id = 'create_a'") }) {
                    sql("create table unused (x integer)")
                }
            val migrations = Migrations.of(db, table("a"), racing)
            migrations.up()
            val failed = shouldThrow<MigrationException> { migrations.down(2) }
            failed.id() shouldBe "create_a"
            failed.message shouldBe
                """
                migration 'create_a' failed on its way down and changed nothing: another program took it back meanwhile
                  hint: look at status()
                """.trimIndent()
            db.has("a") shouldBe true
        }

        contract("in a transaction of the caller migrations are a part of it") { db ->
            shouldThrow<IllegalStateException> {
                db.transaction {
                    Migrations.of(db, table("a")).up()
                    error("changed my mind")
                }
            }
            db.has("a") shouldBe false
            db.has("kinglet_migrations") shouldBe false
        }

        contract("two of one id are refused before anything is touched") { db ->
            val refused =
                shouldThrow<MigrationException> { db.statements(0) { Migrations.of(db, table("a"), table("a")) } }
            refused.id() shouldBe "create_a"
            refused.message shouldBe
                """
                two migrations have the id 'create_a'
                  hint: rename the one that was applied nowhere yet
                """.trimIndent()
        }

        test("a blank id is refused") {
            shouldThrow<MigrationException> { migration(" ") { } }.message shouldBe
                "a migration has a blank id\n  hint: name it, such as 0002_add_bio"
        }

        contract("a negative number to take back is refused") { db ->
            val refused = shouldThrow<MigrationException> { db.statements(0) { Migrations.of(db).down(-1) } }
            refused.id() shouldBe null
            refused.message shouldBe
                "down(-1): there is no such number of migrations\n  hint: say 0 or more"
        }

        contract("Java callers declare and run the same way") { db ->
            JavaMigrations.javaCaller(db) shouldBe listOf("[0001_initial, 0002_index, 0003_kinglet]", "3", "nothing to do")
        }
    })
