package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.postgres.busyTable
import dev.kinglet.migrate.testing.Contention
import dev.kinglet.migrate.testing.ContentionResult
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import java.time.Duration
import java.time.Duration.ofMillis

/** Rows that are there; a run by hand takes more: -Dbusy.rows=10000000. */
private val rows = Integer.getInteger("busy.rows", 1_000_000)

private fun Database.busy(
    name: String,
    change: () -> Unit,
): ContentionResult = Contention.of(this).writing("bird", 4, 300).during(name, change).also(::println)

/**
 * The first of three runs that keeps the bound: on a machine that others share a run may be held up by something else.
 */
private fun Database.within(
    bound: Duration,
    name: String,
    again: () -> Unit,
    change: Migrator.() -> Unit,
): ContentionResult {
    val runs = mutableListOf<ContentionResult>()
    repeat(3) {
        if (runs.isNotEmpty()) again()
        val run = busy(name) { doSteps(what = change) }
        run.noErrors()
        runs += run
        if (run.longest() <= bound) return run
    }
    return withClue("none of three runs kept the bound") { runs.minBy { it.longest() }.maxBlocked(bound) }
}

class BusyPostgresSpec :
    FunSpec({
        val token: Migrator.() -> Unit = {
            addColumn("bird", column("token", DataType.UUID).notNull().defaultSql("gen_random_uuid()"))
        }

        contract("a NOT NULL column with a volatile default, under 300 transactions a second (M6)", on = Dialect.POSTGRES) { db ->
            db.busyTable("bird", rows)
            val naive =
                db.busy("ADD COLUMN of $rows rows, one statement") {
                    db.execute("alter table bird add column naive uuid not null default gen_random_uuid()")
                }
            naive.noErrors()
            db.execute("alter table bird drop column naive")
            val safe =
                db.within(ofMillis(500), "the same, safely", { db.execute("alter table bird drop column token") }, token)
            naive.longest() shouldBeGreaterThanOrEqualTo safe.longest().multipliedBy(5)

            db.schema().table("bird").shouldNotBeNull().let {
                it.column("token").shouldNotBeNull().nullable() shouldBe false
                it.checks() shouldBe listOf()
            }
            db.query("select count(*) as n from bird where token is null").maps().single()["n"] shouldBe 0L
            db.execute("drop table bird")
        }

        contract("keys, NOT NULL, checks and indexes hold up no write for long (M6)", on = Dialect.POSTGRES) { db ->
            db.busyTable("bird", rows / 5)
            db.execute("create table tree (id bigint primary key)")
            db.execute("insert into tree select generate_series(1, 100)")
            val bound = ofMillis(250)
            db.within(bound, "foreign key", { db.execute("alter table bird drop constraint tree_key") }) {
                addForeignKey("bird", foreignKey("tree_id").references("tree", "id").named("tree_key"))
            }
            db.within(bound, "set not null", { db.execute("alter table bird alter column note drop not null") }) {
                setNotNull("bird", "note")
            }
            db.within(bound, "unique", { db.execute("alter table bird drop constraint one_name") }) {
                addUnique("bird", "one_name", "name")
            }
            db.within(bound, "check", { db.execute("alter table bird drop constraint named") }) {
                addCheck("bird", "named", "name <> ''")
            }
            db.within(bound, "index", { db.execute("drop index bird_tree_id") }) { addIndex("bird", "tree_id") }
            db.within(bound, "drop index", { db.execute("create index bird_tree_id on bird (tree_id)") }) {
                dropIndex("bird", "tree_id")
            }
        }
    })
