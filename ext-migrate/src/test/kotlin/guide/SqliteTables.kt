package guide

import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.migration
import dev.kinglet.model.OnDelete

/** The regions of the page on tables of SQLite, in Kotlin. */
object KotlinSqliteTables {
    // region own
    val own =
        migration("0002_bird") {
            addColumn("bird", text("bio").notNull().defaultTo("").index())
            renameColumn("bird", "name", "species")
            setNotNull("bird", "species")
            addCheck("bird", "light", "weight < 100")
            dropColumn("bird", "colour")
        }
    // endregion

    // region rebuild
    val rebuild = migration("0003_kilograms") { changeType("bird", "weight", "real", "weight / 1000.0") }
    // endregion

    fun orphans(m: Migrator) =
        with(m) {
            // region orphans
            addForeignKey("egg", foreignKey("bird_id").references("bird", "id").onDelete(OnDelete.CASCADE))
            // endregion
        }

    fun search(m: Migrator) =
        with(m) {
            // region search
            renameColumn("note", "text", "body")
            // endregion
        }
}
