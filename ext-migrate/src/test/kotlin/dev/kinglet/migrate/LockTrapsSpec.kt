package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.change.LockPolicy
import dev.kinglet.migrate.change.LockWait
import dev.kinglet.migrate.change.Step
import dev.kinglet.migrate.internal.ddl.Ddl
import dev.kinglet.migrate.internal.postgres.Patience
import dev.kinglet.migrate.postgres.Holder
import dev.kinglet.migrate.postgres.busyTable
import dev.kinglet.migrate.testing.Contention
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import java.time.Duration
import java.time.Duration.ofMillis
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicReference
import kotlin.concurrent.thread

private fun Database.indexes(): Map<String, Boolean> =
    query(
        "select x.relname as name, i.indisvalid as valid from pg_index i join pg_class x on x.oid = i.indexrelid where" +
            " i.indrelid = 'bird'::regclass and not i.indisprimary order by 1",
    ).maps().associate { it["name"] as String to it["valid"] as Boolean }

private fun Database.waitFor(condition: String) {
    while (query("select ($condition) as x").maps().single()["x"] != true) Thread.sleep(5)
}

private val index: Migrator.() -> Unit = { addIndex("bird", "name") }

/** The traps that were reproduced by hand when the module was designed. */
class LockTrapsSpec :
    FunSpec({
        fun pg(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, on = Dialect.POSTGRES) { db ->
            db.busyTable("bird", 1_000)
            body(db)
        }

        pg("who waits inside of pg_advisory_lock deadlocks an index that is made concurrently; who polls does not (M4, M7)") { db ->
            val blocking = AtomicBoolean(true)
            db.connection().use {
                db.execute("select pg_advisory_lock(815)")
                val waiter =
                    thread {
                        db.connection().use {
                            if (runCatching { db.execute("select pg_advisory_lock(815)") }.isSuccess) {
                                db.execute("select pg_advisory_unlock(815)")
                            }
                        }
                    }
                db.waitFor("exists (select 1 from pg_locks where locktype = 'advisory' and not granted)")
                Thread.sleep(1_100) // whoever has waited for a second looks for the deadlock first
                val failed =
                    shouldThrow<OperationalException> { db.execute("create index concurrently bird_name on bird (name)") }
                failed.kind() shouldBe OperationalException.Kind.DEADLOCK
                db.indexes() shouldBe mapOf("bird_name" to false)

                // ours clears up, tries again as long as it may, and leaves nothing invalid
                shouldThrow<OperationalException> {
                    db.doSteps(LockPolicy.defaults().budget(Duration.ZERO), index)
                }.kind() shouldBe OperationalException.Kind.DEADLOCK
                db.indexes() shouldBe mapOf()

                db.query("select pg_terminate_backend(pid) as x from pg_locks where locktype = 'advisory' and not granted").maps()
                waiter.join()
                val polling =
                    thread {
                        while (blocking.get()) {
                            db.query("select pg_try_advisory_lock(815) as x").maps().single()["x"] shouldBe false
                            Thread.sleep(5)
                        }
                    }
                db.doSteps(what = index)
                blocking.set(false)
                polling.join()
                db.indexes() shouldBe mapOf("bird_name" to true)
                db.execute("select pg_advisory_unlock_all()")
            }
        }

        pg("a lock timeout leaves an invalid index that IF NOT EXISTS takes for the real one; ours is valid (M7)") { db ->
            val writer = Holder(db, "select 1 from bird for update")
            db.connection().use {
                db.execute("set lock_timeout = '50ms'")
                shouldThrow<OperationalException> {
                    db.execute("create index concurrently bird_name on bird (name)")
                }.kind() shouldBe OperationalException.Kind.LOCK_TIMEOUT
                db.execute("create index concurrently if not exists bird_name on bird (name)")
                db.indexes() shouldBe mapOf("bird_name" to false)
                db.execute("reset lock_timeout")
            }
            writer.close()
            // what a REINDEX CONCURRENTLY leaves when it is cut off has such a name, and is invalid
            db.execute("create index bird_name_ccnew on bird (name)")
            db.execute("update pg_index set indisvalid = false where indexrelid = 'bird_name_ccnew'::regclass")
            db.doSteps(what = index)
            db.indexes() shouldBe mapOf("bird_name" to true)
        }

        pg("an index whose making was killed is made once, and valid, by the next run (M7)") { db ->
            db.busyTable("bird", 100_000)
            val writer = Holder(db, "select 1 from bird where id = 1 for update")
            val killed = thread { runCatching { db.execute("create index concurrently bird_name on bird (name)") } }
            db.waitFor("exists (select 1 from pg_stat_progress_create_index where relid = 'bird'::regclass)")
            db.query("select pg_terminate_backend(pid) as x from pg_stat_progress_create_index").maps()
            killed.join()
            writer.close()
            db.indexes() shouldBe mapOf("bird_name" to false)
            db.doSteps(what = index)
            db.indexes() shouldBe mapOf("bird_name" to true)
        }

        pg("an index that a server still makes for a client that is gone is waited for, not made again (M7)") { db ->
            val writer = Holder(db, "select 1 from bird where id = 1 for update")
            val failure = AtomicReference<Throwable?>()
            val other =
                thread {
                    runCatching { db.execute("create index concurrently bird_name on bird (name)") }.onFailure(failure::set)
                }
            db.waitFor("exists (select 1 from pg_stat_progress_create_index where relid = 'bird'::regclass)")
            val work = db.stepsOf(what = index).single().work() as Step.Guarded
            work.isDone(db) shouldBe false
            val end =
                thread {
                    Thread.sleep(300)
                    writer.close()
                }
            db.doSteps(LockPolicy.defaults().budget(Duration.ZERO), index)
            end.join()
            other.join()
            failure.get() shouldBe null
            db.indexes() shouldBe mapOf("bird_name" to true)
            // a run that does not remember it asks; one that does it for the first time is told
            work.isDone(db) shouldBe true
            shouldThrow<ProgrammingException> { db.doSteps(what = index) }
        }

        pg("an ALTER behind a slow reader stops nobody for longer than its lock timeout and a little (M5)") { db ->
            fun measured(
                name: String,
                change: () -> Unit,
            ) = Contention.of(db).writing("bird", 4, 300).during(name) {
                val reader = Holder(db, "select id from bird limit 1")
                val end =
                    thread {
                        Thread.sleep(3_000)
                        reader.close()
                    }
                change()
                end.join()
            }

            val naive = measured("ALTER behind a reader") { db.execute("alter table bird add column a integer") }
            println(naive)
            naive.longest() shouldBeGreaterThan ofMillis(2_000)
            // a shared machine: the best of three
            val patient =
                (1..3).asSequence().map { n ->
                    measured("the same, 100 ms at a time") { db.doSteps { addColumn("bird", integer("b$n")) } }.also(::println)
                }.firstOrNull { it.longest() <= ofMillis(350) }
            withClue("no write waits for more than the timeout of 100 ms and 250 ms") { (patient != null) shouldBe true }
            patient!!.noErrors()
        }

        pg("autovacuum gives way, though it does so only to who waits for a second (M5)") { db ->
            db.execute("alter system set autovacuum_naptime = '1s'")
            db.execute("select pg_reload_conf()")
            try {
                db.execute("alter table bird set (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)")
                db.execute("alter table bird set (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)")
                db.execute("update bird set note = 'y'")
                db.waitFor("exists (select 1 from pg_stat_progress_vacuum where relid = 'bird'::regclass)")
                val waits = CopyOnWriteArrayList<LockWait>()
                val patience = Patience(db, LockPolicy.defaults().budget(Duration.ofSeconds(20)), waits::add)
                Ddl
                    .of(db.dialect(), LockPolicy.defaults())
                    .steps(db.said { addColumn("bird", integer("age")) }.single(), db, setOf())
                    .forEach(patience::run)
                // the first attempt that saw who it is was the last one in vain
                waits.last().blockers().single().isAutovacuum shouldBe true
                waits.size shouldBeLessThan 6
            } finally {
                db.execute("alter system reset autovacuum_naptime")
                db.execute("select pg_reload_conf()")
            }
        }
    })
