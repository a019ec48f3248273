package dev.kinglet.faults

import dev.kinglet.Database
import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres
import tour.Models.User.USER
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.sql.DriverManager
import java.sql.SQLException
import java.sql.Statement

/**
 * A PostgreSQL server of its own, which is killed and started again with the same port and the same data. Other than the
 * server of the contracts it is never one that `KINGLET_PG_URL` names.
 */
internal object OwnServer {
    private val folder: Path = Files.createTempDirectory("kinglet-faults")
    private val data: Path = folder.resolve("data")
    private val processes = mutableListOf<Process>()

    val port: Int by lazy {
        val first =
            EmbeddedPostgres
                .builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                // what was committed has to be in the log before the answer: processes are killed here, not the machine
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "60")
                .start()
        Runtime.getRuntime().addShutdownHook(
            Thread {
                kill()
                folder.toFile().deleteRecursively()
            },
        )
        first.port
    }

    /** The URL of [Database.connect]; [settings] as in `pool.max=3`, [through] another port than its own. */
    fun url(
        vararg settings: String,
        through: Int = port,
    ) = "postgresql://postgres:postgres@localhost:$through/postgres?" + settings.joinToString("&")

    /** Runs [body] on a database with `user` in it; what is kept open is an error. */
    fun <R> fresh(
        vararg settings: String,
        through: Int = port,
        body: (Database) -> R,
    ): R =
        empty(*settings, through = through) { db ->
            db.bind(USER).createTables(USER)
            body(db)
        }

    /** Runs [body] on a database without tables. */
    fun <R> empty(
        vararg settings: String,
        through: Int = port,
        body: (Database) -> R,
    ): R {
        if (!answers()) start() // the test before this one failed
        sql("drop schema if exists public cascade", "create schema public")
        return Database.connect(url("pool.timeout=5000", *settings, through = through)).use { db ->
            val result = body(db)
            withClue("connections that were not given back") { db.connectionsInUse() shouldBe 0 }
            withClue("a transaction that was not ended") { db.inTransaction() shouldBe false }
            result
        }
    }

    /** Statements on a connection beside those of the pool. */
    fun sql(vararg statements: String) = admin { admin -> statements.forEach(admin::execute) }

    /** The process IDs of those that the library is connected with, the youngest last. */
    fun backends(where: String = "true"): List<Long> =
        admin { admin ->
            admin
                .executeQuery(
                    "select pid from pg_stat_activity where application_name = 'kinglet' and $where order by backend_start",
                ).use { rows -> generateSequence { if (rows.next()) rows.getLong(1) else null }.toList() }
        }

    /** Ends connections of the library as an administrator does, and waits until they are gone. */
    fun terminate(where: String = "true"): Int {
        val ended = backends(where)
        ended.forEach { sql("select pg_terminate_backend($it)") }
        await("connections that end") { backends("pid in (${ended.joinToString().ifEmpty { "0" }})").isEmpty() }
        return ended.size
    }

    /** Waits until a statement of the library does what [condition] says of its line in `pg_stat_activity`. */
    fun awaitBackend(condition: String): Long {
        await("a backend with $condition") { backends(condition).isNotEmpty() }
        return backends(condition).first()
    }

    /** `kill -9` of all its processes. */
    fun kill() {
        val postmaster = postmaster() ?: return
        val all = listOf(postmaster) + postmaster.descendants().toList()
        all.forEach { it.destroyForcibly() }
        await("a port that is closed") { runCatching { java.net.Socket("localhost", port).close() }.isFailure }
    }

    /** `kill -9` of one process that serves a connection; the server ends all others by itself and goes on. */
    fun killBackend(pid: Long) {
        ProcessHandle.of(pid).get().destroyForcibly()
    }

    /** Starts it again after [kill]. */
    fun start() {
        val root = System.getProperty("user.name") == "root"
        val command = (if (root) listOf("unshare", "-U") else listOf()) + commandLine()
        await("a server that answers", seconds = 30) {
            // what was killed may hold the shared memory for a moment, and then the new one ends at once
            if (processes.lastOrNull()?.isAlive != true) {
                val log = folder.resolve("log").toFile()
                processes += ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start()
            }
            answers()
        }
    }

    fun restart() {
        kill()
        start()
    }

    fun answers(): Boolean =
        try {
            admin { it.execute("select 1") }
            true
        } catch (e: SQLException) {
            false
        }

    private fun <R> admin(body: (Statement) -> R): R =
        DriverManager
            .getConnection("jdbc:postgresql://localhost:$port/postgres?user=postgres&connectTimeout=5&socketTimeout=20")
            .use { connection -> connection.createStatement().use(body) }

    private fun postmaster(): ProcessHandle? {
        val file = data.resolve("postmaster.pid").toFile()
        return if (file.exists()) ProcessHandle.of(file.readLines().first().trim().toLong()).orElse(null) else null
    }

    /** How it was started first: the server itself notes it. */
    private fun commandLine(): List<String> {
        val noted = File(data.toFile(), "postmaster.opts").readText().trim()
        val program = noted.substringBefore(' ')
        return listOf(program) + Regex("\"([^\"]*)\"").findAll(noted.substringAfter(' ')).map { it.groupValues[1] }
    }
}
