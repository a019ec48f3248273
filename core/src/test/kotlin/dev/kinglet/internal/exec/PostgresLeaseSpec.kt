package dev.kinglet.internal.exec

import dev.kinglet.fixtures.TestDatabases
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.kotest.matchers.types.shouldNotBeSameInstanceAs
import java.sql.SQLException

/** What is done below the pool: it sees neither the statements nor their errors. */
class PostgresLeaseSpec :
    FunSpec({
        fun <R> connections(body: (Connections) -> R): R {
            val (login, place) = TestDatabases.postgresUrl.substringAfter("//").split("@")
            val (user, password) = login.split(":")
            val one = PoolSettings().also { it.set("pool.max", "1") }
            return Connections.postgres("jdbc:postgresql://$place", user, password, one, EngineSettings()).use(body)
        }

        fun Lease.number(sql: String): Int {
            val statement = prepare(sql)
            return statement
                .executeQuery()
                .use {
                    it.next()
                    it.getInt(1)
                }.also { release(sql, statement) }
        }

        fun <R> Connections.loan(body: (Lease) -> R): R {
            val lease = borrow()
            try {
                return body(lease)
            } finally {
                giveBack(lease)
            }
        }

        test("a statement is kept from loan to loan, without its values [POSTGRES]") {
            connections { pool ->
                val sql = "select ?::int"
                val first =
                    pool.loan { lease ->
                        lease.prepare(sql).also {
                            it.setInt(1, 7)
                            it.fetchSize = 10
                            it.executeQuery().close()
                            lease.release(sql, it)
                        }
                    }
                pool.loan { lease ->
                    val again = lease.prepare(sql)
                    again shouldBeSameInstanceAs first
                    again.fetchSize shouldBe 0
                    shouldThrow<SQLException> { again.executeQuery() }.message shouldContain "parameter 1"
                    lease.prepare(sql) shouldNotBeSameInstanceAs first // it is in use
                    lease.discard(again)
                    lease.prepare(sql) shouldNotBeSameInstanceAs first
                }
                val long = "select 1 " + "-- ".padEnd(20_000, 'x')
                pool.loan { it.number(long) }
                pool.loan { lease -> lease.prepare(long).also { lease.release(long, it) }.isClosed shouldBe true }
            }
        }

        test("a transaction that a loan leaves open is undone [POSTGRES]") {
            connections { pool ->
                pool.loan { it.execute("create temp table left_open (n int)") }
                pool.loan { lease ->
                    lease.connection().autoCommit = false
                    val sql = "insert into left_open values (1)"
                    lease.prepare(sql).also { it.executeUpdate() }.also { lease.release(sql, it) }
                    lease.number("select count(*) from left_open") shouldBe 1
                }
                pool.loan { lease ->
                    lease.connection().autoCommit shouldBe true
                    lease.number("select count(*) from left_open") shouldBe 0
                }
            }
        }

        test("a connection that the server ends is lent to nobody any more [POSTGRES]") {
            connections { pool ->
                val ended =
                    pool.loan { lease ->
                        val pid = lease.number("select pg_backend_pid()")
                        connections { other -> other.loan { it.execute("select pg_terminate_backend($pid)") } }
                        val lost = shouldThrow<SQLException> { lease.number("select pg_backend_pid()") }
                        lease.isGone shouldBe false
                        lease.failed(lost)
                        lease.isGone shouldBe true
                        pid
                    }
                pool.loan { it.number("select pg_backend_pid()") } shouldNotBe ended
            }
        }
    })
