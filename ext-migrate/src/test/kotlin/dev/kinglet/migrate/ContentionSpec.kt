package dev.kinglet.migrate

import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.migrate.testing.Contention
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.types.shouldBeInstanceOf
import java.time.Duration
import java.time.Duration.ofMillis

class ContentionSpec :
    FunSpec({
        contract("writers and readers keep their rate, and their times are told (M16)", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id bigint primary key, name text)")
            db.execute("create table log (x integer)")
            db.execute("insert into bird select n, 'x' from generate_series(1, 50) n")
            val result = JavaContention.javaCaller(db)
            result.errors().shouldBeEmpty()
            result.took() shouldBeGreaterThan ofMillis(290)
            // 90 a second for 300 ms; a loaded machine makes fewer
            result.count() shouldBeInRange 5..40
            result.longest() shouldBe result.percentile(100.0)
            result.percentile(50.0) shouldBeGreaterThan Duration.ZERO
            val cell = " +[0-9.]+ ms \\|"
            result.toString() shouldMatch
                Regex(
                    "\\| change +\\| +took \\| who +\\| +count \\| +p50 \\| +p99 \\| +p99.9 \\| +max \\| failed \\|\n" +
                        "\\| nothing +\\|$cell writers \\| +\\d+ \\|${cell.repeat(4)} +0 \\|\n" +
                        "\\| nothing +\\|$cell readers \\| +\\d+ \\|${cell.repeat(4)} +0 \\|",
                )
        }

        contract("who waits is seen, and is an error when it is too long", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id bigint primary key)")
            db.execute("insert into bird values (1)")
            val result =
                Contention.of(db).writing("bird", 1, 100).warmUp(ofMillis(50)).during("a lock") {
                    Thread.sleep(200)
                    db.transaction {
                        db.execute("lock table bird")
                        Thread.sleep(800)
                    }
                }
            result.longest() shouldBeGreaterThan ofMillis(700)
            result.percentile(1.0) shouldBeLessThan ofMillis(700)
            result.noErrors()
            shouldThrow<AssertionError> { result.maxBlocked(ofMillis(200)) }.message!! shouldMatch
                Regex("somebody waited \\d+\\.\\d ms during 'a lock', and 200\\.0 ms is the most\n\\| change (.|\n)*")
        }

        contract("what fails is told, and the others go on", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id bigint primary key, name text)")
            db.execute("insert into bird values (1, 'x')")
            val result =
                Contention
                    .of(db)
                    .writers(1, 100) { it.execute("update bird set name = 'y'") }
                    .readers(1, 100) { it.execute("select id from bird") }
                    .during("a column goes") {
                        db.execute("alter table bird drop column name")
                        Thread.sleep(100)
                    }
            result.errors().first().shouldBeInstanceOf<ProgrammingException>()
            val told = shouldThrow<AssertionError> { result.noErrors() }
            told.message!! shouldContain "failed during 'a column goes': "
            told.cause shouldBe result.errors().first()
            result.toString().lines().last() shouldMatch Regex(".*readers.* 0 \\|")
        }

        contract("what the change throws is thrown, and nobody goes on", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id bigint primary key)")
            db.execute("insert into bird values (1)")
            shouldThrow<IllegalStateException> {
                Contention.of(db).writing("bird", 2, 100).during("bad") { error("no") }
            }.message shouldBe "no"
        }

        contract("what cannot be done is refused before anything begins", on = Dialect.POSTGRES) { db ->
            db.execute("create table bird (id bigint primary key)")
            db.execute("create table note (x integer)")
            db.execute("create table word (w text primary key)")
            db.execute("insert into word values ('a')")
            val own = "say writers(threads, perSecond, db -> ..) with a write of your own"
            for ((table, summary, hint) in listOf(
                Triple("note", "the table 'note' has no key of one column to write by", own),
                Triple("none", "the table 'none' has no key of one column to write by", own),
                Triple("bird", "the rows of 'bird' cannot be picked by a number", "fill the table before"),
                Triple("word", "the rows of 'word' cannot be picked by a number", own),
            )) {
                shouldRefuse<ProgrammingException>(summary, table, hint) { Contention.of(db).writing(table, 1, 1) }
            }
            shouldRefuse<ProgrammingException>(
                "0 writers with 5 transactions a second",
                null,
                "one of each is the least",
            ) { Contention.of(db).writers(0, 5) {} }
            shouldRefuse<ProgrammingException>(
                "nobody uses the database during 'x'",
                null,
                "say writing(table, threads, perSecond), writers(..) or readers(..) before",
            ) { Contention.of(db).during("x") {} }
        }

        test("Java callers say a policy the same way") {
            JavaContention.values() shouldBe
                listOf(
                    ofMillis(50),
                    Duration.ofSeconds(10),
                    true,
                    "waiting after 3 ms, blocked by process 7 (active since 1970-01-01T00:00:00Z): select ?: alter",
                    "process 7 (active since 1970-01-01T00:00:00Z): select ?",
                )
        }
    })
