package guide

import dev.kinglet.Database
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.sqlite.functionOf
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe

/** Runs the regions of the page on SQLite, in both languages. */
fun sqliteConnectionsPage(sent: Sent) {
    val file = TestDatabases.temporaryFile()
    Database.sqlite(file).use { db ->
        db.execute("create table sales (day integer primary key, n integer)")
        db.execute("insert into sales values (1, 5), (2, 2), (3, 1)")
        for (register in listOf(SqliteConnections::register, KotlinSqliteConnections::register)) {
            register(db)
            sent["java:SqliteConnections.window"] = SqliteConnections.window(db).map { it.toString() }
            SqliteConnections.window(db).map { it["highest"] } shouldBe listOf(5L, 5L, 2L)
            db.query("select initial('huey') as x").maps() shouldBe listOf(mapOf("x" to "h"))
        }
        db.sqlite().register(functionOf<String>("fails") { error("with a secret") })
        sent["java:SqliteConnections.fails"] =
            listOf(shouldThrow<ProgrammingException> { db.query("select fails('x')").maps() }.message!!)
        SqliteConnections.pragmas(db) shouldBe "-8000"
        SqliteConnections.attach(db, file.resolveSibling("archive.db")) shouldBe mapOf()
    }
    SqliteConnections.readOnly(file.toString()).use { db ->
        sent["java:SqliteConnections.read-only"] =
            listOf(shouldThrow<OperationalException> { db.execute("delete from sales") }.message!!)
    }
}
