package guide

import dev.kinglet.Database
import dev.kinglet.migrate.Migration
import dev.kinglet.migrate.MigrationPlan
import dev.kinglet.migrate.MigrationReport
import dev.kinglet.migrate.MigrationStatus
import dev.kinglet.migrate.Migrations
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.migration
import java.nio.file.Path

/** The regions of the page on migrations, in Kotlin. */
internal object KotlinMigrating {
    // region class
    class AddBio : Migration {
        override fun up(m: Migrator) {
            m.addColumn("user", m.text("bio"))
            m.addIndex("user", "username")
        }

        override fun down(m: Migrator) {
            m.dropIndex("user", "username")
            m.dropColumn("user", "bio")
        }
    }
    // endregion

    fun up(
        db: Database,
        folder: Path,
    ): MigrationReport {
        // region up
        val migrations = Migrations.of(db, folder) // such as Path.of("db/main")
        val report = migrations.up()
        // endregion
        return report
    }

    fun look(migrations: Migrations): Pair<List<MigrationStatus>, MigrationPlan> {
        // region look
        val status = migrations.status()
        val plan = migrations.plan()
        // endregion
        return status to plan
    }

    fun code(db: Database): Migrations {
        // region code
        val migrations =
            Migrations.of(
                db,
                migration("0001_initial", down = { dropTable("user") }) {
                    createTable("user", autoId("id"), text("username"))
                },
                migration("0002_add_bio", down = { dropColumn("user", "bio") }) {
                    addColumn("user", text("bio"))
                },
            )
        // endregion
        return migrations
    }
}
