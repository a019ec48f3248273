package dev.kinglet.internal.exec

import dev.kinglet.errors.DataException
import dev.kinglet.expr.inList
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.model.Column
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.time.LocalDateTime

/** Lists on their way to PostgreSQL, as bytes and, where the connection sends nothing else, as text (WRT-09). */
class ArrayBytesSpec :
    FunSpec({
        val texts = listOf("", "a", "Käfer", "日本", "\uD83D\uDC26", "a\uD83Db", "x".repeat(5_000), "{\"a\",NULL}", null)
        val moments =
            listOf(
                LocalDateTime.of(1, 1, 1, 0, 0),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
                LocalDateTime.of(1999, 12, 31, 23, 59, 59, 1_000),
                LocalDateTime.of(2000, 1, 1, 0, 0),
                LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
                null,
            )
        val columns =
            listOf(
                SAMPLE.label to texts,
                SAMPLE.big to listOf(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, null),
                SAMPLE.number to listOf(0, -1, Int.MIN_VALUE, Int.MAX_VALUE, null),
                SAMPLE.small to listOf<Short?>(0, -1, Short.MAX_VALUE, null),
                SAMPLE.weight to listOf(0.0, -1.5, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, null),
                SAMPLE.flag to listOf(true, false, null),
                SAMPLE.moment to moments,
            )

        test("values of every kind arrive as they are, NULLs among them [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(SAMPLE).createTables(SAMPLE)
                for ((column, values) in columns) {
                    SAMPLE.insertMany(listOf(column), values.map { listOf(it) }).execute() shouldBe values.size
                    // an unpaired surrogate has no UTF-8
                    val expected = values.map { if (it is String) it.replace("\uD83Db", "?b") else it }
                    SAMPLE.select().orderBy(SAMPLE.id).list().map { it.get(column) } shouldContainExactly expected
                    SAMPLE.delete().all().execute()
                }
            }
        }

        test("a connection that sends texts only gets the same lists [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { it.createTables(SAMPLE) }
            TestDatabases.postgresBuilder().setting("preferQueryMode", "simple").open().use { db ->
                fun <T : Any> found(
                    column: Column<T?>,
                    values: List<T>,
                ) {
                    values.forEach { SAMPLE.insert(column.to(it)).using(db).execute() }
                    SAMPLE.where(column inList values).using(db).count() shouldBe values.size
                }
                found(SAMPLE.label, texts.filterNotNull().filter { "\uD83Db" !in it })
                found(SAMPLE.big, listOf(0, -1, Long.MIN_VALUE, Long.MAX_VALUE))
                found(SAMPLE.number, listOf(0, -1, Int.MIN_VALUE, Int.MAX_VALUE))
                found(SAMPLE.weight, listOf(0.0, -1.5))
                found(SAMPLE.flag, listOf(true, false))
                found(SAMPLE.moment, moments.filterNotNull())
            }
        }

        test("a list to compare with is any length, and may be empty [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(SAMPLE).createTables(SAMPLE)
                (1..300L).forEach { SAMPLE.insert(SAMPLE.big.to(it), SAMPLE.label.to("ä$it")).execute() }
                SAMPLE.where(SAMPLE.big inList (1..1_000L).toList()).count() shouldBe 300
                SAMPLE.where(SAMPLE.label inList listOf("ä1", "ä300", "a1")).count() shouldBe 2
                SAMPLE.where(SAMPLE.big inList emptyList()).count() shouldBe 0
            }
        }

        test("what no column holds is refused before anything is sent [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(SAMPLE).createTables(SAMPLE)
                val years = listOf(listOf(LocalDateTime.of(10_000, 1, 1, 0, 0)))
                shouldThrow<DataException> { SAMPLE.insertMany(listOf(SAMPLE.moment), years).execute() }.message shouldContain "10000"
                shouldThrow<DataException> { SAMPLE.insertMany(listOf(SAMPLE.label), listOf(listOf("a\u0000"))).execute() }
                SAMPLE.select().count() shouldBe 0
            }
        }
    })
