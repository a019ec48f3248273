package dev.kinglet.migrate.internal.ddl

import dev.kinglet.Database
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.Migrator
import dev.kinglet.migrate.operations
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.type.Dialect
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class Article : Model<Long>() {
    companion object : Table<Article, Long>(::Article) {
        val id = autoId()
        val title = text()
        val body = text()
        val words = search(title.weight(3.0), body)
    }
}

class SqliteSearchSpec :
    FunSpec({
        fun sqlite(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, on = Dialect.SQLITE) { db ->
            db.bind(Article).createTables(Article)
            db.execute("insert into article (id, title, body) values (3, 'wren', 'small'), (9, 'kinglet', 'tiny')")
            body(db)
        }

        fun Database.change(say: Migrator.() -> Unit) = alter(operations(say))

        fun Database.found(
            index: String,
            word: String,
        ) = query("select rowid as id from \"$index\" where \"$index\" match {0} order by rowid", word).maps().map { it["id"] }

        fun Database.sound(index: String) = execute("insert into \"$index\" (\"$index\", rank) values ('integrity-check', 1)")

        sqlite("a search goes on when its table is made anew") { db ->
            db.change {
                changeType("article", "body", "varchar(99)")
                dropDefault("article", "title")
                setDefaultSql("article", "title", "'untitled'")
                addColumn("article", datetime("at").defaultSql("current_timestamp"))
                dropNotNull("article", "title")
                setNotNull("article", "title")
            }
            db.found("article_words", "wren") shouldBe listOf(3)
            db.execute("update article set title = 'goldcrest' where id = 3")
            db.execute("delete from article where id = 9")
            db.execute("insert into article (body) values ('a word')")
            db.found("article_words", "wren OR kinglet") shouldBe listOf<Any>()
            db.found("article_words", "goldcrest OR untitled") shouldBe listOf(3, 4)
            db.sound("article_words")
        }

        sqlite("a search follows the new name of a column, with what it was told to keep") { db ->
            db.execute("insert into article_words (article_words, rank) values ('rank', 'bm25(10.0, 5.0)')")
            db.execute("insert into article_words (article_words, rank) values ('automerge', 8)")
            val config = db.query("select k, v from article_words_config order by k").maps().map { it.toMap() }
            db.change { renameColumn("article", "title", "headline") }
            db.query("select k, v from article_words_config order by k").maps() shouldBe config
            db.found("article_words", "headline: wren") shouldBe listOf(3)
            db.execute("update article set headline = 'goldcrest' where id = 3")
            db.execute("insert into article (headline, body) values ('robin', 'red')")
            db.execute("delete from article where id = 9")
            db.found("article_words", "goldcrest OR robin OR kinglet OR wren") shouldBe listOf(3, 10)
            db.sound("article_words")
            db.change { renameColumn("article", "id", "number") }
            db.execute("update article set headline = 'tit' where number = 10")
            db.found("article_words", "tit") shouldBe listOf(10)
            db.sound("article_words")
        }

        sqlite("a search follows the new name of its table") { db ->
            db.change { renameTable("article", "essay") }
            db.execute("insert into essay (title, body) values ('robin', 'red')")
            db.execute("delete from essay where id = 3")
            db.found("article_words", "robin OR wren") shouldBe listOf(10)
            db.sound("article_words")
            db.query("select title from article_words order by rowid").maps().map { it["title"] } shouldBe listOf("kinglet", "robin")
        }
    })
