package dev.kinglet.contract

import com.sun.management.ThreadMXBean
import dev.kinglet.Database
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.together
import dev.kinglet.transaction
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.lang.management.ManagementFactory

/**
 * What a statement costs beside its JDBC, as far as it can be counted: objects, by their bytes, with room for a run that was not
 * compiled yet; plans; statements that the server prepared. Times are for the benchmarks.
 */
class CostSpec :
    FunSpec({
        val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean

        /** Bytes that this thread allocates for each of so many calls. */
        fun bytes(
            calls: Int,
            body: () -> Unit,
        ): Long {
            repeat(calls) { body() }
            val before = threads.currentThreadAllocatedBytes
            repeat(calls) { body() }
            return (threads.currentThreadAllocatedBytes - before) / calls
        }

        fun fill(db: Database) {
            val users = (1..50).map { listOf("user $it") }
            USER.insertMany(listOf(USER.username), users).using(db).execute()
            val ids = USER.select().using(db).orderBy(USER.id).list().map { it.id() }
            val tweets = (0 until 2_000).map { listOf(ids[it % 50], "tweet $it") }
            TWEET.insertMany(listOf(TWEET.user, TWEET.content), tweets).using(db).execute()
        }

        contract("a row takes few bytes, its texts and those of the driver among them", USER, TWEET) { db ->
            fill(db)
            val all = TWEET.select().orderBy(TWEET.id)
            bytes(20) { all.list() } / 2_000 shouldBeLessThan 1_200
            val graph = TWEET.select(TWEET, USER).join(USER).orderBy(TWEET.id)
            bytes(20) { graph.list() } / 2_000 shouldBeLessThan 2_200
        }

        contract("a statement takes few bytes, and makes no plan that is there", USER, TWEET) { db ->
            fill(db)
            val id = USER.where(USER.username eq "user 1").get().id()
            val misses = { db.planCacheStats().misses }
            USER.get(id)
            USER.update(USER.username.to("user 0")).where(USER.id eq id).execute()
            USER.insert(USER.username.to("one")).execute()
            val before = misses()
            bytes(300) { USER.get(id) } shouldBeLessThan 6_000
            var n = 0
            bytes(300) { USER.insert(USER.username.to("new ${n++}")).execute() } shouldBeLessThan 6_000
            bytes(300) { USER.update(USER.username.to("user ${n++}")).where(USER.id eq id).execute() } shouldBeLessThan 6_000
            bytes(300) { db.transaction { USER.get(id) } } shouldBeLessThan 8_000
            misses() shouldBe before
        }

        contract("who listened and left costs nothing", USER) { db ->
            USER.create(USER.username.to("huey"))
            val query = USER.where(USER.username eq "huey")
            val before = bytes(300) { query.list() }
            db.record().use { log ->
                repeat(20) { query.list() }
                log.count() shouldBe 20
            }
            bytes(300) { query.list() } shouldBeLessThan before + 100
        }

        test("the server prepares a statement once for all its runs [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { it.createTables(USER) }
            TestDatabases.postgresBuilder().open().use { db ->
                db.connection().use {
                    repeat(40) { n -> USER.insert(USER.username.to("user $n")).using(db).execute() }
                    repeat(40) { n -> USER.where(USER.username eq "user $n").using(db).get() }
                    val runs = "select generic_plans + custom_plans as runs from pg_prepared_statements where statement like '%\"user\"%'"
                    // the driver has the server prepare what is run for the fifth time
                    db.query(runs).maps().map { it["runs"].toString() } shouldBe listOf("36", "36")
                }
            }
        }

        test("threads that run one query on connections of their own do not wait for each other [SQLITE_FILE]") {
            val file = TestDatabases.temporaryFile().toString()
            Database.builder().sqlite(file).setting("pool.max", "16").open().use { db ->
                db.createTables(USER)
                USER.insert(USER.username.to("huey")).using(db).execute()
                val query = USER.where(USER.username eq "huey").using(db)
                val waits =
                    together(16) {
                        repeat(300) { query.list() }
                        val me = Thread.currentThread().id
                        val before = threads.getThreadInfo(me).blockedCount
                        repeat(300) { query.list() }
                        threads.getThreadInfo(me).blockedCount - before
                    }
                // some for what the machine compiles and loads meanwhile; with a lock it would be thousands
                waits.sum() shouldBeLessThan 50
            }
        }
    })
