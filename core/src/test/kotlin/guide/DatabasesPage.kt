package guide

import dev.kinglet.Database
import dev.kinglet.Databases
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.TestDatabases
import guide.FirstSteps.Tweet.TWEET
import guide.FirstSteps.User.USER
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.nio.file.Files
import java.time.Duration
import java.util.concurrent.CountDownLatch

/** Runs the regions of the page on databases, in both languages. */
fun databasesPage(sent: Sent) {
    val file = TestDatabases.temporaryFile()
    Connecting.open(file.toString()).use { db ->
        db.query("pragma cache_size").maps().single().values.single() shouldBe -8000L
        Connecting.pool(db) shouldBe 0
        Connecting.backup(db, file.resolveSibling("copy.db"))
        Files.exists(file.resolveSibling("copy.db")) shouldBe true
    }
    sent["java:Connecting.refused"] = listOf(shouldThrow<ProgrammingException> { Connecting.refused() }.message!!)
    Connecting.deferred("sqlite::memory:").use { db ->
        db.createTables(USER, TWEET)
        USER.create(USER.username.to("huey"))
        sent["java:Connecting.errors"] = listOf(Connecting.errors())
        Database.sqliteInMemory().use { reports ->
            reports.createTables(USER, TWEET)
            Connecting.keys(reports) shouldBe 0
            sent["java:Connecting.two"] =
                listOf(shouldThrow<ProgrammingException> { Connecting.twoDatabases(reports) }.message!!)
        }
    }
    val settings = mapOf("main.url" to "sqlite::memory:", "reports.url" to "sqlite::memory:", "main.pool.max" to "1")
    Connecting.named(settings) shouldBe "[main, reports]"
    Databases.of(settings).use { all ->
        sent["java:Connecting.unknown"] = listOf(shouldThrow<ProgrammingException> { Connecting.unknown(all) }.message!!)
    }
    Database.builder().sqlite(":memory:").attach("tenant_7", ":memory:").open().use { db ->
        db.bind(USER, TWEET, Author)
        db.inSchema("tenant_7").createTables(USER, TWEET, Author)
        sent.record(db, "java:Connecting.tenant") { Connecting.tenant(db) shouldBe listOf() }
        Connecting.view(db) shouldBe listOf()
        KotlinConnecting.tenant(db) shouldBe listOf()
    }
    Database.connect("sqlite:///$file").use { it.createTables(USER, Author) }
    Connecting.replica(file.toString(), "sqlite:///$file").use { db ->
        Connecting.primary(db) shouldBe listOf()
        KotlinConnecting.primary(db) shouldBe 0
    }
    Connecting.functions().use { db -> db.query("select initial('huey') as x").maps() shouldContainExactly listOf(mapOf("x" to "h")) }
    KotlinConnecting.open(file.toString()).close()
    KotlinConnecting.named(settings) shouldContainExactly setOf("main", "reports")
    sent["exhausted"] = listOf(exhausted())
}

private fun exhausted(): String =
    Database
        .builder()
        .sqlite(":memory:")
        .poolTimeout(Duration.ofMillis(300))
        .leakDetection(Duration.ofSeconds(10))
        .open()
        .use { db ->
            val taken = CountDownLatch(1)
            val release = CountDownLatch(1)
            val report =
                Thread({
                    db.connection().use {
                        db.execute("select 1")
                        taken.countDown()
                        release.await()
                    }
                }, "nightly-report")
            report.start()
            taken.await()
            val refused = shouldThrow<OperationalException> { db.execute("select 1") }.message!!
            release.countDown()
            report.join()
            refused.replace(Regex("for \\d+ ms"), "for 12345 ms").replace(Regex("\\w+\\.kt:\\d+"), "Reports.java:42")
        }
