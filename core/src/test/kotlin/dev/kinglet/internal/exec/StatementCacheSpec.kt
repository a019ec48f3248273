package dev.kinglet.internal.exec

import dev.kinglet.Database
import dev.kinglet.expr.eq
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.User.USER
import java.util.Properties

class StatementCacheSpec :
    FunSpec({
        fun connection() = SqliteConnection("jdbc:sqlite::memory:", ":memory:", Properties(), 1_000, null)

        test("a statement that was given back is handed out again, to one user at a time") {
            connection().use { connection ->
                val cache = StatementCache(10)
                cache.take("select 1").shouldBeNull()
                val statement = connection.prepareStatement("select 1")
                cache.give("select 1", statement)
                cache.take("select 1").shouldNotBeNull() shouldBeSameInstanceAs statement
                cache.take("select 1").shouldBeNull()
            }
        }

        test("of two of one text one is kept, and the least recently used goes when there are too many") {
            connection().use { connection ->
                val cache = StatementCache(2)

                fun give(sql: String) = connection.prepareStatement(sql).also { cache.give(sql, it) }
                val first = give("select 1")
                val second = give("select 1")
                first.isClosed shouldBe true
                second.isClosed shouldBe false
                val two = give("select 2")
                cache.give("select 1", cache.take("select 1")!!)
                give("select 3")
                two.isClosed shouldBe true
                cache.size() shouldBe 2
                cache.clear()
                second.isClosed shouldBe true
            }
        }

        test("a statement that is in use is closed by nobody, and one that failed is not handed out again") {
            connection().use { connection ->
                val cache = StatementCache(1)

                fun prepared(sql: String) = connection.prepareStatement(sql)
                val first = prepared("select 1").also { cache.give("select 1", it) }
                cache.take("select 1") shouldBeSameInstanceAs first
                // another of the same text comes and goes meanwhile
                val second = prepared("select 1").also { cache.give("select 1", it) }
                listOf(first, second).map { it.isClosed } shouldBe listOf(false, false)
                cache.give("select 1", first)
                listOf(first, second).map { it.isClosed } shouldBe listOf(false, true)
                // it is in use when its place is taken, and when all are closed
                cache.take("select 1") shouldBeSameInstanceAs first
                val other = prepared("select 2").also { cache.give("select 2", it) }
                first.isClosed shouldBe false
                cache.give("select 1", first)
                other.isClosed shouldBe true
                cache.take("select 1") shouldBeSameInstanceAs first
                cache.size() shouldBe 0
                cache.clear()
                first.isClosed shouldBe false
                // closed by whoever saw it fail, and not given back
                cache.give("select 1", first)
                cache.take("select 1")!!.close()
                cache.take("select 1").shouldBeNull()
                val third = prepared("select 1").also { cache.give("select 1", it) }
                cache.take("select 1") shouldBeSameInstanceAs third
            }
        }

        test("a kept statement answers the names of its columns each time, though it asks for them once") {
            connection().use { connection ->
                connection.prepareKept("select ? as \"one\", 2 as \"two\"").use { statement ->
                    repeat(3) { round ->
                        statement.setInt(1, round)
                        statement.executeQuery().use { result ->
                            result.next() shouldBe true
                            result.metaData.getColumnName(2) shouldBe "two"
                            result.getInt("one") shouldBe round
                        }
                    }
                }
            }
        }

        test("the same query inside of its own stream gets a statement of its own") {
            Database.sqliteInMemory().use { db ->
                db.bind(USER).createTables(USER)
                listOf("a", "b").forEach { USER.create(USER.username.to(it)) }
                val query = USER.select().orderBy(USER.username)
                query.stream().use { outer ->
                    outer
                        .map { o -> query.stream().use { inner -> o.username + inner.map { it.username }.toList() } }
                        .toList() shouldContainExactly listOf("a[a, b]", "b[a, b]")
                }
            }
        }

        test("a table that changes under a prepared statement is seen") {
            Database.sqliteInMemory().use { db ->
                db.bind(USER).createTables(USER)
                USER.create(USER.username.to("huey"))
                USER.where(USER.username eq "huey").count() shouldBe 1
                db.dropTables(USER)
                db.createTables(USER)
                USER.where(USER.username eq "huey").count() shouldBe 0
            }
        }
    })
