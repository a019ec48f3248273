package dev.kinglet.migrate.internal.sqlite

import dev.kinglet.type.Dialect
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe

class SqlTokensSpec :
    FunSpec({
        fun read(
            sql: String,
            dialect: Dialect = Dialect.SQLITE,
        ) = SqlTokens.of(sql, dialect).all().map { "${it.kind().name.first()}:${it.text()}" }

        test("names in all four quotings, with the quote doubled inside") {
            read("a \"b\"\"c\" [d e] `f``g` 'h''i'") shouldBe listOf("W:a", "N:b\"c", "N:d e", "N:f`g", "T:h'i")
        }

        test("comments and spaces are none, wherever they stand") {
            read("a/* b */-- c\n\t,d--e") shouldBe listOf("W:a", "S:,", "W:d")
            read("/* never ends") shouldBe listOf()
            read("x -- [a] 'b'") shouldBe listOf("W:x")
        }

        test("numbers, bytes and signs") {
            read("-1.5e-3+0xE-1 x'0f' .5||é\$") shouldBe
                listOf("S:-", "N:1.5e-3", "S:+", "N:0xE", "S:-", "N:1", "T:0f", "N:.5", "S:|", "S:|", "W:é\$")
        }

        test("what never ends goes to the end") {
            for (open in listOf("'a", "\"a", "[a", "`a")) read(open) shouldHaveSize 1
        }

        test("PostgreSQL: dollar quotes, texts with escapes, comments in comments, brackets of arrays") {
            read("a[1] \$x\$ 'b; \$\$ \$x\$ \$1 e'it\\'s' /* a /* b */ c */ d", Dialect.POSTGRES) shouldBe
                listOf("W:a", "S:[", "N:1", "S:]", "T:\$x\$ 'b; \$\$ \$x\$", "W:\$1", "T:it\\'s", "W:d")
        }

        test("each token knows where it stands") {
            val sql = "create /* new */ table \"t\" (a)"
            val tokens = SqlTokens.of(sql)
            tokens.all().map { sql.substring(it.start(), it.end()) } shouldBe
                listOf("create", "table", "\"t\"", "(", "a", ")")
            tokens.between(1, 3) shouldBe "table \"t\""
        }

        test("statements are told apart by semicolons outside of texts, names and comments") {
            fun of(sql: String) = Statements.of(sql, Dialect.SQLITE)
            of("create table a (\"x;y\" text) -- one; two\n;\n/* b; */ drop table b;") shouldBe
                listOf("create table a (\"x;y\" text) -- one; two", "/* b; */ drop table b")
            for (nothing in listOf("", " ;\n", "-- nothing", "/* nothing */ ;;")) of(nothing) shouldBe listOf()
            for (open in listOf("select 'a;", "select \"a;", "select [a;", "select `a;", "select 1 /* a;")) of(open) shouldHaveSize 1
        }

        test("a trigger is one statement, whatever its body holds") {
            val trigger =
                """
                create temp trigger t after insert on a when case when new.x then 1 end begin
                  update a set x = case when x > 1 then 1 else 2 end, "end" = new.end;
                  delete from a where x = ';';
                end
                """.trimIndent()
            Statements.of(trigger, Dialect.SQLITE) shouldBe listOf(trigger)
            Statements.of("$trigger; -- done", Dialect.SQLITE) shouldHaveSize 1
            Statements.of("$trigger; drop table a", Dialect.SQLITE) shouldBe listOf(trigger, "drop table a")
            Statements.of("begin; create trigger t;", Dialect.SQLITE) shouldBe listOf("begin", "create trigger t")
        }

        test("which table a statement drops") {
            fun of(sql: String) = Statements.droppedTable(sql)?.toString()
            of("drop table t") shouldBe "t"
            of("/* a */ DROP TABLE if exists [a b] . \"t\" -- x") shouldBe "a b.t"
            of("drop view t") shouldBe null
            of("drop table") shouldBe null
        }

        test("a function of PostgreSQL is one statement") {
            val quoted = "create function f() returns trigger language plpgsql as \$\$ begin new.x := 1; return new; end \$\$"
            val atomic = "create or replace function g(a int) returns int begin atomic; select 1; select 2; end"
            Statements.of("$quoted; $atomic; select 1", Dialect.POSTGRES) shouldBe listOf(quoted, atomic, "select 1")
        }
    })
