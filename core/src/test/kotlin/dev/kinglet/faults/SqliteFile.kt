package dev.kinglet.faults

import dev.kinglet.Database
import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.nio.file.Files
import java.nio.file.Path
import java.sql.DriverManager

/** A SQLite file of its own, with `user` in it. */
internal fun <R> sqliteFile(
    vararg settings: String,
    body: (Database, Path) -> R,
): R {
    val folder = Files.createTempDirectory("kinglet-faults")
    val file = folder.resolve("app.db")
    try {
        return Database.connect("sqlite:///$file?" + settings.joinToString("&")).use { db ->
            db.bind(USER).createTables(USER)
            val result = body(db, file)
            withClue("connections that were not given back") { db.connectionsInUse() shouldBe 0 }
            withClue("a transaction that was not ended") { db.inTransaction() shouldBe false }
            result
        }
    } finally {
        folder.toFile().deleteRecursively()
    }
}

/** What SQLite itself says of the file: `ok`. */
internal fun integrity(file: Path): String =
    DriverManager.getConnection("jdbc:sqlite:$file").use { connection ->
        connection.createStatement().use { it.executeQuery("pragma integrity_check").getString(1) }
    }
