package guide

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import guide.Json.Player.PLAYER
import guide.Maps.Product.PRODUCT
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import java.math.BigDecimal

/** Runs what the page on JSON shows. */
fun jsonPage(sent: Sent) {
    fun Database.runs(
        name: String,
        answer: Any?,
        body: () -> Any?,
    ) = sent.record(this, "java:Json.$name") { withClue(name) { body() shouldBe answer } }

    fun run(
        db: Database,
        pg: String,
    ) {
        db.bind(PLAYER).createTables(PLAYER)
        db.runs("${pg}stored", "dark{by=[huey, true], seen=3}") { Json.stored() }
        db.runs("${pg}paths", listOf(1L)) { Json.paths() }
        db.runs("${pg}typed", listOf(Json.Theme("dark", 12))) { Json.typed() }
        db.runs("${pg}contained", 1L) { Json.contained() }
        db.runs("${pg}changed", listOf("a", "b", "c")) { Json.changed() }
        db.runs("${pg}counted", mapOf("seen" to 5L)) { Json.counted() }
        db.runs("${pg}rows", listOf("a", "b", "c")) { Json.rows() }
        db.runs("${pg}aggregated", listOf(listOf("dark"))) { Json.aggregated() }
        db.bind(PRODUCT, Ware).createTables(PRODUCT, Ware)
        sent.record(db, "java:Maps.${pg}asked") { Maps.asked() shouldBe listOf("m") }
        KotlinMaps.asked() shouldBe mapOf("size" to "m") // a map of texts, as hstore is (PGS-02)
        sent["java:Json.${pg}schema"] = db.createTablesSql(PLAYER)
    }
    Database.sqliteInMemory().use { db ->
        run(db, "")
        Json.mapper().isJson shouldBe true
        sent["java:Json.ordered"] = listOf(shouldThrow<KingletException> { Json.ordered() }.message!!)
        sent["java:Json.found"] = listOf(shouldThrow<KingletException> { Json.found() }.message!!)
    }
    TestDatabases.fresh(Kind.POSTGRES) { db ->
        run(db, "pg.")
        db.runs("pg.found", 1L) { Json.found() }
    }
    Database.sqliteInMemory().use { db ->
        db.bind(Fan).createTables(Fan)
        KotlinJson.asked() shouldBe listOf(Look("dark"))
        KotlinJson.changed() shouldBe Taste(Look("dark", 14), listOf("a", "b", "c"))
        KotlinJson.rows() shouldBe listOf("a", "b", "c")
        Fan.get(1L).notes shouldBe mapOf<String, BigDecimal>()
    }
}
