package dev.kinglet.migrate

/**
 * A migration written where it is named; without [down] there is no way back:
 *
 * `migration("0002_index", down = { dropIndex("tweet", "content") }) { addIndex("tweet", "content") }`
 */
public fun migration(
    id: String,
    down: (Migrator.() -> Unit)? = null,
    transactional: Boolean = true,
    up: Migrator.() -> Unit,
): NamedMigration = NamedMigration(
    id,
    if (down ==
        null
    ) {
        OneWay(up, transactional)
    } else {
        Reversible(up, down, transactional)
    },
)

private class OneWay(
    private val up: Migrator.() -> Unit,
    private val transactional: Boolean,
) : Migration {
    override fun up(migrator: Migrator) = migrator.up()

    override fun transactional() = transactional
}

private class Reversible(
    private val up: Migrator.() -> Unit,
    private val down: Migrator.() -> Unit,
    private val transactional: Boolean,
) : Migration {
    override fun transactional() = transactional

    override fun up(migrator: Migrator) = migrator.up()

    override fun down(migrator: Migrator) = migrator.down()
}
