package guide

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.internal.ddl.alter
import dev.kinglet.migrate.operations
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe

/** Runs what the page on tables of SQLite shows. */
fun sqliteTablesPage(sent: Sent) {
    fun birds() =
        Database.sqliteInMemory().also { db ->
            db.execute("create table bird (id integer primary key autoincrement, name text, weight int, colour text)")
            db.execute("create table egg (id integer primary key, bird_id int)")
            db.execute("create table note (id integer primary key, text text)")
            db.execute("create virtual table notes using fts5(text, content='note', content_rowid='id')")
            db.execute("create trigger notes_insert after insert on note begin insert into notes (rowid, text) values (new.id, new.text); end")
            db.execute("create trigger heavy after update of weight on bird begin select new.weight; end")
            db.execute("create index bird_weight on bird (weight desc) where weight > 0")
            db.execute("insert into bird values (1, 'kinglet', 6, 'green')")
            db.execute("insert into egg values (7, 1), (8, 2)")
        }

    fun Database.sends(say: (Migrator) -> Unit): List<String> {
        val steps = mutableListOf<String>()
        alter(operations(say)) { steps += it.toString() }
        return steps
    }

    fun run(
        own: (Migrator) -> Unit,
        rebuild: (Migrator) -> Unit,
        orphans: (Migrator) -> Unit,
        search: (Migrator) -> Unit,
    ): List<List<String>> =
        birds().use { db ->
            listOf(
                db.sends(own),
                db.sends(rebuild),
                listOf(shouldThrow<KingletException> { db.sends(orphans) }.message!!),
                db.sends(search),
                listOf(shouldThrow<KingletException> { db.sends(SqliteTables::computed) }.message!!),
            )
        }
    val java = run(SqliteTables::own, SqliteTables::rebuild, SqliteTables::orphans, SqliteTables::search)
    run(
        { KotlinSqliteTables.own.migration().up(it) },
        { KotlinSqliteTables.rebuild.migration().up(it) },
        KotlinSqliteTables::orphans,
        KotlinSqliteTables::search,
    ) shouldBe java
    listOf("own", "rebuild", "orphans", "search", "refused").zip(java).forEach { (name, shown) -> sent["java:SqliteTables.$name"] = shown }
}
