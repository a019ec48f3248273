package dev.kinglet.migrate.cli

import dev.kinglet.migrate.change.BackfillStatus
import dev.kinglet.migrate.change.BackfillStatus.State
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.time.Instant

private fun status(
    state: State,
    passed: Long,
): BackfillStatus {
    val start = Instant.EPOCH
    return BackfillStatus("n", "t", state, passed, passed, 0, 100, 10, 0, "", start, start.plusSeconds(passed), null, null)
}

class ProgressLineSpec :
    FunSpec({
        fun shown(
            isTerminal: Boolean,
            vararg told: BackfillStatus,
        ): String {
            val bytes = ByteArrayOutputStream()
            val line = ProgressLine(PrintStream(bytes), isTerminal)
            told.forEach(line::accept)
            return bytes.toString().replace(System.lineSeparator(), "\n")
        }
        val told = arrayOf(status(State.RUNNING, 0), status(State.RUNNING, 50), status(State.PAUSED, 60), status(State.DONE, 100))

        test("on a terminal one line changes, and is ended with the backfill") {
            shown(true, *told) shouldBe
                "\rn: running, 0 %, 0 of 100 rows" +
                "\rn: running, 50 %, 50 of 100 rows, 0:50 left" +
                "\rn: paused, 60 %, 60 of 100 rows            " +
                "\rn: done, 100 %, 100 of 100 rows\n"
        }

        test("elsewhere a line says how it begins, waits and ends, and few between") {
            shown(false, *told) shouldBe
                "n: running, 0 %, 0 of 100 rows\nn: paused, 60 %, 60 of 100 rows\nn: done, 100 %, 100 of 100 rows\n"
        }
    })
