package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Condition
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Grade
import dev.kinglet.fixtures.Post
import dev.kinglet.fixtures.PostgresTypes
import dev.kinglet.fixtures.Remark
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.TypeTable
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.model.set
import dev.kinglet.query.Cte
import dev.kinglet.query.Select
import dev.kinglet.query.Unnest
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Arrays of PostgreSQL (PGS-01). */
class ArraySpec :
    FunSpec({
        val tables = arrayOf(Post, Remark)

        fun sow() {
            Post.create(Post.title set "none", Post.tags set listOf())
            Post.create(Post.title set "one", Post.tags set listOf("java"), Post.ratings set listOf(1, null))
            Post.create(Post.title set "two", Post.tags set listOf("java", "sql"), Post.ratings set listOf(5, 3))
            Post.create(Post.title set "odd", Post.tags set PostgresTypes.oddTexts.take(9), Post.ratings set listOf())
        }

        fun titles(condition: Condition) = Post.where(condition).orderBy(Post.id).values(Post.title)

        fun Select<*>.onPostgres() = using(TestDatabases.sharedPostgres).sql().let { it.text to it.binds }

        contract("arrays are asked what is in them", *tables, on = Dialect.POSTGRES) { _ ->
            sow()
            titles(Post.tags.contains("java")) shouldBe listOf("one", "two")
            titles(Post.tags.contains("sql", "java")) shouldBe listOf("two")
            titles(Post.tags.contains(listOf())) shouldBe listOf("none", "one", "two", "odd")
            titles(Post.tags.contains(listOf("sql"))) shouldBe listOf("two")
            titles(Post.tags.contains(PostgresTypes.oddTexts[8])) shouldBe listOf("odd")
            titles(Post.tags.containedBy(listOf("java", "c"))) shouldBe listOf("none", "one")
            titles(Post.tags.overlaps(listOf("sql", "c"))) shouldBe listOf("two")
            titles(Post.tags.overlaps(listOf())) shouldBe listOf()
            titles(Post.editors.contains("nobody")) shouldBe listOf()
            titles(Post.tags.contains(Post.editors)) shouldBe listOf("none", "one", "two", "odd")
            titles(Post.editors.containedBy(Post.tags)) shouldBe listOf("none", "one", "two", "odd")
            titles(Post.tags.overlaps(Post.editors)) shouldBe listOf()
            titles(Fn.value("java", Post.title).eq(Post.tags.any())) shouldBe listOf("one", "two")
            titles(Post.title.ne(Post.tags.all())) shouldBe listOf("none", "one", "two", "odd")
            titles(Fn.value(4, DataType.INTEGER).lt(Post.ratings.any())) shouldBe listOf("two")
            titles(Fn.value(4, DataType.INTEGER).gt(Post.ratings.all())) shouldBe listOf("odd")
            titles(Post.ratings.contains(3)) shouldBe listOf("two")
            titles(Post.ratings.isNull()) shouldBe listOf("none")
            titles(Post.ratings.eq(listOf(1, null))) shouldBe listOf("one")
            titles(Post.tags.eq(listOf("sql", "java"))) shouldBe listOf()
            titles(Post.tags.`in`(listOf(listOf("java"), listOf()))) shouldBe listOf("none", "one")
            titles(Post.tags.contains("java").not()) shouldBe listOf("none", "odd")
            titles(Post.tags.contains("java").eq(Post.tags.contains("sql"))) shouldBe listOf("none", "two", "odd")
            Post.where(Post.tags.ne(PostgresTypes.oddTexts.take(9))).orderBy(Post.tags.desc()).values(Post.title) shouldBe
                listOf("two", "one", "none")
        }

        contract("elements and slices count from 0 and stop before their end", *tables, on = Dialect.POSTGRES) { _ ->
            sow()
            val two = Post.where(Post.title.eq("two"))
            two.values(Post.tags.at(0)) shouldBe listOf("java")
            two.values(Post.tags.at(2)) shouldBe listOf(null)
            two.values(Post.tags.at(-1)) shouldBe listOf("sql")
            two.values(Post.tags.append("c").at(-3)) shouldBe listOf("java")
            two.values(Post.tags.at(-3)) shouldBe listOf(null)
            two.values(Post.tags.at(Post.tags.length().minus(1))) shouldBe listOf("sql")
            two.values(Post.tags.slice(0, 1)) shouldBe listOf(listOf("java"))
            two.values(Post.tags.slice(1, 9)) shouldBe listOf(listOf("sql"))
            two.values(Post.tags.slice(1)) shouldBe listOf(listOf("sql"))
            two.values(Post.tags.slice(2)) shouldBe listOf(listOf())
            two.values(Post.tags.slice(1, 1)) shouldBe listOf(listOf())
            two.values(Post.tags.slice(1).at(0)) shouldBe listOf("sql")
            two.values(Post.tags.indexOf("sql")) shouldBe listOf(1)
            two.values(Post.tags.indexOf("c")) shouldBe listOf(null)
            Post.select().orderBy(Post.id).values(Post.tags.length()) shouldBe listOf(0, 1, 2, 9)
            Post.select().orderBy(Post.id).values(Post.first) shouldBe listOf(null, "java", "java", "")
            titles(Post.tags.at(1).eq("sql")) shouldBe listOf("two")
            shouldRefuse<ProgrammingException>("a slice of an array at -1", null, "its places count from 0") { Post.tags.slice(0, -1) }
        }

        contract("arrays are changed by expressions", *tables, on = Dialect.POSTGRES) { _ ->
            sow()
            val two = Post.where(Post.title.eq("two"))
            two.values(Post.tags.append("c")) shouldBe listOf(listOf("java", "sql", "c"))
            two.values(Post.tags.prepend("c")) shouldBe listOf(listOf("c", "java", "sql"))
            two.values(Post.tags.remove("java")) shouldBe listOf(listOf("sql"))
            two.values(Post.tags.replace("java", "kotlin")) shouldBe listOf(listOf("kotlin", "sql"))
            two.values(Post.tags.concat(listOf("a", "b"))) shouldBe listOf(listOf("java", "sql", "a", "b"))
            two.values(Post.tags.concat(Post.tags)) shouldBe listOf(listOf("java", "sql", "java", "sql"))
            two.values(Post.ratings.append(null)) shouldBe listOf(listOf(5, 3, null))
            Post.update(Post.tags.to(Post.tags.append("new")), Post.grades.to(listOf(Grade.GOOD)))
                .where(Post.grades.eq(listOf()).and(Post.title.eq("one"))).execute() shouldBe 1
            Post.update(Post.editors.to(Post.editors.append("ursula").append("max"))).where(Post.title.eq("one")).execute() shouldBe 1
            Post.where(Post.title.eq("one")).single().let {
                it.tags shouldBe listOf("java", "new")
                it.editors shouldBe listOf("ursula", "max")
                it.get(Post.grades) shouldBe listOf(Grade.GOOD)
            }
            titles(Post.grades.contains(Grade.GOOD)) shouldBe listOf("one")
            two.values(Post.grades.append(Grade.BAD)) shouldBe listOf(listOf(Grade.BAD))
        }

        contract("one element is set by its place, in an update only", *tables, on = Dialect.POSTGRES) { db ->
            sow()
            val update = Post.update(Post.tags.toElement(1, "jdbc"), Post.ratings.toElement(0, null)).where(Post.title.eq("two"))
            update.sql().text shouldBe
                """update "post" set "tags"[?] = ?, "ratings"[?] = ? where "post"."title" = ?"""
            update.execute() shouldBe 1
            Post.where(Post.title.eq("two")).single().let {
                it.tags shouldBe listOf("java", "jdbc")
                it.ratings shouldBe listOf(null, 3)
            }
            // one plan for all places
            val misses = db.planCacheStats().misses()
            for (place in 1..5) Post.update(Post.tags.toElement(place, "x"), Post.ratings.toElement(3, 7)).where(Post.title.eq("two")).execute()
            db.planCacheStats().misses() shouldBe misses
            Post.where(Post.title.eq("two")).single().let {
                it.tags shouldBe listOf("java", "x", "x", "x", "x", "x")
                it.ratings shouldBe listOf(null, 3, null, 7)
            }
            shouldThrow<DataException> {
                Post.update(Post.editors.toElement(0, "ninechars")).all().execute()
            }.summary() shouldBe "varchar(8): a text of 9 characters does not fit varchar(8)"
            val hint = "set the whole list, or say it in an update"
            for (call in listOf<() -> Any?>(
                { Post.insert(Post.tags.toElement(0, "x")).execute() },
                { Post.create(Post.tags.toElement(0, "x")) },
                { Post.getOrCreate(listOf(Post.tags.toElement(0, "x"))) {} },
            )) {
                shouldRefuse<ModelException>("one element of post.tags is set, and a new row has none", null, hint) { call() }
            }
            shouldRefuse<ModelException>("the element at -1 of post.tags", "Post", "places count from 0") { Post.tags.toElement(-1, "x") }
        }

        contract("elements are rows, and rows are elements", *tables, on = Dialect.POSTGRES) { _ ->
            sow()
            val tag = Unnest.of("tag", Post.tags)
            val pairs = Post.select(Post.title, tag.value(), tag.index()).crossJoin(tag).where(Post.id.le(3L)).orderBy(Post.id, tag.index())
            pairs.onPostgres() shouldBe
                (
                    """select "post"."title", "tag"."value", cast("tag"."ordinality" - 1 as integer) from "post" """ +
                        """cross join unnest("post"."tags") with ordinality as "tag" ("value", "ordinality") """ +
                        """where "post"."id" <= ? order by "post"."id" asc, cast("tag"."ordinality" - 1 as integer) asc"""
                        to listOf(3L)
                )
            pairs.rows().map { listOf(it.get(Post.title), it.get(tag.value()), it.get(tag.index())) } shouldBe
                listOf(listOf("one", "java", 0), listOf("two", "java", 0), listOf("two", "sql", 1))
            Post.select(tag.value(), Fn.count()).crossJoin(tag).groupBy(tag.value()).having(Fn.count().gt(1L)).rows()
                .map { it.get(tag.value()) to it.get(Fn.count()) } shouldBe listOf("java" to 2L)
            Post.select(Post.title, Fn.orNull(tag.value())).leftJoin(tag, tag.value().isNotNull()).where(Post.id.le(2L)).orderBy(Post.id).rows()
                .map { it.get(Fn.orNull(tag.value())) } shouldBe listOf(null, "java")
            val grade = Unnest.of("g", Post.grades)
            Post.update(Post.grades set listOf(Grade.FAIR, Grade.GOOD)).where(Post.id.eq(1L)).execute()
            Post.select().crossJoin(grade).orderBy(grade.value().desc()).values(grade.value()) shouldBe listOf(Grade.GOOD, Grade.FAIR)
            val rating = Unnest.of("r", Post.ratings)
            Post.select().crossJoin(rating).where(Post.id.eq(2L)).orderBy(rating.index()).values(rating.value()) shouldBe listOf(1, null)

            val all = Fn.arrayAgg(tag.value()).distinct().orderBy(tag.value())
            Post.select().crossJoin(tag).where(Post.id.le(3L)).values(all) shouldBe listOf(listOf("java", "sql"))
            Post.select().where(Post.id.lt(0L)).values(Fn.arrayAgg(Post.id)) shouldBe listOf(null)
            Post.select().values(Fn.arrayAgg(Post.id).orderBy(Post.id.desc())) shouldBe listOf(listOf(4L, 3L, 2L, 1L))
            Post.select().values(Fn.array(Fn.arrayAgg(Post.id)).length()) shouldBe listOf(4)
            Post.select().where(Post.id.le(2L)).values(Fn.arrayAgg(Post.first).orderBy(Post.id)) shouldBe listOf(listOf(null, "java"))
            shouldRefuse<ModelException>(
                "a text is looked for in post.ratings, which is of type integer[]",
                null,
                "give a value of the type of its elements",
            ) { Post.ratings.contains("3") }
        }

        contract("lists travel by every way of writing and reading", *tables, on = Dialect.POSTGRES) { db ->
            val rows = (1..300).map { mapOf("title" to "t$it", "tags" to List(it % 4) { n -> "\"$n,\\" }, "ratings" to if (it % 2 == 0) listOf(it, null) else null) }
            db.statements(4) { Post.insertMany(rows).execute() shouldBe 300 }
            Post.select().orderBy(Post.id).values(Post.tags) shouldBe rows.map { it["tags"] }
            Post.select().orderBy(Post.id).values(Post.ratings) shouldBe rows.map { it["ratings"] }
            val posts = Post.select().orderBy(Post.id).list()
            posts.forEach { it.tags = it.tags + "end" }
            posts.forEach { it.ratings = null }
            Post.bulkUpdate(posts, Post.tags, Post.ratings) shouldBe 300
            Post.select().orderBy(Post.id).values(Post.tags) shouldBe rows.map { (it["tags"] as List<*>) + "end" }
            Post.where(Post.ratings.isNotNull()).count() shouldBe 0
            posts.first().let { post ->
                db.statements(0) {
                    post.tags = listOf("\"0,\\", "end")
                    post.save() shouldBe 0
                }
                val mine = mutableListOf("mine")
                post.tags = mine
                mine.add("later")
                post.save() shouldBe 1
                Post.get(post.id()!!).tags shouldBe listOf("mine")
                shouldThrow<UnsupportedOperationException> { (Post.get(post.id()!!).tags as MutableList<String>).add("x") }
            }
            Post.insert(Post.id set 1L, Post.title set "again", Post.tags set listOf("up"))
                .onConflict(Post.id).doUpdate(Post.tags.toExcluded(), Post.ratings.toElement(0, 1)).execute()
            Post.get(1L).let { it.tags to it.ratings } shouldBe (listOf("up") to listOf(1))
            Remark.insertMany(listOf(Remark.post, Remark.words), (1..40).map { listOf(it.toLong() % 3 + 1, listOf("w$it")) }).execute()
            val loaded = db.statements(2) { Post.where(Post.id.le(3L)).orderBy(Post.id).load(Load.many(Remark.post)).list() }
            loaded.map { post -> post.backref(Remark.post).list().map { it.get(Remark.words).single() }.size } shouldBe listOf(13, 14, 13)
            Post.select(Post.id, Post.tags).where(Post.id.eq(1L)).maps().single() shouldBe mapOf("id" to 1L, "tags" to listOf("up"))
            Post.select(Post.id, Post.tags).where(Post.id.eq(1L)).into(Tagged::class.java).single() shouldBe Tagged(1L, listOf("up"))
            Post.where(Post.id.eq(1L)).stream().use { it.toList() }.single().tags shouldBe listOf("up")
            val again = Post.alias("again")
            again.select(again.col(Post.tags)).where(again.col(Post.tags).contains("up")).values(again.col(Post.tags).slice(0, 1)) shouldBe listOf(listOf("up"))
            val recent = Post.select(Post.id, Post.tags).where(Post.id.le(5L)).cte("recent")
            recent.select(recent.col(Post.id)).where(recent.col(Post.tags).contains("up")).values(recent.col(Post.id)) shouldBe listOf(1L)
            val given = Cte.values("given", listOf(Post.id, Post.tags), listOf(listOf(1L, listOf("up")), listOf(2L, listOf<String>())))
            Post.select(Post.id).join(given, Post.tags.eq(given.col(Post.tags))).values(Post.id) shouldBe listOf(1L)
            Post.get(1L).toMap()["tags"] shouldBe listOf("up")
            Post.fromMap(mapOf("title" to "m", "tags" to listOf("a"), "ratings" to listOf(1L, null), "grades" to listOf("GOOD"))).let {
                it.save()
                Post.get(it.id()!!).let { row -> listOf(row.tags, row.ratings, row.get(Post.grades)) } shouldBe
                    listOf(listOf("a"), listOf(1, null), listOf(Grade.GOOD))
            }
        }

        contract("bytes are elements, too", on = Dialect.POSTGRES) { db ->
            val table = TypeTable(DataType.array(DataType.BLOB), listOf(byteArrayOf(0, -1)))
            db.bind(table).createTables(table)
            val all = listOf(byteArrayOf(), byteArrayOf(0), byteArrayOf(-1, 92, 34, 44))
            table.insert(table.plain.to(all), table.indexed.to(listOf()), table.unique.to(all)).execute()
            table.select().values(table.plain).single().map { it.toList() } shouldBe all.map { it.toList() }
            table.select().values(table.serverDefault).single().map { it.toList() } shouldBe listOf(listOf<Byte>(0, -1))
            table.where(table.plain.eq(table.unique).and(table.plain.eq(all))).count() shouldBe 1
        }

        contract("constants of a native enum are elements, and the type may be made anew", on = Dialect.POSTGRES) { db ->
            for (round in 1..2) {
                db.bind(Mood).createTables(Mood)
                Mood.insertMany(listOf(Mood.moods, Mood.last), listOf(listOf(listOf(Weather.SUN), Weather.SUN), listOf(listOf<Weather>(), Weather.RAIN))).execute()

                fun count(condition: Condition) = Mood.where(condition).count()
                count(Mood.moods.contains(Weather.SUN)) shouldBe 1
                count(Mood.last.eq(Mood.moods.any())) shouldBe 1
                count(Mood.last.`in`(listOf(Weather.RAIN, Weather.SUN))) shouldBe 2
                Mood.update(Mood.moods.to(Mood.moods.append(Weather.RAIN)), Mood.moods.toElement(0, Weather.SUN)).let { shouldThrow<ProgrammingException> { it.all().execute() } }
                Mood.update(Mood.moods.to(Mood.moods.append(Weather.RAIN).remove(Weather.SUN))).all().execute() shouldBe 2
                Mood.select().values(Mood.moods) shouldBe listOf(listOf(Weather.RAIN), listOf(Weather.RAIN))
                Mood.select().values(Fn.arrayAgg(Mood.last).orderBy(Mood.last)) shouldBe listOf(listOf(Weather.SUN, Weather.RAIN))
                db.schema().check(Mood) shouldBe listOf()
                db.dropTables(Mood)
                db.execute("drop type weather")
            }
        }

        contract("what does not fit a list says so", *tables, on = Dialect.POSTGRES) { db ->
            sow()
            @Suppress("UNCHECKED_CAST")
            val withNull = listOf("a", null) as List<String>
            shouldThrow<DataException> { Post.insert(Post.title set "x", Post.tags set withNull).execute() }.summary() shouldBe
                "post.tags: the list has a null at 1, and its elements are never null"
            shouldThrow<DataException> { Post.insertMany(listOf(mapOf("title" to "x", "tags" to withNull))).execute() }.summary() shouldBe
                "post.tags: the list has a null at 1, and its elements are never null"
            db.execute("update post set tags = '{a,NULL}' where id = 1")
            shouldThrow<DataException> { Post.get(1L) }.summary() shouldBe
                "a stored array has a NULL in it, and its elements are declared never null"
            db.execute("update post set tags = '{{a,b},{c,d}}' where id = 1")
            shouldThrow<DataException> { Post.get(1L) }.summary() shouldBe "a stored array has arrays in it, and a list of values was expected"
            shouldThrow<IllegalArgumentException> { DataType.array(DataType.array(DataType.TEXT)) }.message shouldBe
                "an array of text[]: PostgreSQL's lists of lists are all of one length"
        }

        contract("the catalogue knows arrays and their indexes", *tables, on = Dialect.POSTGRES) { db ->
            db.schema().check(Post, Remark) shouldBe listOf()
            db.createTablesSql(Post).filter { "index" in it } shouldBe
                listOf(
                    """create index if not exists "post_tags" on "post" using gin ("tags")""",
                    """create index if not exists "post_editors" on "post" using gin ("editors" array_ops)""",
                )
            db.schema().tables().single { it.name().name() == "post" }.columns().associate { it.name() to it.type() }
                .filterKeys { it in listOf("tags", "ratings", "editors", "grades") } shouldBe
                mapOf(
                    "tags" to DataType.array(DataType.TEXT),
                    "ratings" to DataType.array(DataType.INTEGER),
                    "editors" to DataType.array(DataType.varchar(8)),
                    "grades" to DataType.array(DataType.TEXT),
                )
        }

        contract("SQLite refuses arrays by name, and sends nothing", on = Dialect.SQLITE) { db ->
            db.bind(Post, Remark)
            val instead = "keep the list as JSON, or its elements in a table of their own"
            db.statements(0) {
                for ((name, call) in listOf<Pair<String, () -> Any?>>(
                    "type text[]" to { db.createTables(Post) },
                    "type text[]" to { Post.select().list() },
                    "type text[]" to { Post.where(Post.tags.eq(listOf("x"))).count() },
                    "length of an array" to { Post.select().values(Post.tags.length()) },
                    "any of an array" to { Post.where(Post.title.eq(Post.tags.any())).count() },
                    "overlaps of an array" to { Post.where(Post.tags.overlaps(Post.editors)).count() },
                )) {
                    shouldRefuse<ProgrammingException>("SQLite has no $name", null, instead) { call() }
                }
                shouldRefuse<ProgrammingException>("SQLite has no arrays, so 'tag' has no elements", "tag", instead) {
                    Post.select(Post.id).crossJoin(Unnest.of("tag", Post.tags)).list()
                }
                shouldRefuse<ProgrammingException>("SQLite has no array_agg", null, "use stringAgg(..), or select the rows and group them") {
                    Post.select(Post.title).groupBy(Post.title).having(Fn.arrayAgg(Post.title).isNull()).list()
                }
            }
        }
    })

/** What a query of posts is read into. */
data class Tagged(
    val id: Long,
    val tags: List<String>,
)

enum class Weather { SUN, RAIN }

/** A row with a type that the server is told of. */
class Mood : Model<Long>() {
    companion object : Table<Mood, Long>(::Mood) {
        val id = autoId()
        val moods = array(DataType.nativeEnum(Weather::class.java, "weather")).databaseDefault(listOf(Weather.RAIN))
        val last = nativeEnum(Weather::class.java)
    }
}
