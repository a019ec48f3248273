package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.migrate.change.Operation

/** What a migration says. */
internal fun Database.operations(say: Migrator.() -> Unit): List<Operation> = Migrator(this).apply(say).operations().toList()
