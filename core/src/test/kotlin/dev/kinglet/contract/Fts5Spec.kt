package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.KingletException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.Articles.Article.ARTICLE
import dev.kinglet.fixtures.Articles.Box.BOX
import dev.kinglet.fixtures.Articles.Gone.GONE
import dev.kinglet.fixtures.Articles.Note
import dev.kinglet.fixtures.Articles.Note.NOTE
import dev.kinglet.fixtures.Articles.PageIndex.PAGE_INDEX
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.model.*
import dev.kinglet.schema.SchemaDifference.Part
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

private class Memo : Model<Long>() {
    companion object : Fts5Table<Memo>(::Memo) {
        val title = text()
        val body = text()

        init {
            tokenizer("trigram")
        }
    }

    var title by Memo.title
    val body by Memo.body
}

private class NoSuchColumn : Model<Long>() {
    companion object : Fts5Table<NoSuchColumn>(::NoSuchColumn) {
        val words = text()

        init {
            content(dev.kinglet.fixtures.Articles.Article::class.java)
        }
    }
}

/** Tables of FTS5, which SQLite has (SQT-07). */
class Fts5Spec :
    FunSpec({
        fun sqlite(
            name: String,
            vararg tables: Table<*, *>,
            body: (Database) -> Unit,
        ) = test(name) {
            for (open in listOf({ Database.sqliteInMemory() }, { Database.sqlite(TestDatabases.temporaryFile()) })) {
                open().use { db ->
                    db.bind(*tables).createTables(*tables)
                    db.schema().check(*tables) shouldBe listOf()
                    body(db)
                    db.connectionsInUse() shouldBe 0
                }
            }
        }

        fun sow() {
            NOTE.create(NOTE.title.to("Running cats"), NOTE.body.to("Dogs sleep, cats run"), NOTE.url.to("cat.example"))
            NOTE.insertMany(
                listOf(NOTE.title, NOTE.body, NOTE.url),
                listOf(listOf("Dogs", "A dog runs to a cat", "a"), listOf("Birds", "They fly", "runs")),
            ).execute()
        }

        sqlite("it is declared, made, found and dropped", NOTE) { db ->
            db.schema().create(NOTE).sql() shouldContainExactly
                listOf(
                    "create virtual table if not exists \"note\" using fts5(\"title\", \"body\", \"url\" unindexed," +
                        " tokenize='porter unicode61', prefix='2 3')",
                )
            db.schema().tables().map { it.name().name() } shouldBe listOf("note")
            db.schema().table("note").toString() shouldBe
                "virtual table main.note using fts5(\"title\", \"body\", \"url\" unindexed, tokenize='porter unicode61'," +
                " prefix='2 3')\n  title \n  body \n  url "
            db.execute("drop table note")
            db.execute("create virtual table note using fts5(title, body, url)")
            db.schema().check(NOTE).map { it.toString() } shouldContainExactly
                listOf(
                    "note: the module of table note is declared as fts5(\"title\", \"body\", \"url\" unindexed," +
                        " tokenize='porter unicode61', prefix='2 3'), and in the database as fts5(title, body, url)",
                )
            db.execute("drop table note")
            db.execute("create table note (title text, body text, url text)")
            db.schema().check(NOTE).map { it.part() }.first() shouldBe Part.MODULE
            db.dropTables(NOTE)
            db.schema().tables() shouldBe listOf()
        }

        sqlite("rows are written and read as those of any table", NOTE) { _ ->
            sow()
            NOTE.select().orderBy(NOTE.rowid).values(NOTE.rowid) shouldBe listOf(1L, 2L, 3L)
            val made = NOTE.create(NOTE.title.to("new"), NOTE.body.to("b"), NOTE.url.to("u"))
            made[NOTE.rowid] shouldBe 4L
            NOTE.create(NOTE.rowid.to(90L), NOTE.title.to("own"), NOTE.body.to("b"), NOTE.url.to("u")).id() shouldBe 90L
            made[NOTE.title] = "changed"
            made.save() shouldBe 1
            NOTE.get(4L)[NOTE.title] shouldBe "changed"
            val more = (1..150).map { n ->
                Note().also {
                    it[NOTE.title] = "t$n"
                    it[NOTE.body] = "bulk"
                    it[NOTE.url] = "u"
                }
            }
            NOTE.bulkCreate(more) shouldBe 150
            more.map { it.id() } shouldBe (91L..240L).toList()
            NOTE.where(NOTE.match("bulk")).count() shouldBe 150
            NOTE.insertMany(listOf(NOTE.title, NOTE.body, NOTE.url), listOf(listOf("x", "y", "z"), listOf("x", "y", "z")))
                .returning(NOTE).list().map { it.id() } shouldBe listOf(241L, 242L)
            made.delete() shouldBe 1
            NOTE.find(4L) shouldBe null
            NOTE.delete().where(NOTE.match("bulk")).execute() shouldBe 150
        }

        sqlite("MATCH on the table and on a column, in the order of rank", NOTE) { _ ->
            sow()
            val found = NOTE.where(NOTE.match("run AND cat")).orderBy(NOTE.rank())
            found.sql().text shouldBe
                "select \"note\".\"rowid\", \"note\".\"title\", \"note\".\"body\", \"note\".\"url\" from \"note\" where" +
                " \"note\".\"note\" match ? order by \"note\".\"rank\" asc"
            found.values(NOTE.title) shouldBe listOf("Running cats", "Dogs")
            NOTE.where(NOTE.match(NOTE.title, "dog")).values(NOTE.title) shouldBe listOf("Dogs")
            NOTE.where(NOTE.match(NOTE.title, "dog")).sql().text.substringAfter("where ") shouldBe "\"note\".\"title\" match ?"
            NOTE.where(NOTE.match("runs"), NOTE.title.ne("Dogs")).values(NOTE.title) shouldBe listOf("Running cats")
            // what is unindexed is not searched
            NOTE.where(NOTE.match("example")).count() shouldBe 0
            val other = Table.alias(NOTE, "n")
            other.where(other.match("fly")).values(other.title) shouldBe listOf("Birds")
            NOTE.where(NOTE.matches("cats -sleep")).values(NOTE.title) shouldBe listOf("Dogs")
            NOTE.where(NOTE.matches("url:runs")).count() shouldBe 0
            NOTE.where(NOTE.matches("title:dogs")).values(NOTE.title) shouldBe listOf("Dogs")
            shouldThrow<ProgrammingException> { NOTE.where(NOTE.match("\"open")).list() }
        }

        sqlite("bm25 with weights, highlight and snippet", NOTE) { _ ->
            sow()
            val score = NOTE.bm25(NOTE.body.weight(10.0), NOTE.title.weight(0.1)).`as`("score")
            val query = NOTE.select(NOTE.title, score).where(NOTE.match("dog")).orderBy(score)
            query.sql().text shouldBe
                "select \"note\".\"title\", bm25(\"note\".\"note\", ?, ?, ?) as \"score\" from \"note\" where" +
                " \"note\".\"note\" match ? order by \"score\" asc"
            query.sql().binds shouldBe listOf(0.1, 10.0, 1.0, "dog")
            query.list().map { it[score] < 0 } shouldBe listOf(true, true)
            NOTE.where(NOTE.match("dog")).orderBy(NOTE.bm25(NOTE.title.weight(50.0))).values(NOTE.title).first() shouldBe "Dogs"
            NOTE.where(NOTE.match("cat")).orderBy(NOTE.rowid).values(NOTE.highlight(NOTE.title, "[", "]")) shouldBe
                listOf("Running [cats]", "Dogs")
            NOTE.where(NOTE.match("cat")).orderBy(NOTE.rowid).values(NOTE.snippet(NOTE.body, "[", "]", "..", 2)) shouldBe
                listOf("..[cats] run", "..a [cat]")
            NOTE.where(NOTE.match("fly")).values(NOTE.snippet(null, "[", "]", "..", 5)) shouldBe listOf("They [fly]")
            shouldRefuse<ProgrammingException>("a snippet of 65 words", null, "say 1 to 64") { NOTE.snippet(null, "", "", "", 65) }
            shouldThrow<ModelException> { NOTE.highlight(ARTICLE.title, "", "") }
        }

        sqlite("maintenance, and the words of the index", NOTE, NOTE.vocabulary()) { db ->
            sow()
            NOTE.optimize()
            NOTE.rebuild()
            NOTE.integrityCheck()
            NOTE.command("automerge", 4)
            val words = NOTE.vocabulary()
            db.schema().create(words).sql() shouldBe
                listOf("create virtual table if not exists \"note_vocabulary\" using fts5vocab(\"note\", 'row')")
            words.where(words.rows.ge(2L)).orderBy(words.term).rows().map { "${it[words.term]} ${it[words.rows]} ${it[words.places]}" } shouldBe
                listOf("cat 2 3", "dog 2 3", "run 2 3")
            words.get("fly")[words.places] shouldBe 1L
            shouldRefuse<ProgrammingException>(
                "'note_vocabulary' is kept by the database, and only read",
                "Word",
                "write to the table that it tells of",
            ) { words.delete().all().execute() }
            NOTE.command("rebuild")
            db.dropTables(words, NOTE)
            db.schema().tables() shouldBe listOf()
        }

        sqlite("an index over the texts of another table", ARTICLE, PAGE_INDEX) { db ->
            db.schema().create(PAGE_INDEX).sql().filter { "virtual" in it && "titles" in it } shouldBe
                listOf(
                    "create virtual table if not exists \"article_titles\" using fts5(\"title\", content='article'," +
                        " content_rowid='id', detail='none')",
                )
            ARTICLE.create(ARTICLE.title.to("cats"))
            PAGE_INDEX.where(PAGE_INDEX.match("cats")).values(PAGE_INDEX.rowid) shouldBe listOf(1L)
            ARTICLE.update(ARTICLE.title.to("dogs")).all().execute()
            PAGE_INDEX.where(PAGE_INDEX.match("cats")).count() shouldBe 0
            ARTICLE
                .select()
                .join(PAGE_INDEX, PAGE_INDEX.rowid.eq(ARTICLE.id))
                .where(PAGE_INDEX.match("dogs"))
                .orderBy(PAGE_INDEX.rank())
                .values(ARTICLE.title) shouldBe listOf("dogs")
            PAGE_INDEX.integrityCheck()
            db.execute("drop trigger article_titles_delete")
            ARTICLE.delete().all().execute()
            shouldThrow<KingletException> { PAGE_INDEX.integrityCheck() }
            PAGE_INDEX.rebuild()
            PAGE_INDEX.integrityCheck()
            db.dropTables(PAGE_INDEX)
            ARTICLE.create(ARTICLE.title.to("still there"))
            shouldRefuse<ProgrammingException>(
                "NoSuchColumn indexes Article, which has no column 'words'",
                "NoSuchColumn",
                "name its columns as those of the texts are named",
            ) { db.createTables(NoSuchColumn) }
        }

        sqlite("an index that keeps no texts", GONE) { db ->
            db.schema().create(GONE).sql() shouldBe
                listOf("create virtual table if not exists \"gone\" using fts5(\"body\", content='', contentless_delete='1')")
            GONE.insert(GONE.rowid.to(5L), GONE.body.to("cats and dogs")).execute()
            GONE.where(GONE.match("dogs")).values(GONE.rowid) shouldBe listOf(5L)
            GONE.get(5L)[GONE.body] shouldBe null
            GONE.delete().where(GONE.rowid.eq(5L)).execute() shouldBe 1
            GONE.where(GONE.match("dogs")).count() shouldBe 0
        }

        sqlite("from Kotlin", Memo) { _ ->
            val memo = Memo.create(Memo.title.to("Kotlin"), Memo.body.to("companion objects"))
            memo.title = "Kotlin and Java"
            memo.save()
            Memo.where(Memo.match("anio")).get().body shouldBe "companion objects"
            Memo.where(Memo.match(Memo.title, "java")).orderBy(Memo.bm25(Memo.title.weight(2.0))).count() shouldBe 1
        }

        sqlite("boxes in an R-Tree", BOX) { db ->
            db.schema().create(BOX).sql() shouldBe
                listOf("create virtual table if not exists \"box\" using rtree(\"id\", \"left\", \"right\", \"bottom\", \"top\")")
            for (i in 1..20) BOX.create(BOX.left.to(i * 1f), BOX.right.to(i + 1f), BOX.bottom.to(0f), BOX.top.to(1f)).id() shouldBe i.toLong()
            BOX.where(BOX.left.ge(3f), BOX.right.le(6f)).orderBy(BOX.id).values(BOX.id) shouldBe listOf(3L, 4L, 5L)
        }

        contract("PostgreSQL refuses all of it by name", ARTICLE) { db ->
            db.bind(NOTE, BOX)
            if (db.dialect() == Dialect.POSTGRES) {
                val hint = "declare search(columns..), which both databases have"
                shouldRefuse<ProgrammingException>("PostgreSQL has no fts5, of which Note is", "Note", hint) { db.createTables(NOTE) }
                shouldRefuse<ProgrammingException>("PostgreSQL has no fts5, of which Note is", "Note", hint) { NOTE.where(NOTE.match("x")).list() }
                shouldRefuse<ProgrammingException>("PostgreSQL has no fts5, of which Note is", "Note", hint) { NOTE.rebuild() }
                shouldRefuse<ProgrammingException>("PostgreSQL has no rtree, of which Box is", "Box", "keep it in a database of SQLite") { BOX.get(1L) }
                shouldRefuse<ProgrammingException>("PostgreSQL has no bm25", null, hint) { ARTICLE.select(dev.kinglet.expr.Fts5.bm25(ARTICLE.title, listOf(1.0))).list() }
            }
        }
    })
