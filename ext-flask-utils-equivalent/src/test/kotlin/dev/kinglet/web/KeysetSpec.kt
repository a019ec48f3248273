package dev.kinglet.web

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Sort
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Model
import dev.kinglet.query.Lock
import dev.kinglet.query.Select
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.util.UUID

private val keys = CursorKeys.of("k", ByteArray(16))

private fun things(
    count: Int,
    score: (Int) -> Int? = { it },
) {
    val rows = (1..count).map { listOf("n$it", score(it), it / 3L, NOON.plusSeconds(it.toLong() / 2), UUID(it.toLong(), 0)) }
    Thing.insertMany(listOf(Thing.name, Thing.score, Thing.rank, Thing.seen, Thing.code), rows).execute()
}

/** The statement that reads the page behind the first one. */
private fun <M : Model<*>> Select<M>.second(db: Database): String {
    val pages = Pages.of(this).size(2).keyset(keys)
    val next = pages.at(null).nextCursor()
    return db.record().use { log ->
        pages.at(next)
        log.entries().single().sql
    }.replace(Regex("^select .*? from "), "select .. from ").replace(Regex("select (?!\\.\\.|\\*)[^()]*? from "), "select .. from ")
}

class KeysetSpec :
    FunSpec({
        contract("W2: keys of one direction without nulls are one row value", Shelf, Thing, Tag) { db ->
            things(9)
            Thing.select().orderBy(Thing.seen.desc()).second(db) shouldBe
                "select .. from \"thing\" where (\"thing\".\"seen\", \"thing\".\"id\") < (?, ?)" +
                " order by \"thing\".\"seen\" desc" + when (db.dialect()) {
                    Dialect.SQLITE -> ", \"thing\".\"id\" desc limit ?"
                    else -> ", \"thing\".\"id\" desc fetch next ? rows only"
                }
        }

        contract("W2: a unique key alone is compared alone", Shelf, Thing, Tag) { db ->
            things(9)
            Thing.select().orderBy(Thing.code).second(db) shouldContain "where \"thing\".\"code\" > ? order by"
            Thing.select().second(db) shouldContain "where \"thing\".\"id\" > ? order by"
        }

        contract("W2: mixed directions are a range for each change, put together", Shelf, Thing, Tag) { db ->
            things(9)
            val sql = Thing.select().orderBy(Thing.rank.asc(), Thing.seen.desc(), Thing.id.asc()).second(db)
            sql.split(" union all ").size shouldBe 3
            for (range in listOf(
                "(\"thing\".\"rank\" = ? and \"thing\".\"seen\" = ? and \"thing\".\"id\" > ?)",
                "(\"thing\".\"rank\" = ? and \"thing\".\"seen\" < ?)",
                "where \"thing\".\"rank\" > ?",
            )) {
                sql shouldContain range
            }
        }

        contract("W2: nulls that come behind the place are a range of their own; within them there is one again", Shelf, Thing, Tag) { db ->
            things(9) { if (it % 2 == 0) null else it }
            val query = Thing.select().orderBy(Thing.score.asc())
            val sql = query.second(db)
            sql.split(" union all ").size shouldBe 2
            sql shouldContain "where (\"thing\".\"score\", \"thing\".\"id\") > (?, ?)"
            sql shouldContain "where \"thing\".\"score\" is null"
            // nulls first are passed when a value is reached
            query.orderBy(Thing.score.desc()).where(Thing.score.gt(3)).second(db).contains("union") shouldBe false
            val inside = query.orderBy(Thing.score.desc()).second(db)
            inside.split(" union all ").size shouldBe 2
            inside shouldContain "(\"thing\".\"score\" is null and \"thing\".\"id\" < ?)"
            inside shouldContain "where \"thing\".\"score\" is not null"
            query.orderBy(Thing.score.asc().nullsFirst()).where(Thing.score.isNull()).second(db).contains("is not null") shouldBe true
        }

        contract("W2: what cannot be put together of several is one condition, bounded by the first key", Shelf, Thing, Tag) { db ->
            things(9)
            val groups = Thing.select(Thing.rank, Fn.max(Thing.seen)).groupBy(Thing.rank).orderBy(Fn.count().desc(), Thing.rank.asc())
            groups.second(db) shouldContain
                "having (count(*) <= ? and ((count(*) = ? and \"thing\".\"rank\" > ?) or count(*) < ?))"
            if (db.dialect() == Dialect.POSTGRES) {
                db.atomic<RuntimeException> {
                    Thing.select().orderBy(Thing.rank.asc(), Thing.id.desc()).lock(Lock.forUpdate()).second(db) shouldContain
                        "where (\"thing\".\"rank\" >= ? and ((\"thing\".\"rank\" = ? and \"thing\".\"id\" < ?) or \"thing\".\"rank\" > ?))"
                }
            }
        }

        contract("W2: a page costs one statement, loads along what the query loads, and adds no column to usual rows", Shelf, Thing, Tag) { db ->
            things(9)
            Tag.insertMany(listOf(Tag.thing.key(), Tag.word), Thing.select().list().map { listOf(it.id(), "w") }).execute()
            val pages = Pages.of(Thing.select().orderBy(Thing.seen.desc()).prefetch(Tag)).size(4).keyset(keys)
            val first = db.statements(2) { pages.at(null) }
            val second = db.statements(2) { pages.at(first.nextCursor()) }
            db.record().use { log ->
                pages.at(null)
                log.entries().first().sql shouldNotContain "cursor_"
            }
            second.items().size shouldBe 4
        }

        contract("W2: rows that went leave a page that leads back, and the row at the cursor need not be there", Shelf, Thing, Tag) {
            things(9)
            val pages = Pages.of(Thing.select().orderBy(Thing.name)).size(3).keyset(keys)
            val second = pages.at(pages.at(null).nextCursor())
            second.map { it.get(Thing.name) }.items() shouldBe listOf("n4", "n5", "n6")
            Thing.delete().where(Thing.name.`in`("n6", "n7")).execute()
            pages.at(second.nextCursor()).map { it.get(Thing.name) }.items() shouldBe listOf("n8", "n9")
            Thing.delete().where(Thing.name.gt("n6")).execute()
            val behind = pages.at(second.nextCursor())
            listOf(behind.items(), behind.nextCursor()) shouldBe listOf(listOf<Thing>(), null)
            pages.at(behind.previousCursor()).map { it.get(Thing.name) }.items() shouldBe listOf("n3", "n4", "n5")
            Thing.delete().where(Thing.name.lt("n4")).execute()
            val before = pages.at(second.previousCursor())
            listOf(before.items(), before.previousCursor()) shouldBe listOf(listOf<Thing>(), null)
            pages.at(before.nextCursor()).map { it.get(Thing.name) }.items() shouldBe listOf("n4", "n5")
        }

        contract("W2: an alias, a query as a source and an expression with values of its own are cut, too", Shelf, Thing, Tag) {
            things(9)
            val other = Thing.alias("other")
            val part = Thing.where(Thing.rank.gt(0)).limit(6).orderBy(Thing.id).`as`("part")
            val queries: List<Select<Thing>> =
                listOf(
                    other.select().orderBy(other.col(Thing.score).desc()),
                    part.select().orderBy(part.col(Thing.seen).desc()),
                    Thing.select().orderBy(Thing.rank.plus(5).desc(), Thing.rank.asc()),
                )
            for (query in queries) {
                withClue(query) {
                    val all = KeysetReader(query).ordered().list().map { it.id() }
                    query.pages(2).stream().toList().flatten().map { it.id() } shouldBe all
                    all.toSet().size shouldBe all.size
                }
            }
        }

        test("W2: what cannot be cut at the values of its rows is refused before anything is sent") {
            TestDatabases.fresh(Kind.SQLITE_MEMORY) { db ->
                db.bind(Shelf, Thing, Tag).createTables(Shelf, Thing, Tag)

                fun refused(
                    summary: String,
                    hint: String,
                    query: Select<out Model<*>>,
                ) = db.statements(0) {
                    shouldRefuse<ProgrammingException>(summary, "Thing", hint) { Pages.of(query).keyset(keys).at(null) }
                }
                val part = "read from it: query.as(\"part\").select(), ordered by columns of that"
                refused("a query with a limit cannot be cut at the values of its rows", part, Thing.select().limit(3))
                refused("a query with two queries put together cannot be cut at the values of its rows", part, Thing.select().union(Thing.select()))
                refused("a query with distinctOn cannot be cut at the values of its rows", part, Thing.select().distinctOn(Thing.name))
                val both = Thing.select().unionAll(Thing.select()).`as`("both")
                shouldRefuse<ProgrammingException>(
                    "nothing is known that tells the rows of 'both' apart",
                    "both",
                    "read them from a table with a primary key, or group them",
                ) { Pages.of(both.select()).keyset(keys).at(null) }
            }
        }

        test("W2: on PostgreSQL a deep page has the plan of the second one, and reads as little") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(Shelf, Thing, Tag).createTables(Shelf, Thing, Tag)
                db.execute(
                    "insert into thing (name, score, rank, seen, code) select 'n' || i, case when i % 3 > 0 then i / 4 end, i / 7," +
                        " timestamp '2026-01-01' + i / 5 * interval '1 second', gen_random_uuid() from generate_series(1, 300000) i",
                )
                db.execute("analyze thing")
                val orders: List<List<Sort>> =
                    listOf(
                        listOf(Thing.seen.desc(), Thing.id.desc()),
                        listOf(Thing.score.asc(), Thing.id.asc()),
                        listOf(Thing.rank.asc(), Thing.seen.desc(), Thing.id.asc()),
                    )
                for (order in orders) {
                    val reader = KeysetReader(Thing.select().orderBy(*order.toTypedArray()))

                    fun plan(offset: Long): Pair<String, Long> {
                        val row = reader.select(KeysetReader.Place.START, 1).offset(offset).single()
                        val text = reader.select(reader.behind(row), 21).explainAnalyze()
                        val nodes = text.lines().filterIndexed { at, line -> at == 0 || "->" in line }
                        val shape = nodes.joinToString("\n") { it.replace(Regex("\\(.*"), "").trim() }
                        val read = Regex("Buffers: shared (?:hit=(\\d+))?(?: ?read=(\\d+))?").find(text)!!.groupValues
                        return shape to (read[1].ifEmpty { "0" }.toLong() + read[2].ifEmpty { "0" }.toLong())
                    }
                    withClue("$order") {
                        plan(20)
                        val (near, fewBuffers) = plan(20)
                        val (deep, buffers) = plan(150_000)
                        near shouldContain "Index Scan"
                        for (shape in listOf(near, deep)) {
                            // nothing is sorted; of ranges that are put together, no more than each is limited to
                            val lines = shape.lines()
                            val sorts = lines.indices.filter { "Sort" in lines[it] }
                            if (order.size == 2) sorts shouldBe listOf()
                            sorts.all { lines[it + 1] == "->  Limit" } shouldBe true
                            shape shouldNotContain "Seq Scan"
                        }
                        deep shouldBe near
                        withClue("buffers: $fewBuffers near, $buffers deep") { (buffers <= 3 * fewBuffers) shouldBe true }
                    }
                }
            }
        }

        test("W2: on SQLite a page is a search of an index, and nothing but the rows of a page is sorted") {
            TestDatabases.fresh(Kind.SQLITE_MEMORY) { db ->
                db.bind(Shelf, Thing, Tag).createTables(Shelf, Thing, Tag)
                things(300) { if (it % 3 == 0) null else it }

                fun plan(vararg order: Sort): String {
                    val reader = KeysetReader(Thing.select().orderBy(*order))
                    val row = reader.select(KeysetReader.Place.START, 1).offset(50).single()
                    return reader.select(reader.behind(row), 21).explain()
                }
                plan(Thing.seen.desc(), Thing.id.desc()) shouldBe "SEARCH thing USING INDEX thing_seen_id (seen<?)"
                for (order in listOf(listOf(Thing.score.asc(), Thing.id.asc()), listOf(Thing.rank.asc(), Thing.seen.desc(), Thing.id.asc()))) {
                    val text = plan(*order.toTypedArray())
                    withClue(text) {
                        text.lines().filter { " thing " in it }.all { "SEARCH thing USING INDEX" in it } shouldBe true
                    }
                }
            }
        }

        test("W2: an order that no index has is told in development, with the index that would") {
            TestDatabases.fresh(Kind.SQLITE_MEMORY) { db ->
                db.bind(Shelf, Thing, Tag)

                fun advice(query: Select<out Model<*>>) = IndexAdvice.of(KeysetReader(query).keys(), query.definition())
                advice(Thing.select()) shouldBe null
                advice(Thing.select().orderBy(Thing.code.desc())) shouldBe null
                advice(Thing.select().orderBy(Thing.seen.desc())) shouldBe null
                advice(Thing.select().orderBy(Thing.seen.asc())) shouldBe null // read from its other end
                advice(Thing.where(Thing.rank.eq(1)).orderBy(Thing.seen.desc(), Thing.id.asc())) shouldBe null
                advice(Thing.select().orderBy(Thing.seen.desc(), Thing.id.asc())) shouldBe
                    "pages of Thing are cut in an order that no index has: declare index(seen.desc(), id.asc())"
                advice(Thing.where(Thing.name.eq("x"), Thing.rank.gt(3)).orderBy(Thing.price)) shouldBe
                    "pages of Thing are cut in an order that no index has: declare index(name.asc(), price.asc(), id.asc())"
                advice(Thing.select().orderBy(Thing.score.asc().nullsFirst())) shouldBe
                    "pages of Thing are cut in an order that no index has: declare index(score.asc().nullsFirst(), id.asc())"
                advice(Thing.select().orderBy(Fn.lower(Thing.name))) shouldBe
                    "pages of Thing are cut in an order that is not one of its columns alone, such as that of lower(thing.name): " +
                    "look at the plan, query.explain()"
            }
        }
    })
