package guide

import dev.kinglet.Database
import dev.kinglet.Databases
import java.time.Duration

/** The regions of the page on databases, in Kotlin. */
object KotlinConnecting {
    fun open(file: String): Database {
        // region open
        val db =
            Database
                .builder()
                .sqlite(file)
                .poolSize(4)
                .lockTimeout(Duration.ofSeconds(3))
                .leakDetection(Duration.ofSeconds(30))
                .onConnect { it.execute("pragma cache_size = -8000") }
                .open()
        // endregion
        return db
    }

    fun named(settings: Map<String, String>): Set<String> {
        // region named
        Databases.of(settings, System.getenv()).use { databases ->
            databases.connection().use { databases["main"].execute("select 1") }
            return databases.names()
        }
        // endregion
    }

    fun tenant(db: Database): List<String> {
        // region tenant
        db.useSchema("tenant_7").use {
            return Author.select().values(Author.name)
        }
        // endregion
    }

    fun primary(db: Database): Long {
        // region primary
        db.primary().use {
            return Author.select().using(db).count()
        }
        // endregion
    }
}
