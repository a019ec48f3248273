package dev.kinglet.migrate.internal.sqlite

import dev.kinglet.type.Dialect
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class BareStatementsSpec :
    FunSpec({
        fun sqlite(sql: String) = Statements.bare(sql, Dialect.SQLITE)

        fun postgres(sql: String) = Statements.bare(sql, Dialect.POSTGRES)

        fun both(
            sql: String,
            vararg statements: String,
        ) {
            sqlite(sql) shouldBe statements.asList()
            postgres(sql) shouldBe statements.asList()
        }

        test("a semicolon ends a statement, and the last needs none") {
            both("create table a (x integer); insert into a values (1);\n\ndrop table a", "create table a (x integer)", "insert into a values (1)", "drop table a")
            both(" ;; \n;")
            both("")
        }

        test("one in a string or a quoted name ends nothing") {
            both("insert into a values ('x;''y;'); select 1", "insert into a values ('x;''y;')", "select 1")
            both("select \"a;\"\"b\" from t; select 2", "select \"a;\"\"b\" from t", "select 2")
            sqlite("select [a;b], `c;d` from t; select 2") shouldBe listOf("select [a;b], `c;d` from t", "select 2")
            postgres("select x[1]; select 2") shouldBe listOf("select x[1]", "select 2")
            postgres("select E'it\\'s; one'; select 'x\\'; select 2") shouldBe listOf("select E'it\\'s; one'", "select 'x\\'", "select 2")
            sqlite("select 'x\\'; select 2") shouldBe listOf("select 'x\\'", "select 2")
        }

        test("comments around statements are left out, those within stay") {
            both("-- first; comment\n/* second; */ select 1 -- third; \n, 2; -- fourth;\n", "select 1 -- third; \n, 2")
            postgres("/* a /* b; */ c; */ select 1") shouldBe listOf("select 1")
            sqlite("/* a /* b; */ select 1") shouldBe listOf("select 1")
            both("\uFEFFselect 1", "select 1")
            both("select 1 /* never closed; ", "select 1")
        }

        test("a dollar-quoted text of PostgreSQL is one") {
            val function = "create function f() returns void as \$body\$ begin delete from a; end; \$body\$ language plpgsql"
            postgres("$function; select 1") shouldBe listOf(function, "select 1")
            postgres("do \$\$ begin null; end \$\$; select \$1") shouldBe listOf("do \$\$ begin null; end \$\$", "select \$1")
            postgres("select a\$b; select 2") shouldBe listOf("select a\$b", "select 2")
        }

        test("the body of a trigger of SQLite is a part of it") {
            val trigger =
                "create temp trigger t after insert on a begin update a set x = case when x > 1 then 2 else 3 end; delete from b; end"
            sqlite("$trigger; select 1") shouldBe listOf(trigger, "select 1")
            sqlite("begin; create table begins (x); commit") shouldBe listOf("begin", "create table begins (x)", "commit")
        }

        test("the body of a function in SQL is a part of it") {
            val function =
                "create or replace function f() returns int language sql begin atomic select 1; select case when true then 2 end; end"
            postgres("$function; select 1") shouldBe listOf(function, "select 1")
            postgres("begin; select 1; end") shouldBe listOf("begin", "select 1", "end")
        }

        test("parentheses hold together what stands in them") {
            postgres("create rule r as on insert to a do also (delete from b; delete from c); select 1") shouldBe
                listOf("create rule r as on insert to a do also (delete from b; delete from c)", "select 1")
        }

        test("the first word of a statement") {
            Statements.firstWord("Create table") shouldBe "create"
            Statements.firstWord("(select 1)") shouldBe ""
        }
    })
