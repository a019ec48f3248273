package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.migrate.change.BackfillStatus

/** Changes many rows a chunk at a time: `backfill("user") { set("bio", "upper(username)") }`. See [Migrator.backfill]. */
public fun Migrator.backfill(
    table: String,
    say: Backfill.() -> Backfill,
): Unit = backfill(Backfill.of(table).say())

/** The backfills of this database. See [Backfills]. */
public val Database.backfills: Backfills
    get() = Backfills.of(this)

/** Works on a backfill of this database; [progress] is told after each chunk. See [Backfills.run]. */
public fun Database.backfill(
    table: String,
    progress: (BackfillStatus) -> Unit = {},
    say: Backfill.() -> Backfill,
): BackfillStatus = backfills.run(Backfill.of(table).say(), progress)
