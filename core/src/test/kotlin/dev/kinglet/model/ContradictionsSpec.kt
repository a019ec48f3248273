package dev.kinglet.model

import dev.kinglet.Database
import dev.kinglet.errors.ModelException
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Typed
import dev.kinglet.fixtures.shouldRefuse
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec

private open class Said : Table<Typed, Long>(::Typed)

/** Options of a column that do not go together, each told when the table is bound (FLD-01, MOD-07). */
class ContradictionsSpec :
    FunSpec({
        val wrong: List<Triple<Table<*, *>, String, String>> =
            listOf(
                Triple(
                    object : Said() {
                        val id = autoId()
                        val n = bigint().generatedByDefault()
                    },
                    "'n', which is counted up and not the primary key",
                    "add primaryKey(); SQLite counts up nothing else",
                ),
                Triple(
                    object : Table<Pairs, CompositeKey>(::Pairs) {
                        val a = bigint().generatedAlways()
                        val b = bigint()

                        init {
                            primaryKey(a, b)
                        }
                    },
                    "'a', which is counted up and not the primary key",
                    "add primaryKey(); SQLite counts up nothing else",
                ),
                Triple(
                    object : Table<Texts, String>(::Texts) {
                        val id = text().primaryKey().generatedByDefault()
                    },
                    "'id', which is counted up and holds no whole numbers of its own",
                    "declare it as bigint() or integer()",
                ),
                Triple(
                    object : Said() {
                        val id = foreignKey(Referred::class.java).primaryKey().generatedByDefault()
                    },
                    "'id_id', which is counted up and holds no whole numbers of its own",
                    "declare it as bigint() or integer()",
                ),
                Triple(
                    object : Said() {
                        val id = autoId().defaultTo(1)
                    },
                    "'id', which is counted up and given a default",
                    "drop the default",
                ),
                Triple(
                    object : Said() {
                        val id = bigint().primaryKey().databaseDefault(1).generatedByDefault()
                    },
                    "'id', which is counted up and given a default",
                    "drop the default",
                ),
                Triple(
                    object : Said() {
                        val id = autoId()
                        val n = integer().readOnly().defaultTo(1)
                    },
                    "'n', which only the database writes, and a value that the program gives it",
                    "drop one of the two",
                ),
                Triple(
                    object : Said() {
                        val id = autoId()
                        val n = integer().readOnly().onWrite { 1 }
                    },
                    "'n', which only the database writes, and a value that the program gives it",
                    "drop one of the two",
                ),
                Triple(
                    object : Said() {
                        val id = autoId()
                        val a = integer()
                        val n = integer().storedAs(a).defaultTo(1)
                    },
                    "'n', which only the database writes, and a value that the program gives it",
                    "drop one of the two",
                ),
                Triple(
                    object : Said() {
                        val a = bigint()
                        val id = bigint().primaryKey().storedAs(a)
                    },
                    "'id', which is computed and the primary key",
                    "a computed column has no value of its own: drop one of the two",
                ),
                Triple(
                    object : Said() {
                        val id = autoId()
                        val a = text()
                        val n = text().virtualAs(Fn.lower(a)).databaseDefault("x")
                    },
                    "'n', which is computed and given a default",
                    "a computed column has no value of its own: drop one of the two",
                ),
            )

        test("options that do not go together name the column and what to drop (FLD-01, MOD-07)") {
            Database.sqliteInMemory().use { db ->
                for ((table, what, hint) in wrong) {
                    val model = table.newRow().javaClass.simpleName
                    withClue(what) {
                        shouldRefuse<ModelException>("the table of $model has the column $what", model, hint) { db.bind(table) }
                    }
                }
            }
        }
    })

private class Pairs : Model<CompositeKey>()

private class Texts : Model<String>()

private class Referred : Model<Long>() {
    companion object : Table<Referred, Long>(::Referred) {
        val id = autoId()
    }
}
