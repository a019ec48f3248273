package dev.kinglet.web

import dev.kinglet.Database
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Sort
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.model.Model
import dev.kinglet.query.Select
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.math.BigDecimal
import java.util.UUID
import kotlin.random.Random

private val keys = CursorKeys.of("k", ByteArray(32) { it.toByte() })

/** A value of few, so that many are equal; null for 30 in 100. */
private fun <T> Random.few(vararg values: T): T? = if (nextInt(100) < 30) null else values[nextInt(values.size)]

private fun Random.fill() {
    Tag.delete().all().execute()
    Thing.delete().all().execute()
    Shelf.delete().all().execute()
    val shelves = (1..3).map { Shelf.create(Shelf.room.to(few("a", "b")), Shelf.height.to(nextInt(2))).id() }
    val columns =
        listOf(Thing.name, Thing.score, Thing.rank, Thing.price, Thing.made, Thing.seen, Thing.open, Thing.weight, Thing.code, Thing.shelf.key())
    val rows =
        List(nextInt(0, 26)) {
            listOf(
                listOf("a", "A", "b", "").random(this),
                few(1, 2, 3),
                nextLong(3),
                few(BigDecimal("1.50"), BigDecimal("1.05"), BigDecimal("-2.00")),
                few(NOON, NOON.plusNanos(1000), NOON.plusNanos(2000)),
                NOON.plusNanos(1000L * nextInt(3)),
                few(true, false),
                few(0.1, 0.30000000000000004, -1.0),
                UUID(nextLong(), nextLong()),
                few(*shelves.toTypedArray()),
            )
        }
    if (rows.isNotEmpty()) Thing.insertMany(columns, rows).execute()
    val tags = Thing.select().list().flatMap { thing -> List(nextInt(3)) { listOf(thing.id(), "word $it", few(1, 2)) } }
    if (tags.isNotEmpty()) Tag.insertMany(listOf(Tag.thing.key(), Tag.word, Tag.weight), tags).execute()
}

private val own: List<Expr<*>> =
    listOf(
        Thing.name,
        Thing.score,
        Thing.rank,
        Thing.price,
        Thing.made,
        Thing.seen,
        Thing.open,
        Thing.weight,
        Thing.shelf.key(),
        Fn.lower(Thing.name),
        Thing.rank.plus(1),
        Thing.score.coalesce(2),
        Thing.score.times(2),
    )

private fun Random.order(of: List<Expr<*>>): List<Sort> =
    of.shuffled(this).take(nextInt(4)).map {
        val sort = Sort(it, nextBoolean(), Sort.Nulls.DEFAULT)
        when (nextInt(3)) {
            0 -> sort.nullsFirst()
            1 -> sort.nullsLast()
            else -> sort
        }
    }

/** Queries of all forms, each with what its rows are told apart by in the test. */
private fun Random.query(): Pair<Select<out Model<*>>, (Model<*>) -> Any?> {
    fun key(row: Model<*>) = row.id()

    fun <M> Select<M>.by(order: List<Sort>): Select<M> = orderBy(*order.toTypedArray())
    return when (nextInt(7)) {
        0 -> {
            val query = Thing.select().leftJoin(Shelf)
            query.by(order(own + Shelf.room + Shelf.height)) to ::key
        }

        1 -> {
            val query = Thing.select(Thing, Shelf).leftJoin(Shelf)
            query.by(order(own + Shelf.height)) to { row -> row.id() to row.get(Thing.shelf)?.id() }
        }

        2 -> {
            val query = Thing.select(Thing.id, Thing.name, Tag.word).leftJoin(Tag)
            query.by(order(own + Tag.word + Tag.weight)) to { row -> listOf(row.get(Thing.name), row.id()) }
        }

        3 -> {
            Tag.select().by(order(listOf(Tag.weight, Tag.word))) to ::key
        }

        4 -> {
            val count = Fn.count()
            val query = Thing.select(Thing.score, Thing.name, count).groupBy(Thing.score, Thing.name)
            query.by(order(listOf(Thing.score, Thing.name, count))) to
                { row -> listOf(row.get(Thing.score), row.get(Thing.name), row.get(count)) }
        }

        5 -> {
            val query = Thing.select(Thing.rank, Thing.open).distinct()
            query.by(order(listOf(Thing.rank, Thing.open))) to { row -> listOf(row.get(Thing.rank), row.get(Thing.open)) }
        }

        else -> {
            Thing.where(Thing.rank.lt(2).or(Thing.score.isNull())).by(order(own)) to ::key
        }
    }
}

private fun forward(
    pages: Keyset<out Model<*>>,
    key: (Model<*>) -> Any?,
): List<List<Any?>> {
    val all = mutableListOf<List<Any?>>()
    var page = pages.at(null)
    page.hasPrevious() shouldBe false
    while (true) {
        all += page.map(key).items()
        page = pages.at(page.nextCursor() ?: return all)
        page.hasPrevious() shouldBe true
    }
}

private fun backward(
    pages: Keyset<out Model<*>>,
    key: (Model<*>) -> Any?,
): List<List<Any?>> {
    val all = mutableListOf<List<Any?>>()
    var page = pages.at(pages.at(null).last().parameters().getValue("cursor"))
    page.hasNext() shouldBe false
    while (true) {
        all += page.map(key).items()
        page = pages.at(page.previousCursor() ?: return all)
        page.hasNext() shouldBe true
    }
}

/** So many random queries over data that is made anew now and then. Answers how many rows were walked. */
private fun walk(
    db: Database,
    seed: Int,
    times: Int,
): Int {
    val random = Random(seed)
    db.bind(Shelf, Thing, Tag).createTables(Shelf, Thing, Tag)
    var walked = 0
    for (i in 0 until times) {
        if (i % 40 == 0) random.fill()
        val (query, key) = random.query()
        val size = random.nextInt(1, 8)

        @Suppress("UNCHECKED_CAST")
        val models = query as Select<Model<*>>
        withClue("seed $seed, query $i, $size a page: $query") {
            // the same order, made complete by the same rule, and not cut
            val all = KeysetReader(models).ordered().list().map(key)
            all.size.toLong() shouldBe models.count()
            val pages = Pages.of(models).size(size).keyset(keys)
            val there = forward(pages, key)
            there.flatten() shouldBe all
            there.dropLast(1).all { it.size == size } shouldBe true
            val back = backward(pages, key)
            back.reversed().flatten() shouldBe all
            back.dropLast(1).all { it.size == size } shouldBe true
            walked += all.size
        }
    }
    return walked
}

class KeysetPropertySpec :
    FunSpec({
        for (kind in listOf(Kind.SQLITE_MEMORY, Kind.POSTGRES)) {
            test("W2: 2000 random orders over data with ties and nulls: forward == the list == backward [$kind]") {
                TestDatabases.fresh(kind) { db -> (walk(db, 20260101, 2000) > 10_000) shouldBe true }
            }
        }
    })
