package dev.kinglet.faults

import dev.kinglet.Database
import dev.kinglet.errors.OperationalException
import dev.kinglet.transaction
import tour.Models.User.USER
import java.nio.file.Files
import java.nio.file.Path
import kotlin.concurrent.thread

/** Another process with the same class path, which does one of the tasks below on a SQLite file. */
internal class Child private constructor(
    private val process: Process,
) {
    private val output = process.inputStream.bufferedReader()

    /** What it told until it ended. */
    fun lines(): List<String> = output.readLines()

    fun linesUntil(last: (String) -> Boolean): List<String> =
        buildList {
            do {
                add(output.readLine() ?: error("it ended after $this"))
            } while (!last(last()))
        }

    fun exitCode(): Int = process.waitFor()

    /** `kill -9` */
    fun kill() {
        process.destroyForcibly().waitFor()
    }

    companion object {
        const val HALTED = 9

        /** A disk of 400 kB that only the child sees, mounted at the folder of the file; where the system lets anybody do so. */
        private val smallDisk = listOf("unshare", "-Urm", "sh", "-c", "mount -t tmpfs -o size=400k tmpfs \"$0\" && exec \"$@\"")

        val canHaveSmallDisk: Boolean by lazy {
            val folder = Files.createTempDirectory("kinglet-faults")
            try {
                ProcessBuilder(smallDisk + listOf(folder.toString(), "true")).start().waitFor() == 0
            } catch (e: java.io.IOException) {
                false
            } finally {
                Files.delete(folder)
            }
        }

        fun onSmallDisk(
            task: String,
            file: Path,
        ): Child = start(smallDisk + file.parent.toString(), task, file)

        fun start(
            task: String,
            file: Path,
        ): Child = start(listOf(), task, file)

        private fun start(
            before: List<String>,
            task: String,
            file: Path,
        ): Child {
            val java = ProcessHandle.current().info().command().get()
            val command =
                listOf(java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Child::class.java.name, task, file.toString())
            return Child(ProcessBuilder(before + command).redirectError(ProcessBuilder.Redirect.INHERIT).start())
        }

        @JvmStatic
        fun main(args: Array<String>) {
            // it never outlives its test for long
            thread(isDaemon = true) { Thread.sleep(60_000).also { Runtime.getRuntime().halt(1) } }
            val file = Path.of(args[1])
            Database.sqlite(file).use { db ->
                db.bind(USER)
                when (args[0]) {
                    "dies" -> dies(db)
                    "writes on" -> writesOn(db)
                    "two hundred" -> twoHundred(db)
                    "fills the disk" -> fillsTheDisk(db, file)
                }
            }
        }

        private fun dies(db: Database) {
            create("committed")
            println("committed")
            db.transaction {
                repeat(5_000) { create("lost-$it") } // more than SQLite keeps in memory
                println("in the transaction")
                Runtime.getRuntime().halt(HALTED)
            }
        }

        private fun writesOn(db: Database) =
            generateSequence(1) { it + 1 }.forEach {
                db.transaction {
                    create("w$it-a")
                    create("w$it")
                }
                println("w$it")
            }

        private fun twoHundred(db: Database) {
            val stored = (1..200).count { runCatching { db.transaction { create("there-${USER.select().count()}-$it") } }.isSuccess }
            println("$stored of 200")
        }

        private fun fillsTheDisk(
            db: Database,
            file: Path,
        ) {
            val filler = file.resolveSibling("filler")
            Files.write(filler, ByteArray(100_000))
            db.createTables(USER)
            create("before")

            fun fill(name: String): Int {
                var stored = 0
                try {
                    while (true) create(name + "x".repeat(2_000) + stored).also { stored++ }
                } catch (e: OperationalException) {
                    println("$name: ${e.kind()}")
                }
                return stored
            }
            val single = fill("single")
            println("stored as told: ${USER.select().count() == single + 1L}")
            val block = runCatching { db.transaction { fill("block").also { create("after") } } }
            println("the block left with ${block.exceptionOrNull()?.let { (it as OperationalException).kind() }}")
            println("nothing of it: ${USER.select().count() == single + 1L}")
            Files.delete(filler)
            create("later")
            println("with room: ${USER.select().count() == single + 2L}, ${count("before")}, ${integrity(file)}, ${db.connectionsInUse()}")
        }
    }
}
