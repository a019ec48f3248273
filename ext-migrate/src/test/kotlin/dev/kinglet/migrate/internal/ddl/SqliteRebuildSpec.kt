package dev.kinglet.migrate.internal.ddl

import dev.kinglet.Database
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.change.Operation
import dev.kinglet.migrate.internal.sqlite.SqliteVersion
import dev.kinglet.migrate.operations
import dev.kinglet.model.OnDelete
import dev.kinglet.schema.TableInfo
import dev.kinglet.type.DataType
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

private val aviary =
    """
    CREATE TABLE "nest" ( -- where they live, (in short
      nest integer primary key autoincrement, /* named like the table, */
      [tree kind] text collate nocase default 'oak, or elm; "maybe"' not null,
      `height` real check (height > 0 and height <> 3.5), -- in m, above ground
      primary_data text, foreign_data text, -- as the columns of a rebuild were once called
      up int references nest (nest) on delete set null deferrable initially deferred,
      area as (height * 2) stored, label text generated always as (upper("tree kind") || ', (' || foreign_data) virtual,
      spare text, last int default (1 + 2) -- the last one, really
      , constraint "no, really" check ("tree kind" not in ('a, b', 'it''s (c)', ')')),
      constraint pair unique (primary_data, foreign_data) on conflict ignore
      check (length(primary_data) < 100)
    )
    ;;
    CREATE TABLE egg (nest int, n int, colour text, primary key (nest, n), foreign key (nest) references Nest on delete cascade) without rowid
    ;;
    CREATE TABLE chick (
      id integer primary key, nest int, egg int, name text unique, [weight g] int not null,
      constraint hatched foreign key (nest, egg) references egg (nest, n) on delete cascade on update cascade
    ) strict
    ;;
    CREATE TABLE Log (line text)
    ;;
    CREATE TABLE nes (t text, "nest" text)
    ;;
    CREATE INDEX nest_high ON nest (height desc, "tree kind" collate binary) where height > 1 and "tree kind" <> 'where; on'
    ;;
    CREATE UNIQUE INDEX [nest expr] ON "nest" (lower(foreign_data) collate nocase, abs(height)) -- by what, (it is
    ;;
    CREATE INDEX nest_spare on nest(spare)
    ;;
    CREATE INDEX log_line on Log (line)
    ;;
    CREATE TRIGGER nest_log AFTER UPDATE OF height ON nest WHEN new.height > 1 BEGIN
      insert into Log values ('nest; ' || new.height); -- it grows
      update nes set t = (select max(height) from nest) where t = case when new.height > 2 then 'x' else 'y' end;
    END
    ;;
    CREATE TRIGGER egg_log BEFORE DELETE ON egg BEGIN insert into Log select "tree kind" from nest where nest = old.nest; END
    ;;
    CREATE VIEW high AS SELECT nest, "tree kind" AS tree, height FROM nest WHERE height > 1 /* high, is it */
    ;;
    CREATE VIEW higher (n, tree) AS SELECT nest, tree FROM high WHERE height > 5
    ;;
    CREATE TRIGGER high_insert INSTEAD OF INSERT ON high BEGIN insert into nest (height, "tree kind") values (new.height, new.tree); END
    ;;
    CREATE VIRTUAL TABLE search USING fts5 ( primary_data, 'foreign_data', content = 'nest', content_rowid="nest" )
    ;;
    CREATE TRIGGER search_insert after insert on nest begin insert into search (rowid, primary_data, foreign_data) values (new.nest, new.primary_data, new.foreign_data); end
    ;;
    insert into nest (nest, "tree kind", height, primary_data, foreign_data, up, spare) values
      (1, 'oak', 3, 'a robin', 'b', null, 's'), (7, 'Elm', 12.5, 'two', 'B2', 1, null), (9, 'ash', null, null, null, 9, 't')
    ;;
    insert into nest (nest, "tree kind") values (1000000, 'gone')
    ;;
    delete from nest where nest = 1000000
    ;;
    insert into egg values (1, 1, 'blue'), (1, 2, 'white'), (7, 1, null)
    ;;
    insert into chick values (3, 1, 2, 'Huey', 12), (4, 7, 1, 'Dewey', 15)
    ;;
    insert into Log (rowid, line) values (5, 'five'), (17, 'seventeen'), (-2, null)
    ;;
    insert into nes values ('t', 'nest')
    """.trimIndent()

