package dev.kinglet.migrate.internal.ddl

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.migrate.change.Inverse
import dev.kinglet.migrate.change.Operation
import dev.kinglet.migrate.change.SchemaState
import dev.kinglet.migrate.change.SqlNames
import dev.kinglet.model.ForeignKey.Deferral
import dev.kinglet.model.OnDelete
import dev.kinglet.schema.SchemaInfo
import dev.kinglet.schema.SchemaName
import dev.kinglet.schema.TableInfo
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlin.random.Random

/** A schema of a few tables with odd names, rules and rows. */
private class RandomSchema(
    val random: Random,
) {
    private val names = listOf("a", "b", "tree kind", "select", "a\"b", "größe", "primary_data", "t, (x)", "c'd", "ab")

    fun <T> List<T>.any(): T = random(random)

    fun maybe(
        percent: Int,
        text: () -> String,
    ): String = if (random.nextInt(100) < percent) text() else ""

    fun q(name: String): String =
        when (random.nextInt(3)) {
            0 -> "[$name]".takeIf { ']' !in name } ?: "\"${name.replace("\"", "\"\"")}\""
            1 -> "`$name`"
            else -> "\"${name.replace("\"", "\"\"")}\""
        }

    fun create(): List<String> {
        val statements = mutableListOf<String>()
        val keys = mutableMapOf<String, String>()
        for (table in listOf("nest", "Egg", "ne", "the table").shuffled(random).take(1 + random.nextInt(3))) {
            val columns = names.shuffled(random).take(2 + random.nextInt(4))
            val strict = random.nextInt(5) == 0
            val kind = random.nextInt(4) // number of the row, counted, one of its own, of two columns
            val withoutRowid = kind >= 2 && random.nextInt(3) == 0
            val items = mutableListOf<String>()
            columns.forEachIndexed { i, column ->
                val type = if (i == 0 && kind < 2) {
                    "integer"
                } else if (strict) {
                    listOf("int", "text", "real", "any").any()
                } else {
                    listOf("int", "text", "varchar(9)", "numeric(10, 2)", "").any()
                }
                items +=
                    q(column) + " " + type +
                    when {
                        i == 0 && kind == 0 -> {
                            " primary key"
                        }

                        i == 0 && kind == 1 -> {
                            " primary key autoincrement"
                        }

                        i == 0 && kind == 2 -> {
                            " not null primary key"
                        }

                        i < 2 && kind == 3 -> {
                            " not null"
                        }

                        i == columns.size - 1 && random.nextInt(5) == 0 -> {
                            " as (${q(columns[0])} || 'x') " + listOf("stored", "virtual").any()
                        }

                        else -> {
                            maybe(30) { " collate nocase" } + maybe(40) { " default " + listOf("1", "'x, (y'", "(1 + 2)", "null", "-3").any() } +
                                maybe(30) { " not null" } + maybe(20) { " check (${q(column)} <> 'a, )')" } +
                                maybe(20) { keys.keys.randomOrNull(random)?.let { " references ${q(it)} (${q(keys.getValue(it))}) on delete cascade" } ?: "" } +
                                maybe(20) { " constraint u$i unique" }
                        }
                    } + maybe(20) { " /* of ${column.length}, (so */" }
            }
            if (kind == 3) items += "primary key (${q(columns[0])}, ${q(columns[1])})"
            items += listOf(maybe(30) { "constraint ck check (length(${q(columns[1])}) < 99)" }, maybe(20) { "constraint uq unique (${q(columns[0])}, ${q(columns.last())})" })
                .filter { it.isNotEmpty() }
            val options = listOfNotNull("without rowid".takeIf { withoutRowid }, "strict".takeIf { strict }).joinToString(", ")
            val separator = if (random.nextBoolean()) ", " else ", -- next\n  "
            statements += "create table ${q(table)} (${items.joinToString(separator)}) $options"
            if (kind < 3) keys[table] = columns[0]
            statements += columns.take(2).mapIndexed { i, c -> maybe(40) { "create index ${q("i $i of $table")} on ${q(table)} (${q(c)}" + listOf("", " desc", " collate nocase").any() + ")" + maybe(30) { " where ${q(columns[1])} > 'b;'" } } }
            statements += maybe(30) { "create index ${q("x of $table")} on ${q(table)} (lower(${q(columns[1])}), ${q(columns[0])})" }
            statements += maybe(30) { "create view ${q("v of $table")} as select count(*) as n from ${q(table)}" }
            statements += maybe(30) { "create trigger ${q("tr of $table")} after delete on ${q(table)} begin select 1; end" }
            repeat(3) { n -> statements += "insert or ignore into ${q(table)} (${q(columns[0])}, ${q(columns[1])}) values (${n + 1}, ${n + 1})" }
        }
        return statements.filter { it.isNotEmpty() }
    }

    fun operation(schema: SchemaInfo): Operation {
        val table = schema.tables().any()
        val name = SchemaName.of(table.name().name())
        val column = table.columns().any()
        val index = table.indexes().filterNot { it.constraint() }.randomOrNull(random)
        val constraints = table.foreignKeys().mapNotNull { it.name() } + table.checks().map { it.name() ?: it.toString() } + table.indexes().filter { it.constraint() }.map { it.name() }
        val fresh = "new, \"x\""
        val part = TableInfo.Part(column.name(), null, null, null, random.nextBoolean(), null)

        fun indexed(constraint: Boolean) = TableInfo.Index("i new", listOf(part), false || constraint, false, "btree", listOf(), null, constraint)
        return when (random.nextInt(18)) {
            0 -> Operation.RenameTable(name, "an other")

            1 -> Operation.AddColumn(name, TableInfo.Column(fresh, "text", null, true, listOf(null, "'d'", "(1 + 1)").any(), TableInfo.Identity.NONE, null, null, null), null, TableInfo.Check(null, "\"new, \"\"x\"\"\" <> ''").takeIf { random.nextBoolean() }, null)

            2 -> Operation.AddColumn(name, TableInfo.Column(fresh, "integer", null, true, null, TableInfo.Identity.NONE, TableInfo.Generated("1 + 1", random.nextBoolean()), null, null), null, null, null)

            3 -> Operation.RenameColumn(name, column.name(), fresh)

            4 -> Operation.ChangeType(name, column.name(), "text", null)

            5 -> Operation.SetNotNull(name, column.name())

            6 -> Operation.DropNotNull(name, column.name())

            7 -> Operation.SetDefault(name, column.name(), listOf("'y'", "2", "(3)").any())

            8 -> Operation.DropDefault(name, column.name())

            // a key that is counted up is not counted up again when it comes back
            9 -> if (table.options().autoIncrement()) operation(schema) else Operation.SetPrimaryKey(name, table.columns().shuffled(random).take(random.nextInt(3)).map { it.name() })

            10 -> Operation.AddIndex(name, indexed(false), false)

            11 -> Operation.AddIndex(name, indexed(true), false)

            12 -> index?.let { Operation.DropIndex(name, it.name(), false) } ?: operation(schema)

            13 -> index?.let { Operation.RenameIndex(name, it.name(), fresh) } ?: operation(schema)

            14 -> Operation.AddForeignKey(name, TableInfo.ForeignKey("fk new", listOf(column.name()), SchemaName.of("gone"), listOf("id"), OnDelete.SET_NULL, OnDelete.NO_ACTION, Deferral.DEFERRED))

            15 -> Operation.AddCheck(name, TableInfo.Check(listOf("ck new", null).any(), "1 = 1 or 'a,)' = ''"))

            16 -> constraints.randomOrNull(random)?.let { Operation.DropConstraint(name, it) } ?: operation(schema)

            else -> Operation.DropColumn(name, column.name(), false)
        }
    }
}

