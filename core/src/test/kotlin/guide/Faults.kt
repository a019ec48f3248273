package guide

import dev.kinglet.Database
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.OperationalException.Kind
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.transaction

/** The regions of the page on faults, in Kotlin. */
object KotlinFaults {
    fun answer(work: () -> Unit): String {
        // region kinds
        return try {
            work()
            "done"
        } catch (e: OperationalException) {
            when (e.kind()) {
                Kind.CONNECTION -> "maybe done: look, or do it again in a way that does it once"
                Kind.POOL_EXHAUSTED, Kind.LOCK_TIMEOUT, Kind.TIMEOUT -> "not done: busy, try later"
                Kind.DEADLOCK, Kind.SERIALIZATION -> "not done: retryingTransaction would have tried again"
                Kind.DISK_FULL, Kind.READ_ONLY -> "not done: somebody has to look after the database"
                else -> throw e
            }
        }
        // endregion
    }

    fun caught(
        db: Database,
        names: List<String>,
    ): Long {
        // region caught
        db.transaction {
            for (name in names) {
                try {
                    db.transaction { Author.create { this.name = name } } // a savepoint of its own
                } catch (e: OperationalException) {
                    if (e.kind() == Kind.CONNECTION) throw e // nothing of the transaction is left
                }
            }
        }
        // endregion
        return Author.select().count()
    }
}
