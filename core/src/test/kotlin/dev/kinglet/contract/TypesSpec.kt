package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.PostgresTypes
import dev.kinglet.fixtures.TypeCase
import dev.kinglet.fixtures.Types
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.query.Cte
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.math.BigDecimal

/**
 * Every type in every role, on every database (FLD-03, FLD-04, FLD-05, FLD-06, FLD-07, FLD-08, FLD-11, FLD-12, FLD-13, FLD-14,
 * FLD-29, FLD-30, PGS-01, PGS-05).
 */
class TypesSpec :
    FunSpec({
        for (case in Types.all + PostgresTypes.all) {
            contract("$case") { db ->
                if (case.only == null || case.only == db.dialect()) Roles(case, db).all() else refused(case, db)
            }

            if (case.only == null) {
                test("$case in a strict table of SQLite (DDL-14)") { Database.sqliteInMemory().use { Roles(case, it, strict = true).all() } }
            }
        }
    })

/** What a database does not have is refused by name, before anything is sent. */
private fun <T : Any> refused(
    case: TypeCase<T>,
    db: Database,
) {
    val table = case.table
    db.bind(table)
    val hint = shouldThrow<ProgrammingException> { db.createTables(table) }.hint()
    db.statements(0) {
        for (
        call in
        listOf<() -> Any?>(
            { db.createTables(table) },
            { table.select().list() },
            { table.where(table.plain.eq(case.ascending.first())).values(table.id) },
            { table.insert(table.plain.to(case.ascending.first())).execute() },
        )
        ) {
            // a value that is compared is of the type without its limit
            val names = setOf(case.type, case.type.unlimited()).map { "${db.dialect()} has no type $it" }
            shouldThrow<ProgrammingException> { call() }.let {
                (it.summary() in names) shouldBe true
                it.hint() shouldBe hint
            }
        }
    }
}

