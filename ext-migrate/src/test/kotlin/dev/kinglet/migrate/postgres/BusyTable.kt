package dev.kinglet.migrate.postgres

import dev.kinglet.Database

/** A table of so many rows of about 130 bytes each, as section 3's were. */
internal fun Database.busyTable(
    name: String,
    rows: Int,
) {
    execute("drop table if exists $name cascade")
    execute("create table $name (id bigint primary key, name text not null, tree_id bigint, note text)")
    execute(
        "insert into $name select n, 'bird ' || n, 1 + n % 100, repeat('x', 80) from generate_series(1, $rows) n",
    )
    execute("vacuum analyze $name")
}
