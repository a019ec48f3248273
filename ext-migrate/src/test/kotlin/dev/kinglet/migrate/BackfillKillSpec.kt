package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.migrate.change.BackfillStatus.State
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThanOrEqual
import io.kotest.matchers.shouldBe
import java.time.Duration
import kotlin.concurrent.thread
import kotlin.random.Random

private val increment = Backfill.of("bird").set("age", "age + 1").batchOf(5_000).pause(Duration.ofMillis(1))

/** Another process that works on a backfill, and says each chunk. */
internal object BackfillWorker {
    @JvmStatic
    fun main(args: Array<String>) {
        thread(isDaemon = true) { Thread.sleep(120_000).also { Runtime.getRuntime().halt(1) } }
        Database.connect(args[0]).use { db -> db.backfills.run(increment) { println(it.passed()) } }
    }

    fun start(url: String): Process =
        ProcessBuilder(
            ProcessHandle.current().info().command().get(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            BackfillWorker::class.java.name,
            url,
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
}

class BackfillKillSpec :
    FunSpec({
        /** Kills workers at random moments, and lets the last one end. */
        fun exact(
            db: Database,
            url: String,
            rows: Int,
            kills: Int,
        ) {
            db.birds(rows)
            val random = Random(7)
            var killed = 0
            while (killed < kills) {
                val worker = BackfillWorker.start(url)
                val output = worker.inputStream.bufferedReader()
                // it works, not only starts
                val chunks = random.nextInt(1, 4)
                repeat(chunks) { output.readLine() }
                Thread.sleep(random.nextLong(40))
                if (worker.isAlive) killed++
                worker.destroyForcibly().waitFor()
                val status = db.backfills.status("bird.age")!!
                withClue("after kill $killed: what is said to be passed, is") {
                    db.number("select count(*) from bird where age = id + 1") shouldBe status.passed()
                    db.number("select count(*) from bird where age <> id and age <> id + 1") shouldBe 0
                }
                if (status.state() == State.DONE) break
            }
            withClue("kills while it worked") { killed shouldBeGreaterThanOrEqual kills }
            db.backfills.run(increment).state() shouldBe State.DONE
            db.number("select count(*) from bird where age = id + 1") shouldBe rows.toLong()
        }

        test("killed twenty times among a million rows, each row was done once [POSTGRES] (OPS-06)") {
            TestDatabases.fresh(dev.kinglet.fixtures.Kind.POSTGRES) { db -> exact(db, TestDatabases.postgresUrl, 1_000_000, 20) }
        }

        test("killed five times among the rows of a SQLite file, each row was done once") {
            val file = TestDatabases.temporaryFile()
            Database.sqlite(file).use { db -> exact(db, "sqlite:///$file", 200_000, 5) }
        }
    })
