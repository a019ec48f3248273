package dev.kinglet.migrate.internal.ddl

import dev.kinglet.Database
import dev.kinglet.TransactionOptions
import dev.kinglet.migrate.change.Operation
import dev.kinglet.migrate.change.Step
import dev.kinglet.migrate.internal.sqlite.ForeignKeysOff
import dev.kinglet.migrate.internal.sqlite.SqliteVersion
import dev.kinglet.migrate.internal.sqlite.Violation
import dev.kinglet.transaction
import java.util.concurrent.atomic.AtomicInteger

/** What SQLite could do before ALTER TABLE knew anything but names and new columns. */
internal val oldSqlite = SqliteVersion(3, 25)

/** Runs operations as a runner does: in one transaction, and in another one without foreign keys where a step wants that. */
internal fun Database.alter(
    operations: List<Operation>,
    newest: SqliteVersion? = null,
    before: (Step) -> Unit = {},
): List<Violation> {
    val ddl = SqliteDdl(newest)

    fun run(foreignKeysOff: Boolean) {
        for (operation in operations) {
            for (step in ddl.steps(operation, this, setOf())) {
                if (step.place() == Step.Place.FOREIGN_KEYS_OFF && !foreignKeysOff) throw Elsewhere()
                before(step)
                step.work()?.accept(this) ?: execute(step.sql())
            }
        }
    }
    return try {
        transaction { run(false) }
        listOf()
    } catch (e: Elsewhere) {
        ForeignKeysOff.run<RuntimeException>(this, TransactionOptions.defaults()) { run(true) }
    }
}

private class Elsewhere : RuntimeException()

/** The steps of an operation as they would be written now. */
internal fun Database.steps(
    operation: Operation,
    newest: SqliteVersion? = null,
): List<Step> = SqliteDdl(newest).steps(operation, this, setOf())

/** The statements that the schema keeps, by the names of what they made. */
internal fun Database.statements(schema: String = "main"): Map<String, String?> =
    query("select name, sql from $schema.sqlite_schema where name not like 'sqlite_stat%' and name not like 'search\\_%' escape '\\' order by name")
        .maps()
        .associate { it["name"] as String to it["sql"] as String? }

// a text that was asked before keeps the columns that it had then
private val asked = AtomicInteger()

/** All rows of tables with the numbers that nobody declared, and the marks of those that count. */
internal fun Database.rows(schema: String = "main"): Map<String, List<Map<String, Any?>>> =
    query("select name, sql from $schema.sqlite_schema where type = 'table' and name not like 'sqlite_stat%' and name not like 'search_%' order by name")
        .maps()
        .associate { table ->
            val name = table["name"] as String
            val number = if ("without rowid" in (table["sql"] as String) || "virtual" in (table["sql"] as String).lowercase()) "" else "rowid as \"number of the row\", "
            name to query("select $number* from $schema.\"$name\" /* ${asked.incrementAndGet()} */").maps().map { it.toMap() }
        }

/** What one map has and another has not, so that a failure shows no more. */
internal fun <V> Map<String, V>.besides(other: Map<String, V>): Map<String, V> = filter { (key, value) -> key !in other || other[key] != value }
