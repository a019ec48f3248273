package dev.kinglet.migrate

/**
 * A migration written where it is named; without [down] there is no way back:
 *
 * `migration("0002_index", down = { dropIndex("tweet", "content") }) { addIndex("tweet", "content") }`
 */
public fun migration(
    id: String,
    down: (Migrator.() -> Unit)? = null,
    up: Migrator.() -> Unit,
): NamedMigration = NamedMigration(id, if (down == null) Migration { it.up() } else Reversible(up, down))

private class Reversible(
    private val up: Migrator.() -> Unit,
    private val down: Migrator.() -> Unit,
) : Migration {
    override fun up(migrator: Migrator) = migrator.up()

    override fun down(migrator: Migrator) = migrator.down()
}
