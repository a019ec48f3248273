package guide

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.model.set
import dev.kinglet.type.Range
import guide.Postgresql.Stay.STAY
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import java.time.LocalDate

/** Runs the regions of the page on what only PostgreSQL has, in both languages. */
fun postgresqlPage(sent: Sent) {
    fun refused(
        name: String,
        body: () -> Any?,
    ) {
        sent["java:Postgresql.$name"] = listOf(shouldThrow<KingletException> { body() }.message!!)
    }

    TestDatabases.fresh(Kind.POSTGRES) { db ->
        fun runs(
            name: String,
            answer: Any?,
            body: () -> Any?,
        ) = sent.record(db, "java:Postgresql.$name") { withClue(name) { body() shouldBe answer } }

        db.bind(STAY).createTables(STAY)
        sent["java:Postgresql.schema"] = db.createTablesSql(STAY)
        runs("create", Unit) { Postgresql.create() }
        runs("arrays", listOf(1L, 1L, 2L, 1L, 1L, 1L)) { Postgresql.arrays() }
        runs("places", listOf("[huey, mickey]", "[zaizee, mickey]", "[[zaizee], []]")) { Postgresql.places() }
        runs("rows", listOf("huey", "mickey", "zaizee")) { Postgresql.rows() }
        runs("aggregate", listOf("huey", "mickey", "zaizee")) { Postgresql.aggregate() }
        runs("changes", 1 + 2 + 1) { Postgresql.changes() }
        runs("ranges", listOf(2L, 1L, 2L, 0L, 1L)) { Postgresql.ranges() }
        val (start, end) = listOf(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1))
        runs("cut", listOf(Range.closedOpen(start, start.plusDays(7)), Range.closedOpen(start.plusDays(5), end))) { Postgresql.cut() }
        @Suppress("UNCHECKED_CAST")
        refused("withNull") { STAY.insert(STAY.guests set listOf("huey", null) as List<String>, STAY.days set Range.all()).execute() }
        refused("gap") { STAY.select().values(STAY.days.union(Range.closedOpen(start.minusDays(9), start.minusDays(8)))) }

        db.bind(Trip).createTables(Trip)
        KotlinPostgresql.create()
        KotlinPostgresql.arrays() shouldBe listOf(1L, 1L, listOf("Bergen"))
        KotlinPostgresql.rows() shouldBe listOf("Oslo", "Bergen", "Voss")
        KotlinPostgresql.ranges() shouldBe listOf(1L, 1L)
    }
    Database.sqliteInMemory().use { sqlite -> refused("refused") { Postgresql.refused(sqlite) } }
}