internal fun Database.aviary() = aviary.split("\n;;\n").forEach { execute(it) }

/** What becomes of one alteration: the statements as they should be, and rows where they should change. */
private class Alteration(
    val name: String,
    val say: Migrator.() -> Unit,
    val statements: MutableMap<String, String?>.() -> Unit,
    val rows: MutableMap<String, List<Map<String, Any?>>>.() -> Unit = {},
    /** Of a SQLite that does it by itself, where that writes it in another way. */
    val native: (MutableMap<String, String?>.() -> Unit)? = null,
)

private fun MutableMap<String, String?>.put(
    name: String,
    from: String,
    to: String,
) {
    val before = requireNotNull(this[name])
    check(from in before) { "$from is not in $before" }
    this[name] = before.replace(from, to)
}

private fun MutableMap<String, List<Map<String, Any?>>>.each(
    table: String,
    change: (MutableMap<String, Any?>) -> Unit,
) {
    this[table] = getValue(table).map { row -> row.toMutableMap().also(change) }
}

private val alterations =
    listOf(
        Alteration("another type", { changeType("nest", "height", "numeric(10, 2)") }, { put("nest", "`height` real", "`height` numeric(10, 2)") }, {
            each("nest") { it["height"] = (it["height"] as Double?)?.let { h -> if (h == 3.0) 3 else h } }
            each("nest") { it["area"] = (it["area"] as Double?)?.let { h -> if (h == 6.0) 6 else h } }
        }),
        Alteration("another type by an expression", { changeType("NEST", "SPARE", "int", "length(nest.spare) + 10") }, { put("nest", "spare text", "spare int") }, {
            each("nest") { it["spare"] = (it["spare"] as String?)?.let { 11 } }
        }),
        Alteration("a type where none was", { changeType("nest", "area", "real") }, { put("nest", "area as", "area real as") }),
        Alteration("a default", { setDefault("nest", "height", DataType.DOUBLE, 2.5) }, { put("nest", "and height <> 3.5)", "and height <> 3.5) default 2.5") }),
        Alteration("another default", { setDefault("nest", "tree kind", DataType.TEXT, "it's, (") }, { put("nest", "'oak, or elm; \"maybe\"'", "'it''s, ('") }),
        Alteration("a computed default", { setDefaultSql("nest", "spare", "lower('A') || 'b'") }, { put("nest", "spare text", "spare text default (lower('A') || 'b')") }),
        Alteration("no default", { dropDefault("nest", "tree kind") }, { put("nest", " default 'oak, or elm; \"maybe\"'", "") }),
        Alteration("not null", { setNotNull("nest", "last") }, { put("nest", "last int default (1 + 2)", "last int default (1 + 2) not null") }, native = {
            put("nest", "-- the last one, really\n  ", "-- the last one, really\n   not null")
        }),
        Alteration("null again", { dropNotNull("nest", "tree kind") }, { put("nest", "\"maybe\"' not null", "\"maybe\"'") }),
        Alteration("a check", { addCheck("nest", "tall", "height < 99 and spare <> 'a,)'") }, {
            put("nest", "< 100)\n", "< 100), constraint \"tall\" check (height < 99 and spare <> 'a,)')\n")
        }, native = { put("nest", "< 100)\n", "< 100)\n, constraint \"tall\" check (height < 99 and spare <> 'a,)')") }),
        Alteration("no check", { dropConstraint("nest", "no, really") }, {
            put("nest", "constraint \"no, really\" check (\"tree kind\" not in ('a, b', 'it''s (c)', ')')),\n  ", "")
        }, native = {
            put("nest", "constraint \"no, really\" check (\"tree kind\" not in ('a, b', 'it''s (c)', ')')),", ",")
            put("nest", ", ,", ",")
        }),
        Alteration("no unique constraint", { dropConstraint("nest", "PAIR") }, {
            put("nest", "constraint pair unique (primary_data, foreign_data) on conflict ignore\n  ", "")
            remove("sqlite_autoindex_nest_1")
        }),
        Alteration("a unique constraint", { addUnique("nest", "one of a kind", "spare", "last") }, {
            put("nest", "< 100)\n", "< 100), constraint \"one of a kind\" unique (\"spare\", \"last\")\n")
            put("sqlite_autoindex_nest_2", null)
        }),
        Alteration("a foreign key", { addForeignKey("nest", foreignKey("last").references("chick", "id").onDelete(OnDelete.SET_NULL)) }, {
            put("nest", "< 100)\n", "< 100), constraint \"fk_nest_last_refs_chick\" foreign key (\"last\") references \"chick\" (\"id\") on delete set null\n")
        }),
        Alteration("a column", { addColumn("nest", varchar("colour, \"x\"", 9).defaultTo("a,b")) }, {
            put("nest", "really\n  ,", "really\n  , \"colour, \"\"x\"\"\" varchar(9) default 'a,b',")
        }, { each("nest") { it["colour, \"x\""] = "a,b" } }),
        Alteration("a stored computed column", { addColumn("nest", integer("twice").storedAs("nest * 2").index()) }, {
            put("nest", "really\n  ,", "really\n  , \"twice\" integer generated always as (nest * 2) stored,")
            put("nest_twice", "CREATE INDEX \"nest_twice\" on \"nest\" (\"twice\")")
        }, { each("nest") { it["twice"] = 2 * (it["nest"] as Number).toInt() } }),
        Alteration("a column with a computed default that every row has", { addColumn("egg", text("laid").notNull().defaultSql("upper('x')")) }, {
            put("egg", "colour text", "colour text, \"laid\" text default (upper('x')) not null")
        }, { each("egg") { it["laid"] = "X" } }),
        Alteration("a reference with a default", { addColumn("chick", integer("home").defaultTo(7).references("nest", "nest")) }, {
            put("chick", "not null,\n", "not null, \"home\" integer default 7 constraint \"fk_chick_home_refs_nest\" references \"nest\" (\"nest\"),\n")
            put("chick_home", "CREATE INDEX \"chick_home\" on \"chick\" (\"home\")")
        }, { each("chick") { it["home"] = 7 } }),
        Alteration("no column in the middle", { dropColumn("nest", "spare") }, {
            put("nest", "spare text, ", "")
            remove("nest_spare")
        }, { each("nest") { it.remove("spare") } }),
        Alteration("no reference to itself", { dropColumn("nest", "up") }, {
            put("nest", "up int references nest (nest) on delete set null deferrable initially deferred,\n  ", "")
        }, { each("nest") { it.remove("up") } }),
        Alteration("no last column, with what was said of it", { dropColumn("nest", "last") }, {
            put("nest", "spare text, last int default (1 + 2) -- the last one, really\n  ", "spare text")
        }, { each("nest") { it.remove("last") } }),
        Alteration("another name for a constraint", { renameConstraint("chick", "hatched", "has, hatched") }, { put("chick", "constraint hatched", "constraint \"has, hatched\"") }),
        Alteration("a name for a constraint without one", { renameConstraint("egg", "fk_egg_nest_refs_Nest", "laid_in") }, { put("egg", "foreign key", "constraint \"laid_in\" foreign key") }),
        Alteration("a key where none was", { setPrimaryKey("log", "line") }, {
            put("Log", "line text", "line text primary key not null")
            put("sqlite_autoindex_Log_1", null)
        }, { this["Log"] = getValue("Log").filter { it["line"] != null } }),
        Alteration("no key", { setPrimaryKey("chick") }, { put("chick", "id integer primary key", "id integer not null") }),
        Alteration("a key of two columns", { setPrimaryKey("chick", "id", "name") }, {
            put("chick", "id integer primary key", "id integer not null")
            put("chick", "name text unique", "name text unique not null")
            put("chick", "cascade\n", "cascade, primary key (\"id\", \"name\")\n")
            put("sqlite_autoindex_chick_2", null)
        }),
        Alteration("a type in a table without row numbers that others refer to", { changeType("egg", "colour", "varchar(9)") }, { put("egg", "colour text", "colour varchar(9)") }),
        Alteration("a type in a strict table", { changeType("chick", "weight g", "real") }, { put("chick", "[weight g] int", "[weight g] real") }, {
            each("chick") { it["weight g"] = (it["weight g"] as Number).toDouble() }
        }),
        Alteration("a type in a table whose row numbers nobody declared", { changeType("LOG", "line", "blob") }, { put("Log", "line text", "line blob") }),
        Alteration("a table whose name is the beginning of another", { changeType("nes", "nest", "int") }, { put("nes", "\"nest\" text", "\"nest\" int") }),
        Alteration("another name for an index", { renameIndex("nest", "nest expr", "by \"it\"") }, {
            put("by \"it\"", requireNotNull(remove("nest expr")).replace("[nest expr]", "\"by \"\"it\"\"\""))
        }),
        Alteration("what is so already", {
            changeType("nest", "height", "REAL".lowercase())
            setNotNull("nest", "tree kind")
            setNotNull("nest", "nest")
            dropNotNull("nest", "height")
            dropDefault("nest", "height")
            setPrimaryKey("nest", "nest")
            renameColumn("nest", "height", "height")
            renameTable("nest", "nest")
        }, {}),
    )

