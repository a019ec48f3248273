package guide

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.migrate.backfills
import dev.kinglet.migrate.change.BackfillStatus.State
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe

/** Runs what the page on backfills shows. */
fun fillingPage(sent: Sent) {
    fun users(db: Database) {
        db.execute("create table \"user\" (id integer primary key, username varchar(20) unique, bio text not null default '', letters integer)")
        for ((id, name) in listOf("Ann", "Abe", "Bob", "Cy", "Dan").withIndex()) {
            db.execute("insert into \"user\" (id, username) values (${id + 1}, '$name')")
        }
    }

    fun run(
        db: Database,
        pg: String,
    ) {
        users(db)
        db.record().use { log ->
            Filling.run(db).changed() shouldBe 5
            val chunk = log.entries().map { it.sql() }
            val first = chunk.indexOfFirst { "row_number()" in it }
            sent["java:Filling.${pg}run"] = chunk.subList(first - 1, first + 3)
        }
        val told = mutableListOf<String>()
        Filling.told(db) { told += it.toString().replace(Regex(", \\d+:\\d\\d left"), ", 0:00 left") }.state() shouldBe State.DONE
        sent["java:Filling.${pg}told"] = told
        Filling.code(db).changed() shouldBe 5
        sent["java:Filling.${pg}skipping"] = listOf(Filling.skipping(db).toString())
        db.backfills.forget("user.bio")
        shouldThrow<KingletException> { Filling.steered(db) }
        KotlinFilling.run(db).state() shouldBe State.DONE
        sent["java:Filling.${pg}steered"] = listOf(shouldThrow<KingletException> { KotlinFilling.steered(db) }.message!!)
    }
    Database.sqliteInMemory().use { db -> run(db, "") }
    TestDatabases.fresh(Kind.POSTGRES) { db ->
        run(db, "pg.")
        db.execute("create table log (line text)")
        sent["java:Filling.pg.keyless"] = listOf(shouldThrow<KingletException> { Filling.keyless(db) }.message!!)
    }
}
