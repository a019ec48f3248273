package dev.kinglet.migrate

import dev.kinglet.Database
import java.io.BufferedReader
import java.nio.file.Path
import kotlin.concurrent.thread

/** Another process that migrates databases: it reads a URL, and says which migrations it ran. */
internal object Starter {
    @JvmStatic
    fun main(args: Array<String>) {
        thread(isDaemon = true) { Thread.sleep(180_000).also { Runtime.getRuntime().halt(1) } }
        val folder = Path.of(args[0])
        while (true) {
            val url = readlnOrNull() ?: return
            val answer =
                runCatching { Database.connect(url).use { db -> Migrations.of(db, folder).up().ids().joinToString(",") } }
                    .getOrElse { "failed: ${it.toString().replace('\n', ' ')}" }
            println("ran:$answer")
        }
    }

    /** One that holds on in the middle of a migration, until it is killed. */
    internal object Sleeper {
        @JvmStatic
        fun main(args: Array<String>) {
            thread(isDaemon = true) { Thread.sleep(120_000).also { Runtime.getRuntime().halt(1) } }
            Database.connect(args[0]).use { db ->
                val sleeps =
                    migration("0001_slow") {
                        sql("create table slow (x integer)")
                        run("sleep") {
                            println("asleep")
                            Thread.sleep(100_000)
                        }
                    }
                Migrations.of(db, sleeps).up()
            }
        }
    }

    fun start(
        type: Class<*>,
        vararg arguments: String,
    ): Process =
        ProcessBuilder(
            ProcessHandle.current().info().command().get(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx128m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            type.name,
            *arguments,
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()

    /** The next line that is an answer. */
    fun BufferedReader.answer(): String = lineSequence().first { it.startsWith("ran:") }.removePrefix("ran:")
}
