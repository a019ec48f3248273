package guide

import dev.kinglet.expr.*
import dev.kinglet.model.*
import dev.kinglet.query.*

/** The regions of the page on searching, in Kotlin. */
object KotlinSearching {
    // region declare
    class Recipe : Model<Long>() {
        companion object : Table<Recipe, Long>(::Recipe) {
            val id = autoId()
            val name = text()
            val steps = text().nullable()
            val search = search(name.weight(3.0), steps)
        }

        val name by Recipe.name
    }
    // endregion

    fun find(typed: String): List<String> {
        // region find
        val match = Recipe.search.matches(typed)
        val found = Recipe.where(match).orderBy(match.rank().desc(), Recipe.id).map { it.name }
        // endregion
        return found
    }
}
