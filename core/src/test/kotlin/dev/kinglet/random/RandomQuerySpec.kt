package dev.kinglet.random

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.TestDatabases
import io.kotest.core.spec.style.FunSpec
import java.math.BigDecimal
import java.math.MathContext
import kotlin.random.Random

/**
 * Queries drawn from the grammar, over small random tables: SQLite and PostgreSQL agree on the answer, a plain evaluation in
 * memory agrees with both, and a plan that was made for other values gives the right answer too.
 *
 * `mvn -pl core test -Dtest=RandomQuerySpec -Dkinglet.random.seed=123 -Dkinglet.random.cases=5000` draws others, and with
 * `-Dkinglet.random.all` it goes on behind a failure. A failure says how to run it alone.
 */
class RandomQuerySpec :
    FunSpec({
        val seed = System.getProperty("kinglet.random.seed")?.toLong() ?: 20_261_121L
        val cases = System.getProperty("kinglet.random.cases")?.toInt() ?: 600
        val only = System.getProperty("kinglet.random.case")?.toInt()
        val keepGoing = System.getProperty("kinglet.random.all") != null

        test("both databases, and a plain evaluation, agree on random queries") {
            Arena().use { arena ->
                val failures = mutableListOf<String>()
                val drawn = if (only == null) 0 until cases else only..only
                for (case in drawn) {
                    arena.failure(seed, case)?.let { failures += it }
                    if (failures.isNotEmpty() && !keepGoing) break
                }
                if (keepGoing) println("${drawn.count()} cases: ${arena.counts}, ${failures.size} failures")
                if (failures.isNotEmpty()) throw AssertionError(failures.joinToString("\n\n"))
            }
        }
    })

/** The two databases, and what is true of each query. */
private class Arena : AutoCloseable {
    private val sqlite = Database.sqliteInMemory()
    private val postgres = postgres()
    private val databases = listOf(sqlite, postgres)
    private var world: Pair<Long, World>? = null

    val counts = sortedMapOf<String, Int>()

    init {
        databases.forEach { it.createTables(Lake, Bird, Catch) }
    }

    /** A database of its own, whose texts sort by their characters as those of SQLite do. */
    private fun postgres(): Database {
        TestDatabases.sharedPostgres.execute("drop database if exists kinglet_random")
        TestDatabases.sharedPostgres.execute("create database kinglet_random template template0 lc_collate 'C' lc_ctype 'C'")
        val there = TestDatabases.postgresUrl.replace(Regex("/[^/?]*\\?"), "/kinglet_random?")
        return Database.connect(there.replace(Regex("currentSchema=\\w+"), "pool.max=2"))
    }

    override fun close() {
        sqlite.close()
        postgres.close()
        TestDatabases.sharedPostgres.execute("drop database kinglet_random")
    }

    private class Answers(
        val sqlite: Result<List<List<Any?>>>,
        val postgres: Result<List<List<Any?>>>,
        val expected: List<List<Any?>>?,
        val misses: Long,
    )

    /** What is wrong with a case, with all that is needed to see it again; null for nothing. */
    fun failure(
        seed: Long,
        case: Int,
    ): String? {
        // the rows change now and then: storing them costs more than a query
        val worldSeed = Random(seed).nextLong() + case / CASES_A_WORLD
        val now = world?.takeIf { it.first == worldSeed }?.second ?: World(worldSeed)
        if (world?.first != worldSeed) {
            databases.forEach(now::store)
            world = worldSeed to now
        }
        val query = Generator(Random(seed * 1_000_003 + case)).query()
        val secondFirst = case % 2 == 1
        val wrong = wrong(now, query, secondFirst) ?: return null
        val kind = wrong.substringBefore(':')
        val small = Shrinker.smallest(query) { runCatching { wrong(now, it, secondFirst) }.getOrNull()?.substringBefore(':') == kind }
        return buildString {
            appendLine("seed $seed, case $case: -Dkinglet.random.seed=$seed -Dkinglet.random.case=$case")
            if (small !== query) appendLine("as drawn:\n${text(query, false)}\nshrunk:")
            appendLine(text(small, false))
            appendLine(text(small, true))
            appendLine(now)
            appendLine(wrong(now, small, secondFirst) ?: wrong)
        }
    }

    private fun text(
        query: Query,
        second: Boolean,
    ): String =
        databases.joinToString("\n") { database ->
            val sql = runCatching { AsKinglet(second).query(query).using(database).sql() }
            "${database.dialect()} ${if (second) "2" else "1"}: " + sql.fold({ "${it.text()}\n    ${it.binds()}" }, Throwable::toString)
        }

