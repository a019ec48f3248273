package dev.kinglet.internal.exec

import dev.kinglet.Database
import dev.kinglet.expr.eq
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import tour.Models.User.USER
import java.sql.PreparedStatement
import java.sql.ResultSet
import java.sql.SQLException
import java.util.Properties

class SqliteRowsSpec :
    FunSpec({
        fun connection(url: String = ":memory:") = SqliteConnection("jdbc:sqlite:$url", url, Properties(), 1_000, null)

        fun SqliteConnection.run(sql: String) = createStatement().use { it.execute(sql) }

        fun PreparedStatement.rows(read: (ResultSet) -> Any?): List<Any?> =
            executeQuery().use { result -> generateSequence { if (result.next()) listOf(read(result)) else null }.flatten().toList() }

        val texts = listOf("", "a", "Käfer", "日本", "\uD83D\uDC26", "a\u0000b", null)

        for (encoding in listOf("UTF-8", "UTF-16le", "UTF-16be")) {
            test("texts are read as they were stored, where the database keeps them in $encoding") {
                connection().use { connection ->
                    connection.run("pragma encoding = '$encoding'")
                    connection.prepareKept("select 'ä'").use { early ->
                        connection.run("create table t (n integer primary key, s text)")
                        connection.prepareKept("insert into t (s) values (?)").use { insert ->
                            texts.forEach {
                                insert.setString(1, it)
                                insert.executeUpdate() shouldBe 1
                            }
                        }
                        connection.prepareKept("select s from t order by n").use { select ->
                            repeat(2) { select.rows { it.getString(1) } shouldContainExactly texts }
                        }
                        early.rows { it.getString(1) } shouldContainExactly listOf("ä")
                        connection.isUtf8 shouldBe (encoding == "UTF-8")
                    }
                }
            }
        }

        test("a value is read as another type as the driver reads it") {
            val sql = "select * from (values (1), (-9223372036854775808), (2.5), ('12x'), (''), (x'41c3a4'), (null))"
            val ways =
                listOf<(ResultSet) -> Any?>(
                    { it.getString(1) },
                    { it.getLong(1) to it.wasNull() },
                    { it.getInt(1) to it.wasNull() },
                    { it.getDouble(1) to it.wasNull() },
                )
            connection().use { connection ->
                connection.run("create table t (n integer)")
                connection.isUtf8 shouldBe true
                for (way in ways) {
                    val expected = connection.prepareStatement(sql).use { it.rows(way) }
                    connection.prepareKept(sql).use { it.rows(way) shouldContainExactly expected }
                }
            }
        }

        test("what is no column, and no open result, is refused") {
            connection().use { connection ->
                val statement = connection.prepareKept("select 1")
                val result = statement.executeQuery()
                result.next() shouldBe true
                shouldThrow<SQLException> { result.getLong(2) }.message shouldContain "out of bounds"
                shouldThrow<SQLException> { result.getLong(0) }.message shouldContain "out of bounds"
                result.next() shouldBe false
                result.close()
                result.next() shouldBe false
                shouldThrow<SQLException> { result.getLong(1) }
                statement.executeQuery().next() shouldBe true
                statement.close() // as the pool does from another thread
                shouldThrow<SQLException> { result.getLong(1) }.message shouldContain "closed"
                shouldThrow<SQLException> { result.getString(1) }
                shouldThrow<SQLException> { result.next() }
            }
        }

        test("a result that was left open ends with the next execution") {
            connection().use { connection ->
                connection.prepareKept("select * from (values (1), (2))").use { statement ->
                    statement.executeQuery().next() shouldBe true
                    statement.execute() shouldBe true
                    statement.resultSet!!.next() shouldBe true
                    statement.rows { it.getLong(1) } shouldContainExactly listOf(1L, 2L)
                }
                connection.prepareKept("create table t (n integer)").use { create ->
                    create.execute() shouldBe false
                    create.resultSet shouldBe null
                    shouldThrow<SQLException> { create.executeQuery() }.message shouldContain "does not return results"
                    connection.run("drop table t")
                    create.executeUpdate() shouldBe 0
                    shouldThrow<SQLException> { create.execute() } // it is there, and the driver ends such a statement
                }
            }
        }

        test("a write is there for others when it returns, also while rows are read (no COMMIT is sent behind it)") {
            val file = tempdir().resolve("a.db").path
            Database.sqlite(file).use { db ->
                db.bind(USER).createTables(USER)
                listOf("a", "b").forEach { USER.create(USER.username.to(it)) }
                Database.sqlite(file).use { other ->
                    USER.select().stream().use { rows ->
                        rows.iterator().next()
                        USER.update(USER.username.to("c")).where(USER.username eq "b").execute() shouldBe 1
                        USER.select().using(other).orderBy(USER.id).values(USER.username) shouldContainExactly listOf("a", "c")
                        USER.delete().where(USER.username eq "a").execute() shouldBe 1
                        USER.select().using(other).count() shouldBe 1
                    }
                }
            }
        }

        test("a statement that fails can be run again") {
            connection().use { connection ->
                connection.run("create table t (n integer unique)")
                val insert = connection.prepareKept("insert into t values (?)")
                insert.setLong(1, 1)
                insert.executeUpdate() shouldBe 1
                shouldThrow<SQLException> { insert.executeUpdate() }.shouldBeInstanceOf<SQLException>()
                connection.autoCommit shouldBe true
                insert.close()
            }
        }
    })
