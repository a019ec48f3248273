package dev.kinglet.contract

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.NullNode
import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.JsonPath
import dev.kinglet.expr.asJson
import dev.kinglet.expr.contains
import dev.kinglet.expr.get
import dev.kinglet.expr.hasKey
import dev.kinglet.fixtures.Account
import dev.kinglet.fixtures.Doc
import dev.kinglet.fixtures.Role
import dev.kinglet.fixtures.Settings
import dev.kinglet.fixtures.Theme
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.model.create
import dev.kinglet.model.get
import dev.kinglet.model.json
import dev.kinglet.model.set
import dev.kinglet.query.each
import dev.kinglet.query.tree
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import dev.kinglet.type.JsonMapper
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.shouldBe
import java.lang.reflect.Type
import java.math.BigDecimal

/** JSON columns: what is stored and read, the SQL of each thing that is asked, and what is refused. */
class JsonSpec :
    FunSpec({
        fun docs(vararg bodies: Any?) = bodies.forEach { Doc.insert(Doc.body set it).execute() }

        fun text(db: dev.kinglet.Database) =
            if (db.dialect() == Dialect.SQLITE) "select body as b from doc order by id" else "select cast(body as text) as b from doc order by id"

        contract("every kind of value is read as it was stored, and null is SQL's (JSN-01)", Doc) { db ->
            val values =
                listOf(
                    mapOf("a" to 1L, "b" to listOf(true, null, "x")),
                    listOf<Any?>(),
                    mapOf<String, Any?>(),
                    "text",
                    "",
                    1L,
                    BigDecimal("1.5"),
                    false,
                    listOf(null),
                    "null",
                )
            docs(*values.toTypedArray())
            docs(null)
            Doc.select().orderBy(Doc.id).map { it.get(Doc.body) } shouldBe values + null
            Doc.where(Doc.body.isNull()).count() shouldBe 1
            db.query(text(db)).maps().first()["b"].toString().replace(" ", "") shouldBe """{"a":1,"b":[true,null,"x"]}"""
            db.schema().check(Doc) shouldBe listOf()
        }

        test("jsonb on PostgreSQL, text on SQLite (JSN-01)") {
            fun type(dialect: Dialect) = DataType.JSON.ddl(dialect) to DataType.json(Settings::class.java).ddl(dialect)
            type(Dialect.SQLITE) shouldBe ("text" to "text")
            type(Dialect.POSTGRES) shouldBe ("jsonb" to "jsonb")
        }

        contract("objects of classes, with their defaults, lists and trees, through Jackson and its Kotlin module (JSN-01)", Account) { db ->
            val settings = Settings(Theme("dark", 1.5), listOf("a", "b"), mapOf("max" to 3))
            val tree: JsonNode = ObjectMapper().readTree("""{"x":[1,null]}""")
            Account.create {
                name = "huey"
                this.settings = settings
                roles = listOf(Role.READER, Role.WRITER)
                this.tree = tree
            }
            Account.create {
                name = "zaizee"
                this.settings = Settings()
                this.tree = NullNode.instance
            }
            val (huey, zaizee) = Account.select().orderBy(Account.id).list()
            huey.settings shouldBe settings
            huey.roles shouldBe listOf(Role.READER, Role.WRITER)
            huey.tree shouldBe tree
            zaizee.settings shouldBe Settings()
            zaizee.roles shouldBe null
            zaizee.tree shouldBe NullNode.instance // JSON's null, which is not NULL
            Account.where(Account.tree.isNull()).count() shouldBe 0
            Account.where(Account.settings.eq(settings)).values(Account.name) shouldBe listOf("huey")
            Account.where(Account.settings["theme"].asJson<Theme>().eq(Theme("dark", 1.5))).values(Account.name) shouldBe listOf("huey")
            Account.where(Account.settings["theme"].eq(Theme("dark", 1.5))).values(Account.name) shouldBe listOf("huey")
            Account.where(Account.roles.contains(Role.WRITER)).values(Account.name) shouldBe listOf("huey")
            val themes: List<Theme?> = Account.select().orderBy(Account.id).values(Account.settings["theme"].asJson<Theme>())
            themes shouldBe listOf(Theme("dark", 1.5), Theme("light"))
            db.schema().check(Account) shouldBe listOf()
        }

        test("paths, written for each database (JSN-02)") {
            Doc.select(Doc.body["a"]["b"].`as`("x")).shouldRender(
                """select nullif("doc"."body" -> '${'$'}."a"."b"', 'null') as "x" from "doc"""",
                listOf(),
                """select nullif("doc"."body" -> 'a' -> 'b', 'null') as "x" from "doc"""",
            )
            Doc.select(Doc.body.at(JsonPath.of("it's", -2, 0)).`as`("x")).shouldRender(
                """select nullif("doc"."body" -> '${'$'}."it''s"[#-2][0]', 'null') as "x" from "doc"""",
                listOf(),
                """select nullif(jsonb_path_query_first("doc"."body", 'strict ${'$'}."it''s"[last - 1][0]', '{}', true), 'null') as "x" from "doc"""",
            )
            Doc.select(Doc.body["a"].asText().`as`("x")).shouldRender(
                """select case json_type("doc"."body", '${'$'}."a"') when 'text' then "doc"."body" ->> '${'$'}."a"' when 'null' then null """ +
                    """else "doc"."body" -> '${'$'}."a"' end as "x" from "doc"""",
                listOf(),
                """select ("doc"."body" ->> 'a') as "x" from "doc"""",
            )
            Doc.select(Doc.body["a"].asLong().`as`("x")).shouldRender(
                """select case when json_type("doc"."body", '${'$'}."a"') = 'integer' and typeof("doc"."body" ->> '${'$'}."a"') = 'integer' """ +
                    """then "doc"."body" ->> '${'$'}."a"' end as "x" from "doc"""",
                listOf(),
                """select case when jsonb_typeof("doc"."body" -> 'a') = 'number' then case when """ +
                    """cast("doc"."body" -> 'a' as numeric) = trunc(cast("doc"."body" -> 'a' as numeric)) and """ +
                    """cast("doc"."body" -> 'a' as numeric) between -9223372036854775808 and 9223372036854775807 """ +
                    """then cast("doc"."body" -> 'a' as bigint) end end as "x" from "doc"""",
            )
            Doc.select(Doc.body["a"].asBoolean().`as`("x")).shouldRender(
                """select case json_type("doc"."body", '${'$'}."a"') when 'true' then 1 when 'false' then 0 end as "x" from "doc"""",
                listOf(),
                """select case when jsonb_typeof("doc"."body" -> 'a') = 'boolean' then cast("doc"."body" -> 'a' as boolean) end as "x" from "doc"""",
            )
        }

        test("conditions, written for each database (JSN-03, JSN-07)") {
            val all = """select "doc"."id", "doc"."body", "doc"."note" from "doc" where """
            Doc.where(Doc.body["a"].eq("x").and(Doc.body.hasKey("b")).and(Doc.body["c"].isNull())).shouldRender(
                all + """(nullif("doc"."body" -> '${'$'}."a"', 'null') = ? and json_has_key("doc"."body", ?) and nullif("doc"."body" -> '${'$'}."c"', 'null') is null)""",
                listOf("x", "b"),
                all + """(nullif("doc"."body" -> 'a', 'null') = ? and ("doc"."body" ?? ?) and nullif("doc"."body" -> 'c', 'null') is null)""",
            )
            Doc.where(Doc.body.contains(mapOf("a" to 1)).not()).shouldRender(
                all + """not (json_contains("doc"."body", ?))""",
                listOf(mapOf("a" to 1)),
                all + """not (("doc"."body" @> ?))""",
            )
            Doc.where(Doc.body.containedBy(listOf(1)).or(Doc.body.hasAllKeys(listOf("a", "b"))).or(Doc.body.hasAnyKey(listOf("a")))).shouldRender(
                all + """(json_contains(?, "doc"."body") or json_has_all_keys("doc"."body", ?) or json_has_any_key("doc"."body", ?))""",
                listOf(listOf(1), listOf("a", "b"), listOf("a")),
                all + """((? @> "doc"."body") or ("doc"."body" ??& array(select jsonb_array_elements_text(?))) or """ +
                    """("doc"."body" ??| array(select jsonb_array_elements_text(?))))""",
            )
            Doc.where(Doc.body["a"].`in`(listOf(1, "1", true))).shouldRender(
                all + """nullif("doc"."body" -> '${'$'}."a"', 'null') in (select value from json_each(?))""",
                listOf(listOf(1, "1", true)),
                all + """nullif("doc"."body" -> 'a', 'null') = any (?)""",
            )
        }

        contract("values are equal as JSON has it: true is not 1 and not \"true\" (JSN-03)", Doc) { _ ->
            docs(mapOf("a" to 1), mapOf("a" to true), mapOf("a" to "1"), mapOf("a" to 1.0), mapOf("a" to listOf(1, mapOf("x" to 1, "y" to 2))), mapOf("a" to null), mapOf<String, Any>())

            fun ids(condition: dev.kinglet.expr.Condition) = Doc.where(condition).orderBy(Doc.id).values(Doc.id)
            ids(Doc.body["a"].eq(1)) shouldBe listOf(1L, 4L)
            ids(Doc.body["a"].eq(BigDecimal("1.00"))) shouldBe listOf(1L, 4L)
            ids(Doc.body["a"].eq(true)) shouldBe listOf(2L)
            ids(Doc.body["a"].eq("1")) shouldBe listOf(3L)
            ids(Doc.body["a"].eq(listOf(1, mapOf("y" to 2, "x" to 1)))) shouldBe listOf(5L)
            ids(Doc.body["a"].`in`(listOf(true, "1"))) shouldBe listOf(2L, 3L)
            ids(Doc.body["a"].eq(null)) shouldBe listOf(6L, 7L) // JSN-04: JSON's null, and a key that is not there
            ids(Doc.body.hasKey("a").not()) shouldBe listOf(7L)
            ids(Doc.body.eq(null)) shouldBe listOf()
            ids(Doc.body["a"].asLong().between(1, 2)) shouldBe listOf(1L, 4L)
            ids(Doc.body["a"].asText().eq("1")) shouldBe listOf(1L, 3L, 4L)
            ids(Doc.body["a"].eq(Doc.body.at(JsonPath.of("a")))) shouldBe listOf(1L, 2L, 3L, 4L, 5L)
        }

        contract("changes in an update, each as one statement (JSN-05, JSN-06)", Doc) { db ->
            docs(mapOf("a" to mapOf("b" to listOf(1, 2)), "n" to 1, "note" to "x"))

            fun after(change: (dev.kinglet.expr.JsonExpr<out Any?>) -> dev.kinglet.expr.JsonExpr<out Any?>): Any? {
                Doc.update(Doc.body.to(change(Doc.body) as dev.kinglet.expr.Expr<Any?>)).all().execute() shouldBe 1
                return Doc.get(1L).get(Doc.body)
            }
            after { it.set("n", 2).remove("note") } shouldBe mapOf("a" to mapOf("b" to listOf(1L, 2L)), "n" to 2L)
            after { it.append(JsonPath.of("a", "b"), mapOf("c" to 3)).remove(JsonPath.of("a", "b", 0)) } shouldBe
                mapOf("a" to mapOf("b" to listOf(2L, mapOf("c" to 3L))), "n" to 2L)
            // what is missing on the way is made, on both; what is in the way stays
            after { it.set(JsonPath.of("x", "y", 0), "z").set(JsonPath.of("n", "deep"), 1) } shouldBe
                mapOf("a" to mapOf("b" to listOf(2L, mapOf("c" to 3L))), "n" to 2L, "x" to mapOf("y" to listOf("z")))
            after { it.insert("n", 9).insert("m", null).insert("m", 1).replace("k", 1).replace("a", null) } shouldBe
                mapOf("a" to null, "m" to null, "n" to 2L, "x" to mapOf("y" to listOf("z")))
            after { it.merge(mapOf("x" to mapOf("only" to true), "a" to null)) } shouldBe
                mapOf("a" to null, "m" to null, "n" to 2L, "x" to mapOf("only" to true))
            after { it.set("n", Fn.json(Doc.body)["n"].asLong().plus(5)).set("t", Doc.note).set("m", Fn.value("it's")) } shouldBe
                mapOf("a" to null, "m" to "it's", "n" to 7L, "t" to null, "x" to mapOf("only" to true))
            db.sends(
                """update "doc" set "body" = json_change('set', "doc"."body", '["theme"]', ?) where "doc"."id" = ?""",
                postgres =
                    listOf(
                        """update "doc" set "body" = (select case jsonb_typeof("d") when 'object' then jsonb_set("d", array['theme'], "v") when 'null' """ +
                            """then jsonb_build_object('theme', "v") else "d" end from (select "doc"."body" as "d", """ +
                            """coalesce(cast(? as jsonb), 'null') as "v") as "c") where "doc"."id" = ?""",
                    ),
            ) { Doc.update(Doc.body.changed { it.set("theme", "dark") }).where(Doc.id.eq(1L)).execute() }
            Doc.select().values(Doc.body.at("theme")) shouldBe listOf("dark")
        }

        contract("in many rows at once, in upserts and from sub-selects (JSN-08)", Doc, Account) { db ->
            Doc.insertMany(listOf(Doc.body), (1..300).map { listOf(mapOf("n" to it, "even" to (it % 2 == 0))) }).execute() shouldBe 300
            Doc.where(Doc.body["even"].eq(true)).count() shouldBe 150
            val rows = Doc.select().orderBy(Doc.id).limit(200).list()
            rows.forEach { it.set(Doc.body, listOf(it.get(Doc.id))) }
            Doc.bulkUpdate(rows, Doc.body) shouldBe 200
            Doc.get(200L).get(Doc.body) shouldBe listOf(200L)
            Doc
                .insert(Doc.id set 1L, Doc.body set mapOf("x" to 1))
                .onConflict(Doc.id)
                .doUpdate(Doc.body.to(Fn.json(Doc.body.excluded()).set("old", Doc.body)))
                .execute()
            Doc.get(1L).get(Doc.body) shouldBe mapOf("x" to 1L, "old" to listOf(1L))
            val newest = Doc.alias("newest")
            val last = newest.select(newest[Doc.body]["n"]).orderBy(newest[Doc.id].desc()).limit(1)
            Doc.update(Doc.body.to(last.asValue(newest[Doc.body]["n"]))).where(Doc.id.eq(2L)).execute() shouldBe 1
            Doc.get(2L).get(Doc.body) shouldBe 300L
            db.inTransaction() shouldBe false
        }

        contract("a row knows whether a document was changed, by its JSON (JSN-01)", Doc, Account) { db ->
            docs(mapOf("a" to 1, "b" to 2))
            val doc = Doc.get(1L)
            db.statements(0) {
                doc.set(Doc.body, linkedMapOf("b" to 2, "a" to 1.0))
                doc.save() shouldBe 0
            }
            val map = mutableMapOf<String, Any>("a" to 2)
            doc.set(Doc.body, map)
            map["a"] = 3 // too late: it was copied
            doc.get(Doc.body) shouldBe mapOf("a" to 2L)
            doc.save() shouldBe 1
            Doc.get(1L).get(Doc.body) shouldBe mapOf("a" to 2L)
            val account =
                Account.create {
                    name = "huey"
                    settings = Settings()
                }
            db.statements(0) {
                account.settings = Settings()
                account.save() shouldBe 0
            }
            db.statements(1) {
                account.settings = account.settings // the same object may have been changed meanwhile
                account.save() shouldBe 1
            }
        }

        contract("aggregates make JSON of rows (JSN-02)", Doc) { _ ->
            Doc.select().values(Fn.jsonAgg(Doc.note)) shouldBe listOf(null)
            Doc.insert(Doc.body set mapOf("k" to true), Doc.note set "b").execute()
            Doc.insert(Doc.body set null, Doc.note set "a").execute()
            Doc.select().values(Fn.jsonAgg(Doc.note).orderBy(Doc.note.asc())) shouldBe listOf(listOf("a", "b"))
            Doc.select().values(Fn.jsonAgg(Doc.body).orderBy(Doc.id.asc())) shouldBe listOf(listOf(mapOf("k" to true), null))
            Doc.select().values(Fn.jsonAgg(Doc.id).filter(Doc.id.gt(1L))) shouldBe listOf(listOf(2L))
            Doc.select().values(Fn.jsonAgg(Doc.body["k"].asBoolean()).filter(Doc.id.eq(1L))) shouldBe listOf(listOf(true))
            Doc.select().values(Fn.jsonObjectAgg(Doc.note.coalesce("-"), Doc.body)) shouldBe listOf(mapOf("a" to null, "b" to mapOf("k" to true)))
        }

        contract("the values of documents as rows (SQT-10)", Doc) { db ->
            docs(mapOf("tags" to listOf("a", true, 1.5, mapOf("x" to 1), null), "big" to BigDecimal("12345678901234567890")), mapOf("tags" to mapOf("k 1" to listOf("v"), "k2" to "w")), mapOf("tags" to "none"), mapOf("x" to 1))
            val tag = Doc.body["tags"].each("tag")
            Doc
                .select(Doc.id, tag.key().`as`("key"), tag.index().`as`("index"), tag.value().`as`("value"))
                .crossJoin(tag)
                .orderBy(Doc.id, tag.index(), tag.key())
                .maps()
                .map { row -> listOf(row["id"], row["key"], row["index"], row["value"]) } shouldBe
                listOf(
                    listOf(1L, null, 0, "a"),
                    listOf(1L, null, 1, true),
                    listOf(1L, null, 2, BigDecimal("1.5")),
                    listOf(1L, null, 3, mapOf("x" to 1L)),
                    listOf<Any?>(1L, null, 4, null),
                    listOf(2L, "k 1", null, listOf("v")),
                    listOf(2L, "k2", null, "w"),
                )
            Doc.where(Fn.exists(tag.select(tag.value()).where(tag.value().eq("a")))).values(Doc.id) shouldBe listOf(1L)
            Doc.select().leftJoin(tag, tag.value().isNotNull()).orderBy(Doc.id).values(Doc.id) shouldBe listOf(1L, 1L, 1L, 1L, 2L, 2L, 3L, 4L)
            val node = Doc.body.tree("node")
            val paths = Doc.select().crossJoin(node).where(Doc.id.le(2L))
            paths.values(node.path()) shouldContainExactlyInAnyOrder
                listOf("$", "$.big", "$.tags", "$.tags[0]", "$.tags[1]", "$.tags[2]", "$.tags[3]", "$.tags[3].x", "$.tags[4]") +
                listOf("$", "$.tags", "$.tags.\"k 1\"", "$.tags.\"k 1\"[0]", "$.tags.k2")
            paths.where(node.key().eq("big")).values(node.value()) shouldBe listOf(java.math.BigInteger("12345678901234567890"))
            db.schema().check(Doc) shouldBe listOf()
        }

        contract("a document of no table is read as rows, too", Doc) { db ->
            val list = Fn.json(Fn.value<Any>(listOf(3, 1, 2), DataType.JSON)).each("n")
            list.select(list.value()).orderBy(list.index()).using(db).values(list.value().asLong()) shouldBe listOf(3L, 1L, 2L)
        }

        contract("an index over a path is used by the same path (JSN-02, PGS-04)", Paged) { db ->
            Paged.insertMany(listOf(Paged.body), (1..500).map { listOf(mapOf("n" to it, "s" to "s$it")) }).execute()
            if (db.dialect() == Dialect.POSTGRES) db.execute("analyze paged")
            val text = Paged.where(Paged.body["s"].asText().eq("s7"))
            text.values(Paged.id) shouldBe listOf(7L)
            text.explain().toString().contains("paged_s") shouldBe true
            val json = Paged.where(Paged.body["n"].eq(7))
            json.values(Paged.id) shouldBe listOf(7L)
            json.explain().toString().contains("paged_n") shouldBe true
        }

        contract("a condition on JSON stands in an index, a check and a view", Checked) { db ->
            db.schema().createIndex(dev.kinglet.model.Index.on(Checked, Checked.id).where(Checked.body.hasKey("k")).named("checked_k")).execute()
            Checked.insert(Checked.body set mapOf("name" to "huey")).execute()
            shouldThrow<dev.kinglet.errors.IntegrityException> { Checked.insert(Checked.body set mapOf("other" to "huey")).execute() }.kind() shouldBe
                dev.kinglet.errors.IntegrityException.Kind.CHECK
            db.schema().createView("named", Checked.select(Checked.body["name"].`as`("name")).where(Checked.body.contains(mapOf("name" to "huey")))).execute()
            db.query("select name from named").maps().size shouldBe 1
        }

        contract("PostgreSQL's own paths, and its index over whole documents (PGS-04)", Doc) { db ->
            docs(mapOf("panes" to listOf(mapOf("w" to 1), mapOf("w" to 5))), mapOf("panes" to listOf<Any>()))
            val exists = Doc.where(Doc.body.pathExists("$.panes[*] ? (@.w > 3)"))
            val matches = Doc.where(Doc.body.pathMatches("$.panes[0].w == 1"))
            val query = Doc.select().orderBy(Doc.id)
            if (db.dialect() == Dialect.POSTGRES) {
                exists.values(Doc.id) shouldBe listOf(1L)
                matches.values(Doc.id) shouldBe listOf(1L)
                query.values(Doc.body.pathQuery("$.panes[*].w")) shouldBe listOf(listOf(1L, 5L), listOf<Any>())
                db.schema().createIndex(dev.kinglet.model.Index.on(Doc, Doc.body).using("gin").operators("jsonb_path_ops").named("doc_body_gin")).execute()
                db.atomic<RuntimeException> {
                    db.execute("set local enable_seqscan = off")
                    Doc.where(Doc.body.contains(mapOf("panes" to listOf(mapOf("w" to 5))))).explain().toString().contains("doc_body_gin") shouldBe true
                    exists.explain().toString().contains("doc_body_gin") shouldBe true
                }
            } else {
                val hint = "say it by at(..), contains(..) and their like, or read from each(..)"
                db.statements(0) {
                    shouldRefuse<ProgrammingException>("SQLite has no jsonb_path_exists", null, hint) { exists.list() }
                    shouldRefuse<ProgrammingException>("SQLite has no jsonb_path_match", null, hint) { matches.list() }
                    shouldRefuse<ProgrammingException>("SQLite has no jsonb_path_query", null, hint) { query.values(Doc.body.pathQuery("$")) }
                }
            }
        }

        contract("what is no JSON is refused before it is sent, without its value", Doc, Account) { db ->
            shouldThrow<DataException> { Doc.insert(Doc.body set "a\u0000").execute() }.summary() shouldBe
                "doc.body: PostgreSQL stores no JSON text with a NUL character"
            shouldThrow<DataException> { Doc.insert(Doc.body set Double.NaN).execute() }.summary() shouldBe "doc.body: JSON has no NaN"
            shouldThrow<DataException> { Doc.insertMany(listOf(Doc.body), listOf(listOf(mapOf(1 to 2)))).execute() }.summary() shouldBe
                "doc.body: a map with keys that are no texts is no JSON object"
            db.execute(
                """insert into account (name, settings) values ('x', '{"theme": {"name": {"secret": 1}}}')""",
            )
            val error = shouldThrow<DataException> { Account.select().list() }
            error.stackTraceToString().contains("secret") shouldBe false
            error.message!!.contains("dev.kinglet.fixtures.Settings is not read from this JSON at dev.kinglet.fixtures.Settings[\"theme\"]->dev.kinglet.fixtures.Theme[\"name\"]: MismatchedInputException") shouldBe true
        }

        test("what is not for JSON is refused when it is written") {
            shouldRefuse<ModelException>("'<' is not for JSON, which doc.body.a is", null, "take a value of it: at(..).asLong()") { Doc.body["a"].lt(1) }
            shouldRefuse<ModelException>("'between' is not for JSON, which doc.body is", null, "take a value of it: at(..).asLong()") { Doc.body.between(1, 2) }
            shouldRefuse<ModelException>("'+' is not for JSON, which doc.body.a is", null, "take a value of it: at(..).asLong()") { Doc.body["a"].plus(1) }
            shouldRefuse<ModelException>("'like' is not for JSON, which doc.body.a[0] is", null, "take a value of it: at(..).asText()") { Doc.body["a"][0].like("x") }
            shouldRefuse<ModelException>(
                "doc.note is no JSON, but of type text",
                null,
                "declare its column as json(..), or use Fn.toJson(..) for a text, a number or a boolean",
            ) { Fn.json(Doc.note) }
            shouldRefuse<ProgrammingException>(
                "merge(..) takes an object, and no ArrayList",
                null,
                "give a map or an object of a class; set(..) and append(..) take the rest",
            ) { Doc.body.merge(arrayListOf(1)) }
            shouldRefuse<ProgrammingException>("a path of no steps", null, "name a key or a place, or use the document itself") { JsonPath(listOf()) }
            shouldRefuse<ProgrammingException>(
                "a step of a path is a key (String) or a place (Integer), and this one a Long",
                null,
                "write JsonPath.of(\"panes\", 0, \"width\")",
            ) { JsonPath.of("a", 1L) }
            shouldRefuse<ModelException>(
                "cast(? as date) is of type date, which JSON has not",
                null,
                "use a text, a number, a boolean or JSON; cast(String.class) makes a text of many",
            ) { Doc.body.set("a", Fn.value(java.time.LocalDate.EPOCH)) }
        }

        contract("a mapper of the application's own writes and reads a column, and what is compared with it (JSN-01)", Upper) { _ ->
            Upper.create { set(Upper.value, "quiet") }
            Upper.where(Upper.value.eq("quiet")).values(Upper.value) shouldBe listOf("quiet")
            Upper.select().values(Upper.value.asText()) shouldBe listOf("QUIET")
            Upper.fromMap(mapOf("value" to "LOUD")).get(Upper.value) shouldBe "LOUD"
        }

        contract("a row as a map, and back (JSN-01)", Account) { _ ->
            val account =
                Account.create {
                    name = "huey"
                    settings = Settings(Theme("dark"))
                    roles = listOf(Role.READER)
                }
            val map = mapOf("name" to "huey", "settings" to mapOf("theme" to mapOf("name" to "dark", "size" to 1)), "roles" to listOf("READER"))
            Account.fromMap(map).settings shouldBe account.settings
            Account.fromMap(map).roles shouldBe account.roles
        }

        contract("aliases, derived tables and CTEs have JSON columns, too", Doc) { _ ->
            docs(mapOf("a" to 1), mapOf("a" to 2))
            val other = Doc.alias("other")
            other.where(other[Doc.body]["a"].eq(2)).values(other[Doc.id]) shouldBe listOf(2L)
            val derived = Doc.select(Doc.id, Doc.body).`as`("d")
            derived.select(derived.col(Doc.id)).where(Fn.json(derived.col(Doc.body))["a"].asInt().gt(1)).values(derived.col(Doc.id)) shouldBe listOf(2L)
            Doc.select(Doc.body).groupBy(Doc.body).having(Fn.count().eq(1L)).count() shouldBe 2
            withClue("a key made of any text is text in the SQL") {
                Doc.where(Doc.body["'; drop table doc --"].isNull()).count() shouldBe 2
            }
        }
    })

/** Indexes over what is at a path. */
private class Paged : Model<Long>() {
    companion object : Table<Paged, Long>(::Paged) {
        val id = autoId()
        val body = json()

        init {
            index(body.at("s").asText()).named("paged_s")
            index(body.at("n")).named("paged_n")
        }
    }
}

/** Documents of which something is asked. */
private class Checked : Model<Long>() {
    companion object : Table<Checked, Long>(::Checked) {
        val id = autoId()
        val body = json().check { it.isNotNull() }

        init {
            check("checked_name", body.hasKey("name").and(body.at("name").ne("it's")))
        }
    }
}

/** A mapper that only knows text, and stores it in capitals. */
private object Capitals : JsonMapper {
    override fun write(
        value: Any,
        type: Type,
    ) = "\"" + value.toString().uppercase() + "\""

    override fun read(
        json: String,
        type: Type,
    ): Any = json.trim('"').lowercase()
}

private class Upper : Model<Long>() {
    companion object : Table<Upper, Long>(::Upper) {
        val id = autoId()
        val value = json<String>(Capitals)
    }
}
