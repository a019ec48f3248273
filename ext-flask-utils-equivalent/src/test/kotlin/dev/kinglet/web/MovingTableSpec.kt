package dev.kinglet.web

import dev.kinglet.Database
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.util.UUID
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread
import kotlin.random.Random

private val keys = CursorKeys.of("k", ByteArray(16))
private val newest = Thing.select().orderBy(Thing.seen.desc())
private const val ROWS = 100_000

/** Rows of which each tenth is there to be deleted; many are of the same second. */
private fun fill(db: Database) {
    db.bind(Shelf, Thing, Tag).createTables(Shelf, Thing, Tag)
    if (db.dialect() == Dialect.POSTGRES) {
        db.execute(
            "insert into thing (name, rank, seen, code) select case when i % 10 = 0 then 'goes' else 'stays' end, i," +
                " timestamp '2026-01-01 12:00:00' + i / 7 * interval '1 second', gen_random_uuid() from generate_series(1, $ROWS) i",
        )
    } else {
        val columns = listOf(Thing.name, Thing.rank, Thing.seen, Thing.code)
        Thing
            .insertMany(
                columns,
                (1..ROWS).map { listOf(if (it % 10 == 0) "goes" else "stays", it.toLong(), NOON.plusSeconds(it / 7L), UUID(0, it.toLong())) },
            ).execute()
    }
}

/** Inserts and deletes 1000 rows a second, all over the table, until it is told to stop. */
private fun write(
    db: Database,
    writer: Int,
    stop: AtomicBoolean,
    written: AtomicInteger,
) {
    val random = Random(writer)
    val columns = listOf(Thing.name, Thing.rank, Thing.seen, Thing.code)
    while (!stop.get()) {
        val rows = List(25) { listOf("new", -1L, NOON.plusSeconds(random.nextLong(ROWS / 7L)), UUID(random.nextLong(), random.nextLong())) }
        // each writer deletes its own half, so that none waits for the other
        val from = random.nextLong(ROWS.toLong())
        val victims = Thing.where(Thing.id.gt(from), Thing.name.ne("stays"), Fn.rawCondition("{0} % 2 = {1}", Thing.id, writer)).orderBy(Thing.id).limit(25).values(Thing.id)
        db.atomic<RuntimeException> {
            written.addAndGet(Thing.insertMany(columns, rows).execute())
            written.addAndGet(Thing.delete().where(Thing.id.`in`(victims)).execute())
        }
        Thread.sleep(30)
    }
}

class MovingTableSpec :
    FunSpec({
        for (kind in listOf(Kind.POSTGRES, Kind.SQLITE_FILE)) {
            test("W3: who walks 100,000 rows while two others write sees each lasting row exactly once [$kind]") {
                TestDatabases.fresh(kind) { db ->
                    fill(db)
                    val lasting = Thing.where(Thing.name.eq("stays")).values(Thing.id).toSet()
                    val stop = AtomicBoolean()
                    val written = AtomicInteger()
                    val failed = AtomicReference<Throwable?>()
                    val writers =
                        (0..1).map { n ->
                            thread {
                                try {
                                    write(db, n, stop, written)
                                } catch (e: Throwable) {
                                    failed.set(e)
                                }
                            }
                        }
                    val seen = ArrayList<Long>(ROWS * 2)
                    val pages = Pages.of(newest).size(50).keyset(keys)
                    val begun = System.nanoTime()
                    try {
                        var page = pages.at(null)
                        while (true) {
                            seen += page.map { it.id() }.items()
                            page = pages.at(page.nextCursor() ?: break)
                            Thread.sleep(1) // a reader who has something to do with the rows
                        }
                    } finally {
                        stop.set(true)
                        writers.forEach { it.join() }
                    }
                    failed.get() shouldBe null
                    val seconds = (System.nanoTime() - begun) / 1e9
                    println("moving table [$kind]: ${seen.size} rows seen, ${written.get()} written in $seconds s")
                    withClue("${written.get()} rows were written meanwhile") { written.get() shouldBeGreaterThan 1000 }
                    seen.size shouldBe seen.toSet().size
                    (lasting - seen.toSet()) shouldBe setOf()
                }
            }
        }

        contract("W3: numbered pages pass over lasting rows when others are deleted before them; by cursor they do not", Shelf, Thing, Tag) {
            val rows = (1..20).map { listOf("n", it.toLong(), NOON.plusSeconds(it.toLong()), UUID(0, it.toLong())) }
            Thing.insertMany(listOf(Thing.name, Thing.rank, Thing.seen, Thing.code), rows).execute()
            val pages = Pages.of(newest).size(5)

            fun seen(page: Paged<Thing>) = page.map { it.get(Thing.rank) }.items()
            val first = pages.number(1)
            val cut = pages.keyset(keys).at(null)
            seen(first) shouldBe listOf<Long>(20, 19, 18, 17, 16)
            seen(cut) shouldBe seen(first)
            Thing.delete().where(Thing.rank.gt(17)).execute() // three rows of the first page
            seen(pages.number(2)) shouldBe listOf<Long>(12, 11, 10, 9, 8) // 15, 14 and 13 last, and nobody sees them
            seen(pages.keyset(keys).at(cut.nextCursor())) shouldBe listOf<Long>(15, 14, 13, 12, 11)
            val more = (21..23).map { listOf("n", it.toLong(), NOON.plusSeconds(it.toLong()), UUID(1, it.toLong())) }
            Thing.insertMany(listOf(Thing.name, Thing.rank, Thing.seen, Thing.code), more + more.map { it.dropLast(1) + UUID(2, it[1] as Long) }).execute()
            // and rows that come before them make others come twice
            seen(pages.number(2)) shouldBe listOf<Long>(21, 17, 16, 15, 14)
        }
    })
