package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.migrate.change.Operation

/** What a migration says. */
internal fun Database.operations(say: Migrator.() -> Unit): List<Operation> = Migrator(this).apply(say).operations().toList()

/** See [operations]; for code that is given the migrator. */
internal fun operationsOf(
    db: Database,
    say: (Migrator) -> Unit,
): List<Operation> = Migrator(db).also(say).operations().toList()
