package guide

import dev.kinglet.Database
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.type.Dialect
import guide.KotlinSearching.Recipe
import guide.Searching.Article.ARTICLE
import guide.Searching.Mail.MAIL
import guide.Searching.Page.PAGE
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.shouldBe

/** Runs the regions of the page on searching, in both languages. */
fun searchPage(sent: Sent) {
    for (kind in listOf(Kind.SQLITE_MEMORY, Kind.POSTGRES)) {
        TestDatabases.fresh(kind) { db ->
            val on = if (db.dialect() == Dialect.SQLITE) "sqlite" else "postgres"
            db.bind(ARTICLE, Recipe, MAIL, PAGE)
            sent["search.create.$on"] = db.schema().create(ARTICLE).sql()
            sent["search.existing.$on"] = db.schema().createSearch(ARTICLE.search).sql()
            db.createTables(ARTICLE, Recipe)
            ARTICLE.create(ARTICLE.title.to("Cats & dogs"), ARTICLE.body.to("A cat is <not> a dog, and dogs know it."))
            ARTICLE.create(ARTICLE.title.to("Birds"), ARTICLE.body.to("They sing to cats."))
            sent.record(db, "search.find.$on") { Searching.find("cat -bird").size shouldBe 1 }
            sent.record(db, "search.page.$on") {
                Searching.page("dogs", 0) shouldBe
                    if (on == "sqlite") {
                        listOf("Cats & dogs: A cat is &lt;not&gt; a <mark>dog</mark>, and <mark>dogs</mark> know it.")
                    } else {
                        listOf("Cats & dogs: A cat is   a <mark>dog</mark>, and <mark>dogs</mark> know it")
                    }
            }
            Searching.typing("bir") shouldBe 1
            Searching.existing(db)
            Recipe.create(Recipe.name.to("Soup"), Recipe.steps.to("cook it"))
            KotlinSearching.find("soup OR tea") shouldBe listOf("Soup")
            if (on == "sqlite") {
                mails(db, sent)
            } else {
                db.createTables(PAGE)
                PAGE.create(PAGE.title.to("Rats"))
                sent.record(db, "java:Searching.pages") { Searching.pages().size shouldBe 1 }
                sent["java:Searching.refused"] =
                    listOf(shouldThrow<ProgrammingException> { Searching.refused(db) }.message!!)
            }
        }
    }
}

private fun mails(
    db: Database,
    sent: Sent,
) {
    db.createTables(MAIL)
    MAIL.create(MAIL.subject.to("Your invoice"), MAIL.body.to("Pay it"), MAIL.folder.to("inbox"))
    sent.record(db, "java:Searching.mails") { Searching.mails() shouldBe listOf("Your invoice") }
}