/** What holds for a column of any type. */
private class Roles<T : Any>(
    private val case: TypeCase<T>,
    private val db: Database,
    strict: Boolean = false,
) {
    private val table = if (strict) case.strict else case.table
    private val values = case.ascending + case.more
    private val ids = values.indices.map { it + 1L }

    fun all() {
        db.bind(table).createTables(table)
        db.schema().check(table) shouldBe listOf()
        written()
        compared()
        listed()
        ordered()
        inQueries()
        changed()
    }

    private fun written() {
        val columns = listOf(table.plain, table.maybe, table.indexed, table.unique)
        table
            .insertMany(columns, values.mapIndexed { i, v -> listOf(v, if (i % 2 == 0) v else null, v, v) })
            .execute() shouldBe values.size
        read(table.plain) same values
        read(table.maybe) same values.mapIndexed { i, v -> if (i % 2 == 0) v else null }
        read(table.indexed) same values
        read(table.defaulted) same values.map { case.ascending.first() }
        read(table.serverDefault) same values.map { case.ascending.first() }
        table.select().orderBy(table.id).stream().use { rows -> rows.map { it.get(table.plain) }.toList() } same values
        shouldThrow<IntegrityException> {
            table.insert(table.plain.to(values[0]), table.indexed.to(values[0]), table.unique.to(values[0])).execute()
        }.kind() shouldBe IntegrityException.Kind.UNIQUE
    }

    private fun compared() {
        for ((i, value) in values.withIndex()) {
            withClue("$value") {
                ids(table.plain.eq(value)) shouldBe listOf(i + 1L)
                ids(table.plain.ne(value)) shouldBe ids - (i + 1L)
                ids(table.unique.eq(table.plain).and(table.plain.eq(value))) shouldBe listOf(i + 1L)
                ids(table.maybe.isNotDistinctFrom(value)) shouldBe listOf(i + 1L).filter { i % 2 == 0 }
            }
        }
        val sorted = case.ascending.indices.map { it + 1L }
        val among = table.id.le(sorted.last())
        for ((i, value) in case.ascending.withIndex()) {
            withClue("$value") {
                ids(table.plain.lt(value).and(among)) shouldBe sorted.take(i)
                ids(table.plain.le(value).and(among)) shouldBe sorted.take(i + 1)
                ids(table.plain.gt(value).and(among)) shouldBe sorted.drop(i + 1)
                ids(table.plain.ge(value).and(among)) shouldBe sorted.drop(i)
                ids(table.plain.between(case.ascending.first(), value).and(among)) shouldBe sorted.take(i + 1)
            }
        }
    }

    private fun listed() {
        ids(table.plain.`in`(listOf())) shouldBe listOf()
        ids(table.plain.notIn(listOf())) shouldBe ids
        ids(table.plain.`in`(listOf(values.last()))) shouldBe listOf(ids.last())
        ids(table.plain.`in`(values)) shouldBe ids
        ids(table.plain.notIn(values)) shouldBe listOf()
        ids(table.plain.notIn(values.drop(1))) shouldBe listOf(1L)
        ids(table.maybe.`in`(values)) shouldBe ids.filterIndexed { i, _ -> i % 2 == 0 }
        ids(table.plain.`in`(table.select(table.unique).where(table.id.eq(1L)))) shouldBe listOf(1L)
    }

    private fun ordered() {
        val among = table.id.le(case.ascending.size.toLong())
        table.select().where(among).orderBy(table.plain).values(table.plain) same case.ascending
        table.select().where(among).orderBy(table.indexed.desc()).values(table.plain) same case.ascending.reversed()
        table.select(table.plain, Fn.count().`as`("n")).groupBy(table.plain).count() shouldBe values.size
        table.select(table.plain).distinct().count() shouldBe values.size
    }

    private fun inQueries() {
        val one = values.first()
        val other = values.last()
        val case = Fn.`when`(table.id.eq(1L), Fn.value(one, table.plain)).otherwise(Fn.value(other, table.plain))
        // what is computed has no declared scale
        read(case).map(::unscaled) same values.mapIndexed { i, _ -> unscaled(if (i == 0) one else other) }
        read(table.maybe.coalesce(other)).map(::unscaled) same values.mapIndexed { i, v -> unscaled(if (i % 2 == 0) v else other) }
        val given = Cte.values("given", listOf(table.id, table.plain), values.mapIndexed { i, v -> listOf(i + 1L, v) })
        table
            .select(table.id)
            .join(given, table.plain.eq(given.col(table.plain)).and(table.id.eq(given.col(table.id))))
            .orderBy(table.id)
            .values(table.id) shouldBe ids
        val derived = table.select(table.id, table.plain).`as`("derived")
        derived.select(derived.col(table.plain)).where(derived.col(table.plain).eq(other)).values(derived.col(table.plain)) same
            listOf(other)
        table.alias("again").let { again -> again.where(again.col(table.plain).eq(one)).count() } shouldBe 1
    }

    private fun changed() {
        table.update(table.plain.to(values.last())).where(table.id.eq(1L)).execute() shouldBe 1
        table.update(table.maybe.to(table.indexed)).all().returning(table).list().map { it.get(table.maybe) } sameInAnyOrder values
        table.update(table.maybe.toNull()).all().execute() shouldBe values.size
        val row = table.get(1L)
        row.get(table.plain) same values.last()
        db.statements(0) { row.set(table.plain, values.last()).let { row.save() } shouldBe 0 }
        row.set(table.plain, values.first())
        row.set(table.maybe, values.first())
        db.statements(1) { row.save() } shouldBe 1
        table.get(1L).let { again ->
            again.get(table.plain) same values.first()
            again.get(table.maybe) same values.first()
        }
        table.delete().where(table.plain.eq(values.first())).execute() shouldBe 1
    }

    private fun <R> read(expr: Expr<R>): List<R> = table.select().orderBy(table.id).values(expr)

    private fun ids(condition: dev.kinglet.expr.Condition): List<Long> =
        table.where(condition).orderBy(table.id).values(table.id)
}

private fun unscaled(value: Any?): Any? = if (value is BigDecimal) value.stripTrailingZeros() else value

private fun plain(value: Any?): Any? =
    when (value) {
        is ByteArray -> value.toList()
        is BigDecimal -> value
        is List<*> -> value.map(::plain)
        else -> value
    }

private infix fun Any?.same(other: Any?) = plain(this) shouldBe plain(other)

private infix fun List<Any?>.sameInAnyOrder(other: List<Any?>) = map(::plain).toSet() shouldBe other.map(::plain).toSet()
