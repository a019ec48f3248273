package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.Schema
import dev.kinglet.SchemaStatement
import dev.kinglet.errors.DataException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Publisher
import dev.kinglet.fixtures.Shelf
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.Volume
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.model.CompositeForeignKey
import dev.kinglet.model.Index
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.SchemaCaller
import java.io.File
import java.lang.reflect.Modifier
import java.util.UUID

private class Searched : Model<Long>() {
    companion object : Table<Searched, Long>(::Searched) {
        val id = autoId()
        val words = text()
        val tag = text().nullable()

        init {
            index(words).using("gin").operators("gin_trgm_ops").named("searched_words")
            uniqueIndex(tag).nullsNotDistinct().include(words)
            index(tag.desc().nullsLast(), id).named("searched_tag_id")
            tablespace("fast")
        }
    }
}

private class Twins : Model<Long>() {
    companion object : Table<Twins, Long>(::Twins) {
        val id = autoId()
        val a = text()

        init {
            index(a)
            index(a.desc())
        }
    }
}

private class OtherTwin : Model<Long>() {
    companion object : Table<OtherTwin, Long>(::OtherTwin) {
        val id = autoId()

        init {
            named("rigid")
        }
    }
}

private class Nameless : Model<Long>() {
    companion object : Table<Nameless, Long>(::Nameless) {
        val id = autoId()
        val a = text()

        init {
            index(Fn.lower(a))
        }
    }
}

private class NotUnique : Model<Long>() {
    companion object : Table<NotUnique, Long>(::NotUnique) {
        val id = autoId()
        val a = text()

        init {
            index(a).nullsNotDistinct()
        }
    }
}

private class Rigid : Model<Long>() {
    companion object : Table<Rigid, Long>(::Rigid) {
        val id = autoId()
        val big = bigint()
        val name = varchar(10)
        val price = decimal(8, 2)
        val weight = doublePrecision()
        val data = blob()
        val on = date()

        init {
            strict()
        }
    }
}

