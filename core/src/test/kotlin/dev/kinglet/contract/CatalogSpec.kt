package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.Odds.Event.EVENT
import dev.kinglet.fixtures.Odds.Keyword.KEYWORD
import dev.kinglet.fixtures.Odds.Leaf.LEAF
import dev.kinglet.fixtures.Odds.Line.LINE
import dev.kinglet.fixtures.Odds.Note.NOTE
import dev.kinglet.fixtures.Publisher
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.Shelf
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.Thick
import dev.kinglet.fixtures.Volume
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.ForeignKey.Deferral
import dev.kinglet.model.OnDelete
import dev.kinglet.schema.SchemaName
import dev.kinglet.schema.TableInfo
import dev.kinglet.schema.TableInfo.Identity
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.maps.shouldBeEmpty
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User.USER

/** What the database says of itself, in one vocabulary; against SQL as somebody else would write it (DDL-15). */
class CatalogSpec :
    FunSpec({
        contract("the name of one rule of SQLite is not that of the next", on = Dialect.SQLITE) { db ->
            db.execute(
                """
                create table part (
                  a integer constraint u unique check (a > 0) constraint n not null constraint c check (a < 9),
                  b text constraint d default 'x' constraint o collate nocase check (b <> ''),
                  e integer constraint g generated always as (a + 1) check (e > 1)
                )
                """,
            )
            db.schema().table("part")!!.checks().map { "${it.name()}: ${it.sql()}" }.toSet() shouldBe
                setOf("null: a > 0", "c: a < 9", "null: b <> ''", "null: e > 1")
        }

        fun Database.run(vararg sql: String) = sql.forEach(::execute)

        fun column(
            name: String,
            sqlType: String,
            type: DataType<*>?,
            nullable: Boolean = true,
            default: String? = null,
            identity: Identity = Identity.NONE,
            generated: TableInfo.Generated? = null,
            collation: String? = null,
            comment: String? = null,
        ) = TableInfo.Column(name, sqlType, type, nullable, default, identity, generated, collation, comment)

        fun part(
            column: String?,
            expression: String? = null,
            collation: String? = null,
            operators: String? = null,
            descending: Boolean = false,
            nullsFirst: Boolean? = null,
        ) = TableInfo.Part(column, expression, collation, operators, descending, nullsFirst)

        test("SQLite: columns, keys, checks and indexes as somebody wrote them (DDL-15)") {
            Database.sqliteInMemory().use { db ->
                db.run(
                    """
                    CREATE TABLE "Stock" ( -- a comment, with a ) and a , in it
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        [the name] VARCHAR ( 20 ) COLLATE NOCASE NOT NULL DEFAULT 'it''s, (so)',
                        `price` DECIMAL(12, 2) CONSTRAINT positive CHECK (price > 0) CHECK (price <> 13),
                        twice NUMERIC GENERATED ALWAYS AS (price * 2) STORED,
                        loud TEXT AS (upper("the name")),
                        made TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
                        parent_id INT CONSTRAINT up REFERENCES "Stock" ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
                        a INT, b INT NOT NULL,
                        odd,
                        CONSTRAINT "a or b" CHECK (a IS NOT NULL /* ) */ OR b > 1),
                        UNIQUE (a, b),
                        CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES "Other" (x, y) ON UPDATE RESTRICT DEFERRABLE
                    )
                    """.trimIndent(),
                    "create table \"Other\" (x int, y int not null, constraint pk primary key (y, x)) without rowid",
                    "create unique index \"the index\" on \"Stock\" (lower([the name]) desc, a collate rtrim, b ASC) where a > 1 and (b < 2)",
                )
                val stock = db.schema().table("stock")!!
                stock.name() shouldBe SchemaName("main", "Stock")
                stock.columns() shouldContainExactly
                    listOf(
                        column("id", "integer", DataType.INTEGER, false, identity = Identity.BY_DEFAULT),
                        column("the name", "varchar(20)", DataType.varchar(20), false, "'it''s, (so)'", collation = "NOCASE".lowercase()),
                        column("price", "decimal(12,2)", DataType.decimal(12, 2)),
                        column("twice", "numeric", null, generated = TableInfo.Generated("price * 2", true)),
                        column("loud", "text", DataType.TEXT, generated = TableInfo.Generated("upper(\"the name\")", false)),
                        column("made", "timestamp", null, default = "CURRENT_TIMESTAMP"),
                        column("parent_id", "int", null),
                        column("a", "int", null),
                        column("b", "int", null, false),
                        column("odd", "", null),
                    )
                stock.primaryKey() shouldBe TableInfo.PrimaryKey(null, listOf("id"))
                stock.foreignKeys() shouldContainExactly
                    listOf(
                        TableInfo.ForeignKey(
                            "pair",
                            listOf("a", "b"),
                            SchemaName.of("Other"),
                            listOf("x", "y"),
                            OnDelete.NO_ACTION,
                            OnDelete.RESTRICT,
                            Deferral.DEFERRABLE,
                        ),
                        TableInfo.ForeignKey(
                            "up",
                            listOf("parent_id"),
                            SchemaName.of("Stock"),
                            listOf("id"),
                            OnDelete.CASCADE,
                            OnDelete.SET_NULL,
                            Deferral.DEFERRED,
                        ),
                    )
                stock.checks() shouldContainExactly
                    listOf(
                        TableInfo.Check("a or b", "a IS NOT NULL /* ) */ OR b > 1"),
                        TableInfo.Check(null, "price <> 13"),
                        TableInfo.Check("positive", "price > 0"),
                    )
                stock.indexes() shouldContainExactly
                    listOf(
                        TableInfo.Index(
                            "sqlite_autoindex_Stock_1",
                            listOf(part("a"), part("b")),
                            true,
                            false,
                            "btree",
                            listOf(),
                            null,
                            true,
                        ),
                        TableInfo.Index(
                            "the index",
                            listOf(part(null, "lower([the name])", descending = true), part("a", collation = "rtrim"), part("b")),
                            true,
                            false,
                            "btree",
                            listOf(),
                            "a > 1 and (b < 2)",
                            false,
                        ),
                    )
                val other = db.schema().table("Other")!!
                other.primaryKey() shouldBe TableInfo.PrimaryKey("pk", listOf("y", "x"))
                other.options().withoutRowid() shouldBe true
                other.toString() shouldBe "table main.Other\n  x int not null\n  y int not null\n  primary key (y, x)"
                db.schema().table("nothing") shouldBe null
                db.schema().tables().map { it.name().name() } shouldContainExactly listOf("Other", "Stock")
                db.schema().sequences() shouldBe listOf()
                db.schema().enums() shouldBe listOf()
            }
        }

        test("PostgreSQL: columns, keys, checks and indexes as somebody wrote them (DDL-15)") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.run(
                    "create type mood as enum ('sad', 'o''k')",
                    "create table other (x int, y int, constraint pk primary key (y, x))",
                    """
                    create table "Stock" (
                        id bigint generated always as identity primary key,
                        "the name" character varying(20) not null default 'it''s, (so)',
                        price numeric(12, 2) constraint positive check (price > 0),
                        twice numeric generated always as (price * 2) stored,
                        made timestamp without time zone default now(), made_there timestamp(3) with time zone,
                        words text collate "C", tags text[], feeling mood, code char(3), n serial,
                        parent_id bigint constraint up references "Stock" on delete cascade on update set null deferrable initially deferred,
                        a int, b int not null,
                        unique (a, b),
                        constraint pair foreign key (a, b) references other (x, y) on update restrict on delete set default deferrable
                    )
                    """.trimIndent(),
                    "comment on table \"Stock\" is 'what there is'",
                    "comment on column \"Stock\".price is 'in euros'",
                    "create unique index \"the index\" on \"Stock\" (lower(words) desc, a asc nulls first, words text_pattern_ops, " +
                        "\"the name\" collate \"POSIX\") include (b) nulls not distinct where a > 1",
                    "create index tagged on \"Stock\" using gin (tags)",
                    "create view seen as select id, price from \"Stock\" where price > 1",
                    "create materialized view kept as select id from \"Stock\"",
                    "create sequence counted as integer start 5 increment by 2 maxvalue 99 cycle",
                )
                val stock = db.schema().table("Stock")!!
                stock.name() shouldBe SchemaName("kinglet_test", "Stock")
                stock.comment() shouldBe "what there is"
                stock.columns() shouldContainExactly
                    listOf(
                        column("id", "bigint", DataType.BIGINT, false, identity = Identity.ALWAYS),
                        column("the name", "varchar(20)", DataType.varchar(20), false, "'it''s, (so)'::character varying"),
                        column("price", "numeric(12,2)", DataType.decimal(12, 2), comment = "in euros"),
                        column(
                            "twice",
                            "numeric",
                            DataType.DECIMAL,
                            generated = TableInfo.Generated("price * (2)::numeric", true),
                        ),
                        column("made", "timestamp", DataType.DATETIME, default = "now()"),
                        column("made_there", "timestamptz(3)", null),
                        column("words", "text", DataType.TEXT, collation = "C"),
                        column("tags", "text[]", DataType.array(DataType.TEXT)),
                        column("feeling", "mood", null),
                        column("code", "char(3)", DataType.character(3)),
                        column("n", "integer", DataType.INTEGER, false, "nextval('\"Stock_n_seq\"'::regclass)"),
                        column("parent_id", "bigint", DataType.BIGINT),
                        column("a", "integer", DataType.INTEGER),
                        column("b", "integer", DataType.INTEGER, false),
                    )
                stock.primaryKey() shouldBe TableInfo.PrimaryKey("Stock_pkey", listOf("id"))
                stock.foreignKeys() shouldContainExactly
                    listOf(
                        TableInfo.ForeignKey(
                            "pair",
                            listOf("a", "b"),
                            SchemaName.of("other"),
                            listOf("x", "y"),
                            OnDelete.SET_DEFAULT,
                            OnDelete.RESTRICT,
                            Deferral.DEFERRABLE,
                        ),
                        TableInfo.ForeignKey(
                            "up",
                            listOf("parent_id"),
                            SchemaName.of("Stock"),
                            listOf("id"),
                            OnDelete.CASCADE,
                            OnDelete.SET_NULL,
                            Deferral.DEFERRED,
                        ),
                    )
                stock.checks() shouldContainExactly listOf(TableInfo.Check("positive", "price > (0)::numeric"))
                stock.indexes() shouldContainExactly
                    listOf(
                        TableInfo.Index("Stock_a_b_key", listOf(part("a"), part("b")), true, false, "btree", listOf(), null, true),
                        TableInfo.Index("tagged", listOf(part("tags")), false, false, "gin", listOf(), null, false),
                        TableInfo.Index(
                            "the index",
                            listOf(
                                part(null, "lower(words)", descending = true),
                                part("a", nullsFirst = true),
                                part("words", operators = "text_pattern_ops"),
                                part("the name", collation = "POSIX"),
                            ),
                            true,
                            true,
                            "btree",
                            listOf("b"),
                            "a > 1",
                            false,
                        ),
                    )
                db.schema().table("other")!!.primaryKey() shouldBe TableInfo.PrimaryKey("pk", listOf("y", "x"))
                db.schema().tables().map { it.name().name() } shouldContainExactly listOf("Stock", "other")
                val (kept, seen) = db.schema().views()
                kept.materialized() shouldBe true
                seen.toString() shouldBe "view kinglet_test.seen as " + seen.sql()
                seen.columns().map { it.toString() } shouldContainExactly listOf("id bigint", "price numeric(12,2)")
                db.schema().enums().map { it.toString() } shouldContainExactly listOf("enum kinglet_test.mood (sad, o'k)")
                val (owned, counted) = db.schema().sequences()
                owned.ownedBy() shouldBe "Stock.n"
                counted.toString() shouldBe "sequence kinglet_test.counted start 5 increment 2"
                listOf(counted.sqlType(), counted.minimum(), counted.maximum(), counted.cycles()) shouldBe listOf("integer", 1L, 99L, true)
                db.inSchema("pg_catalog").schema().table("pg_class")!!.column("relname")!!.sqlType() shouldBe "name"
                db.inSchema("no_such").schema().tables() shouldBe listOf()
            }
        }

        val all =
            arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY, TWEET_TAG, SAMPLE, KEYWORD, LEAF, LINE, NOTE, Shelf, Volume, Publisher)

        contract("a schema is read by one statement a kind, however many tables there are (DDL-15)", *all) { db ->
            db.statements(4) { db.schema().tables() }.size shouldBe all.size
            db.statements(4) { db.schema().table("user") }!!.name().name() shouldBe "user"
            db.statements(1) { db.schema().exists(USER) }
        }

        contract("what is read agrees with what another reader reads (DDL-15)", *all) { db ->
            val read =
                db.schema().tables().flatMap { table ->
                    table.columns().map { Triple(table.name().name(), it.name(), it.nullable()) }
                }
            val theirs =
                if (db.dialect() == Dialect.SQLITE) {
                    db.schema().tables().flatMap { table ->
                        val name = table.name().name()
                        db.query("pragma table_info(\"$name\")").maps().map {
                            Triple(name, it["name"], it["notnull"] == 0L)
                        }
                    }
                } else {
                    db
                        .query(
                            "select table_name, column_name, is_nullable = 'YES' as yes from information_schema.columns " +
                                "where table_schema = current_schema() order by table_name, ordinal_position",
                        ).maps()
                        .map { Triple(it["table_name"], it["column_name"], it["yes"]) }
                }
            read.groupBy { it.first } shouldBe theirs.groupBy { it.first }
        }

        contract("what is read makes the same tables again, elsewhere (DDL-15)", *all) { db ->
            val tables = db.schema().tables()
            val again: (Database) -> Unit = { other ->
                val changes =
                    dev.kinglet.schema.SchemaPlan.create(
                        tables.map { it.withName(SchemaName.of(it.name().name())) },
                        other.dialect(),
                        dev.kinglet.schema.SchemaChange.Existing.FAIL,
                    )
                other.schema().change(changes).execute()
                all.associateWith { other.schema().check(it) }.filterValues { it.isNotEmpty() }.shouldBeEmpty()
                other.schema().tables().map { it.toString() } shouldContainExactly tables.map { it.toString() }
            }
            if (db.dialect() == Dialect.SQLITE) {
                Database.sqliteInMemory().use(again)
            } else {
                db.dropTables(*all)
                again(db)
            }
        }

        contract("tables of another schema are read by its name (DDL-15, MOD-21)") { db ->
            if (db.toString() == "SQLite in memory" || db.dialect() == Dialect.POSTGRES) {
                db.execute(if (db.dialect() == Dialect.SQLITE) "attach ':memory:' as far" else "create schema far")
                try {
                    db.createTables(EVENT)
                    db.schema().exists(EVENT) shouldBe true
                    db.inSchema("far").schema().exists("events") shouldBe true
                    db.schema().exists("events") shouldBe false
                    db.inSchema("far").schema().tables().map { it.toString() } shouldContainExactly
                        listOf(
                            if (db.dialect() == Dialect.SQLITE) {
                                "table far.events\n  id integer not null generated by default as identity\n  primary key (id)"
                            } else {
                                "table far.events\n  id bigint not null generated by default as identity\n  primary key (id)"
                            },
                        )
                    db.schema().check(EVENT) shouldBe listOf()
                    db.inSchema("far").schema().toString() shouldBe "$db, schema 'far'"
                    db.dropTables(EVENT)
                    db.inSchema("far").schema().tables() shouldBe listOf()
                } finally {
                    if (db.dialect() == Dialect.POSTGRES) db.inSchema("far").schema().dropSchema().cascade().execute()
                }
            }
        }

        contract("a view is no table, and has columns (REF-06)", Volume, Thick) { db ->
            db.schema().tables().map { it.name().name() } shouldContainExactly listOf("group", "shelf", "volume")
            db.schema().table("thick") shouldBe null
            db.schema().views().single().columns().map { it.name() } shouldContainExactly listOf("id", "title", "kind")
            db.schema().read().table("volume")!!.index("volume_title").toString() shouldBe "index volume_title (title)"
        }
    })
