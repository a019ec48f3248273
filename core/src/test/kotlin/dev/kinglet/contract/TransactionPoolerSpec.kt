package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.TransactionOptions
import dev.kinglet.errors.OperationalException
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.model.Load
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.Duration

/**
 * Behind a transaction pooler the next transaction may be on another connection of the server. A connection that forgets
 * all that it was told, without the driver noticing, is just that.
 */
class TransactionPoolerSpec :
    FunSpec({
        fun forget(db: Database) = db.execute("do ${'$'}${'$'} begin execute 'deallocate all'; execute 'reset all'; end ${'$'}${'$'}")

        fun state(db: Database): List<Any?> =
            listOf(
                db.query("select name, setting from pg_settings where source = 'session' and name <> 'application_name' order by name").maps(),
                db.query("select name from pg_prepared_statements").maps(),
                db.query("select name from pg_cursors where is_holdable").maps(),
                db.query("select count(*) as n from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()").maps(),
            )

        fun work(
            db: Database,
            round: Int,
        ) {
            USER.insert(USER.username.to("huey $round")).using(db).execute()
            USER.where(USER.username eq "huey $round").using(db).list().size shouldBe 1
            forget(db)
            db.transaction {
                val user = USER.where(USER.username eq "huey $round").using(db).get()
                TWEET.insert(TWEET.user.to(user), TWEET.content.to("meow")).using(db).execute()
                db.transaction { TWEET.update(TWEET.content.to("purr")).where(TWEET.user.eq(user)).using(db).execute() }
            }
            forget(db)
            USER.select().using(db).load(Load.many(TWEET.user)).list().size shouldBe round
            forget(db)
            USER.select().using(db).stream().use { it.count() shouldBe round.toLong() }
            forget(db)
            db.transaction(TransactionOptions.defaults().lockTimeout(Duration.ofSeconds(2)).readOnly()) {
                TWEET.select().join(USER).using(db).count() shouldBe round.toLong()
            }
            forget(db)
            USER.insertMany(listOf(USER.username), (1..3).map { listOf("many $round $it") }).using(db).execute()
            USER.delete().where(USER.username.startsWith("many")).using(db).execute() shouldBe 3
        }

        test("nothing that is done needs what an earlier transaction left on its connection [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { it.createTables(USER, TWEET) }
            val url = TestDatabases.postgresUrl.substringAfter("currentSchema=").substringBefore('&')
            // a pooler knows no schema of the session; the role has it here
            val builder = TestDatabases.postgresBuilder().transactionPooler().poolSize(1)
            builder.open().use { db ->
                db.query("select current_schema() as s").maps() shouldBe listOf(mapOf("s" to url))
                val before = state(db)
                // more rounds than the driver needs to prepare a statement on the server
                for (round in 1..8) work(db, round)
                state(db) shouldBe before
            }
        }

        test("without being told of the pooler it would fail, and says what to set [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { it.createTables(USER) }
            TestDatabases.postgresBuilder().poolSize(1).open().use { db ->
                val failed =
                    shouldThrow<OperationalException> {
                        repeat(20) {
                            // outside of a transaction the driver prepares anew by itself
                            db.transaction { USER.where(USER.username eq "huey").using(db).list() }
                            forget(db)
                        }
                    }
                failed.hint() shouldBe "behind a pooler such as PgBouncer set the database up with transactionPooler()"
            }
        }
    })
