package dev.kinglet.migrate.internal.ddl

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.KingletException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.change.Operation
import dev.kinglet.migrate.change.Step
import dev.kinglet.migrate.internal.sqlite.SqliteVersion
import dev.kinglet.migrate.operations
import dev.kinglet.model.OnDelete
import dev.kinglet.schema.SchemaName
import dev.kinglet.schema.TableInfo
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith

class SqliteDdlSpec :
    FunSpec({
        val old: SqliteVersion = oldSqlite

        fun Database.ddl(
            newest: SqliteVersion? = null,
            say: Migrator.() -> Unit,
        ): List<String> = operations(say).flatMap { steps(it, newest) }.map { it.toString() }

        fun Database.change(
            newest: SqliteVersion? = null,
            say: Migrator.() -> Unit,
        ) = alter(operations(say), newest)

        fun Database.values(sql: String): List<Any?> = query(sql).maps().map { it.values.single() }

        fun Database.refusal(say: Migrator.() -> Unit): String = shouldThrow<ProgrammingException> { ddl(say = say) }.message!!

        fun sqlite(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, on = Dialect.SQLITE, body = body)

        // ---- the words

        sqlite("MIG-02 MIG-05 MIG-09 MIG-13 what the running SQLite has is one statement") { db ->
            db.execute("create table t (a int, b int not null, c text, constraint k check (a > 0))")
            db.execute("create index t_c on t (c, a)")
            db.ddl { addColumn("t", text("n")) } shouldBe listOf("alter table \"t\" add column \"n\" text")
            db.ddl { addColumn("t", text("n").notNull().defaultTo("x").check("n <> ''").collate("nocase").comment("none").index()) } shouldBe
                listOf(
                    "alter table \"t\" add column \"n\" text collate \"nocase\" default 'x' not null check (n <> '')",
                    "create index \"t_n\" on \"t\" (\"n\")",
                )
            db.ddl { addColumn("t", bigint("p").references("t", "a").onDelete(OnDelete.CASCADE)) } shouldBe
                listOf(
                    "alter table \"t\" add column \"p\" bigint constraint \"fk_t_p_refs_t\" references \"t\" (\"a\") on delete cascade",
                    "create index \"t_p\" on \"t\" (\"p\")",
                )
            db.ddl { addColumn("t", integer("v").virtualAs("a + 1")) } shouldBe
                listOf("alter table \"t\" add column \"v\" integer generated always as (a + 1) virtual")
            db.ddl { dropColumn("t", "c") } shouldBe listOf("drop index \"t_c\"", "alter table \"t\" drop column \"c\"")
            db.ddl { setNotNull("t", "C") } shouldBe listOf("alter table \"t\" alter column \"c\" set not null")
            db.ddl { dropNotNull("t", "b") } shouldBe listOf("alter table \"t\" alter column \"b\" drop not null")
            db.ddl { addCheck("t", "k2", "b > 1") } shouldBe listOf("alter table \"t\" add constraint \"k2\" check (b > 1)")
            db.ddl { dropConstraint("t", "k") } shouldBe listOf("alter table \"t\" drop constraint \"k\"")
            db.ddl { renameColumn("t", "a", "t") } shouldBe listOf("alter table \"t\" rename column \"a\" to \"t\"")
            db.ddl { renameTable("t", "u \"x\"") } shouldBe listOf("alter table \"t\" rename to \"u \"\"x\"\"\"")
            db.ddl { dropTable("t") } shouldBe listOf("drop table \"t\"")
            db.ddl { add(Operation.DropTrigger(SchemaName("main", "t"), "x")) } shouldBe listOf("drop trigger \"main\".\"x\"")
            db.ddl { comment("t", "a", "nothing") } shouldBe listOf()
        }

        sqlite("MIG-17 all else is a rebuild: the old table steps aside, and foreign keys are off") { db ->
            db.execute("create table t (id integer primary key autoincrement, a int)")
            db.execute("create index t_a on t (a)")
            db.execute("create trigger tr after insert on t begin select 1; end")
            db.ddl { changeType("t", "a", "text", "a || ''") } shouldBe
                listOf(
                    "-- foreign keys are off",
                    "pragma legacy_alter_table = on",
                    "alter table \"t\" rename to \"kinglet_old_t\"",
                    "pragma legacy_alter_table = off",
                    "CREATE TABLE t (id integer primary key autoincrement, a text)",
                    "insert or abort into \"t\" (\"id\", \"a\") select \"id\", a || '' from \"kinglet_old_t\" as \"t\"",
                    "delete from \"sqlite_sequence\" where name = 't'",
                    "update \"sqlite_sequence\" set name = 't' where name = 'kinglet_old_t'",
                    "drop table \"kinglet_old_t\"",
                    "CREATE INDEX t_a on t (a)",
                    "CREATE TRIGGER tr after insert on t begin select 1; end",
                )
            val steps = db.operations {
                dropDefault("t", "a")
                setDefaultSql("t", "a", "1")
            }.flatMap { db.steps(it) }
            steps.map { it.place() }.toSet() shouldBe setOf(Step.Place.FOREIGN_KEYS_OFF)
            steps.filter { it.work() == null }.map { it.lock() }.toSet() shouldBe setOf(Step.Lock.ACCESS_EXCLUSIVE)
            steps.filter { it.rewrites() }.map { it.sql().substringBefore(" into") } shouldBe listOf("insert or abort")
        }

        sqlite("an older SQLite gets a rebuild for each of them") { db ->
            db.execute("create table t (a int, b int not null, constraint k check (a > 0))")
            for (
            say in listOf<Migrator.() -> Unit>(
                { dropColumn("t", "b") },
                { setNotNull("t", "a") },
                { dropNotNull("t", "b") },
                { addCheck("t", "k2", "b > 1") },
                { dropConstraint("t", "k") },
            )
            ) {
                db.ddl(old, say)[0] shouldBe "-- foreign keys are off"
            }
            shouldThrow<ProgrammingException> { db.ddl(SqliteVersion(3, 24)) { renameColumn("t", "a", "c") } }.message shouldBe
                """
                SQLite 3.24 cannot rename a column and all that speaks of it: that takes 3.25
                  model: t
                  hint: use a newer SQLite, or add a column, copy the values, and drop the old one
                """.trimIndent()
        }

        sqlite("a name that is taken is not taken for the old table") { db ->
            db.execute("create table t (a int)")
            db.execute("create table kinglet_old_T (x)")
            db.execute("create view kinglet_old_2_t as select 1")
            db.ddl { setDefaultSql("t", "a", "1") }[2] shouldBe "alter table \"t\" rename to \"kinglet_old_3_t\""
        }

        sqlite("a table that is dropped wants foreign keys off only where others refer to it") { db ->
            db.execute("create table p (id integer primary key, up int references p (id))")

            fun places() = db.operations {
                dropTable("P")
                sql("drop table if exists p")
                sql("drop view v")
            }.flatMap { db.steps(it) }.map { it.place().name }
            places() shouldBe listOf("TRANSACTION", "TRANSACTION", "TRANSACTION")
            db.execute("create table c (p int references p)")
            places() shouldBe listOf("FOREIGN_KEYS_OFF", "FOREIGN_KEYS_OFF", "TRANSACTION")
        }

        // ---- columns

        sqlite("MIG-02 a column that SQLite adds to empty tables only is added to any") { db ->
            db.execute("create table p (id integer primary key)")
            db.execute("insert into p values (7)")
            db.execute("create table t (a int)")
            db.execute("insert into t values (1), (2)")
            for (newest in listOf(null, old)) {
                db.change(newest) {
                    addColumn("t", datetime("at").notNull().defaultSql("current_timestamp"))
                    addColumn("t", bigint("p").defaultTo(7).references("p", "id"))
                    addColumn("t", text("u").unique())
                    addColumn("t", integer("s").storedAs("a * 2"))
                    addColumn("t", integer("minus").notNull().defaultTo(-3))
                    addColumn("t", text("rnd").defaultSql("hex(randomblob(4))"))
                }
                db.values("select count(*) as n from t where at is not null and p = 7 and u is null and s = a * 2 and minus = -3") shouldBe listOf(2)
                db.values("select count(distinct rnd) as n from t") shouldBe listOf(2)
                db.change(newest) { for (c in listOf("at", "p", "u", "s", "minus", "rnd")) dropColumn("t", c) }
                db.statements().getValue("t") shouldBe "CREATE TABLE t (a int)"
            }
        }

        sqlite("MIG-02 a column that every row has to have wants a default, and nothing is left of it else") { db ->
            db.execute("create table t (a int)")
            db.change { addColumn("t", text("b").notNull()) }
            db.execute("insert into t values (1, 'x')")
            val before = db.statements()
            val refused = shouldThrow<IntegrityException> { db.change { addColumn("t", text("c").notNull()) } }
            refused.kind() shouldBe IntegrityException.Kind.NOT_NULL
            refused.table() shouldBe "t"
            refused.columns() shouldBe listOf("c")
            db.statements() shouldBe before
        }

        sqlite("MIG-19 what is added to an indexed table leaves its indexes as they are") { db ->
            db.execute("create table t (a int, b int)")
            db.execute("create unique index ab on t (a, b)")
            db.execute("create index b on t (b)")
            val before = db.statements()
            for (newest in listOf(null, old)) {
                db.change(newest) { addColumn("t", text("c").defaultSql("upper('x')")) }
                db.statements() - "t" shouldBe before - "t"
                db.change(newest) { dropColumn("t", "c") }
                db.statements() shouldBe before
            }
        }

        sqlite("MIG-16 a column can be added and dropped ten times in a row") { db ->
            db.execute("create table t (a int)")
            val column = db.operations { addColumn("t", integer("b").notNull().defaultTo(1).unique().check("b > 0")) }
            db.change { dropNotNull("t", "a") }
            repeat(10) {
                db.alter(column, if (it % 2 == 0) null else old)
                db.change(if (it % 3 == 0) null else old) { dropColumn("t", "b") }
            }
            db.statements() shouldBe mapOf("t" to "CREATE TABLE t (a int)")
        }

        sqlite("MIG-05 a column goes with its indexes, its foreign key and the rules that speak of it") { db ->
            db.execute("create table p (id integer primary key)")
            db.execute(
                "create table t (id integer primary key, a int unique check (a > 0), b int check (b > 0 and b <> a), c int," +
                    " foreign key (a) references p (id), unique (b, a), check (a + c > 1), check (c > 0))",
            )
            db.execute("create index ta on t (c, a desc)")
            db.execute("create index tx on t (abs(a))")
            db.execute("create index tw on t (c) where a > 1")
            db.execute("create index tc on t (c)")
            db.execute("insert into p values (2)")
            db.execute("insert into t values (1, 2, 3, 4), (2, null, null, 4)")
            for (newest in listOf(null, old)) {
                val steps = db.ddl(newest) { dropColumn("t", "A") }
                steps[0] shouldBe "-- foreign keys are off"
            }
            db.change { dropColumn("t", "A") }
            db.statements() - "p" shouldBe
                mapOf("t" to "CREATE TABLE t (id integer primary key, b int, c int, check (c > 0))", "tc" to "CREATE INDEX tc on t (c)")
            db.query("select * from t").maps() shouldBe listOf(mapOf("id" to 1, "b" to 3, "c" to 4), mapOf("id" to 2, "b" to null, "c" to 4))
        }

        sqlite("MIG-05 a column that something else needs stays, and the refusal names both") { db ->
            db.execute("create table t (id integer primary key, a int unique, b int as (a + 1))")
            db.execute("create table c (x int references t (a))")
            db.refusal { dropColumn("t", "id") } shouldBe
                "the column 'id' is of the key of 't'\n  model: t\n  hint: say setPrimaryKey(\"t\", ..) without it first"
            db.refusal { dropColumn("t", "a") } shouldBe
                "the column 'a' of 't' is what foreign keys refer to, of c\n  model: t\n  hint: drop those foreign keys first"
            db.execute("drop table c")
            db.refusal { dropColumn("t", "a") } shouldBe
                "the column 'b' of 't' is computed from 'a'\n  model: t\n  hint: drop that column first"
            db.refusal { dropColumnCascade("t", "b") } shouldBe
                "SQLite has no DROP COLUMN .. CASCADE\n  model: t\n  hint: drop what uses it first, then it"
        }

        for (newest in listOf(null, old)) {
            sqlite("MIG-05 a column that a view or a trigger reads stays, SQLite ${newest ?: "as it runs"}") { db ->
                db.execute("create table t (a int, b int unique, c int)")
                db.execute("create view v as select b from t")
                db.execute("create view broken as select missing from t where b = 1")
                if (newest == null) db.execute("drop view broken") // SQLite's own DROP COLUMN wants all views sound
                val before = db.statements()
                shouldThrow<ProgrammingException> { db.change(newest) { dropColumn("t", "b") } }.summary() shouldBe "no such column: b"
                db.statements() shouldBe before
                db.execute("drop view v")
                db.execute("create trigger tr after update on t begin insert into t (b) values (new.b); end")
                shouldThrow<ProgrammingException> { db.change(newest) { dropColumn("t", "b") } }
                db.execute("drop trigger tr")
                db.change(newest) { dropColumn("t", "b") }
                db.query("select * from t").maps().shouldBeEmpty()
            }
        }

        sqlite("MIG-06 a column is renamed with its data, indexes, keys, views and triggers") { db ->
            db.execute("create table nest (id integer primary key, egg int, \"egg count\" int, constraint k check (egg > 0))")
            db.execute("create table chick (nest int references nest (id), e int, foreign key (e) references nest (egg))")
            db.execute("create unique index nest_egg on nest (egg)")
            db.execute("create view v as select egg as e, \"egg count\" as n from nest")
            db.execute("create trigger tr after insert on chick begin update nest set egg = egg where egg = new.e; end")
            db.execute("insert into nest values (1, 5, 6)")
            db.change { renameColumn("nest", "egg", "nest") }
            db.query("select e, n from v").maps() shouldBe listOf(mapOf("e" to 5, "n" to 6))
            db.statements() shouldBe
                mapOf(
                    "chick" to "CREATE TABLE chick (nest int references nest (id), e int, foreign key (e) references nest (\"nest\"))",
                    "nest" to "CREATE TABLE nest (id integer primary key, \"nest\" int, \"egg count\" int, constraint k check (\"nest\" > 0))",
                    "nest_egg" to "CREATE UNIQUE INDEX nest_egg on nest (\"nest\")",
                    "tr" to "CREATE TRIGGER tr after insert on chick begin update nest set \"nest\" = \"nest\" where \"nest\" = new.e; end",
                    "v" to "CREATE VIEW v as select \"nest\" as e, \"egg count\" as n from nest",
                )
            db.change { renameColumn("nest", "nest", "egg c") }
            db.change { renameColumn("nest", "egg count", "egg") }
            db.query("select e, n from v").maps() shouldBe listOf(mapOf("e" to 5, "n" to 6))
        }

        sqlite("MIG-07 a table is renamed with all that refers to it, by case alone, too") { db ->
            db.execute("create table nest (id integer primary key autoincrement)")
            db.execute("create table chick (nest int references nest)")
            db.execute("insert into nest values (9)")
            db.change { renameTable("nest", "Nest") }
            db.change { renameTable("NEST", "home") }
            db.statements().getValue("chick") shouldBe "CREATE TABLE chick (nest int references \"home\")"
            db.query("select * from sqlite_sequence").maps() shouldBe listOf(mapOf("name" to "home", "seq" to 9))
        }

        sqlite("MIG-09 a NULL that is there refuses, and nothing is changed") { db ->
            db.execute("create table p (id integer primary key)")
            db.execute("create table t (a int references p (id) on delete cascade, b int)")
            db.execute("insert into t values (null, 1)")
            val before = db.statements()
            for (newest in listOf(null, old)) {
                shouldThrow<IntegrityException> { db.change(newest) { setNotNull("t", "a") } }
                db.statements() shouldBe before
                db.values("select b from t") shouldBe listOf(1)
            }
            db.execute("update t set a = null where b = 2")
            db.execute("delete from t")
            for (newest in listOf(null, old)) {
                db.change(newest) { setNotNull("t", "a") }
                db.statements().getValue("t") shouldBe "CREATE TABLE t (a int references p (id) on delete cascade not null, b int)"
                db.change(newest) { dropNotNull("t", "a") }
                db.statements() shouldBe before
            }
        }

        sqlite("MIG-09 a comment at NOT NULL, which SQLite would take away with it, stays") { db ->
            db.execute("create table t (a int /* why */ not null, b int)")
            db.change { dropNotNull("t", "a") }
            db.statements().getValue("t") shouldBe "CREATE TABLE t (a int /* why */ , b int)"
        }

        sqlite("MIG-10 a default of any kind") { db ->
            db.execute("create table t (id integer primary key, a text)")
            for ((sql, value) in listOf("'x'" to "x", "-1" to "-1", "lower('AB')" to "ab", "(1) + (2)" to "3", "null" to null, "true" to "1", "x'41'" to "A")) {
                db.change { setDefaultSql("t", "a", sql) }
                db.execute("insert into t (id) values (null)")
                db.values("select cast(a as text) as a from t order by id desc limit 1") shouldBe listOf(value)
            }
            db.change { dropDefault("t", "a") }
            db.statements().getValue("t") shouldBe "CREATE TABLE t (id integer primary key, a text)"
        }

        sqlite("MIG-11 no value is lost to another type: what does not fit stays as it is") { db ->
            db.execute("create table t (a text)")
            db.execute("insert into t values ('12'), ('1.5'), ('x'), (null), (x'00')")
            db.change { changeType("t", "a", "integer") }
            db.values("select typeof(a) as t from t order by rowid") shouldBe listOf("integer", "real", "text", "null", "blob")
            db.change { changeType("t", "a", "integer", "cast(t.a as integer)") }
            db.values("select a from t order by rowid") shouldBe listOf(12, 1, 0, null, 0)
        }

        sqlite("MIG-11 the number of a row keeps its type") { db ->
            db.execute("create table t (id integer primary key, a text)")
            db.refusal { changeType("t", "id", "bigint") } shouldBe
                "the key 'id' of 't' is the number of the row, which is an integer of 64 bits\n" +
                "  model: t\n  hint: make another column the key first: setPrimaryKey(\"t\", ..)"
            db.change {
                setPrimaryKey("t", "a")
                changeType("t", "id", "text")
            }
            db.statements().getValue("t") shouldBe "CREATE TABLE t (id text not null, a text primary key not null)"
        }

        // ---- rules

        sqlite("MIG-13 MIG-14 rules are added and dropped by name, and those without one by the usual one") { db ->
            db.execute("create table p (id integer primary key, k text unique)")
            db.execute("create table t (a int references p, b text unique, c int)")
            val before = db.statements()
            for (newest in listOf(null, old)) {
                db.change(newest) {
                    dropForeignKey("t", "a", "p")
                    dropConstraint("t", "sqlite_autoindex_t_1")
                    addCheck("t", "positive", "c > 0")
                    addUnique("t", "one", "b", "c")
                    addForeignKey("t", foreignKey("b").references("p", "k").onDelete(OnDelete.CASCADE).onUpdate(OnDelete.SET_NULL).named("to_p"))
                }
                db.statements().getValue("t") shouldBe
                    "CREATE TABLE t (a int, b text, c int, constraint \"positive\" check (c > 0), constraint \"one\" unique (\"b\", \"c\")," +
                    " constraint \"to_p\" foreign key (\"b\") references \"p\" (\"k\") on delete cascade on update set null)"
                db.change(newest) {
                    setNotNull("t", "c") // actions are kept by what comes later
                    dropNotNull("t", "c")
                }
                db.query("select on_delete, on_update from pragma_foreign_key_list('t')").maps() shouldBe
                    listOf(mapOf("on_delete" to "CASCADE", "on_update" to "SET NULL"))
                db.change(newest) { for (rule in listOf("ONE", "to_p", "positive")) dropConstraint("t", rule) }
                db.execute("drop table t")
                db.execute("create table t (a int references p, b text unique, c int)")
                db.statements() shouldBe before
            }
        }

        sqlite("MIG-13 rows that break a new rule refuse it") { db ->
            db.execute("create table p (id integer primary key)")
            db.execute("create table t (a int, b int)")
            db.execute("insert into t values (1, 1), (1, 2)")
            val before = db.statements()
            for (newest in listOf(null, old)) {
                shouldThrow<IntegrityException> { db.change(newest) { addCheck("t", "c", "b < 2") } }
                shouldThrow<IntegrityException> { db.change(newest) { addUnique("t", "c", "a") } }.kind() shouldBe IntegrityException.Kind.UNIQUE
                shouldThrow<IntegrityException> { db.change(newest) { setPrimaryKey("t", "a") } }.kind() shouldBe IntegrityException.Kind.UNIQUE
                val orphans = shouldThrow<IntegrityException> { db.change(newest) { addForeignKey("t", foreignKey("a").references("p", "id")) } }
                orphans.summary() shouldBe "rows would refer to nothing: t (a) row 1 refers to no row of p; t (a) row 2 refers to no row of p"
                db.statements() shouldBe before
            }
        }

        sqlite("what is not there, or is there already, is told") { db ->
            db.execute("create table t (a int, constraint k check (a > 0))")
            db.execute("create view v as select 1 as a")
            db.execute("create virtual table s using fts5 (a)")
            db.refusal { changeType("nowhere", "a", "text") } shouldBe
                "there is no table 'nowhere' to change\n  model: nowhere\n  hint: create it first, or name one that is there"
            db.refusal { changeType("v", "a", "text") } shouldBe "'v' is a view\n  model: v\n  hint: drop it, and create it again as it should be"
            db.refusal { setNotNull("s", "a") } shouldStartWith "'s' is kept by a module"
            val none = "the table 't' has no column 'x'\n  model: t\n  hint: it has a"
            for (
            say in listOf<Migrator.() -> Unit>(
                { dropColumn("t", "x") },
                { renameColumn("t", "x", "y") },
                { changeType("t", "x", "text") },
                { setNotNull("t", "x") },
                { dropNotNull("t", "x") },
                { setDefaultSql("t", "x", "1") },
                { dropDefault("t", "x") },
                { setPrimaryKey("t", "x") },
                { addUnique("t", "u", "x") },
                { addForeignKey("t", foreignKey("x").references("t", "a")) },
            )
            ) {
                db.refusal(say) shouldBe none
            }
            db.refusal { addIndex("t", "x") } shouldStartWith "the table 't' has no column 'x' to index"
            db.refusal { addColumn("t", text("A")) } shouldStartWith "the table 't' has a column 'A' already"
            db.refusal { addCheck("t", "K", "1") } shouldBe
                "the table 't' has a constraint 'K' already\n  model: t\n  hint: drop it first, or give the new one another name"
            db.refusal { dropConstraint("t", "z") } shouldBe "the table 't' has no constraint 'z'\n  model: t\n  hint: it has k"
            db.refusal { renameIndex("t", "z", "y") } shouldStartWith "the table 't' has no index 'z'"
            db.refusal { addColumn("t", bigint("id").identity()) } shouldStartWith
                "SQLite counts up the key of a table only, not the column 'id'"
        }

        sqlite("what PostgreSQL alone has is refused by its name") { db ->
            val index = TableInfo.Index("i", listOf(TableInfo.Part("a", null, null, null, false, null)), true, false, "btree", listOf(), null, false)
            db.execute("create table t (a int)")
            for (
            (what, say) in listOf<Pair<String, Migrator.() -> Unit>>(
                "enumerated types" to { createEnum("e", "a") },
                "enumerated types" to { dropEnum("e") },
                "enumerated types" to { renameEnum("e", "f") },
                "enumerated types" to { addEnumValue("e", "b") },
                "enumerated types" to { renameEnumValue("e", "b", "c") },
                "enumerated types" to { replaceEnum("e", "b", "c") },
                "sequences" to { createSequence("s", 1, 1) },
                "sequences" to { dropSequence("s") },
                "materialized views" to { add(Operation.CreateView(SchemaName.of("v"), "select 1", true)) },
                "materialized views" to { add(Operation.DropView(SchemaName.of("v"), true)) },
                "DROP TABLE .. CASCADE" to { dropTableCascade("t") },
                "INCLUDE" to { addIndex("t", TableInfo.Index("i", index.parts(), true, false, "btree", listOf("a"), null, false)) },
                "NULLS NOT DISTINCT" to { addIndex("t", TableInfo.Index("i", index.parts(), true, true, "btree", listOf(), null, false)) },
                "indexes by gin" to { addIndex("t", TableInfo.Index("i", index.parts(), false, false, "gin", listOf(), null, false)) },
            )
            ) {
                db.refusal(say) shouldStartWith "SQLite has no $what\n"
            }
        }

        // ---- whole tables

        sqlite("a new table has the unique constraints that were said of it") { db ->
            val table = db.operations { createTable("t", integer("a"), text("b")) }.single() as Operation.CreateTable
            val unique = TableInfo.Index("sqlite_autoindex_t_1", listOf(TableInfo.Part("b", null, null, null, false, null)), true, false, "btree", listOf(), null, true)
            val named = TableInfo.Index("pair", listOf(TableInfo.Part("a", null, null, null, true, null), unique.parts()[0]), true, false, "btree", listOf(), null, true)
            val info = table.table()
            val more = TableInfo(info.name(), info.columns(), null, listOf(), listOf(unique, named), listOf(), info.options(), null)
            db.alter(listOf(Operation.CreateTable(more, false)))
            db.statements().getValue("t") shouldBe
                "CREATE TABLE \"t\" (\"a\" integer, \"b\" text, unique (\"b\"), constraint \"pair\" unique (\"a\" desc, \"b\"))"
        }

        sqlite("an attached schema is changed as the usual one is") { db ->
            db.sqlite().attach("archive", TestDatabases.temporaryFile().toString())
            db.inSchema("archive").aviaryIn("archive")
            val before = db.statements("archive")
            val rows = db.rows("archive")
            for (newest in listOf(null, old)) {
                val migrator: Migrator.() -> Unit = {
                    val m = inSchema("archive")
                    m.changeType("nest", "h", "text")
                    m.setNotNull("nest", "h")
                    m.addCheck("nest", "k", "h <> ''")
                    m.dropConstraint("nest", "k")
                    m.dropNotNull("nest", "h")
                    m.changeType("nest", "h", "real")
                    m.renameIndex("nest", "nest_h", "other")
                    m.renameIndex("nest", "other", "nest_h")
                    m.renameTable("nest", "Nest")
                    m.renameTable("nest", "nest")
                    m.addColumn("nest", m.text("x").index())
                    m.dropColumn("nest", "x")
                }
                db.alter(db.operations(migrator), newest) shouldBe listOf()
                db.statements("archive").mapValues { it.value?.replace("\"nest_h\"", "nest_h")?.replace("\"nest\"", "nest") } shouldBe before
                db.rows("archive") shouldBe rows
            }
            db.statements() shouldBe mapOf()
        }

        sqlite("a temporary table of the same name is not taken for it, and temporary triggers stay") { db ->
            db.connection().use {
                db.execute("create table t (a int)")
                db.execute("create temp trigger tt after insert on t begin select 1; end")
                db.execute("insert into t values (1)")
                db.change { changeType("t", "a", "text") }
                db.values("select name from temp.sqlite_schema") shouldBe listOf("tt")
                db.execute("drop trigger tt")
                db.execute("create temp table t (z int)")
                db.change { changeType("t", "a", "int") }
                db.values("select a from main.t") shouldBe listOf(1)
                db.statements().getValue("t") shouldBe "CREATE TABLE t (a int)"
                db.execute("drop table temp.t")
            }
        }

        sqlite("what ANALYZE has counted stays") { db ->
            db.execute("create table t (a int primary key, b text)")
            db.execute("create index tb on t (b)")
            db.execute("insert into t values (1, 'x'), (2, 'x')")
            db.execute("analyze")
            val counted = db.query("select tbl, idx, stat from sqlite_stat1 order by idx").maps()
            counted.size shouldBe 2
            db.change { changeType("t", "b", "varchar(9)") }
            db.query("select tbl, idx, stat from sqlite_stat1 order by idx").maps() shouldBe counted
        }

        sqlite("where every name of the row number is a column's, the rows still come over") { db ->
            db.execute("create table t (rowid text, oid text, _rowid_ text)")
            db.execute("insert into t values ('a', 'b', 'c')")
            db.change { changeType("t", "oid", "blob") }
            db.query("select * from t").maps() shouldBe listOf(mapOf("rowid" to "a", "oid" to "b", "_rowid_" to "c"))
        }

        sqlite("a rule that passes over rows does not pass over these") { db ->
            db.execute("create table t (a int unique on conflict ignore, b int not null on conflict ignore)")
            db.execute("insert into t values (1, 1), (2, 2)")
            shouldThrow<KingletException> { db.change { changeType("t", "a", "int", "7") } }
            shouldThrow<KingletException> { db.change { changeType("t", "b", "text", "null") } }
            db.values("select count(*) as n from t") shouldBe listOf(2)
        }
    })

private fun Database.aviaryIn(schema: String) {
    val said =
        """
        create table $schema.nest (id integer primary key autoincrement, h real)
        ;;
        create index $schema.nest_h on nest (h desc)
        ;;
        create table $schema.egg (nest int references nest on delete cascade)
        ;;
        create trigger $schema.tr after update on nest begin delete from egg where nest = -new.id; end
        ;;
        create view $schema.v as select h from nest
        ;;
        insert into $schema.nest values (7, 1.5)
        ;;
        insert into $schema.egg values (7)
        """.trimIndent()
    said.split("\n;;\n").forEach { execute(it) }
}
