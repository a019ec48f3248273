package dev.kinglet.migrate.internal.sqlite

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class CreateTableSpec :
    FunSpec({
        val sql =
            """
            CREATE TABLE "t" ( -- first, of all
              id integer constraint k primary key on conflict fail autoincrement, -- the id
              [a, b] unsigned big int(10, 5) default (1 + (2)) not null on conflict ignore, /* two, words */
              `c` default -1 check (c > 0, 1) collate nocase,
              'd' text constraint lost constraint u unique default 'x, (y',
              e references t (id) on delete set null on update cascade not deferrable initially immediate not null,
              f generated always as (a || ')') stored,
              g text as (1),
              h
              , constraint "q""q" check (a in (1, 2)) -- why
              foreign key (c, h) references u (x, y) deferrable initially deferred,
              unique (c collate nocase desc, "h") on conflict replace
            ) strict
            """.trimIndent()

        fun described(table: CreateTable) =
            table.columns().map { column ->
                column.name() + ": " + table.type(column) + column.rules().joinToString("") { " | " + it.kind() + (it.name()?.let { n -> "=$n" } ?: "") + " " + table.text(it) }
            }

        test("a statement is read with its types, rules and quotes") {
            val table = CreateTable.of(sql)
            described(table) shouldBe
                listOf(
                    "id: integer | PRIMARY_KEY=k constraint k primary key on conflict fail autoincrement",
                    "a, b: unsigned big int(10, 5) | DEFAULT default (1 + (2)) | NOT_NULL not null on conflict ignore",
                    "c:  | DEFAULT default -1 | CHECK check (c > 0, 1) | COLLATE collate nocase",
                    "d: text | UNIQUE=u constraint lost constraint u unique | DEFAULT default 'x, (y'",
                    "e:  | FOREIGN_KEY references t (id) on delete set null on update cascade not deferrable initially immediate | NOT_NULL not null",
                    "f:  | GENERATED generated always as (a || ')') stored",
                    "g: text | GENERATED as (1)",
                    "h: ",
                )
            table.rules().map { "${it.kind()} ${it.name()} ${it.columns()} ${it.target()}" } shouldBe
                listOf("CHECK q\"q [] null", "FOREIGN_KEY null [c, h] u", "UNIQUE null [c, h] null")
            table.isCounted shouldBe true
            table.isWithoutRowid shouldBe false
            table.rowNumber()?.name() shouldBe "id"
            table.sql() shouldBe sql
        }

        test("a change leaves all else as it stands") {
            fun changed(
                from: String,
                to: String,
                change: CreateTable.() -> CreateTable,
            ) {
                val expected = sql.replace(from, to)
                CreateTable.of(sql).change().sql() shouldBe expected
            }

            fun CreateTable.the(column: String) = requireNotNull(column(column))

            changed("unsigned big int(10, 5)", "text") { withType(the("A, B"), "text") }
            changed("`c` default", "`c` int default") { withType(the("c"), "int") }
            changed(" not null on conflict ignore", "") { without(requireNotNull(the("a, b").rule(Rule.Kind.NOT_NULL))) }
            changed(" constraint lost constraint u unique", "") { without(requireNotNull(the("d").rule(Rule.Kind.UNIQUE))) }
            changed("  [a, b] unsigned big int(10, 5) default (1 + (2)) not null on conflict ignore, /* two, words */\n", "") {
                without(the("a, b"))
            }
            changed("initially immediate not null", "initially immediate not null unique") { withRule(the("e"), "unique") }
            changed("  h\n  , ", "  h, i int\n  , ") { withColumn("i int") }
            changed("on conflict replace\n", "on conflict replace, check (1)\n") { withRule("check (1)") }
            changed(",\n  unique (c collate nocase desc, \"h\") on conflict replace\n", "\n") { without(rules()[2]) }
            changed("constraint \"q\"\"q\" check (a in (1, 2)) -- why\n  ", "") { without(rules()[0]) }
            changed("foreign key (c, h) references u (x, y) deferrable initially deferred,\n  ", "") { without(rules()[1]) }
        }

        test("a comment stays with what it is about") {
            val told = CreateTable.of("CREATE TABLE t (a int, -- of a, b\n b int -- of b\n)")
            told.without(told.columns()[1]).sql() shouldBe "CREATE TABLE t (a int -- of a, b\n -- of b\n)"
            told.withColumn("c int").sql() shouldBe "CREATE TABLE t (a int, -- of a, b\n b int -- of b\n, c int)"
            told.withRule("check (1)").sql() shouldBe "CREATE TABLE t (a int, -- of a, b\n b int -- of b\n, check (1))"
            val rule = CreateTable.of("CREATE TABLE t (a int /* x */ not null -- y\n)")
            rule.without(rule.columns()[0].rules()[0]).sql() shouldBe "CREATE TABLE t (a int /* x */  -- y\n)"
        }

        test("which column is the number of the row") {
            fun of(columns: String) = CreateTable.of("CREATE TABLE t ($columns").rowNumber()?.name()
            of("a INTEGER primary key)") shouldBe "a"
            of("a integer primary key desc)") shouldBe null
            of("a integer, primary key (a desc))") shouldBe "a"
            of("a int primary key)") shouldBe null
            of("a integer, b int, primary key (a, b))") shouldBe null
            of("a integer primary key) without rowid") shouldBe null
        }

        test("a name for the number of the row that no column has") {
            fun of(columns: String) = CreateTable.of("CREATE TABLE t ($columns)").rowid()
            of("a") shouldBe "rowid"
            of("RowId, oid") shouldBe "_rowid_"
            of("rowid, oid, _rowid_") shouldBe null
        }

        test("a text without columns is none of a table") {
            shouldThrow<IllegalArgumentException> { CreateTable.of("CREATE VIEW v AS SELECT 1") }
        }
    })
