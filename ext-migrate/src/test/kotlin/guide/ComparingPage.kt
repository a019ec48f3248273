package guide

import dev.kinglet.Database
import dev.kinglet.migrate.Migrations
import dev.kinglet.migrate.change.DiffOptions
import dev.kinglet.migrate.change.FileFormat
import dev.kinglet.migrate.change.NeedsDecision
import dev.kinglet.migrate.diff.Birds
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe
import java.nio.file.Files

/** Runs what the pages on diffs and adoption show. */
fun comparingPage(sent: Sent) {
    val folder = Files.createTempDirectory("kinglet-guide")
    try {
        val before = "create table singer (id integer primary key, name text not null)"
        val asked =
            Birds("singer") {
                id()
                text("full_name")
            }
        for ((language, files) in listOf("java" to folder.resolve("java"), "kotlin" to folder.resolve("kotlin"))) {
            val java = language == "java"
            Database.sqliteInMemory().use { db ->
                db.execute(before)
                val migrations = Migrations.of(db, files)
                sent["$language:Comparing.diff"] = (if (java) Comparing.diff(db) else KotlinComparing.diff(db)).lines()
                sent["$language:Comparing.asked"] = listOf(shouldThrow<NeedsDecision> { migrations.diff(asked) }.message!!)
                (if (java) Comparing.rename(migrations, asked) else KotlinComparing.rename(migrations, asked)).lines() shouldBe
                    listOf("~ column singer.name -> singer.full_name")
                // the first file as somebody wrote it
                Files.createDirectories(files)
                Files.writeString(files.resolve("0001_initial.${if (java) "sql" else "kt"}"), if (java) "$before;" else initialKotlin)
                migrations.fake()
                if (java) {
                    migrations.generate("full name", DiffOptions.USUAL.format(FileFormat.JAVA), Comparing.Singer.SINGER)
                } else {
                    KotlinComparing.generate(migrations)
                }
                sent["$language:Comparing.file"] =
                    Files.readString(files.resolve("0002_full_name.${if (java) "java" else "kt"}")).trim().lines()
                migrations.up()
                Database.sqliteInMemory().use { scratch ->
                    (if (java) Comparing.check(migrations, scratch) else KotlinComparing.check(migrations, scratch))
                        .flatMap { it.lines() } shouldBe listOf()
                }
                (if (java) Comparing.generate(migrations) else KotlinComparing.generate(migrations)) shouldBe listOf()
            }
            Database.sqliteInMemory().use { db ->
                db.execute("create table artist (id integer primary key, name varchar(120) not null unique)")
                db.execute(
                    "create table album (id integer primary key, title text not null, artist_id integer not null" +
                        " references artist (id) on delete cascade)",
                )
                db.execute("create index album_artist on album (artist_id)")
                val shop = files.resolve("shop")
                if (java) Comparing.adopt(db, files.resolve("db"), shop) else KotlinComparing.adopt(db, files.resolve("db"), shop)
                sent["$language:Comparing.album"] =
                    Files.readString(shop.resolve("Album.${if (java) "java" else "kt"}")).trim().lines()
            }
        }
    } finally {
        folder.toFile().deleteRecursively()
    }
}

private val initialKotlin =
    """
    import dev.kinglet.migrate.Migration
    import dev.kinglet.migrate.Migrator

    class M0001Initial : Migration {
        override fun up(m: Migrator) {
            m.createTable("singer", m.autoId("id"), m.text("name").notNull())
        }
    }
    """.trimIndent()
