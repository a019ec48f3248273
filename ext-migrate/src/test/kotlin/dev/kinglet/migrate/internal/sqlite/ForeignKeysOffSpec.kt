package dev.kinglet.migrate.internal.sqlite

import dev.kinglet.Database
import dev.kinglet.TransactionOptions
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.internal.ddl.alter
import dev.kinglet.migrate.internal.ddl.oldSqlite
import dev.kinglet.migrate.internal.ddl.statements
import dev.kinglet.migrate.internal.ddl.steps
import dev.kinglet.migrate.operations
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.types.shouldBeSameInstanceAs

class ForeignKeysOffSpec :
    FunSpec({
        fun sqlite(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, on = Dialect.SQLITE, body = body)

        fun Database.off(body: () -> Unit) = ForeignKeysOff.run<RuntimeException>(this, TransactionOptions.defaults()) { body() }

        fun Database.change(say: Migrator.() -> Unit) = alter(operations(say))

        fun Database.count(table: String) = query("select count(*) as n from \"$table\"").maps().single()["n"]

        fun Database.family() {
            execute("create table parent (id integer primary key, name text)")
            execute("create table child (id integer primary key, parent int references parent (id) on delete cascade)")
            execute("create table \"grand child\" (a int, b int, child int not null references child on delete cascade, primary key (a, b)) without rowid")
            execute("insert into parent values (1, 'a'), (2, 'b')")
            execute("insert into child values (1, 1), (2, 2)")
            execute("insert into \"grand child\" values (1, 1, 1), (1, 2, 2)")
        }

        sqlite("MIG-18 RUN-09 a table that others refer to is made anew, and no row of theirs is lost") { db ->
            db.family()
            for (newest in listOf(null, oldSqlite)) {
                db.alter(db.operations { changeType("parent", "name", "varchar(9)") }, newest) shouldBe listOf()
                db.alter(db.operations { changeType("child", "parent", "bigint") }, newest) shouldBe listOf()
                db.alter(
                    db.operations {
                        setNotNull("parent", "name")
                        dropNotNull("parent", "name")
                    },
                    newest,
                )
                listOf("parent", "child", "grand child").map { db.count(it) } shouldBe listOf(2, 2, 2)
                db.sqlite().pragma("foreign_keys") shouldBe "1"
            }
            db.execute("delete from parent where id = 1") // the foreign keys are those of the new table
            listOf("parent", "child", "grand child").map { db.count(it) } shouldBe listOf(1, 1, 1)
        }

        sqlite("a DROP TABLE, as somebody writes it, deletes no row of others either") { db ->
            db.family()
            db.change {
                createTable("fresh", autoId("id"), text("name"))
                sql("insert into fresh select * from parent")
                sql("drop table parent")
                renameTable("fresh", "parent")
            }
            db.count("child") shouldBe 2
            val refused = shouldThrow<IntegrityException> { db.change { dropTable("parent") } }
            refused.message shouldBe
                """
                rows would refer to nothing: child (parent) row 1 refers to no row of parent; child (parent) row 2 refers to no row of parent
                  model: child
                  hint: delete these rows or let them refer to another, then try again
                """.trimIndent()
            db.count("parent") shouldBe 2
            db.change {
                dropTable("parent")
                dropTable("child")
                dropTable("grand child")
            }
            db.statements() shouldBe mapOf()
        }

        sqlite("rows that would refer to nothing roll back all of it, named with row and target") { db ->
            db.family()
            val before = db.statements()
            val refused =
                shouldThrow<IntegrityException> {
                    db.change {
                        addColumn("parent", text("more"))
                        changeType("parent", "name", "text", "'x'")
                        sql("delete from parent where id = 2")
                        changeType("child", "id", "integer", "id + 10")
                    }
                }
            refused.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
            refused.table() shouldBe "child"
            refused.columns() shouldBe listOf("parent")
            refused.summary() shouldBe
                "rows would refer to nothing: child (parent) row 12 refers to no row of parent;" +
                " grand child (child) a row refers to no row of child; grand child (child) a row refers to no row of child"
            db.statements() shouldBe before
            db.query("select name from parent order by id").maps().map { it["name"] } shouldBe listOf("a", "b")
            db.sqlite().pragma("foreign_keys") shouldBe "1"
        }

        sqlite("of many such rows some are named and all are counted") { db ->
            db.family()
            db.connection().use {
                val refused = shouldThrow<IntegrityException> { db.off { for (i in 1..9) db.execute("insert into child values (${100 + i}, 77)") } }
                refused.summary() shouldEndWith "row 105 refers to no row of parent; and 4 more"
            }
        }

        sqlite("rows that referred to nothing before are told, and do not block") { db ->
            db.family()
            db.off { db.execute("insert into parent values (9, 'gone')") }
            val orphan = Violation("main", "child", 5, "parent", listOf("parent"))
            db.connection().use {
                db.execute("pragma foreign_keys = off")
                db.execute("insert into child values (5, 44)")
                db.execute("insert into \"grand child\" values (8, 8, 88)")
                db.execute("pragma foreign_keys = on")
            }
            val told = db.change { changeType("parent", "name", "varchar(9)") }
            told shouldBe listOf(orphan, Violation("main", "grand child", null, "child", listOf("child")))
            told[0].toString() shouldBe "child (parent) row 5 refers to no row of parent"
            told[1].toString() shouldBe "grand child (child) a row refers to no row of child"
            db.change {
                renameColumn("child", "parent", "up")
                renameTable("child", "kid")
                renameTable("parent", "mother")
                dropDefault("kid", "up")
                setDefaultSql("kid", "up", "1")
            } shouldHaveSize 2
            db.change { setDefaultSql("kid", "up", "2") }[0].toString() shouldBe "grand child (child) a row refers to no row of kid"
            shouldThrow<IntegrityException> {
                db.change {
                    dropDefault("kid", "up")
                    sql("insert into kid values (6, 44)")
                }
            }.summary() shouldBe
                "rows would refer to nothing: kid (up) row 6 refers to no row of mother"
        }

        sqlite("foreign keys that fit no key do not block where they did not before") { db ->
            db.execute("create table p (id integer primary key, k int)")
            db.execute("create table wrong (k int references p (k))")
            db.execute("create table right (id int references p)")
            db.execute("create unique index pk on p (k)")
            db.change { changeType("p", "k", "text") } shouldBe listOf()
            shouldThrow<ProgrammingException> {
                db.change {
                    dropIndexNamed("p", "pk")
                    setDefaultSql("p", "k", "1")
                }
            }.message shouldBe
                "a foreign key of 'main.wrong' refers to columns that are no key\n  model: main.wrong\n" +
                "  hint: make them unique, or drop the foreign key"
            db.execute("drop index pk")
            db.change { changeType("p", "k", "int") } shouldBe listOf()
        }

        sqlite("attached files are compared, too") { db ->
            db.sqlite().attach("archive", TestDatabases.temporaryFile().toString())
            db.execute("create table archive.p (id integer primary key)")
            db.execute("create table archive.c (p int references p)")
            shouldThrow<IntegrityException> { db.off { db.execute("insert into archive.c values (3)") } }.summary() shouldBe
                "rows would refer to nothing: archive.c (p) row 1 refers to no row of p"
        }

        sqlite("the pragmas are as before, however it ends") { db ->
            fun pragmas() = listOf("foreign_keys", "legacy_alter_table").map { db.sqlite().pragma(it) }
            val bug = IllegalStateException("no such bird")
            db.connection().use {
                for (before in listOf(listOf("1", "0"), listOf("0", "0"), listOf("0", "1"), listOf("1", "1"))) {
                    db.execute("pragma foreign_keys = ${before[0]}")
                    db.execute("pragma legacy_alter_table = ${before[1]}")
                    db.off { pragmas() shouldBe listOf("0", before[1]) }
                    pragmas() shouldBe before
                    shouldThrow<IllegalStateException> {
                        db.off {
                            db.execute("pragma legacy_alter_table = ${if (before[1] == "1") "off" else "on"}")
                            throw bug
                        }
                    } shouldBeSameInstanceAs bug
                    pragmas() shouldBe before
                }
                db.execute("pragma legacy_alter_table = off")
            }
        }

        sqlite("in a transaction with foreign keys on it is refused before anything is run") { db ->
            db.family()
            db.transaction {
                shouldThrow<ProgrammingException> { db.off { error("never") } }.message shouldBe
                    "a table cannot be made anew inside of a transaction while foreign keys are on: rows that refer to it would be deleted\n" +
                    "  hint: run the migration outside of a transaction of your own"
            }
            db.connection().use {
                db.execute("pragma foreign_keys = off")
                db.transaction { db.off { db.execute("drop table \"grand child\"") } }
                db.execute("pragma foreign_keys = on")
            }
        }

        sqlite("a rebuild that runs with foreign keys on after all stops at its first step") { db ->
            db.family()
            val before = db.statements()
            val operation = db.operations { changeType("parent", "name", "int") }.single()
            val refused =
                shouldThrow<ProgrammingException> {
                    db.transaction { db.steps(operation).forEach { step -> step.work()?.accept(db) ?: db.execute(step.sql()) } }
                }
            refused.summary() shouldBe "a table cannot be made anew while foreign keys are on"
            db.statements() shouldBe before
            db.count("child") shouldBe 2
        }

        sqlite("MIG-18 the trap that this is for: SQLite itself deletes the rows of others, and says nothing") { db ->
            db.family()
            db.transaction {
                db.execute("pragma foreign_keys = off") // does nothing here
                db.execute("create table fresh (id integer primary key, name int)")
                db.execute("insert into fresh select * from parent")
                db.execute("drop table parent")
                db.execute("alter table fresh rename to parent")
            }
            listOf("parent", "child", "grand child").map { db.count(it) } shouldBe listOf(2, 0, 0)
        }
    })