    private fun wrong(
        world: World,
        query: Query,
        secondFirst: Boolean,
    ): String? {
        for ((run, second) in listOf(secondFirst, !secondFirst, secondFirst).withIndex()) {
            val answers = answers(world, query, second)
            val values = "run ${run + 1}, ${if (second) "second" else "first"} values"
            val difference = difference(query, answers)
            if (difference != null) return difference.replaceFirst(":", ": $values:")
            if (run == 2) counted(query, second, answers.postgres.getOrThrow().size)?.let { return it }
            if (run > 0 && answers.misses > 0) return "a known shape was planned again: $values, ${answers.misses} misses"
        }
        return null
    }

    /** Of some queries: what counts the rows, or looks for one, agrees with their number. */
    private fun counted(
        query: Query,
        second: Boolean,
        rows: Int,
    ): String? {
        if (query.kinds.size != 2) return null
        // open: count() keeps a named window, which PostgreSQL refuses beside the count
        if (query is SelectQuery && query.items.any { (it.node as? Over)?.named == true }) return null
        for (database in databases) {
            val select = AsKinglet(second).query(query).using(database)
            val count = runCatching { select.count() }.getOrElse { return "count() is refused: ${database.dialect()} $it" }
            if (count != rows.toLong()) return "count() differs: of ${database.dialect()} it is $count, of rows $rows"
            val exists = runCatching { select.exists() }.getOrElse { return "exists() is refused: ${database.dialect()} $it" }
            if (exists != rows > 0) return "exists() differs: of ${database.dialect()}, rows $rows"
        }
        return null
    }

    private fun answers(
        world: World,
        query: Query,
        second: Boolean,
    ): Answers {
        val expected =
            try {
                Evaluator(world, second).rows(query)
            } catch (e: TooLarge) {
                null
            } catch (e: ArithmeticException) {
                null
            }
        val before = databases.sumOf { it.planCacheStats().misses }
        val rows = databases.map { database -> runCatching { AsKinglet(second).query(query).using(database).maps().map { it.values.toList() } } }
        val misses = databases.sumOf { it.planCacheStats().misses } - before
        return Answers(rows[0], rows[1], expected, misses)
    }

    private fun difference(
        query: Query,
        answers: Answers,
    ): String? {
        val errors = listOf(answers.sqlite, answers.postgres).map { it.exceptionOrNull() }
        if (errors.any { it != null }) {
            val kinds = errors.map { it?.javaClass }
            if (kinds[0] == kinds[1] && errors[0] is KingletException) {
                counts.merge("refused by both", 1, Int::plus)
                return if (answers.expected == null) null else "refused by both ${errors[0]?.message?.take(12)}: ${errors[0]}\n${errors[1]}"
            }
            return "an error ${errors.map { it?.message?.take(40)?.replace(':', ' ')?.replace('\n', ' ') }}: SQLite ${errors[0]}, PostgreSQL ${errors[1]}"
        }
        val sqlite = comparable(query, answers.sqlite.getOrThrow())
        val postgres = comparable(query, answers.postgres.getOrThrow())
        if (sqlite != postgres) {
            return "the databases differ: SQLite\n  ${lines(sqlite)}\nPostgreSQL\n  ${lines(postgres)}\nexpected\n  ${
                answers.expected?.let { lines(comparable(query, it)) }
            }"
        }
        val expected = answers.expected?.let { comparable(query, it) }
        counts.merge(if (expected == null) "compared" else "evaluated", 1, Int::plus)
        counts.merge(if (sqlite.isEmpty()) "empty" else "with rows", 1, Int::plus)
        if (expected != null && expected != sqlite) {
            return "both databases differ from the evaluation: answered\n  ${lines(sqlite)}\nexpected\n  ${lines(expected)}"
        }
        return null
    }

    private fun lines(rows: List<List<Any?>>) = rows.joinToString("\n  ")

    /** A list where the order is total, otherwise sorted; doubles without their last digits, and with one zero. */
    private fun comparable(
        query: Query,
        rows: List<List<Any?>>,
    ): List<List<Any?>> {
        val plain = rows.map { row -> row.map { if (it is Double) rounded(it) else it } }
        return if (query.total) plain else plain.sortedBy { it.toString() }
    }

    private fun rounded(value: Double): Any =
        if (value.isNaN() || value.isInfinite()) value.toString() else BigDecimal(value).round(DIGITS).toDouble() + 0.0

    private companion object {
        const val CASES_A_WORLD = 25
        val DIGITS = MathContext(11)
    }
}
