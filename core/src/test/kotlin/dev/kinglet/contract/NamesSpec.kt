package dev.kinglet.contract

import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.*
import dev.kinglet.fixtures.Grade
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.TypeTable
import dev.kinglet.fixtures.Typed
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.model.*
import dev.kinglet.schema.SchemaNames
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

private const val LONG = "a_name_that_says_everything_that_there_is_to_say_and_then_goes_on"

/** Every name that we make, and every name that one may give, is longer than PostgreSQL's 63 bytes. */
private class Verbose : Model<Long>() {
    companion object : Table<Verbose, Long>(::Verbose) {
        val id = autoId()
        val firstOfTheseColumns = integer().named("the_first_of_these_columns_with_long_names").check { it.gt(0) }
        val secondOfTheseColumns = integer().named("the_second_of_these_columns_with_long_names").index()
        val above = selfReference().nullable().named("the_row_above_this_one_or_none").constraint("fk_$LONG")
        val below = selfReference().nullable().named("the_row_below_this_one_or_none_at_all_of_them")

        init {
            named("a_table_that_has_a_long_name_of_its_own")
            uniqueIndex(firstOfTheseColumns, secondOfTheseColumns)
            index(secondOfTheseColumns.desc()).where(firstOfTheseColumns.gt(1)).named("index_$LONG")
            check("check_$LONG", firstOfTheseColumns.ne(secondOfTheseColumns))
        }
    }
}

/** A table with a column for each of these names. */
private class Words(
    words: List<String>,
    table: String,
) : Table<Typed, Long>(::Typed) {
    val id = autoId().named("row number")
    val columns = words.map { text().named(it) }

    init {
        named(table)
        uniqueIndex(*columns.toTypedArray()).named("index of $table")
        check("check of $table", columns[0].ne(columns[1]))
    }
}

