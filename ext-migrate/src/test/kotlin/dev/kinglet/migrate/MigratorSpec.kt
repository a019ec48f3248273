package dev.kinglet.migrate

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.change.LockPolicy
import dev.kinglet.model.*
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf

/** The tables as they were when the migration was written. */
class Nest : Model<Long>() {
    companion object : Table<Nest, Long>(::Nest) {
        val id = autoId()
        val tree = text().index()
    }
}

class Egg : Model<Long>() {
    companion object : Table<Egg, Long>(::Egg) {
        val id = autoId()
        val nest = foreignKey(Nest::class)
    }
}

/** What the runner sends besides: history, lock, and who is in the way. */
internal val bookkeeping =
    listOf("kinglet_migrations", "pragma", "sqlite_", "advisory", "application_name", "current_schema", "pg_backend_pid")

private fun Database.migrate(step: Migrator.() -> Unit) = Migrations.of(this, migration("step") { step() }).locks(LockPolicy.defaults().directly()).up()

private fun Database.statementsOf(step: Migrator.() -> Unit): List<String> =
    record().use { log ->
        migrate(step)
        log.entries().map { it.sql() }.filterNot { sql -> bookkeeping.any { it in sql } }
    }

private fun Database.refusal(step: Migrator.() -> Unit): Throwable? =
    shouldThrow<MigrationException> { migrate(step) }.cause

class MigratorSpec :
    FunSpec({
        contract("tables are created before those that refer to them, and dropped after them") { db ->
            val both =
                migration("both", down = { dropTables(Nest, Egg) }) { createTables(Egg) }
            val migrations = Migrations.of(db, both)
            migrations.up()
            db.has("nest") shouldBe true
            db.has("egg") shouldBe true
            migrations.down(1)
            db.has("nest") shouldBe false
            db.has("egg") shouldBe false
        }

        contract("names are quoted, whatever they are") { db ->
            db.execute("create table \"Order \"\"1\"\"\" (\"select\" integer, \"b`c\" integer)")
            db.statementsOf { addIndex("Order \"1\"", "select", "b`c") } shouldBe
                listOf("create index \"Order \"\"1\"\"_select_b`c\" on \"Order \"\"1\"\"\" (\"select\", \"b`c\")")
        }

        contract("an index is dropped by the columns it was added for") { db ->
            db.execute("create table bird (name varchar(40), age integer)")
            db.statementsOf {
                addIndex("bird", "name", "age")
                dropIndex("bird", "name", "age")
                addIndex("bird", "name", "age")
            } shouldBe
                listOf(
                    "create index \"bird_name_age\" on \"bird\" (\"name\", \"age\")",
                    "drop index \"bird_name_age\"",
                    "create index \"bird_name_age\" on \"bird\" (\"name\", \"age\")",
                )
        }

        contract("an index that a table declared is dropped by its columns, too") { db ->
            db.createTables(Nest)
            db.statementsOf { dropIndex("nest", "tree") } shouldBe listOf("""drop index "nest_tree"""")
        }

        contract("long names are cut as those of declared indexes are") { db ->
            val column = "c".repeat(60)
            db.execute("create table bird ($column integer)")
            db.statementsOf {
                addIndex("bird", column)
                dropIndex("bird", column)
            }.last() shouldBe """drop index "bird_${"c".repeat(50)}_${md5("bird_$column")}""""
        }

        contract("an index that is there already, or is not there, is an error") { db ->
            db.execute("create table bird (name varchar(40))")
            db
                .refusal {
                    addIndex("bird", "name")
                    addIndex("bird", "name")
                }.shouldBeInstanceOf<ProgrammingException>()
            db.refusal { dropIndex("bird", "name") }.shouldBeInstanceOf<ProgrammingException>()
            db.refusal { addIndex("bird", "colour") }.shouldBeInstanceOf<ProgrammingException>()
        }

        contract("SQL without a statement is refused") { db ->
            for (text in listOf("", " ;\n", "-- nothing", "/* nothing */ ;")) {
                db.refusal { sql(text) }.shouldBeInstanceOf<ProgrammingException>().message shouldBe
                    "sql(..) was given no statement\n  hint: leave the call out"
            }
        }

        contract("no second statement is lost: SQLite refuses it, PostgreSQL runs it") { db ->
            val two = "create table a (x integer); create table b (x integer)"
            if (db.dialect() == Dialect.SQLITE) {
                db.refusal { sql(two) }.shouldBeInstanceOf<ProgrammingException>().message shouldBe
                    "sql(..) takes one statement, and was given more: $two\n  hint: call sql(..) once for each"
                db.has("a") shouldBe false
            } else {
                db.migrate { sql(two) }
                db.has("b") shouldBe true
            }
        }

        contract("semicolons in strings, names and comments end nothing") { db ->
            db.migrate {
                sql("create table a (\"x;y\" varchar(20)) -- one; two\n;")
                sql("insert into a values ('it''s; fine') /* really; */ ;")
            }
            db.has("a") shouldBe true
        }

        test("a trigger of SQLite is one statement, whatever its body holds") {
            val trigger =
                """
                create temp trigger t after insert on a begin
                  update a set x = case when x > 1 then 1 else 2 end;
                  delete from a where x = ';';
                end
                """.trimIndent()
            Database.sqliteInMemory().use { db ->
                db.migrate {
                    sql("create table a (x integer)")
                    sql(trigger.replace("temp ", "") + ";")
                    sql("insert into a values (5)")
                }
            }
        }

        test("a way back that is not overridden refuses when it is called by hand") {
            Database.sqliteInMemory().use { db ->
                shouldThrow<MigrationException> { Migration { }.down(Migrator(db)) }.message shouldBe
                    "this migration has no way back\n  hint: override down(..) to give it one"
            }
        }
    })

private fun md5(text: String): String =
    java.security.MessageDigest
        .getInstance("MD5")
        .digest(text.toByteArray())
        .joinToString("") { "%02x".format(it) }
        .take(7)
