package guide

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.migrate.MigrationRegistry
import dev.kinglet.migrate.Migrations
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteRecursively
import kotlin.io.path.name
import kotlin.io.path.writeText

/** Runs what the page on migrations shows. */
@OptIn(kotlin.io.path.ExperimentalPathApi::class)
fun migratingPage(sent: Sent) {
    val root = Files.createTempDirectory("kinglet-migrating")

    fun folder(name: String): Path =
        root.resolve(name).createDirectories().also { folder ->
            folder.resolve("0001_initial.sql").writeText("create table \"user\" (id integer primary key, username varchar(20) not null);\n")
            folder.resolve("0001_initial.down.sql").writeText("drop table \"user\";\n")
            folder.resolve("0002_add_bio.java").writeText(
                """
                import dev.kinglet.migrate.*;

                final class M0002AddBio implements Migration {
                    @Override
                    public void up(Migrator m) {
                        m.addColumn("user", m.text("bio"));
                        m.addIndex("user", "username");
                    }

                    @Override
                    public void down(Migrator m) {
                        m.dropIndex("user", "username");
                        m.dropColumn("user", "bio");
                    }
                }
                """.trimIndent(),
            )
        }

    fun plain(text: Any) = text.toString().replace(Regex("\\d+ ms"), "3 ms").replace(Regex("20\\d\\d-\\S+Z"), "2026-01-01T10:00:00Z").lines()

    fun run(
        db: Database,
        pg: String,
    ) {
        val files = folder("${pg}main")
        val migrations = Migrations.of(db, files)
        sent["java:Migrating.${pg}plan"] = plain(Migrating.plan(migrations)).dropLastWhile { it.isEmpty() }
        sent["java:Migrating.${pg}up"] = plain(Migrating.up(db, files))
        Migrating.back(migrations)
        files.resolve("0003_steps.sql").writeText(
            "-- kinglet: no transaction\ninsert into \"user\" values (1, 'huey', '');\ninsert into nobody values (1);\n",
        )
        sent["java:Migrating.${pg}failed"] = shouldThrow<KingletException> { migrations.up() }.message!!.lines()
        sent["java:Migrating.${pg}status"] = Migrating.status(migrations).flatMap { plain(it) }
        Migrating.repair(migrations)
        files.resolve("0001_initial.sql").writeText("create table elsewhere (x integer);\n")
        sent["java:Migrating.${pg}edited"] = listOf(shouldThrow<KingletException> { migrations.up() }.message!!)
        Migrating.settings(migrations) {}.status().size shouldBe 3
        Migrating.create(migrations).map { it.name } shouldBe listOf("0004_add_bio.sql", "0004_add_bio.down.sql")
    }
    try {
        Database.sqliteInMemory().use { db -> run(db, "") }
        TestDatabases.fresh(Kind.POSTGRES) { db -> run(db, "pg.") }
        Database.sqliteInMemory().use { db -> Migrating.code(db).up().ids() shouldBe listOf("0001_initial", "0002_add_bio") }
        Database.sqliteInMemory().use { db -> KotlinMigrating.code(db).up().ids() shouldBe listOf("0001_initial", "0002_add_bio") }
        Database.sqliteInMemory().use { db ->
            KotlinMigrating.up(db, folder("kotlin")).ids() shouldBe listOf("0001_initial", "0002_add_bio")
            KotlinMigrating.look(Migrations.of(db, folder("kotlin"))).second.isEmpty() shouldBe true
            shouldThrow<KingletException> { Migrating.packaged(db).up() }
        }
        Database.sqliteInMemory().use { main ->
            Database.sqliteInMemory().use { reports ->
                folder("db/main")
                folder("db/reports")
                Migrating.several(main, reports, root.resolve("db")).keys shouldBe setOf("main", "reports")
                Migrating.main(MigrationRegistry.empty().with("main", Migrations.of(main, root.resolve("db/main"))), "up") shouldBe 0
            }
        }
        line(sent, root)
    } finally {
        root.deleteRecursively()
    }
}

/** The command line, as it is typed. */
private fun line(
    sent: Sent,
    root: Path,
) {
    val project = root.resolve("project").createDirectories()
    project.resolve("db/main").createDirectories()
    project.resolve("db/main/0001_initial.sql").writeText("create table bird (id integer primary key);\n")
    project.resolve("kinglet.properties").writeText("main.url = sqlite:///app.db\n")
    val shown = mutableListOf<String>()
    for (command in listOf("status", "up", "status")) {
        val text = ByteArrayOutputStream()
        val out = PrintStream(text, true, Charsets.UTF_8)
        val exit =
            dev.kinglet.migrate.cli.MigrateCommand
                .configured()
                .`in`(project)
                .output(out, out)
                .run(command)
        shown += "$ kinglet-migrate $command"
        shown += text.toString(Charsets.UTF_8).trimEnd().lines().map { line ->
            line.replace(Regex("\\d+ ms"), "3 ms").replace(Regex("20\\d\\d-\\S+Z"), "2026-01-01T10:00:00Z")
        }
        shown += "(exit code $exit)"
    }
    sent["java:Migrating.line"] = shown
}
