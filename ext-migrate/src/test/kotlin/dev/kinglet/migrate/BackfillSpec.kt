package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.KingletException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.change.BackfillStatus
import dev.kinglet.migrate.change.BackfillStatus.State
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeSorted
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.doubles.shouldBeLessThan
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldStartWith
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.math.abs

/** Birds with the keys 1 to [rows], and ages that are their keys. */
internal fun Database.birds(rows: Int) {
    execute("create table bird (id integer primary key, age integer, name varchar(20))")
    if (rows == 0) return
    execute(
        if (dialect() == Dialect.SQLITE) {
            "insert into bird with recursive n(i) as (select 1 union all select i + 1 from n where i < $rows) select i, i, 'b' || i from n"
        } else {
            "insert into bird select i, i, 'b' || i from generate_series(1, $rows) as i"
        },
    )
}

internal fun Database.number(sql: String): Long = (query(sql).maps().single().values.single() as Number).toLong()

private fun Database.ages(): List<Long> = query("select age from bird order by id").maps().map { (it["age"] as Number).toLong() }

class BackfillSpec :
    FunSpec({
        contract("rows are changed in chunks, each with its position in one transaction (OPS-06)") { db ->
            db.birds(10)
            db.record().use { log ->
                val end = db.backfill("bird") { set("age", "age + 100").where("age <> 5").fixedBatchOf(4).pause(Duration.ZERO) }
                end.state() shouldBe State.DONE
                listOf(end.passed(), end.changed(), end.skipped(), end.total()) shouldBe listOf(10L, 9L, 0L, 10L)
                end.part() shouldBe 1.0
                end.remaining() shouldBe Duration.ZERO
                end.toString() shouldBe "bird.age: done, 100 %, 10 of 10 rows"
                val update = if (db.dialect() == Dialect.SQLITE) "update \"bird\"" else "with done as (update \"bird\""
                val writes = log.entries().map { it.sql() }.filter { it.startsWith(update) }
                writes.size shouldBe 3
                if (db.dialect() == Dialect.SQLITE) {
                    writes[1] shouldBe
                        "update \"bird\" set \"age\" = age + 100 where \"id\" > ? and \"id\" <= ? and (age <> 5\n) returning 1 as one"
                } else {
                    writes[1] shouldBe
                        "with done as (update \"bird\" set \"age\" = age + 100 where \"id\" > cast(? as integer) and " +
                        "\"id\" <= cast(? as integer) and (age <> 5\n) returning 1 as one) select count(*) as n from done"
                }
            }
            db.ages() shouldBe (1L..10L).map { if (it == 5L) 5L else it + 100 }
        }

        contract("what was done is not done again, until it is forgotten") { db ->
            db.birds(3)
            val more = Backfill.of("bird").set("age", "age + 1")
            db.backfills.run(more).changed() shouldBe 3
            db.backfills.run(more).changed() shouldBe 3
            db.ages() shouldBe listOf(2L, 3L, 4L)
            db.backfills.forget("bird.age")
            db.backfills.run(more)
            db.ages() shouldBe listOf(3L, 4L, 5L)
        }

        contract("an empty table is done at once") { db ->
            db.birds(0)
            db.backfill("bird") { set("age", "1") }.toString() shouldBe "bird.age: done, 100 %, 0 of 0 rows"
        }

        contract("a composite key, of text, numbers and bytes, with odd values") { db ->
            val bytes = if (db.dialect() == Dialect.SQLITE) "blob" else "bytea"
            db.execute("create table part (a varchar(20) not null, \"b c\" bigint not null, c $bytes not null, n integer, primary key (a, \"b c\", c))")
            for (a in listOf("x", "line\nbreak", "back\\slash", "{0}", "it''s", "?")) {
                for (b in listOf(Long.MIN_VALUE + 1, 0, Long.MAX_VALUE)) {
                    for (c in listOf("00", "ff10")) {
                        val blob = if (db.dialect() == Dialect.SQLITE) "x'$c'" else "'\\x$c'"
                        db.execute("insert into part values ('$a', $b, $blob, 0)")
                    }
                }
            }
            db.backfill("part") { set("n", "n + 1").fixedBatchOf(5).pause(Duration.ZERO) }.changed() shouldBe 36
            db.number("select count(*) from part where n = 1") shouldBe 36
        }

        contract("times and decimals of a key lose no digit", on = Dialect.POSTGRES) { db ->
            db.execute("create table tick (at timestamp, n numeric, u uuid default gen_random_uuid(), c integer default 0, primary key (at, n, u))")
            db.execute(
                "insert into tick (at, n) select timestamp '2026-01-01 00:00:00.000001' + (i || ' microsecond')::interval, i / 3.0 from generate_series(1, 50) i",
            )
            db.backfill("tick") { set("c", "c + 1").fixedBatchOf(3).pause(Duration.ZERO) }.changed() shouldBe 50
            db.number("select count(*) from tick where c = 1") shouldBe 50
        }

        contract("a table of SQLite without a key goes along the number of its rows", on = Dialect.SQLITE) { db ->
            db.execute("create table log (rowid text, line text)")
            repeat(7) { db.execute("insert into log values (null, 'l')") }
            db.backfill("log") { set("line", "line || '!'").fixedBatchOf(2).pause(Duration.ZERO) }.changed() shouldBe 7
            db.number("select count(*) from log where line = 'l!'") shouldBe 7
        }

        contract("a key of SQLite that may be NULL is not gone along", on = Dialect.SQLITE) { db ->
            db.execute("create table thing (code text primary key, n integer default 0)")
            db.execute("insert into thing (code) values (null), ('a'), (null)")
            db.backfill("thing") { set("n", "n + 1").fixedBatchOf(1).pause(Duration.ZERO) }.changed() shouldBe 3
        }

        contract("a table of PostgreSQL without a key needs to be told its way", on = Dialect.POSTGRES) { db ->
            db.execute("create table log (line text, n integer default 0)")
            shouldThrow<ProgrammingException> { db.backfill("log") { set("n", "1") } }.message shouldBe
                "the backfill 'log.n' has nothing to go along: 'log' has no primary key\n" +
                "  model: log\n  hint: say along(columns..) with a unique key that is never NULL, or give the table one"
            db.execute("insert into log values ('a'), ('b')")
            db.backfill("log") { set("n", "n + 1").along("line").fixedBatchOf(1) }.changed() shouldBe 2
        }

        contract("code changes the rows of a chunk") { db ->
            db.birds(5)
            val seen = mutableListOf<List<Any?>>()
            db.backfill("bird") {
                named("shout").fixedBatchOf(2).where("id <> 3").process { inside, rows ->
                    inside.inTransaction() shouldBe true
                    seen += rows.map { it["id"] }
                    for (row in rows) inside.execute("update bird set name = upper(name) where id = ${row["id"]}")
                }
            }
            seen.flatten().map { (it as Number).toInt() } shouldBe listOf(1, 2, 4, 5)
            db.query("select name from bird order by id").maps().map { it["name"] } shouldBe listOf("B1", "B2", "b3", "B4", "B5")
        }

        contract("what a chunk fails with ends it, the chunks before stay, and it goes on where it was") { db ->
            db.birds(6)
            db.execute("create unique index once on bird (name)")
            val again = Backfill.of("bird").set("name", "case when id = 5 then 'b6' else name || '!' end").fixedBatchOf(2)
            shouldThrow<IntegrityException> { db.backfills.run(again) }
            val failed = db.backfills.status("bird.name").shouldNotBeNull()
            failed.state() shouldBe State.FAILED
            failed.error()!! shouldMatch Regex("(?s).*(unique|UNIQUE|once).*")
            failed.passed() shouldBe 4
            db.number("select count(*) from bird where name like '%!'") shouldBe 4
            db.execute("update bird set name = 'other' where id = 6")
            db.backfills.run(again).state() shouldBe State.DONE
            db.query("select name from bird order by id").maps().map { it["name"] } shouldBe
                listOf("b1!", "b2!", "b3!", "b4!", "b6", "other!")
        }

        contract("a row that the database refuses is skipped where that was said, and no other") { db ->
            db.birds(50)
            db.execute("create unique index once on bird (name)")
            val end =
                db.backfill("bird") {
                    set("name", "case when id in (7, 23) then 'b50' else name end").set("age", "age + 1").batchOf(20).pause(Duration.ZERO).skipBadRows()
                }
            listOf(end.state(), end.passed(), end.changed(), end.skipped()) shouldBe listOf(State.DONE, 50L, 48L, 2L)
            end.toString() shouldBe "bird.name_age: done, 100 %, 50 of 50 rows, 2 skipped"
            db.ages() shouldBe (1L..50L).map { if (it == 7L || it == 23L) it else it + 1 }
        }

        contract("pause, resume and cancel from elsewhere, before the next chunk") { db ->
            if (db.toString().contains("memory")) return@contract // a second thread would wait for the only connection
            db.birds(2_000)
            val told = CopyOnWriteArrayList<BackfillStatus>()
            val begun = CountDownLatch(3)
            val worker =
                thread {
                    db.backfill("bird", progress = {
                        told += it
                        begun.countDown()
                    }) {
                        set("age", "age + 1").fixedBatchOf(10).pause(Duration.ofMillis(2))
                    }
                }
            begun.await(20, TimeUnit.SECONDS) shouldBe true
            db.backfills.pause("bird.age")
            val passed = db.backfills.status("bird.age").shouldNotBeNull().passed()
            while (told.last().state() != State.PAUSED) Thread.sleep(5)
            db.backfills.status("bird.age").shouldNotBeNull().passed() shouldBe passed
            db.backfills.resume("bird.age")
            while (told.last().passed() <= passed) Thread.sleep(5)
            db.backfills.cancel("bird.age")
            worker.join(20_000)
            told.last().state() shouldBe State.CANCELLED
            val changed = told.last().changed()
            db.number("select count(*) from bird where age = id + 1") shouldBe changed
            shouldThrow<ProgrammingException> { db.backfills.resume("bird.age") }.summary() shouldBe
                "the backfill 'bird.age' has ended: cancelled"
            shouldThrow<ProgrammingException> { db.backfills.pause("other") }.message shouldBe
                "there is no backfill 'other'\n  model: other\n  hint: look at list()"
            told.map { it.passed() }.shouldBeSorted()
        }

        contract("what it tells of its progress is what it passed, and the rest goes down") { db ->
            db.birds(1_000)
            val told = mutableListOf<Pair<BackfillStatus, Long>>()
            db.backfill("bird", { told += it to db.number("select count(*) from bird where age = -1") }) {
                set("age", "-1").fixedBatchOf(100).pause(Duration.ofMillis(3))
            }
            for ((status, truth) in told) abs(status.part() - truth / 1000.0) shouldBeLessThan 0.05
            val line = told[5].first.toString()
            line shouldStartWith "bird.age: running, 50 %, 500 of 1,000 rows, 0:0"
        }

        contract("the size of a chunk follows the time that chunks take") { db ->
            db.birds(3_000)
            val sizes = mutableListOf<Int>()
            db.backfill("bird", { sizes += it.batch() }) { set("age", "1").batchOf(10).batchTime(Duration.ofSeconds(5)).pause(Duration.ZERO) }
            sizes.take(5) shouldContainExactly listOf(10, 10, 20, 40, 80)
            sizes.clear()
            db.backfill("bird", { sizes += it.batch() }) {
                named("slow").set("age", "2").batchOf(800).batchTime(Duration.ofNanos(1)).pause(Duration.ZERO).where("id < 2000")
            }
            sizes.take(4) shouldContainExactly listOf(800, 800, 400, 200)
        }

        contract("it waits while somebody says that the database is busy") { db ->
            db.birds(1)
            var asked = 0
            db.backfill("bird") { set("age", "9").waitWhile { ++asked < 3 } }
            asked shouldBeGreaterThan 2
            db.ages() shouldBe listOf(9L)
        }

        contract("two that work on one backfill take turns, and no row is done twice") { db ->
            if (db.toString().contains("memory")) return@contract
            db.birds(3_000)
            val more = Backfill.of("bird").set("age", "age + 1").fixedBatchOf(50).pause(Duration.ofMillis(1))
            val errors = CopyOnWriteArrayList<Throwable>()
            List(3) { thread { runCatching { db.backfills.run(more) }.onFailure { errors += it } } }.forEach { it.join(60_000) }
            errors shouldBe listOf<Throwable>()
            db.number("select count(*) from bird where age = id + 1") shouldBe 3_000
            db.backfills.list().single().passed() shouldBe 3_000
        }

        contract("a lock that somebody holds is waited for, and counted", on = Dialect.POSTGRES) { db ->
            db.birds(20)
            val locked = CountDownLatch(1)
            val holder =
                thread {
                    db.atomic<RuntimeException> {
                        db.execute("update bird set name = 'mine' where id = 15")
                        locked.countDown()
                        Thread.sleep(1_500)
                    }
                }
            locked.await()
            val end = db.backfill("bird") { set("age", "age + 1").fixedBatchOf(10) }
            holder.join()
            end.retries() shouldBeInRange 1L..2L
            db.number("select count(*) from bird where age = id + 1") shouldBe 20
        }

        contract("it is refused inside of a transaction, of no table, no column, no work, and both kinds of it") { db ->
            db.birds(1)
            shouldThrow<ProgrammingException> { db.atomic<RuntimeException> { db.backfill("bird") { set("age", "1") } } }.summary() shouldBe
                "the backfill 'bird.age' was run inside of a transaction"
            shouldThrow<ProgrammingException> { db.backfill("fish") { set("age", "1") } }.message shouldBe
                "the backfill 'fish.age' is of a table that is not there: 'fish'\n  model: fish\n" +
                "  hint: create the table first, or name another one"
            shouldThrow<ProgrammingException> { db.backfill("bird") { set("weight", "1") } }.message shouldBe
                "the backfill 'bird.weight' names a column that is not there: 'weight'\n  model: bird\n  hint: it has: id, age, name"
            shouldThrow<ProgrammingException> { db.backfill("bird") { this } }.summary() shouldBe "the backfill of 'bird' changes nothing"
            shouldThrow<ProgrammingException> { db.backfill("bird") { set("age", "1").process { _, _ -> } } }.summary() shouldBe
                "the backfill of 'bird' has both set and process"
            shouldThrow<ProgrammingException> { Backfill.of("bird").batchOf(0) }.summary() shouldBe "chunks of 0 rows"
            shouldThrow<ProgrammingException> { Backfill.of("bird").named(" ") }.summary() shouldBe "a backfill has a blank name"
            shouldThrow<KingletException> { db.backfill("bird") { set("age", "nonsense(") } }
            db.backfills.status("bird.age")!!.state() shouldBe State.FAILED
        }

        contract("every word from Java") { db ->
            db.birds(3)
            JavaBackfills.all(db).map { if (it is Int) it.toLong() else it } shouldBe
                listOf<Any>(
                    "backfill bird in chunks: set age = age * 2 where age > 0",
                    State.DONE,
                    2L,
                    4L,
                    6L,
                    3L,
                    2L,
                    true,
                )
            db.backfills.forget("doubled")
            shouldThrow<ProgrammingException> { JavaBackfills.steer(db.backfills, "doubled") }
        }

        test("readers of a SQLite file see no lock while a backfill writes") {
            TestDatabases.fresh(Kind.SQLITE_FILE) { db ->
                db.birds(20_000)
                val failures = CopyOnWriteArrayList<Throwable>()
                val worker = thread { db.backfill("bird") { set("age", "age + 1").batchOf(500).pause(Duration.ZERO) } }
                var reads = 0
                while (worker.isAlive) {
                    runCatching { db.number("select count(*) from bird") }.onFailure { failures += it }
                    reads++
                }
                failures shouldBe listOf<Throwable>()
                reads shouldBeGreaterThan 0
                db.number("select max(age - id) from bird") shouldBe 1
                db.connectionsInUse() shouldBeLessThanOrEqual 0
            }
        }
    })
