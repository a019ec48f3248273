package guide

import dev.kinglet.Database
import dev.kinglet.sqlite.functionOf
import dev.kinglet.sqlite.windowOf

/** The regions of the page on SQLite, in Kotlin. */
object KotlinSqliteConnections {
    fun register(db: Database) {
        // region register
        db.sqlite().register(functionOf<String>("initial") { it.take(1) })
        db.sqlite().register(
            windowOf<Long, ArrayDeque<Long>>(
                "highest",
                { ArrayDeque() },
                { rows, n -> rows.addLast(n) }, // a row comes into the frame
                { rows, _ -> rows.removeFirst() }, // and leaves it
            ) { rows -> rows.maxOrNull() },
        )
        db.sqlite().collation("by_length") { a, b -> a.length.compareTo(b.length) }
        // endregion
    }
}
