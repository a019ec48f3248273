package guide

import dev.kinglet.Database
import dev.kinglet.migrate.Migration
import dev.kinglet.migrate.Migrations
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.testing.Contention
import dev.kinglet.migrate.testing.ContentionResult
import dev.kinglet.type.DataType
import java.time.Duration.ofMillis

/** The regions of the page on safe migrations, in Kotlin. */
internal object KotlinSafely {
    // region token
    class AddToken : Migration {
        override fun up(m: Migrator) {
            m.addColumn("user", m.column("token", DataType.UUID).notNull().defaultSql("gen_random_uuid()"))
        }

        override fun down(m: Migrator) {
            m.dropColumn("user", "token")
        }
    }
    // endregion

    fun contention(
        db: Database,
        migrations: Migrations,
    ): ContentionResult {
        // region contention
        val result =
            Contention
                .of(db)
                .writing("user", 4, 300)
                .readers(2, 100) { it.execute("select count(*) from team") }
                .during("add a token") { migrations.up() }
                .maxBlocked(ofMillis(500))
                .noErrors()
        // endregion
        return result
    }
}
