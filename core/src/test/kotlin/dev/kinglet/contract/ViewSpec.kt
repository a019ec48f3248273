package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.alias
import dev.kinglet.fixtures.Foreign
import dev.kinglet.fixtures.Publisher
import dev.kinglet.fixtures.Thick
import dev.kinglet.fixtures.ThickCount
import dev.kinglet.fixtures.Volume
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

private class Kept : Model<Long>() {
    companion object : Table<Kept, Long>(::Kept) {
        val id = bigint().primaryKey()
        val title = text()

        init {
            materializedView { Volume.select(Volume.id, Volume.title) }
            uniqueIndex(title, id)
        }
    }
}

private class Missing : Model<Long>() {
    companion object : Table<Missing, Long>(::Missing) {
        val id = bigint().primaryKey()
        val words = text()

        init {
            view { Volume.select(Volume.id, Volume.title) }
        }
    }
}

private class OfAView : Model<Long>() {
    companion object : Table<OfAView, Long>(::OfAView) {
        val id = autoId()
        val thick = foreignKey(Thick::class.java)
    }
}

/** Views as models, and views of queries. */
class ViewSpec :
    FunSpec({
        fun sow() {
            Publisher.insert(Publisher.code.to("ace")).execute()
            for ((title, pages) in listOf("Tehanu" to 200, "Thin" to 50, "Lavinia" to 300, "The Tombs" to 150)) {
                Volume
                    .insert(Volume.title.to(title), Volume.isbn.to(title), Volume.pages.to(pages), Volume.publisher.key().to("ace"))
                    .execute()
            }
        }

        contract("a model over a view is read like a table, and written nowhere (MOD-26)") { db ->
            db.bind(Thick, ThickCount, Volume, Publisher).createTables(ThickCount)
            sow()
            Thick.select().orderBy(Thick.title).values(Thick.title) shouldContainExactly listOf("Tehanu")
            Thick.get(1L)[Thick.kind] shouldBe "it's \\ thick"
            Thick.get(1L).title shouldBe "Tehanu"
            Thick.select(Thick, Volume.pages).join(Volume, Thick.id.eq(Volume.id)).count() shouldBe 1
            ThickCount.select().list().single()[ThickCount.n] shouldBe 1L
            val readOnly = "'thick' is a view, which is only read"
            val hint = "write to the tables that it reads from"
            shouldRefuse<ProgrammingException>(readOnly, "Thick", hint) { Thick.create(Thick.title.to("x")) }
            shouldRefuse<ProgrammingException>(readOnly, "Thick", hint) { Thick.update(Thick.title.to("x")).all().execute() }
            shouldRefuse<ProgrammingException>(readOnly, "Thick", hint) { Thick.delete().all().execute() }
            shouldRefuse<ProgrammingException>(readOnly, "Thick", hint) { Thick.get(1L).delete() }
            shouldRefuse<ProgrammingException>(readOnly, "Thick", hint) {
                Thick.insertMany(listOf(Thick.title), listOf(listOf("x"))).execute()
            }
            val row = Thick.get(1L)
            row.set(Thick.title, "other")
            shouldRefuse<ProgrammingException>(readOnly, "Thick", hint) { row.save() }
            shouldThrow<ProgrammingException> { ThickCount.delete().all().execute() }.summary() shouldBe
                "'a_count' is a view, which is only read"
            shouldRefuse<ProgrammingException>(
                "'thick' is a view, which has no rows of its own",
                "Thick",
                "truncate the tables that it reads from",
            ) { db.schema().truncate(Thick).execute() }
            db.schema().check(Thick, ThickCount, Volume) shouldBe listOf()
            db.createTables(ThickCount) // what is there stays
            db.dropTables(Thick, ThickCount)
            db.schema().views() shouldBe listOf()
            db.schema().exists("volume") shouldBe true
        }

        contract("the statements of views come behind those of tables, in the order in which they read (MOD-26)") { db ->
            val sql = db.createTablesSql(ThickCount, Thick)
            val inlined = if (db.dialect() == Dialect.SQLITE) "cast('it''s \\ thick' as text)" else "cast(E'it''s \\\\ thick' as text)"
            val body =
                "select \"volume\".\"id\", \"volume\".\"title\", $inlined as \"kind\" from \"volume\" where (\"volume\".\"pages\" > 100 and "
            sql.takeLast(2) shouldContainExactly
                if (db.dialect() == Dialect.SQLITE) {
                    listOf(
                        "create view if not exists \"thick\" as $body\"volume\".\"title\" like 'T%' escape '!' and " +
                            "\"volume\".\"id\" in (select value from json_each(json_array(1, 2, 3))))",
                        "create view if not exists \"a_count\" as select \"thick\".\"kind\", count(\"thick\".\"id\") as \"n\" " +
                            "from \"thick\" group by \"thick\".\"kind\"",
                    )
                } else {
                    fun unless(
                        name: String,
                        query: String,
                    ) = "do \$kinglet\$ begin if not (to_regclass(quote_ident(current_schema()) || '.\"$name\"') is not null) then " +
                        "create view \"$name\" as $query; end if; end \$kinglet\$"
                    listOf(
                        unless(
                            "thick",
                            body + "\"volume\".\"title\" ilike 'T%' escape '!' and \"volume\".\"id\" = any (cast(array[1, 2, 3] as int8[])))",
                        ),
                        unless(
                            "a_count",
                            "select \"thick\".\"kind\", count(\"thick\".\"id\") as \"n\" from \"thick\" group by \"thick\".\"kind\"",
                        ),
                    )
                }
        }

        contract("a view that was made elsewhere is read, and not made (MOD-26)") { db ->
            db.bind(Foreign)
            shouldRefuse<ProgrammingException>(
                "the view of Foreign is made elsewhere: it declares no query",
                "Foreign",
                "declare one: view(() -> query), or create it by schema().createView(..)",
            ) { db.createTables(Foreign) }
            db.execute("create view made_elsewhere as select 7 as id")
            Foreign.get(7L).id() shouldBe 7L
            db.schema().check(Foreign) shouldBe listOf()
        }

        contract("a view of a query, by a name") { db ->
            db.bind(Volume, Publisher).createTables(Volume)
            sow()
            val long = Volume.select(Volume.title, Fn.upper(Volume.title) alias "loud").where(Volume.pages.gt(150)).orderBy(Volume.title)
            db.schema().createView("long", long).execute()
            db.query("select * from \"long\"").maps() shouldContainExactly
                listOf(mapOf("title" to "Lavinia", "loud" to "LAVINIA"), mapOf("title" to "Tehanu", "loud" to "TEHANU"))
            db.schema().createView("long", long.limit(1)).execute() // stays
            db.query("select * from \"long\"").maps().size shouldBe 2
            db.schema().createView("long", long.limit(1)).orReplace().execute()
            db.query("select * from \"long\"").maps().size shouldBe 1
            shouldThrow<ProgrammingException> { db.schema().createView("long", long).ifNotExists(false).execute() }
            db.schema().views().map { "${it.name().name()}: ${it.columns().map { c -> c.name() }}" } shouldContainExactly
                listOf("long: [title, loud]")
            db.schema().dropView("long").execute()
            db.schema().dropView("long").execute()
            db.connection().use {
                db.schema().createView("brief", long).temporary().execute()
                db.query("select * from \"brief\"").maps().size shouldBe 2
                db.execute("drop view brief")
            }
        }

        contract("a materialized view has the rows of its last refresh (DDL-01)") { db ->
            db.bind(Kept, Volume, Publisher)
            if (db.dialect() == Dialect.SQLITE) {
                shouldRefuse<ProgrammingException>("SQLite has no materialized views", null, "make it a view") { db.createTables(Kept) }
                shouldRefuse<ProgrammingException>(
                    "SQLite has no materialized views",
                    null,
                    "make it a view, which is always up to date",
                ) { db.schema().refresh(Kept).execute() }
            } else {
                db.createTables(Kept)
                db.createTables(Kept)
                sow()
                Kept.select().count() shouldBe 0
                db.schema().refresh(Kept).execute()
                Kept.select().count() shouldBe 4
                db.schema().refresh("kept").concurrently().sql() shouldContainExactly
                    listOf("refresh materialized view concurrently \"kept\"")
                db.schema().refresh(Kept).concurrently().execute()
                db.schema().check(Kept) shouldBe listOf()
                db.dropTables(Kept)
                db.schema().createView("m", Volume.select(Volume.id)).materialized().execute()
                db.schema().views().single().materialized() shouldBe true
                db.schema().dropMaterializedView("m").execute()
            }
        }

        contract("a view has to select what the model has, and nothing refers to one") { db ->
            shouldRefuse<ProgrammingException>(
                "the view of Missing selects no words: it selects id, title",
                "Missing",
                "select an expression of that name: expression.as(\"words\")",
            ) { db.createTables(Missing) }
            shouldRefuse<ProgrammingException>(
                "a foreign key of OfAView refers to Thick, which is a view",
                "OfAView",
                "refer to a table; a view is joined by a condition",
            ) { db.createTables(OfAView) }
        }
    })
