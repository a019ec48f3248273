package dev.kinglet.migrate.internal.ddl

import dev.kinglet.Database
import dev.kinglet.fixtures.TestDatabases
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class KilledRebuildSpec :
    FunSpec({
        /** All of them where it is told so by hand: -Dkinglet.kills=all. */
        val all = System.getProperty("kinglet.kills") == "all"

        test("MIG-17 a process that is killed in a rebuild leaves the table as it was, and nothing besides") {
            val file = TestDatabases.temporaryFile()
            Database.sqlite(file).use { it.aviary() }
            val (statements, rows) = Database.sqlite(file).use { it.statements() to it.rows() }
            val stops = mutableListOf<String>()
            var step = if (all) 0 else 5
            while (stops.lastOrNull() != "done") {
                val stop = KilledRebuild.kill(file, step)
                stops += stop
                withClue("killed before: $stop") {
                    Database.sqlite(file).use { db ->
                        if (stop == "done") {
                            db.statements().getValue("nest")!! shouldContain "`height` numeric(10, 2)"
                        } else {
                            db.statements().besides(statements).shouldBeEmpty()
                            statements.besides(db.statements()).shouldBeEmpty()
                            db.rows() shouldBe rows
                            db.sqlite().pragma("foreign_keys") shouldBe "1"
                        }
                        db.query("pragma integrity_check").maps().single().values.single() shouldBe "ok"
                    }
                }
                step += if (all) {
                    1
                } else if (step == 5) {
                    4
                } else {
                    100
                }
            }
            if (!all) stops.map { it.substringBefore(" \"") } shouldBe listOf("insert or abort into", "CREATE INDEX nest_high ON nest (height desc,", "done")
        }
    })
