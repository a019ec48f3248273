package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.migrate.change.LockPolicy
import dev.kinglet.migrate.change.Operation
import dev.kinglet.migrate.change.Step
import dev.kinglet.migrate.internal.ddl.Ddl
import dev.kinglet.migrate.internal.postgres.Patience
import dev.kinglet.schema.SchemaName

/** What a migration says. */
internal fun Database.said(what: Migrator.() -> Unit): List<Operation> = Migrator(this).apply(what).operations()

/** The steps of the only operation that is said, nothing of it done. */
internal fun Database.stepsOf(
    policy: LockPolicy = LockPolicy.defaults(),
    created: Set<SchemaName> = setOf(),
    what: Migrator.() -> Unit,
): List<Step> = Ddl.of(dialect(), policy).steps(said(what).single(), this, created)

/** Does what is said, a step after the other, as a migration does that cannot be one transaction. */
internal fun Database.doSteps(
    policy: LockPolicy = LockPolicy.defaults(),
    what: Migrator.() -> Unit,
) {
    val patience = Patience(this, policy) {}
    for (operation in said(what)) {
        Ddl
            .of(dialect(), policy)
            .steps(operation, this, setOf())
            .forEach(patience::run)
    }
}

/** A line a step: its statement, and what was said of it. */
internal fun List<Step>.told(): List<String> =
    map {
        val more =
            listOf(
                it.lock().takeIf { lock -> lock != Step.Lock.NONE },
                it.place().takeIf { place -> place != Step.Place.TRANSACTION },
                "scans".takeIf { _ -> it.scans() },
                "rewrites".takeIf { _ -> it.rewrites() },
            ).filterNotNull()
        if (more.isEmpty()) "$it" else "$it -- ${more.joinToString().lowercase()}"
    }
