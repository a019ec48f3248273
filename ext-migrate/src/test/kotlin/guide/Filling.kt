package guide

import dev.kinglet.Database
import dev.kinglet.migrate.Migration
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.backfill
import dev.kinglet.migrate.backfills
import dev.kinglet.migrate.change.BackfillStatus

/** The regions of the page on backfills, in Kotlin. */
internal object KotlinFilling {
    fun run(db: Database): BackfillStatus {
        // region run
        val end = db.backfill("user", progress = ::println) { set("bio", "upper(username)").where("bio = ''") }
        // endregion
        return end
    }

    fun steered(db: Database): List<BackfillStatus> {
        // region steered
        db.backfills.pause("user.bio")
        db.backfills.resume("user.bio")
        db.backfills.cancel("user.bio")
        val all = db.backfills.list()
        // endregion
        return all
    }

    // region migration
    class AddBio : Migration {
        override fun up(m: Migrator) {
            m.addColumn("user", m.text("bio").notNull().defaultTo(""))
            m.backfill("user") { set("bio", "upper(username)").where("bio = ''") }
        }
    }
    // endregion
}