class NamesSpec :
    FunSpec({
        contract("names of indexes and constraints are cut to what PostgreSQL keeps, the same on both (DDL-08)", Verbose) { db ->
            db.createTables(Verbose)
            db.schema().check(Verbose) shouldBe listOf()
            val table = db.schema().table("a_table_that_has_a_long_name_of_its_own")!!
            val cut =
                listOf(
                    "a_table_that_has_a_long_name_of_its_own_the_first_of_th",
                    "a_table_that_has_a_long_name_of_its_own_the_row_above_t",
                    "a_table_that_has_a_long_name_of_its_own_the_row_below_t",
                    "a_table_that_has_a_long_name_of_its_own_the_second_of_t",
                    "index_a_name_that_says_everything_that_there_is_to_say_",
                )
            table.indexes().map { it.name().take(55) } shouldContainExactly cut
            table.foreignKeys().map { it.name()!!.take(50) } shouldContainExactly
                listOf("fk_a_name_that_says_everything_that_there_is_to_sa", "fk_a_table_that_has_a_long_name_of_its_own_the_row")
            table.checks().map { it.name()!!.take(50) } shouldContainExactly
                listOf("a_table_that_has_a_long_name_of_its_own_the_first_", "check_a_name_that_says_everything_that_there_is_to")
            val names = table.indexes().map { it.name() } + table.foreignKeys().map { it.name()!! } + table.checks().map { it.name()!! }
            names.forEach { it.length shouldBe 63 }
            names.toSet().size shouldBe names.size
            names.last() shouldBe SchemaNames.fit("check_$LONG")
            db.schema().dropIndex(SchemaNames.fit("index_$LONG")).execute()
            db.schema().table(table.name().name())!!.indexes().size shouldBe cut.size - 1
        }

        contract("names of tables and columns that PostgreSQL would cut are refused there (DDL-08)") { db ->
            val table = Words(listOf("a", LONG), "words")
            val named = Words(listOf("a", "b"), "\u00e4".repeat(32))
            db.bind(table, named)
            if (db.dialect() == Dialect.SQLITE) {
                db.createTables(table, named)
                table.insert(table.columns[0].to("x"), table.columns[1].to("y")).execute()
                table.where(table.columns[1] eq "y").values(table.columns[0]) shouldContainExactly listOf("x")
                db.schema().check(table, named) shouldBe listOf()
            } else {
                val hint = "give it a shorter one: named(\"..\")"
                shouldRefuse<ProgrammingException>("the column name '$LONG' is longer than PostgreSQL's 63 bytes", "Typed", hint) {
                    db.createTables(table)
                }
                shouldRefuse<ProgrammingException>(
                    "the table name '${"\u00e4".repeat(32)}' is longer than PostgreSQL's 63 bytes",
                    "Typed",
                    hint,
                ) { db.createTables(named) }
                db.schema().tables() shouldBe listOf()
            }
        }

        contract("keywords, quotes, blanks and characters of four bytes are names like others (EXP-18)") { db ->
            for ((name, words) in listOf(
                "select" to "from where order group user table default check primary references limit end case null union all".split(' '),
                "group by" to listOf("a b", "it's", "the \"name\"", "{0}", "?", ":x", "\$1", "Upper", "\uD83D\uDC26", "日本語", "%s\\", "--", "/*"),
                "\uD83D\uDC26 \"x\"" to listOf("timestamp", "current_user"),
            )) {
                val table = Words(words, name)
                db.bind(table).createTables(table)
                db.createTables(table)
                db.schema().check(table) shouldBe listOf()
                val values = words.indices.map { "value $it" }
                val id = table.insert(*table.columns.mapIndexed { i, column -> column.to(values[i]) }.toTypedArray()).execute()
                val stored = table.get(id)
                table.columns.map { stored.get(it) } shouldContainExactly values
                stored.toMap().keys.toList() shouldContainExactly listOf("id") + words
                for (column in table.columns) {
                    table.where(column eq "value 1").orderBy(column).groupBy(table.id, column).select(table.id, column).count() shouldBe
                        (if (column == table.columns[1]) 1 else 0)
                }
                table.columns.forEach { stored.set(it, stored.get(it) + "!") }
                stored.save() shouldBe 1
                table
                    .insert(*table.columns.mapIndexed { i, column -> column.to("${values[i]}!") }.toTypedArray())
                    .onConflict(*table.columns.toTypedArray())
                    .doUpdate(table.columns[0].toExcluded())
                    .execute()
                table.update(table.columns[0].to(table.columns[1].concat("?"))).all().returning(table).single().get(table.columns[0]) shouldBe
                    "value 1!?"
                val other = table.alias("select \"it\"")
                table.select(table.id).join(other, table.id.eq(other.col(table.id))).count() shouldBe 1
                db.schema().truncate(table).restartIdentity().execute()
                table.select().count() shouldBe 0
                db.dropTables(table)
                db.schema().exists(table) shouldBe false
            }
        }

        contract("an enumerated type may have any name (EXP-18)") { db ->
            for (name in listOf("order", "user", "values", "Grade", "\uD83D\uDC26")) {
                val table = TypeTable(DataType.nativeEnum(Grade::class.java, name), Grade.BAD)
                db.bind(table).createTables(table)
                db.createTables(table)
                db.schema().check(table) shouldBe listOf()
                table.insert(table.plain.to(Grade.GOOD), table.indexed.to(Grade.BAD), table.unique.to(Grade.FAIR)).execute()
                table.where(table.plain eq Grade.GOOD, table.unique inList listOf(Grade.FAIR)).values(table.plain) shouldContainExactly
                    listOf(Grade.GOOD)
                if (db.dialect() == Dialect.POSTGRES) db.schema().enums().map { it.name().name() } shouldContainExactly listOf(name)
                db.dropTables(table)
                if (db.dialect() == Dialect.POSTGRES) db.schema().dropEnum(name).execute()
            }
        }

        test("an enumerated type named like one of PostgreSQL's own is refused, because that would be found first") {
            for (name in listOf("time", "point", "money", "text", "int4range")) {
                shouldThrow<IllegalArgumentException> { DataType.nativeEnum(Grade::class.java, name) }.message shouldBe
                    "nativeEnum(Grade, \"$name\"): PostgreSQL has a type of that name; give it another: " +
                    "column(DataType.nativeEnum(Grade.class, \"my_$name\"))"
            }
        }

        test("the names are what they were: changing them would make each index anew (DDL-08)") {
            SchemaNames.index("tweet", listOf("user_id", "timestamp")) shouldBe "tweet_user_id_timestamp"
            SchemaNames.fit("x".repeat(63)) shouldBe "x".repeat(63)
            SchemaNames.fit("x".repeat(64)) shouldBe "x".repeat(55) + "_c1bb4f8"
            SchemaNames.fit("\uD83D\uDC26".repeat(20)).toByteArray().size shouldBe 13 * 4 + 8
            TestDatabases.sharedPostgres.schema().declared(Verbose).indexes().forEach { SchemaNames.fits(it.name()) shouldBe true }
        }
    })
