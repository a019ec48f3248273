package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.query.Lazy
import dev.kinglet.query.QueryLog.OnRepeat
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import kotlin.concurrent.thread

/** The guard against N+1: statements of one text that one thread sends again and again. */
class RepeatSpec :
    FunSpec({
        fun guarded(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, USER, TWEET) { db ->
            Seeds.sowTweets()
            body(db)
        }

        fun oneByOne(): List<String> = TWEET.select().lazy(Lazy.SINGLE).map { it.user.username }

        guarded("a log tells which statements repeat, and the line of each (EAG-19, OPS-16)") { db ->
            db.record().use { log ->
                oneByOne()
                USER.select().list()
                val (repeat) = log.repeats(5).shouldHaveSize(1)
                repeat.times shouldBe 5
                repeat.sql shouldContain """from "user" where "user"."id" = ?"""
                repeat.places.map { it.substringBefore(':') }.toSet() shouldBe setOf("RepeatSpec.kt")
                repeat.places.toSet() shouldHaveSize 1
                log.repeats(6).shouldBeEmpty()
                log
                    .entries()
                    .last()
                    .place!! shouldContain "RepeatSpec.kt:"
            }
        }

        guarded("loading together repeats nothing, and writes are no reading") { db ->
            db.guard(OnRepeat.FAIL, 2).use {
                TWEET.select().forEach { it.user }
                repeat(3) { USER.create(USER.username.to("new $it")) }
            }
        }

        guarded("FAIL throws when it is closed, once, and names lines and text") { db ->
            val guard = db.guard(OnRepeat.FAIL, 3)
            oneByOne()
            val error = shouldThrow<ProgrammingException> { guard.close() }
            error.message!!.replace(Regex("kt:\\d+"), "kt:?").replace(Regex("(limit|fetch) .*\n"), "..\n") shouldBe
                "a statement repeats:\n  5 times from RepeatSpec.kt:?: select \"user\".\"id\", \"user\".\"username\", " +
                "\"user\".\"email\", \"user\".\"join_date\", \"user\".\"default_team_id\" from \"user\" where " +
                "\"user\".\"id\" = ? ..\n" +
                "  hint: load what the loop reads before it: query.load(..), a join, or in(keys)"
            guard.close()
        }

        guarded("it watches the thread that opened it only") { db ->
            db.guard(OnRepeat.FAIL, 2).use { thread { oneByOne() }.join() }
        }

        guarded("IGNORE looks at nothing") { db ->
            db.guard(OnRepeat.IGNORE, 2).use { oneByOne() }
        }

        guarded("a number below 2 is refused") { db ->
            shouldThrow<ProgrammingException> { db.guard(OnRepeat.FAIL, 1) }.message shouldBe
                "statements that repeat 1 times\n  hint: say 2 or more"
            db.record().use { log -> shouldThrow<ProgrammingException> { log.repeats(0) } }
        }

        test("WARN writes to the log") {
            Database.sqliteInMemory().use { db ->
                db.bind(USER, TWEET).createTables(USER, TWEET)
                Seeds.sowTweets()
                val err = System.err
                val written = ByteArrayOutputStream()
                System.setErr(PrintStream(written, true))
                try {
                    db.guard(OnRepeat.WARN, 2).use { oneByOne() }
                } finally {
                    System.setErr(err)
                }
                written.toString() shouldContain "WARN dev.kinglet.repeats - a statement repeats:"
                written.toString() shouldContain "5 times from RepeatSpec.kt:"
            }
        }
    })
