package dev.kinglet.web

import dev.kinglet.query.Select

/** The query cut into pages of so many rows. See [Pages.of]. */
public fun <M> Select<M>.pages(size: Int = 20): Pages<M> = Pages.of(this).size(size)

/** The page that a cursor leads to; null or empty for the first. See [Keyset.at]. */
public fun <M> Select<M>.page(
    cursor: String?,
    keys: CursorKeys,
    size: Int = 20,
): KeysetPage<M> = Pages.of(this).size(size).keyset(keys).at(cursor)
