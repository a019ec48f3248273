package guide

import dev.kinglet.Database
import dev.kinglet.errors.StaleRowException
import dev.kinglet.expr.*
import dev.kinglet.model.*
import java.time.LocalDateTime

// region model
class Poem : Model<Long>() {
    companion object : Table<Poem, Long>(::Poem) {
        val id = autoId()
        val title = text().unique()
        val lines = integer().nullable()
        val version = integer().version()
        val changedAt = datetime().onWrite(LocalDateTime::now)
    }

    var title by Poem.title
    var lines by Poem.lines
    val version by Poem.version

    override fun validate(problems: Problems) {
        if (changed(Poem.title) && title.isBlank()) problems.add(Poem.title, "is blank")
    }

    override fun afterCommit() {
        published += title
    }
}

// endregion

val published = mutableListOf<String>()

/** The regions of the page on rows, in Kotlin. */
object KotlinRows {
    fun open(): Database = Database.sqliteInMemory().bind(Poem).createTables(Poem)

    fun save(): Poem {
        // region save
        val poem = Poem.create { title = "so much" }
        poem.title = "So Much Depends"
        poem.lines = 8
        poem.save(Poem.lines) // this column only
        poem.save() // what is left
        // endregion
        return poem
    }

    fun stale(): Int {
        // region stale
        val mine = Poem[1]
        Poem[1].apply { lines = 9 }.save()
        mine.lines = 10
        try {
            mine.save()
        } catch (e: StaleRowException) {
            mine.refresh() // e.columns() says what the others changed
            mine.lines = 10
            mine.save()
        }
        // endregion
        return mine.version
    }

    fun ensured(): Boolean {
        // region ensured
        val (poem, isNew) = Poem.getOrCreate(Poem.title set "Ariel") { lines = 31 }
        Poem.updateOrCreate(Poem.title set "Ariel") { lines = 30 }
        // endregion
        return isNew && poem.persisted()
    }

    fun bulk(): List<Poem> {
        // region bulk
        val poems = listOf("Daddy", "Tulips").map { Poem().apply { title = it } }
        Poem.bulkCreate(poems)
        poems.forEach { it.lines = it.title.length }
        Poem.bulkUpdate(poems, Poem.lines)
        // endregion
        return poems
    }

    fun delete(): Int {
        // region delete
        val plan = Poem.deletePlan(Poem.lines lt 20)
        plan.steps().forEach(::println)
        val rows = plan.execute()
        // endregion
        return rows
    }
}
