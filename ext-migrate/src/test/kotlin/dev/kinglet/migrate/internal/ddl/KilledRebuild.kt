package dev.kinglet.migrate.internal.ddl

import dev.kinglet.Database
import dev.kinglet.migrate.operations
import java.nio.file.Path

/** A process of its own, which stops before one of the steps of a rebuild and waits to be killed. */
internal object KilledRebuild {
    @JvmStatic
    fun main(arguments: Array<String>) {
        var left = arguments[1].toInt()
        Database.sqlite(Path.of(arguments[0])).use { db ->
            db.alter(db.operations { changeType("nest", "height", "numeric(10, 2)") }, oldSqlite) {
                if (left-- == 0) {
                    println(it)
                    Thread.sleep(Long.MAX_VALUE)
                }
            }
            println("done")
            Thread.sleep(Long.MAX_VALUE)
        }
    }

    /** Runs it up to a step, kills it, and answers what it was about to do. */
    fun kill(
        file: Path,
        before: Int,
    ): String {
        val process =
            ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRebuild::class.java.name,
                file.toString(),
                "$before",
            ).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        try {
            return process.inputReader().readLine() ?: error("it ended by itself")
        } finally {
            process.destroyForcibly().waitFor() // SIGKILL
        }
    }
}
