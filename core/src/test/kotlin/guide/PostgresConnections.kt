package guide

import dev.kinglet.Database
import dev.kinglet.postgres.CopyFormat
import dev.kinglet.postgres.notifications
import dev.kinglet.transaction
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import java.io.File
import java.time.Duration

/** The regions of the page on PostgreSQL that are about connections, in Kotlin. */
object KotlinPostgresConnections {
    fun copyIn(db: Database): Long {
        // region copy-in
        val rows = generateSequence(0) { it + 1 }.take(100_000).map { listOf("author $it") }
        return db.postgres().copyIn(Author.insertMany(listOf(Author.name), rows.asIterable()))
        // endregion
    }

    fun copyOut(
        db: Database,
        file: File,
    ): Long {
        // region copy-out
        return file.writer().use {
            db.postgres().copyOut(Author.select(Author.name), CopyFormat.csv().header(), it)
        }
        // endregion
    }

    fun listen(db: Database): String =
        runBlocking {
            // region listen
            db
                .postgres()
                .notifications("jobs", onStart = { db.postgres().notify("jobs", "42") })
                .first()
                .payload
            // endregion
        }

    fun lock(db: Database): String {
        // region lock
        db.postgres().lock("nightly report").timeout(Duration.ofSeconds(10)).hold().use {
            return "written" // by nobody else
        }
        // endregion
    }

    fun tryLock(db: Database): Boolean {
        // region try-lock
        return db.transaction {
            db.postgres().lock("cleanup").tryInTransaction() // it ends with the transaction
        }
        // endregion
    }
}
