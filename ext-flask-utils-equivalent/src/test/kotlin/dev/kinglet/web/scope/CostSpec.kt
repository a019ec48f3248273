package dev.kinglet.web.scope

import dev.kinglet.Database
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.elsewhere
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import tour.Models.User.USER
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.time.Duration

/** What a request costs its database (W14). */
class CostSpec :
    FunSpec({
        val get = WebRequest.of("GET", "/users/")

        fun create(name: String) = USER.create(USER.username.to(name))

        /** What is written to the log meanwhile. */
        fun logged(body: () -> Unit): String {
            val before = System.err
            val bytes = ByteArrayOutputStream()
            System.setErr(PrintStream(bytes, true))
            try {
                body()
            } finally {
                System.setErr(before)
            }
            return bytes.toString().lines().filter { "dev.kinglet.requests" in it }.joinToString("\n")
        }

        contract("statements, rows and time are counted, in whatever threads", USER) { db ->
            repeat(3) { create("$it") }
            val scope = requestScope(db) { serverTiming() }
            scope.begin(get).use { open ->
                open.enter().use {
                    USER.select().list()
                    USER.select().list()
                    USER.where(USER.username.eq("s3cret")).first()
                }
                elsewhere { open.enter().use { create("four") } }
                elsewhere { create("not of the request") }
                val cost = open.cost().shouldNotBeNull()
                cost.statements() to cost.rows() shouldBe (4 to 7L)
                cost.time() shouldBeGreaterThan Duration.ZERO
                cost.waited() shouldBeLessThanOrEqualTo cost.time()
                cost.repeats().values.toList() shouldBe listOf(2)
                cost.repeats().toString() shouldNotContain "s3cret"
                open.serverTiming()!! shouldMatch
                    """db;dur=\d+\.\d\d;desc="4 statements, 7 rows", pool;dur=\d+\.\d\d, repeats;desc="2 times""""
            }
        }

        contract("a scope that watches nothing counts nothing, and one that only logs tells the browser nothing", USER) { db ->
            requestScope(db).begin(get).use { open ->
                open.enter().use { create("a") }
                open.cost().shouldBeNull()
                open.serverTiming().shouldBeNull()
            }
            requestScope(db) { logRepeats(5) }.begin(get).use { open ->
                open.enter().use { create("b") }
                open.cost()!!.statements() shouldBe 1
                open.serverTiming().shouldBeNull()
            }
        }

        contract("one line is logged for a request that costs too much", USER) { db ->
            repeat(3) { create("s3cret $it") }
            val scope = requestScope(db) { logRepeats(3) }
            logged { scope.handle(get) { repeat(2) { USER.select().list() } } } shouldBe ""
            val line =
                logged {
                    scope.handle(WebRequest.of("GET", "/users/\r\nfake line")) {
                        for (user in USER.select().orderBy(USER.id)) USER.where(USER.username.eq(user.username)).first()
                    }
                }
            line shouldContain "GET /users/??fake line: 4 statements, 6 rows, "
            line shouldContain " ms of them waiting for a connection; 3 times: select "
            line shouldNotContain "s3cret"
            val slow = requestScope(db) { logOver(Duration.ofNanos(1)) }
            logged { slow.handle(get) { USER.select().list() } } shouldContain "GET /users/: 1 statements, 3 rows, "
            logged { slow.handle(get) { } } shouldBe ""
            logged { requestScope(db) { logOver(Duration.ofMinutes(1)) }.handle(get) { USER.select().list() } } shouldBe ""
        }

        contract("what a request in a request costs is the outer one's", USER) { db ->
            val scope = requestScope(db) { serverTiming() }
            scope.handle(get) {
                create("a")
                scope.handle(get) { create("b") }
                cost()!!.statements() shouldBe 2
            }
        }

        test("of several databases the sum is told, and one database is told once however many scopes it has") {
            Database.sqliteInMemory().use { db ->
                Database.sqliteInMemory().use { other ->
                    requestScope(db) { serverTiming() }
                    requestScope(db, other) { serverTiming() }.handle(get) {
                        db.execute("select 1")
                        other.execute("select 2")
                        cost()!!.statements() shouldBe 2
                    }
                }
            }
        }
    })
