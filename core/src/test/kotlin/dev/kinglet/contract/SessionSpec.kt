package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.TransactionOptions
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.TypeTable
import dev.kinglet.transaction
import dev.kinglet.type.DataType
import dev.kinglet.type.Range
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.time.OffsetDateTime

/** Settings of PostgreSQL's session, which every connection of the pool has (PGS-08). */
class SessionSpec :
    FunSpec({
        fun Database.shown(name: String) = query("show $name").maps().single().values.single()

        test("time zone, search path and isolation are settings of the database (PGS-08)") {
            TestDatabases
                .postgresBuilder()
                .onConnect { it.execute("set time zone 'Asia/Kolkata'") }
                .setting("options", "-c extra_float_digits=1 -c work_mem=8MB")
                .transactions(TransactionOptions.defaults().serializable())
                .poolSize(2)
                .open()
                .use { db ->
                    db.connection().use { db.shown("timezone") shouldBe "Asia/Kolkata" }
                    db.shown("work_mem") shouldBe "8MB"
                    db.shown("search_path") shouldBe "kinglet_test"
                    db.transaction { db.shown("transaction_isolation") } shouldBe "serializable"
                    db.shown("transaction_isolation") shouldBe "read committed"
                }
        }

        test("times of a session elsewhere are the same times, in arrays and ranges, too") {
            val at = OffsetDateTime.parse("1890-01-01T00:00:00.000001Z") // an offset with seconds
            val list = TypeTable(DataType.array(DataType.TIMESTAMPTZ), listOf(at))
            val range = TypeTable(DataType.range(DataType.TIMESTAMPTZ), Range.closedOpen(at, at.plusDays(1)))
            TestDatabases.postgresBuilder().onConnect { it.execute("set time zone 'Asia/Kolkata'") }.open().use { db ->
                db.execute("drop schema if exists kinglet_test cascade")
                db.execute("create schema kinglet_test")
                db.bind(list, range)
                db.createTables(list)
                list.insert(list.plain.to(listOf(at)), list.indexed.to(listOf()), list.unique.to(listOf())).execute()
                list.select().values(list.plain) shouldBe listOf(listOf(at))
                list.where(list.serverDefault.eq(list.plain)).count() shouldBe 1
                db.execute("drop table typed")
                db.createTables(range)
                val day = Range.closedOpen(at, at.plusDays(1))
                range.insert(range.plain.to(day), range.indexed.to(day), range.unique.to(day)).execute()
                range.select().values(range.plain) shouldBe listOf(day)
                range.where(range.serverDefault.eq(range.plain)).count() shouldBe 1
            }
        }
    })
