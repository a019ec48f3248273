package dev.kinglet.gfk

import dev.kinglet.errors.IntegrityException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.statements
import dev.kinglet.gfk.Reactions.Note.NOTE
import dev.kinglet.gfk.Reactions.Reaction.REACTION
import dev.kinglet.model.*
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

class DeleteSpec :
    FunSpec({
        fun comment(
            on: Model<*>?,
            text: String,
        ): Comment = Comment.create {
            body = text
            this.on = on
        }

        contract("GFK-12: SET_NULL lets rows lead nowhere, in the transaction of the deletion", *timeline) { db ->
            val meow = tweet("meow")
            val note = NOTE.create(NOTE.about.to(meow))
            val other = NOTE.create(NOTE.about.to(USER.get(meow.id())))

            db.sends(
                """update "note" set "about_type" = ?, "about_id" = ? where ("note"."about_type" = ? and """ +
                    """"note"."about_id" in (select "tweet"."id" from "tweet" where "tweet"."id" = ?))""",
                """delete from "tweet" where "tweet"."id" = ?""",
            ) { meow.delete() } shouldBe 1
            NOTE.get(note.id()).about() shouldBe null
            NOTE.get(other.id()).about() shouldBe USER.get(meow.id())
        }

        contract("what is undone is undone with what it did", *timeline) { db ->
            val meow = tweet("meow")
            val note = NOTE.create(NOTE.about.to(meow))
            db.transaction {
                meow.delete()
                NOTE.get(note.id()).about() shouldBe null
                rollback()
            }
            NOTE.get(note.id()).about() shouldBe TWEET.get(note.get(NOTE.aboutId)!!)
        }

        contract("GFK-12: RESTRICT refuses as a foreign key does, and nothing is deleted", Country, City, Visit) { db ->
            Country.create(Country.code set "PT")
            Country.create(Country.code set "ES")
            val lisbon = City.create(City.code set "lisbon")
            Visit.create { where = lisbon }
            Visit.create { where = Country.get("PT") }

            val refused = shouldThrow<IntegrityException> { db.statements(1) { lisbon.delete() } }
            listOf(refused.kind(), refused.table(), refused.columns(), refused.model(), refused.hint()) shouldBe
                listOf(
                    IntegrityException.Kind.FOREIGN_KEY,
                    "visit",
                    listOf("kind", "place"),
                    "Visit",
                    "delete those rows first, or let them lead elsewhere",
                )
            refused.summary() shouldBe "rows of Visit lead by (visit.kind, visit.place) to what is deleted"
            shouldThrow<IntegrityException> { Country.delete().all().execute() }
            listOf(City.select().count(), Country.select().count()) shouldBe listOf(1, 2)
            db.statements(2) { Country.delete().where(Country.code.eq("ES")).execute() } shouldBe 1
        }

        contract("GFK-12: CASCADE deletes what leads there, to any depth, circles included", *posts) { db ->
            val article = Article.create { title = "on cats" }
            val other = Article.create { title = "on dogs" }
            val first = comment(article, "first")
            val second = comment(first, "second")
            val third = comment(second, "third")
            first.on = third // closes a circle of three
            first.save()
            comment(article, "fourth")
            val kept = comment(other, "kept")

            second.delete() shouldBe 1
            Comment.select().orderBy(Comment.body).values(Comment.body) shouldBe listOf("fourth", "kept")
            article.delete() shouldBe 1
            Comment.select().list() shouldBe listOf(kept)
            Article.delete().all().execute() shouldBe 1
            Comment.select().count() shouldBe 0
        }

        contract("statements that answer rows, and batches of them, take along what leads there", *posts) {
            val articles = (1..3).map { n -> Article.create { title = "a$n" } }
            articles.forEach { comment(it, "on ${it.title}") }
            Article.delete().where(Article.title.eq("a1")).returning(Article, Article.title).values(Article.title) shouldBe
                listOf("a1")
            Comment.select().count() shouldBe 2
            Article.delete().where(Article.title.eq("a2")).returning(Article).first() shouldBe articles[1]
            Comment.select().values(Comment.body) shouldBe listOf("on a3")
            Article.deleteByKey(articles[2].id()) shouldBe 1
            Comment.select().count() shouldBe 0
        }

        contract("GFK-12: what the database deletes along counts as deleted", *posts) { db ->
            val article = Article.create { title = "on cats" }
            val page = Page.create { this.article = article }
            Mark.create { on = page }
            Mark.create { on = Page.create { this.article = Article.create { title = "kept" } } }

            article.delete() shouldBe 1
            Mark.select().count() shouldBe 1
            Page.select().count() shouldBe 1
            db.statements(2) { Page.delete().all().execute() } shouldBe 1
            Mark.select().count() shouldBe 0
        }

        contract("a recursive delete takes along what leads to what it deletes", *posts) {
            val article = Article.create { title = "on cats" }
            Mark.create { on = Page.create { this.article = article } }
            comment(comment(article, "first"), "second")
            article.deleteRecursive() shouldBe 2
            listOf(Mark.select().count(), Comment.select().count()) shouldBe listOf(0, 0)
        }

        contract("GFK-11: without an action nothing happens, and nothing is sent for it", *posts) { db ->
            val clip = Clip.create { seconds = 7 }
            Reply.create {
                body = "a"
                post = clip
            }
            db.statements(1) { clip.delete() } shouldBe 1
            Reply.anyPost.orphans().count() shouldBe 1
        }
    })
