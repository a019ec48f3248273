package dev.kinglet.random

import dev.kinglet.Database
import dev.kinglet.model.Column
import dev.kinglet.model.ForeignKey
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.model.foreignKey
import dev.kinglet.type.DataType
import java.time.LocalDate
import java.time.LocalDateTime
import kotlin.random.Random

internal class Lake : Model<Long>() {
    companion object : Table<Lake, Long>(::Lake) {
        val id = autoId()
        val name = text()
        val depth = integer().nullable()
        val volume = bigint().nullable()
        val tint = text().nullable()
        val share = doublePrecision().nullable()
        val frozen = bool().nullable()
        val seenAt = datetime().nullable()
        val day = date().nullable()
    }
}

internal class Bird : Model<Long>() {
    companion object : Table<Bird, Long>(::Bird) {
        val id = autoId()
        val lake = foreignKey(Lake::class).nullable().backref("birds")
        val parent = selfReference().nullable().backref("chicks")
        val name = text().nullable()
        val rank = integer()
        val weight = doublePrecision().nullable()
        val ringed = bool()
        val day = date().nullable()
    }
}

internal class Catch : Model<Long>() {
    companion object : Table<Catch, Long>(::Catch) {
        val id = autoId()
        val bird = foreignKey(Bird::class).backref("catches")
        val lake = foreignKey(Lake::class).nullable().backref("catches")
        val fish = text().nullable()
        val number = integer().nullable()
        val volume = bigint()
        val seenAt = datetime()
        val share = doublePrecision()
    }
}

/** The types that random expressions are made of. */
internal enum class Kind(
    val type: DataType<*>,
) {
    INT(DataType.INTEGER),
    LONG(DataType.BIGINT),
    DOUBLE(DataType.DOUBLE),
    TEXT(DataType.TEXT),
    BOOL(DataType.BOOLEAN),
    MOMENT(DataType.DATETIME),
    DAY(DataType.DATE),
    ;

    companion object {
        fun of(type: DataType<*>): Kind = entries.first { it.type.javaType() == type.javaType() }
    }
}

/** A table as the generator sees it: its columns by position, foreign keys as plain numbers. */
internal class Fixture(
    val table: Table<*, *>,
) {
    val columns: List<Column<*>> = table.columns().map { if (it is ForeignKey<*, *, *>) it.key() else it }
    val kinds: List<Kind> = columns.map { Kind.of(it.type()) }

    fun index(column: Column<*>): Int = table.columns().indexOf(column)

    override fun toString(): String = table.tableName()

    companion object {
        val LAKE = Fixture(Lake)
        val BIRD = Fixture(Bird)
        val CATCH = Fixture(Catch)
        val all = listOf(LAKE, BIRD, CATCH)

        /** Both ends of each foreign key; the end is a position, the target an `id`. */
        val links =
            listOf(
                Link(BIRD, BIRD.index(Bird.lake), LAKE),
                Link(BIRD, BIRD.index(Bird.parent), BIRD),
                Link(CATCH, CATCH.index(Catch.bird), BIRD),
                Link(CATCH, CATCH.index(Catch.lake), LAKE),
            )
    }

    class Link(
        val from: Fixture,
        val column: Int,
        val to: Fixture,
    )
}

/**
 * Single values. There are few, so that rows have some in common; doubles are exact in binary, so that sums do not depend on
 * their order; numbers are small, so that arithmetic stays within 32 bits (within 64 for [Kind.LONG]).
 */
internal object Values {
    val texts =
        listOf("a", "b", "A", "B", "ab", "Ab", "aB", "abc", "", " a ", "a%", "a_b", "50%", "_", "it's", "\"q\"", "a!b", "\\", "a\\b") +
            listOf("?", "{0}", "a*", "[a]", "a?", "10", "--")
    private val days =
        listOf("1999-12-31", "2020-01-31", "2020-02-29", "2021-01-03", "2024-12-30", "2024-06-15").map(LocalDate::parse)
    private val moments =
        listOf("1999-12-31T23:59:59.999999", "2020-02-29T00:00", "2020-02-29T12:30:45.5", "2021-01-31T07:08:09.000001") +
            listOf("2024-12-30T23:00", "2024-06-15T12:00:00.120000")

    fun of(
        kind: Kind,
        random: Random,
    ): Any =
        when (kind) {
            Kind.INT -> random.nextInt(-4, 10)
            Kind.LONG -> if (random.nextInt(4) == 0) 5_000_000_000L + random.nextInt(3) else random.nextLong(-3, 8)
            Kind.DOUBLE -> random.nextInt(-8, 21) / 4.0
            Kind.TEXT -> texts.random(random)
            Kind.BOOL -> random.nextBoolean()
            Kind.MOMENT -> LocalDateTime.parse(moments.random(random))
            Kind.DAY -> days.random(random)
        }
}

/** The rows of the three tables, the same in every database. */
internal class World(
    seed: Long,
) {
    private val random = Random(seed)
    val rows: Map<Fixture, List<List<Any?>>>

    init {
        val ids = Fixture.all.associateWith { (1L..random.nextInt(listOf(2, 5, 8, 12, 16).random(random))).toList() }.toMutableMap()
        if (ids.getValue(Fixture.BIRD).isEmpty()) ids[Fixture.CATCH] = listOf() // each catch has its bird
        rows = ids.mapValues { (fixture, keys) -> keys.map { id -> row(fixture, id, ids) } }
    }

    private fun row(
        fixture: Fixture,
        id: Long,
        ids: Map<Fixture, List<Long>>,
    ): List<Any?> =
        fixture.columns.mapIndexed { i, column ->
            val link = Fixture.links.find { it.from == fixture && it.column == i }
            when {
                i == 0 -> {
                    id
                }

                column.isNullable && random.nextInt(3) == 0 -> {
                    null
                }

                link != null -> {
                    val targets = ids.getValue(link.to).filter { link.to != fixture || it < id }
                    targets.randomOrNull(random)
                }

                else -> {
                    Values.of(fixture.kinds[i], random)
                }
            }
        }

    fun store(database: Database) {
        val tables = Fixture.all.map { it.table }.toTypedArray()
        database.use(*tables).use {
            database.atomic<RuntimeException> {
                Fixture.all.reversed().forEach { it.table.delete().all().execute() }
                for ((fixture, rows) in rows) fixture.table.insertMany(fixture.columns, rows).execute()
            }
        }
    }

    /** The rows as INSERT statements, to read and to try by hand. */
    override fun toString(): String =
        rows.entries.joinToString("\n") { (fixture, rows) ->
            rows.joinToString("\n") { row ->
                val names = fixture.columns.joinToString(", ") { "\"${it.name()}\"" }
                "insert into \"$fixture\" ($names) values (${row.joinToString(", ", transform = ::literal)});"
            }
        }

    private fun literal(value: Any?): String =
        when (value) {
            null, is Number, is Boolean -> value.toString()
            is LocalDateTime -> "'${value.toString().replace('T', ' ')}'"
            else -> "'${value.toString().replace("'", "''")}'"
        }
}
