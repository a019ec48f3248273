package guide

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.OperationalException
import dev.kinglet.fixtures.elsewhere
import guide.FirstSteps.Tweet.TWEET
import guide.FirstSteps.User.USER
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.time.Duration
import java.util.concurrent.ConcurrentLinkedQueue

/** Runs the regions of the page on PostgreSQL that are about connections, in both languages. */
fun postgresConnectionsPage(
    db: Database,
    sent: Sent,
) {
    db.bind(USER, TWEET, Author).createTables(USER, TWEET, Author)
    val file = Files.createTempFile("kinglet", ".csv")

    fun send(
        name: String,
        answer: Any?,
        body: () -> Any?,
    ) = sent.record(db, "java:PostgresConnections.$name") { body() shouldBe answer }

    send("copy-in", 100_000L) { PostgresConnections.copyIn(db) }
    USER.delete().all().execute()
    sent["java:PostgresConnections.copy-fails"] =
        listOf(shouldThrow<IntegrityException> { PostgresConnections.copyFails(db) }.message!!)
    Files.writeString(file, "username\nhuey\nmickey\n")
    send("copy-file", 2L) { PostgresConnections.copyFile(db, file) }
    db.execute("""alter sequence "user_id_seq" restart with 1""")
    USER.delete().all().execute()
    PostgresConnections.copyFile(db, file) shouldBe 2L
    send("copy-out", 1L) { PostgresConnections.copyOut(db, file) }
    sent["java:PostgresConnections.copied"] = listOf(Files.readString(file).trim())
    PostgresConnections.listen(db, ConcurrentLinkedQueue())
    send("lock", "written") { PostgresConnections.lock(db) }
    send("try-lock", true) { PostgresConnections.tryLock(db) }
    sent["java:PostgresConnections.held-by"] =
        listOf(
            db.postgres().lock("nightly report").hold().use {
                elsewhere {
                    shouldThrow<OperationalException> {
                        db.postgres().lock("nightly report").timeout(Duration.ofMillis(10)).hold()
                    }.message!!
                        .replace("10 ms", "10000 ms")
                        .replace(Regex("process \\d+"), "process 4711")
                        .replace(Regex(" at [\\d.:a-f]+"), " at 10.0.0.7")
                }
            },
        )
    PostgresConnections.held(db) shouldBe 2
    USER.select().orderBy(USER.id).values(USER.username) shouldBe listOf("HUEY", "MICKEY")

    KotlinPostgresConnections.copyIn(db) shouldBe 100_000L
    Author.delete().all().execute()
    KotlinPostgresConnections.copyOut(db, file.toFile()) shouldBe 0L
    KotlinPostgresConnections.listen(db) shouldBe "42"
    KotlinPostgresConnections.lock(db) shouldBe "written"
    KotlinPostgresConnections.tryLock(db) shouldBe true
    db.connectionsInUse() shouldBe 0
    Files.delete(file)
}