class SqliteInverseSpec :
    FunSpec({
        // by hand: -Dkinglet.schemas=1000
        val cases = Integer.getInteger("kinglet.schemas", 200)

        /** What is told of it: the order of columns is another where one was dropped and came back. */
        fun Database.told(sorted: Boolean): SchemaInfo {
            val read = schema().read()
            val tables =
                read.tables().map { t ->
                    val key = { c: TableInfo.Column -> if (sorted) c.name() else "" }
                    TableInfo(
                        t.name(),
                        t.columns().sortedBy(key).map { c ->
                            val computed = c.generated()?.let { TableInfo.Generated(SqlNames.plain(it.sql()), it.stored()) }
                            TableInfo.Column(c.name(), c.sqlType(), null, c.nullable(), c.defaultSql(), c.identity(), computed, c.collation(), null)
                        },
                        t.primaryKey(),
                        t.foreignKeys(),
                        // SQLite numbers those that it makes by itself
                        t.indexes().map { i ->
                            val name = if (i.name().startsWith("sqlite_auto")) "auto" else i.name()
                            val parts = i.parts().map { TableInfo.Part(it.column(), it.expression()?.let(SqlNames::plain), it.collation(), null, it.descending(), null) }
                            TableInfo.Index(name, parts, i.unique(), false, "btree", listOf(), i.where()?.let(SqlNames::plain), i.constraint())
                        }.sortedBy { it.toString() },
                        t.checks().map { TableInfo.Check(it.name(), SqlNames.plain(it.sql())) }.sortedBy { it.toString() },
                        t.options(),
                        null,
                    )
                }
            val views = read.views().map { SchemaInfo.View(it.name(), false, listOf(), SqlNames.plain(it.sql())) }
            return SchemaInfo(tables, views, listOf(), listOf())
        }

        fun Database.triggers() = query("select name, tbl_name, sql from sqlite_schema where type = 'trigger' order by name").maps().map { it.toMap() }

        test("M1 an operation and what takes it back leave the schema as it was: $cases random schemas") {
            var done = 0
            var seed = 0
            val kinds = mutableMapOf<String, Int>()
            while (done < cases) {
                val made = RandomSchema(Random(++seed))
                val newest = if (seed % 2 == 0) oldSqlite else null
                Database.sqliteInMemory().use { db ->
                    val statements = made.create()
                    val operation =
                        withClue("seed $seed\n" + statements.joinToString(";\n")) {
                            statements.forEach { if (it.startsWith("insert")) runCatching { db.execute(it) } else db.execute(it) }
                            made.operation(db.schema().read())
                        }
                    withClue("seed $seed: $operation\n" + statements.joinToString(";\n")) {
                        val sorted = operation is Operation.DropColumn
                        val before = db.told(sorted)
                        val texts = db.statements()
                        val triggers = db.triggers()
                        val rows = db.rows()
                        val inverse = Inverse.of(operation, SchemaState.of(db.schema().read(), Dialect.SQLITE))
                        val refused = runCatching { db.alter(listOf(operation), newest) }.exceptionOrNull()
                        if (refused != null) {
                            // rows, or what a key is, stand against it: then nothing is changed
                            (refused is KingletException) shouldBe true
                            db.statements() shouldBe texts
                            db.rows() shouldBe rows
                        } else {
                            inverse.isPossible shouldBe true
                            val lost = runCatching { db.alter(inverse.operations(), newest) }.exceptionOrNull()
                            if (lost != null && inverse.lost() == null) throw lost
                            if (lost == null) {
                                db.told(sorted) shouldBe before
                                db.triggers().map { it["name"] } shouldBe triggers.map { it["name"] }
                                if (operation !is Operation.DropColumn && operation !is Operation.ChangeType && operation !is Operation.SetPrimaryKey) db.rows() shouldBe rows
                                kinds.merge(operation.javaClass.simpleName, 1) { a, b -> a + b }
                                done++
                            }
                        }
                        db.query("pragma integrity_check").maps().single().values.single() shouldBe "ok"
                    }
                }
            }
            kinds.size shouldBeGreaterThan 12
        }
    })