class SqliteRebuildSpec :
    FunSpec({
        fun check(
            alteration: Alteration,
            newest: SqliteVersion?,
        ) = Database.sqliteInMemory().use { db ->
            db.aviary()
            if (alteration.name == "a key where none was") db.execute("delete from Log where line is null")
            if (alteration.name == "not null") db.execute("update nest set last = 3")
            val statements = db.statements()
            val rows = db.rows()
            val operations = db.operations(alteration.say)
            db.alter(operations, newest) shouldBe listOf()
            val expected = statements.toMutableMap().apply(if (newest == null && alteration.native != null) alteration.native else alteration.statements)
            val kept = db.rows()
            val changed = rows.toMutableMap().apply(alteration.rows)
            db.statements().besides(expected) shouldBe expected.besides(db.statements())
            kept.besides(changed) shouldBe changed.besides(kept)
            // all that hangs on it still works
            db.sqlite().pragma("foreign_keys") shouldBe "1"
            db.sqlite().pragma("legacy_alter_table") shouldBe "0"
            db.query("pragma integrity_check").maps().map { it.values.single() } shouldBe listOf("ok")
            db.query("pragma foreign_key_check").maps() shouldBe listOf()
            db.query("select n, tree from higher").maps() shouldBe listOf(mapOf("n" to 7, "tree" to "Elm"))
            db.query("select rowid as id from search where search match 'robin'").maps() shouldBe listOf(mapOf("id" to 1))
            val lines = db.query("select line from Log").maps().size
            db.execute("update nest set height = 13 where nest = 7")
            db.query("select line from Log").maps().size shouldBe lines + 1
        }

        for (alteration in alterations) {
            test("MIG-17 nothing is lost: ${alteration.name}") { check(alteration, null) }
            test("MIG-17 nothing is lost, an older SQLite: ${alteration.name}") { check(alteration, oldSqlite) }
        }
    })
