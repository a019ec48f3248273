package dev.kinglet.migrate.diff

import dev.kinglet.Database
import dev.kinglet.fixtures.PostgresTypes
import dev.kinglet.fixtures.Types
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.Migrations
import dev.kinglet.migrate.change.DiffOptions
import dev.kinglet.migrate.change.SchemaDiff
import dev.kinglet.model.Table
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe

private fun Database.diff(vararg tables: Table<*, *>): SchemaDiff = Migrations.of(this, listOf()).diff(*tables)

/** What a diff says, does, and takes back (M3, DIF-01, DIF-02, DIF-03, DIF-05, DIF-07). */
class DiffSpec :
    FunSpec({
        for (change in Seeded.all) {
            contract("M17: $change is told, made and taken back", on = change.only) { db ->
                db.perform(db.diff(Birds(declare = change.old)).operations())
                db.diff(Birds(declare = change.old)).lines() shouldBe listOf()
                val diff = db.diff(Birds(declare = change.new))
                diff.isEmpty shouldBe false
                diff.lines().forEach { it.isBlank() shouldBe false }
                withClue(diff) {
                    db.perform(diff.operations())
                    withClue("afterwards") { db.diff(Birds(declare = change.new)).lines() shouldBe listOf() }
                    db.perform(diff.inverses().flatMap { it.operations() })
                    withClue("and back") { db.diff(Birds(declare = change.old)).lines() shouldBe listOf() }
                    if (change.name != "a renamed column") db.diff(Birds(declare = change.new)).lines() shouldBe diff.lines()
                }
            }
        }

        for (case in Types.all + PostgresTypes.all) {
            contract("M3: a table of $case is made by its diff", on = case.only) { db ->
                val first = db.diff(case.table)
                db.perform(first.operations())
                db.diff(case.table).lines() shouldBe listOf()
                db.perform(first.inverses().flatMap { it.operations() })
                db.diff(case.table).lines() shouldBe first.lines()
            }
        }
    })
