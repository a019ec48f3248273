package tour

import dev.kinglet.errors.ErrorContext
import dev.kinglet.errors.OperationalException
import dev.kinglet.fixtures.TestDatabases
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class DatabaseCallerSpec :
    FunSpec({
        test("databases, pools and what only SQLite has, from Java") {
            DatabaseCaller.used(TestDatabases.temporaryFile()) shouldBe
                listOf(listOf(mapOf("a" to "a!", "b" to "bb", "c" to "c+d")), 0L, true, false, true, 1L)
        }

        test("deferred, named and replicated databases from Java") {
            DatabaseCaller.later("sqlite::memory:").use { it.toString() shouldBe "SQLite in memory" }
            DatabaseCaller.several(mapOf("main.url" to "sqlite::memory:", "b.url" to "sqlite::memory:")) shouldBe "[b, main] true"
            val copy = "sqlite:///${TestDatabases.temporaryFile()}"
            DatabaseCaller.replicated(TestDatabases.temporaryFile().toString(), copy).open().use { it.isOpen shouldBe true }
        }

        test("kinds of failures from Java") {
            for (kind in OperationalException.Kind.entries) {
                DatabaseCaller.mayTryAgain(OperationalException("x", ErrorContext.NONE, null, kind)) shouldBe
                    (kind.ordinal in 3..5)
            }
        }
    })
