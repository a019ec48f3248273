package tour

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.User.USER

class EngineCallerSpec :
    FunSpec({
        test("what only PostgreSQL has, from Java") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(USER).createTables(USER)
                EngineCaller.copies(db) shouldBe
                    listOf(1L, 1L, listOf(1L), 4L, 2, 2L, 2, 2L, true, true, setOf("format", "header", "delimiter", "quote", "null"))
                EngineCaller.sessions(db) shouldBe
                    listOf("a1", "true", true, true, true, true, true, (1L shl 32) + 2, listOf("huey", "mickey"))
                db.connectionsInUse() shouldBe 0
            }
        }

        test("what only SQLite has, from Java") {
            val file = TestDatabases.temporaryFile()
            Database.sqlite(file).use { db ->
                EngineCaller.sqlite(db, file.resolveSibling("other.db")) shouldBe
                    listOf("[a, 1, 2.5]b!3c4", "three3true", true, "-123", setOf("other"))
            }
            EngineCaller.reading(file).use { it.isOpen shouldBe true }
        }
    })
