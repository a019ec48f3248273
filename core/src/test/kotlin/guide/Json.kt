package guide

import dev.kinglet.expr.*
import dev.kinglet.model.*
import dev.kinglet.query.each

// region declared
data class Look(
    val name: String,
    val size: Int = 12,
)

data class Taste(
    val look: Look = Look("light"),
    val tags: List<String> = listOf(),
)

class Fan : Model<Long>() {
    companion object : Table<Fan, Long>(::Fan) {
        val id = autoId()
        val taste = json<Taste>()
        val looks = json<List<Look>>().nullable()
        val notes = json().defaultTo(mapOf<String, Any>())
    }

    val id by Fan.id
    var taste by Fan.taste
    var notes by Fan.notes
}
// endregion

object KotlinJson {
    fun asked(): List<Look?> {
        // region asked
        Fan.create { taste = Taste(Look("dark"), listOf("a", "b")) }
        Fan.where((Fan.taste["look"]["name"] eq "dark") and (Fan.taste["tags"] contains "a")).list()
        val looks: List<Look?> = Fan.select().values(Fan.taste["look"].asJson<Look>())
        // endregion
        return looks
    }

    fun changed(): Taste {
        // region changed
        Fan.update(Fan.taste.changed { it.set(JsonPath.of("look", "size"), 14) }).where(Fan.id eq 1L).execute()
        val fan = Fan.get(1L)
        fan.taste = fan.taste.copy(tags = fan.taste.tags + "c")
        fan.save()
        // endregion
        return Fan.get(1L).taste
    }

    fun rows(): List<String?> {
        // region rows
        val tag = Fan.taste["tags"].each("tag")
        return Fan.select().crossJoin(tag).orderBy(tag.index()).values(tag.value().asText())
        // endregion
    }
}
