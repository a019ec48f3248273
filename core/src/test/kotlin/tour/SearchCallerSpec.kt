package tour

import dev.kinglet.fixtures.Articles.Article.ARTICLE
import dev.kinglet.fixtures.Articles.Note.NOTE
import dev.kinglet.fixtures.Articles.Page.PAGE
import dev.kinglet.fixtures.Articles.Post.POST
import dev.kinglet.fixtures.contract
import dev.kinglet.type.Dialect
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Searching from Java, with the answers of every database. */
class SearchCallerSpec :
    FunSpec({
        contract("a search index from Java", ARTICLE, POST) { db ->
            ARTICLE.create(ARTICLE.title.to("Big cats"), ARTICLE.body.to("A lion is a big cat, not one of the small cats."))
            ARTICLE.create(ARTICLE.title.to("Dogs"))
            SearchCaller.both("big").single().split(" | ").let { listOf(it[0], it[3], it[4]) } shouldBe
                listOf("[Big] cats", "<b>Big</b> cats", "found")
            SearchCaller.forms() shouldBe 4
            SearchCaller.declared(db) shouldBe "found english 1 Post.found"
        }

        contract("what one database has, from Java") { db ->
            db.bind(NOTE, NOTE.vocabulary(), PAGE)
            if (db.dialect() == Dialect.SQLITE) {
                db.createTables(NOTE, NOTE.vocabulary())
                NOTE.create(NOTE.title.to("Two cats"), NOTE.body.to("meow"), NOTE.url.to("u"))
                SearchCaller.fts5() shouldBe listOf("Two cats", "1 3", "Two <cats>", "Two <cats>")
            } else {
                db.createTables(PAGE)
                PAGE.create(PAGE.title.to("Fat cats"))
                SearchCaller.postgres() shouldBe 5
            }
        }
    })