/** Tables, indexes and their kin as values, whose SQL is seen before it runs. */
class SchemaChangeSpec :
    FunSpec({
        val sqlite = Database.sqliteInMemory()
        val postgres by lazy { TestDatabases.sharedPostgres }
        afterSpec { sqlite.close() }

        fun both(
            sqliteSql: List<String>,
            postgresSql: List<String> = sqliteSql,
            statement: (Schema) -> SchemaStatement,
        ) {
            statement(sqlite.schema()).sql() shouldContainExactly sqliteSql
            statement(postgres.schema()).sql() shouldContainExactly postgresSql
        }

        fun onlyPostgres(
            what: String,
            instead: String,
            postgresSql: List<String>,
            statement: (Schema) -> SchemaStatement,
        ) {
            shouldRefuse<ProgrammingException>("SQLite has no $what", null, instead) { statement(sqlite.schema()).sql() }
            statement(postgres.schema()).sql() shouldContainExactly postgresSql
        }

        test("a table with foreign keys and indexes of every kind (DDL-01, DDL-05, DDL-06, DDL-07, FLD-28, MOD-12)") {
            val shelf =
                """create table if not exists "shelf" ("room" varchar(20) not null, "number" integer not null, "label" text, """
            both(
                listOf(
                    shelf +
                        "\"height\" decimal(6,2), \"built\" date, \"open\" boolean, \"token\" char(36), \"mark\" blob, " +
                        "primary key (\"room\", \"number\"), " +
                        "constraint \"shelf_label\" check (\"label\" <> 'it''s \\ \"odd\" {0} ?'), " +
                        "check ((\"height\" > 0.5 or \"height\" is null)), " +
                        "constraint \"shelf_built\" check (\"built\" >= '1900-01-01'), " +
                        "constraint \"shelf_open\" check ((\"open\" = 1 or \"number\" in (1, 2, 3))), " +
                        "constraint \"shelf_mark\" check (\"mark\" <> x'0027ff')) without rowid",
                ),
                listOf(
                    shelf +
                        "\"height\" numeric(6,2), \"built\" date, \"open\" boolean, \"token\" uuid, \"mark\" bytea, " +
                        "primary key (\"room\", \"number\"), " +
                        "constraint \"shelf_label\" check (\"label\" <> E'it''s \\\\ \"odd\" {0} ?'), " +
                        "check ((\"height\" > 0.50 or \"height\" is null)), " +
                        "constraint \"shelf_built\" check (\"built\" >= cast('1900-01-01' as date)), " +
                        "constraint \"shelf_open\" check ((\"open\" = true or \"number\" in (1, 2, 3))), " +
                        "constraint \"shelf_mark\" check (\"mark\" <> decode('0027ff', 'hex')))",
                    "comment on table \"shelf\" is 'where books stand, it''s said'",
                ),
            ) { it.create(Shelf) }
            sqlite.schema().create(Volume).sql().filter { " \"volume" in it.take(50) } shouldContainExactly
                listOf(
                    "create table if not exists \"volume\" (\"id\" integer not null primary key, \"title\" varchar(100) not null, " +
                        "\"isbn\" text not null, \"room\" varchar(20), \"shelf_number\" integer, \"pages\" integer not null, " +
                        "\"sequel_id\" bigint, \"publisher_id\" varchar(8) not null, " +
                        "constraint \"fk_volume_sequel_id_refs_volume\" foreign key (\"sequel_id\") references \"volume\" (\"id\") " +
                        "on delete set null, constraint \"volume_publisher\" foreign key (\"publisher_id\") " +
                        "references \"group\" (\"code\") on delete cascade on update cascade deferrable initially deferred, " +
                        "constraint \"fk_volume_room_shelf_number_refs_shelf\" foreign key (\"room\", \"shelf_number\") " +
                        "references \"shelf\" (\"room\", \"number\") on delete restrict deferrable initially deferred)",
                    "create index if not exists \"volume_title\" on \"volume\" (\"title\")",
                    "create unique index if not exists \"volume_isbn\" on \"volume\" (\"isbn\")",
                    "create unique index if not exists \"volume_sequel_id\" on \"volume\" (\"sequel_id\")",
                    "create index if not exists \"volume_publisher_id\" on \"volume\" (\"publisher_id\")",
                    "create index if not exists \"volume_lower_title\" on \"volume\" ((lower(\"title\")), \"pages\" desc)",
                    "create unique index if not exists \"volume_thick\" on \"volume\" (\"title\", \"publisher_id\") where \"pages\" > 100",
                )
        }

        contract("the database keeps what was declared (DDL-01, DDL-09, FLD-28)", Shelf, Volume, Publisher) { db ->
            Shelf.insert(Shelf.room.to("a"), Shelf.number.to(1), Shelf.label.to("plain")).execute()

            fun refused(
                constraint: String?,
                vararg values: dev.kinglet.query.Assignment,
            ) {
                val error = shouldThrow<IntegrityException> { Shelf.insert(Shelf.room.to("b"), Shelf.number.to(2), *values).execute() }
                error.kind() shouldBe IntegrityException.Kind.CHECK
                if (constraint != null) error.constraint() shouldBe constraint
            }
            refused("shelf_label", Shelf.label.to("it's \\ \"odd\" {0} ?"))
            refused(null, Shelf.height.to("0.50".toBigDecimal()))
            refused("shelf_built", Shelf.built.to(java.time.LocalDate.of(1899, 12, 31)))
            refused("shelf_mark", Shelf.mark.to(byteArrayOf(0, 39, -1)))
            val number = 9
            shouldThrow<IntegrityException> {
                Shelf.insert(Shelf.room.to("b"), Shelf.number.to(number), Shelf.open.to(false)).execute()
            }.constraint() shouldBe "shelf_open"
            // a circle, in one transaction: both foreign keys of the volume wait for its end
            db.atomic<RuntimeException> {
                Volume.insert(
                    Volume.title.to("Tehanu"),
                    Volume.isbn.to("1"),
                    Volume.pages.to(200),
                    Volume.publisher.key().to("ace"),
                    Volume.room.to("c"),
                    Volume.shelfNumber.to(3),
                ).execute()
                Publisher.insert(Publisher.code.to("ace"), Publisher.best.key().to(1L)).execute()
                Shelf.insert(Shelf.room.to("c"), Shelf.number.to(3)).execute()
            }
            Publisher.update(Publisher.code.to("orbit")).where(Publisher.code.eq("ace")).execute()
            Volume.get(1L).key(Volume.publisher) shouldBe "orbit"
            shouldThrow<IntegrityException> { Shelf.delete().where(Shelf.room.eq("c")).execute() }
            Volume.where(Volume.room.eq("c")).count() shouldBe 1
        }

        test("indexes that only PostgreSQL has, and a tablespace (DDL-07, DDL-14)") {
            postgres.schema().create(Searched).sql() shouldContainExactly
                listOf(
                    "create table if not exists \"searched\" (\"id\" bigint generated by default as identity not null primary key, " +
                        "\"words\" text not null, \"tag\" text) tablespace \"fast\"",
                    "create index if not exists \"searched_words\" on \"searched\" using gin (\"words\" gin_trgm_ops)",
                    "create unique index if not exists \"searched_tag\" on \"searched\" (\"tag\") include (\"words\") nulls not distinct",
                    "create index if not exists \"searched_tag_id\" on \"searched\" (\"tag\" desc nulls last, \"id\")",
                )
            shouldRefuse<ProgrammingException>(
                "SQLite has no index with using(\"gin\")",
                "Searched",
                "leave it out, or create that index on PostgreSQL only",
            ) { sqlite.schema().create(Searched).sql() }
        }

        test("a strict table of SQLite stores the five types it knows (DDL-14)") {
            both(
                listOf(
                    "create table if not exists \"rigid\" (\"id\" integer not null primary key, \"big\" integer not null, " +
                        "\"name\" text not null, \"price\" any not null, \"weight\" real not null, \"data\" blob not null, " +
                        "\"on\" text not null) strict",
                ),
                listOf(
                    "create table if not exists \"rigid\" (\"id\" bigint generated by default as identity not null primary key, " +
                        "\"big\" bigint not null, \"name\" varchar(10) not null, \"price\" numeric(8,2) not null, " +
                        "\"weight\" double precision not null, \"data\" bytea not null, \"on\" date not null)",
                ),
            ) { it.create(Rigid) }
            Database.sqliteInMemory().use { db ->
                db.bind(Rigid).createTables(Rigid)
                val row =
                    Rigid.create(
                        Rigid.big.to(1L shl 40),
                        Rigid.name.to("x"),
                        Rigid.price.to("1.50".toBigDecimal()),
                        Rigid.weight.to(1.0),
                        Rigid.data.to(byteArrayOf(1)),
                        Rigid.on.to(java.time.LocalDate.of(2020, 2, 29)),
                    )
                Rigid.get(row.id())[Rigid.price] shouldBe "1.50".toBigDecimal()
                db.schema().check(Rigid) shouldBe listOf()
            }
        }

        test("declarations that would lose an index are refused (DDL-05)") {
            shouldRefuse<ModelException>(
                "two indexes are named 'twins_a': that of twins: index twins_a (a) and that of twins: index twins_a (a desc)",
                "twins",
                "give one of them another name: index(..).named(\"..\")",
            ) { sqlite.schema().create(Twins).sql() }
            shouldRefuse<ModelException>(
                "two different tables are named 'rigid'",
                "rigid",
                "give one of them another name: named(\"..\"), or create them one by one",
            ) { sqlite.schema().create(Rigid, OtherTwin).sql() }
            shouldRefuse<ModelException>(
                "an index of Nameless is over an expression and has no name",
                "Nameless",
                "give it one: index(..).named(\"..\")",
            ) { sqlite.schema().create(Nameless).sql() }
            shouldRefuse<ModelException>(
                "an index of NotUnique says nullsNotDistinct() and is not unique",
                "NotUnique",
                "add unique(), or drop nullsNotDistinct()",
            ) { sqlite.schema().create(NotUnique).sql() }
            shouldRefuse<ModelException>(
                "'gin (x) where' is no name of an index method or an operator class",
                "Rigid",
                "give the name alone, such as gin",
            ) { Index.on(Rigid, Rigid.name).using("gin (x) where") }
            Volume.tableName()
            shouldThrow<ModelException> { Volume.indexes().first().unique() }.hint() shouldBe "say it in the table's constructor"
        }

        test("a text with NUL cannot stand in DDL") {
            shouldRefuse<DataException>(
                "a text with the character NUL cannot stand in SQL",
                null,
                "leave it out: DDL takes no bound values",
            ) { sqlite.schema().createIndex(Index.on(Rigid, Rigid.big).where(Rigid.name.eq("a\u0000b"))).sql() }
        }

        test("values in DDL, on both databases") {
            fun where(
                condition: dev.kinglet.expr.Condition,
                sqliteText: String,
                postgresText: String = sqliteText,
            ) = both(
                listOf("create index if not exists \"rigid_big\" on \"rigid\" (\"big\") where $sqliteText"),
                listOf("create index if not exists \"rigid_big\" on \"rigid\" (\"big\") where $postgresText"),
            ) { it.createIndex(Index.on(Rigid, Rigid.big).where(condition)) }
            where(Rigid.big.eq(Long.MIN_VALUE), "\"big\" = -9223372036854775808", "\"big\" = cast('-9223372036854775808' as bigint)")
            where(Rigid.big.gt(-1L), "\"big\" > -1")
            where(Rigid.name.eq("o'; drop--"), "\"name\" = 'o''; drop--'")
            where(Rigid.weight.lt(1.5e300), "\"weight\" < 1.5E300", "\"weight\" < cast('1.5E300' as double precision)")
            where(Rigid.on.eq(java.time.LocalDate.of(2024, 2, 29)), "\"on\" = '2024-02-29'", "\"on\" = cast('2024-02-29' as date)")
            where(Rigid.name.`in`("a", "b"), "\"name\" in ('a', 'b')")
            where(Rigid.name.isNull(), "\"name\" is null")
            where(Rigid.name.like("a%"), "\"name\" glob 'a*'", "\"name\" like 'a%'")
            both(
                listOf("create index if not exists \"shelf_number\" on \"shelf\" (\"number\") where \"token\" = '00000000-0000-0000-0000-000000000001'"),
                listOf(
                    "create index if not exists \"shelf_number\" on \"shelf\" (\"number\") " +
                        "where \"token\" = cast('00000000-0000-0000-0000-000000000001' as uuid)",
                ),
            ) { it.createIndex(Index.on(Shelf, Shelf.number).where(Shelf.token.eq(UUID(0, 1)))) }
        }

        test("indexes at run time (DDL-07)") {
            both(listOf("create unique index \"x\" on \"rigid\" (\"name\" desc, (lower(\"name\")))")) {
                it.createIndex(Index.on(Rigid, Rigid.name.desc(), Fn.lower(Rigid.name)).unique().named("x")).ifNotExists(false)
            }
            both(
                listOf("create index if not exists \"rigid_name\" on \"rigid\" (\"name\")"),
                listOf("create index concurrently if not exists \"rigid_name\" on \"rigid\" (\"name\")"),
            ) { it.createIndex(Index.on(Rigid, Rigid.name)).concurrently() }
            both(listOf("drop index if exists \"rigid_name\"")) { it.dropIndex("rigid_name") }
            onlyPostgres("DROP .. CASCADE", "drop what refers to it first", listOf("drop index \"rigid_name\" cascade")) {
                it.dropIndex("rigid_name").ifExists(false).cascade()
            }
            shouldRefuse<ProgrammingException>(
                "a materialized view cannot be temporary",
                null,
                "create a temporary table: createTableAs(name, query).temporary()",
            ) { postgres.schema().createView("v", Rigid.select()).materialized().temporary().sql() }
        }

        test("dropping tables (DDL-03)") {
            both(listOf("drop table if exists \"rigid\"")) { it.drop(Rigid) }
            both(listOf("drop table \"rigid\"")) { it.drop(Rigid).ifExists(false) }
            both(listOf("drop table if exists \"a\"\"b\"")) { it.dropTable("a\"b") }
            onlyPostgres("DROP .. CASCADE", "drop what refers to it first", listOf("drop table if exists \"rigid\" cascade")) {
                it.drop(Rigid).cascade()
            }
            onlyPostgres("DROP .. RESTRICT", "drop what refers to it first", listOf("drop table if exists \"rigid\" restrict")) {
                it.drop(Rigid).restrict()
            }
            both(
                listOf("drop table if exists \"group\"", "drop table if exists \"volume\"", "drop table if exists \"shelf\""),
                listOf(
                    "alter table if exists \"volume\" drop constraint if exists \"volume_publisher\"",
                    "drop table if exists \"group\"",
                    "drop table if exists \"volume\"",
                    "drop table if exists \"shelf\"",
                ),
            ) { it.drop(Volume, Publisher, Shelf) }
        }

        test("truncating (DDL-12)") {
            both(
                listOf("delete from \"group\"", "delete from \"volume\""),
                listOf("truncate table \"group\", \"volume\""),
            ) { it.truncate(Publisher, Volume) }
            onlyPostgres("TRUNCATE .. CASCADE", "name the tables that refer to it, too", listOf("truncate table \"group\" restart identity cascade")) {
                it.truncate(Publisher).restartIdentity().cascade()
            }
        }

        contract("numbers begin anew where that was asked (DDL-12)", Volume, Publisher) { db ->
            Publisher.insert(Publisher.code.to("ace")).execute()

            fun volume(isbn: String): Long =
                Volume
                    .insert(Volume.title.to("x"), Volume.isbn.to(isbn), Volume.pages.to(1), Volume.publisher.key().to("ace"))
                    .execute()
            volume("1")
            volume("2") shouldBe 2L
            db.schema().truncate(Volume, Publisher).restartIdentity().execute()
            Publisher.select().count() shouldBe 0
            Publisher.insert(Publisher.code.to("ace")).execute()
            volume("3") shouldBe 1L
        }

        test("SQLite remembers the numbers of an AUTOINCREMENT table in a table of its own (DDL-12)") {
            Database.sqliteInMemory().use { db ->
                db.execute("create table \"twins\" (\"id\" integer primary key autoincrement, \"a\" text)")
                db.schema().truncate(Twins).restartIdentity().sql() shouldContainExactly
                    listOf("delete from \"twins\"", "delete from \"sqlite_sequence\" where name = 'twins'")
            }
        }

        test("sequences, enumerated types and schemas (DDL-11)") {
            onlyPostgres("sequences", "number rows by autoId()", listOf("create sequence if not exists \"s\" start 5 increment 2")) {
                it.createSequence("s").start(5).increment(2)
            }
            onlyPostgres("sequences", "number rows by autoId()", listOf("drop sequence if exists \"s\" cascade")) {
                it.dropSequence("s").cascade()
            }
            onlyPostgres(
                "enumerated types",
                "use a text column with a check",
                listOf(
                    "do \$kinglet\$ begin if not (to_regtype(quote_ident(current_schema()) || '.\"mood\"') is not null) then " +
                        "create type \"mood\" as enum ('sad', 'o''k'); end if; end \$kinglet\$",
                ),
            ) { it.createEnum("mood", "sad", "o'k") }
            onlyPostgres("enumerated types", "use a text column with a check", listOf("create type \"m\" as enum (E'\\\\')")) {
                it.createEnum("m", "\\").ifNotExists(false)
            }
            onlyPostgres("enumerated types", "use a text column with a check", listOf("drop type if exists \"m\"")) { it.dropEnum("m") }
            postgres.inSchema("far").schema().createSchema().sql() shouldContainExactly listOf("create schema if not exists \"far\"")
            postgres.inSchema("far").schema().dropSchema().cascade().sql() shouldContainExactly listOf("drop schema if exists \"far\" cascade")
            postgres.inSchema("far").schema().createSequence("s").sql() shouldContainExactly
                listOf("create sequence if not exists \"far\".\"s\" start 1 increment 1")
            shouldRefuse<ProgrammingException>(
                "the usual schema is not created and not dropped",
                null,
                "name one: database.inSchema(\"tenant\").schema()",
            ) { postgres.schema().createSchema().sql() }
        }

        contract("what is there stays, or is an error where that was asked (DDL-01, DDL-04, DDL-11)") { db ->
            if (db.dialect() == Dialect.POSTGRES) {
                val schema = db.schema()
                repeat(2) {
                    schema.createEnum("mood", "sad", "o'k").execute()
                    schema.createSequence("numbers").execute()
                }
                schema.enums().map { it.values() } shouldContainExactly listOf(listOf("sad", "o'k"))
                shouldThrow<ProgrammingException> { schema.createEnum("mood", "glad").ifNotExists(false).execute() }
                schema.dropEnum("mood").execute()
                schema.dropSequence("numbers").execute()
                schema.read().toString() shouldBe ""
            }
            db.schema().create(Rigid).execute()
            db.schema().create(Rigid).execute()
            shouldThrow<ProgrammingException> { db.schema().create(Rigid).ifNotExists(false).execute() }
            db.schema().exists(Rigid) shouldBe true
            db.schema().exists("rigid") shouldBe true
            db.schema().exists(Twins) shouldBe false
            db.schema().drop(Rigid).execute()
            db.schema().exists(Rigid) shouldBe false
            db.schema().drop(Rigid).execute()
            shouldThrow<ProgrammingException> { db.schema().drop(Rigid).ifExists(false).execute() }
        }

        contract("a temporary table is its connection's own, and leaves the one of its name alone (DDL-14)") { db ->
            db.bind(Rigid)
            db.connection().use {
                db.schema().create(Rigid).temporary().sql().first().take(45) shouldBe
                    if (db.dialect() == Dialect.SQLITE) {
                        "create table if not exists \"temp\".\"rigid\" (\"id"
                    } else {
                        "create temporary table if not exists \"rigid\" "
                    }.take(45)
                db.schema().create(Rigid).temporary().execute()
                Rigid.select().count() shouldBe 0
                db.schema().exists("rigid") shouldBe true
                db.schema().tables() shouldBe listOf()
                db.schema().dropTable("rigid").execute()
            }
        }

        contract("a table of the rows of a query (DDL-13)", Shelf) { db ->
            Shelf.insert(Shelf.room.to("a"), Shelf.number.to(1), Shelf.label.to("plain")).execute()
            val statement = db.schema().createTableAs("copy", Shelf.select(Shelf.room, Shelf.number).where(Shelf.room.ne("it's")))
            statement.sql() shouldContainExactly
                listOf(
                    "create table if not exists \"copy\" as select \"shelf\".\"room\", \"shelf\".\"number\" from \"shelf\" " +
                        "where \"shelf\".\"room\" <> 'it''s'",
                )
            statement.execute()
            db.query("select room, number from copy").maps() shouldBe listOf(mapOf("room" to "a", "number" to 1L))
        }

        test("an index is made concurrently outside of transactions only (DDL-07)") {
            TestDatabases.fresh(dev.kinglet.fixtures.Kind.POSTGRES) { db ->
                db.createTables(Rigid)
                val statement = db.schema().createIndex(Index.on(Rigid, Rigid.name)).concurrently()
                shouldRefuse<ProgrammingException>(
                    "an index cannot be made concurrently in a transaction",
                    null,
                    "do it outside, or leave concurrently() out",
                ) { db.atomic<RuntimeException> { statement.execute() } }
                statement.execute()
                db.schema().table("rigid")!!.index("rigid_name").toString() shouldBe "index rigid_name (name)"
            }
        }

        test("a foreign key is added to tables that are there (DDL-10)") {
            onlyPostgres(
                "ALTER TABLE .. ADD FOREIGN KEY",
                "create both tables together: a foreign key may stand before its target",
                listOf(
                    "alter table \"group\" add constraint \"fk_group_best_id_refs_volume\" foreign key (\"best_id\") " +
                        "references \"volume\" (\"id\")",
                ),
            ) { it.addForeignKey(Publisher.best).ifNotExists(false) }
        }

        test("what a constructor says is there to be read") {
            val shelf = Volume.compositeForeignKeys().single()
            listOf(shelf.deferral().toString(), shelf.givenName(), shelf.targetColumns()) shouldBe
                listOf("deferrable initially deferred", null, listOf(Shelf.room, Shelf.number))
            val (words, tag) = Searched.indexes()
            listOf(words.method(), words.isUnique(), tag.isNullsNotDistinct(), tag.included()) shouldBe
                listOf("gin", false, true, listOf(Searched.words))
        }

        contract("every method of the schema from Java, and what a constructor in Java says (DDL-01)") { db ->
            SchemaCaller.declared() shouldContainExactly
                listOf(
                    2,
                    listOf(SchemaCaller.Item.ITEM.name, SchemaCaller.Item.ITEM.number),
                    false,
                    false,
                    "btree",
                    listOf<Any>(),
                    true,
                    true,
                    listOf(SchemaCaller.Item.ITEM.place, SchemaCaller.Item.ITEM.number),
                    true,
                    listOf(SchemaCaller.Crate.CRATE.code, SchemaCaller.Crate.CRATE.place),
                    "set null cascade deferrable initially deferred",
                    "item_crate",
                    "cascade deferrable item_part",
                    true,
                    "where things are",
                    true,
                    2,
                )
            SchemaCaller.all(db) shouldBe listOf()
            db.schema().tables() shouldBe listOf()
        }

        contract("a value and a type as they stand in DDL") { db ->
            val sqlite = db.dialect() == Dialect.SQLITE
            db.schema().literal(DataType.BOOLEAN, true) shouldBe if (sqlite) "1" else "true"
            db.schema().literal(DataType.INTEGER, null) shouldBe "null"
            db.schema().sqlType(DataType.decimal(12, 2)) shouldBe if (sqlite) "decimal(12,2)" else "numeric(12,2)"
        }

        test("each public method of the schema is called from Java and from Kotlin") {
            val core = generateSequence(File("").absoluteFile) { it.parentFile }.first { File(it, "bom").isDirectory }.resolve("core")

            fun called(
                folder: String,
                ending: String,
            ): String = core.resolve(folder).walk().filter { it.extension == ending }.joinToString("\n") { it.readText() }
            val methods =
                (listOf(Schema::class.java, Index::class.java, CompositeForeignKey::class.java) + SchemaStatement::class.java.permittedSubclasses)
                    .flatMap { type -> type.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isBridge } }
                    .map { it.name }
                    .filterNot { it == "toString" }
                    .distinct()
            for ((folder, ending) in listOf("src/test/java" to "java", "src/test/kotlin" to "kt")) {
                val text = called(folder, ending)
                withClue(ending) { methods.filterNot { Regex("[.:]`?$it\\b").containsMatchIn(text) }.sorted() shouldBe listOf() }
            }
        }

        contract("changes are all or nothing") { db ->
            val schema = db.schema()
            val changes = schema.create(Rigid).changes() + schema.dropTable("not_there").ifExists(false).changes()
            shouldThrow<ProgrammingException> { schema.change(changes).execute() }
            schema.exists(Rigid) shouldBe false
            schema.create(Rigid).toString() shouldBe schema.create(Rigid).sql().joinToString(";\n")
        }
    })
