package dev.kinglet.web

import dev.kinglet.model.CompositeKey
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.model.foreignKey

/** A shelf that things may stand on. */
class Shelf : Model<Long>() {
    companion object : Table<Shelf, Long>(::Shelf) {
        val id = autoId()
        val room = text().nullable()
        val height = integer()
    }
}

/** Something to sort by every kind of value, with and without nulls. */
class Thing : Model<Long>() {
    companion object : Table<Thing, Long>(::Thing) {
        val id = autoId()
        val name = text()
        val score = integer().nullable()
        val rank = bigint()
        val price = decimal(8, 2).nullable()
        val made = datetime().nullable()
        val seen = datetime()
        val open = bool().nullable()
        val weight = doublePrecision().nullable()
        val code = uuid().unique()
        val shelf = foreignKey(Shelf::class).nullable()

        init {
            index(seen.desc(), id.desc())
            index(score, id)
            index(rank, seen.desc(), id)
        }
    }
}

/** A label of a thing: its key is of two columns. */
class Tag : Model<CompositeKey>() {
    companion object : Table<Tag, CompositeKey>(::Tag) {
        val thing = foreignKey(Thing::class)
        val word = text()
        val weight = integer().nullable()

        init {
            primaryKey(thing, word)
        }
    }
}
