package guide

import dev.kinglet.expr.*
import dev.kinglet.model.*

class Ware : Model<Long>() {
    companion object : Table<Ware, Long>(::Ware) {
        val id = autoId()

        // region map
        val labels = json<Map<String, String>>().defaultTo(mapOf())
        // endregion
    }

    var labels by Ware.labels
}

object KotlinMaps {
    fun asked(): Map<String, String> {
        // region asked
        Ware.create { labels = mapOf("color" to "red", "size" to "xl") }
        Ware.where((Ware.labels hasKey "color") and (Ware.labels contains mapOf("size" to "xl"))).count()
        Ware.update(Ware.labels.changed { it.merge(mapOf("size" to "m")).remove("color") }).all().execute()
        // endregion
        return Ware.get(1L).labels
    }
}
