package dev.kinglet.contract

import dev.kinglet.errors.ValidationException
import dev.kinglet.errors.ValidationException.Problem
import dev.kinglet.fixtures.Lives.Page
import dev.kinglet.fixtures.Lives.Page.PAGE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import tour.Models.User.USER

/** What a model does around its own writes and reads (WRT-01, WRT-02, WRT-18). */
class HookSpec :
    FunSpec({
        fun calls(body: () -> Unit): List<String> {
            Page.CALLS.clear()
            body()
            return Page.CALLS.toList()
        }

        fun page(title: String) = Page().apply { set(PAGE.title, title) }

        contract("hooks run in order around a save and a delete", USER, PAGE) { db ->
            val page = page("to be")
            calls { db.statements(2) { page.save() } } shouldContainExactly
                listOf("beforeSave", "validate", "afterSave, inserted", "afterCommit")
            page.get(PAGE.slug) shouldBe "to-be"
            page.changed() shouldBe listOf()
            calls { page.save() } shouldContainExactly listOf("beforeSave")
            page.set(PAGE.title, "or not")
            calls { page.save() } shouldContainExactly listOf("beforeSave", "validate", "afterSave, updated", "afterCommit")
            PAGE.select().scalar(PAGE.slug) shouldBe "or-not"
            calls { page.delete() } shouldContainExactly listOf("beforeDelete", "afterDelete", "afterCommit, deleted")
            calls { page.delete() } shouldContainExactly listOf("beforeDelete")
        }

        contract("what a hook throws stops the write, undoes it, and leaves the row as it was", USER, PAGE) { db ->
            for (hook in listOf("beforeSave", "validate", "afterSave, inserted")) {
                withClue(hook) {
                    val page = page("fail in $hook")
                    shouldThrow<IllegalStateException> { page.save() }.message shouldBe hook
                    page.persisted() shouldBe false
                    page.changed() shouldContainExactly listOf(PAGE.title)
                    page.get(PAGE.title) shouldBe "fail in $hook"
                    page.get(PAGE.slug).shouldBeNull()
                    PAGE.select().count() shouldBe 0L
                    USER.select().count() shouldBe 0L
                }
            }
            for (hook in listOf("beforeDelete", "afterDelete")) {
                withClue(hook) {
                    val page = page("fail in $hook").also { it.save() }
                    shouldThrow<IllegalStateException> { page.delete() }.message shouldBe hook
                    page.persisted() shouldBe true
                    page.changed() shouldBe listOf()
                    PAGE.find(page.id()) shouldBe page
                }
            }
            db.inTransaction() shouldBe false
        }

        contract("a hook that fails in a transaction undoes its own write only", USER, PAGE) { db ->
            db.transaction {
                page("kept").save()
                shouldThrow<IllegalStateException> { page("fail in afterSave, inserted").save() }
                USER.create(USER.username.to("kept, too"))
            }
            PAGE.select().values(PAGE.title) shouldBe listOf("kept")
            USER.select().orderBy(USER.id).values(USER.username) shouldBe listOf("by afterSave kept", "kept, too")
        }

        contract("afterCommit runs behind the outermost commit, and never for what is rolled back", USER, PAGE) { db ->
            calls {
                db.transaction {
                    page("a").save()
                    db.transaction { page("b").save() }
                    runCatching<Unit> {
                        db.transaction<Unit> {
                            page("c").save()
                            error("undone")
                        }
                    }
                    Page.CALLS.count { it == "afterCommit" } shouldBe 0
                }
            }.count { it == "afterCommit" } shouldBe 2
            calls {
                runCatching<Unit> {
                    db.transaction<Unit> {
                        page("d").save()
                        error("undone")
                    }
                }
            }.count { it == "afterCommit" } shouldBe 0
            val failing = page("fail in afterCommit")
            shouldThrow<RuntimeException> { failing.save() }
            withClue("the row is stored, whatever happens behind its commit") {
                failing.persisted() shouldBe true
                PAGE.find(failing.id()) shouldBe failing
            }
        }

        contract("validate tells all that is wrong at once, before anything is sent", USER, PAGE) { db ->
            val page = page("  ")
            val found =
                listOf(
                    Problem("title", "is blank"),
                    Problem("slug", "would be, too"),
                    Problem(null, "a page needs a name"),
                )
            page.problems() shouldBe found
            val refused = db.statements(0) { shouldThrow<ValidationException> { page.save() } }
            refused.problems() shouldBe found
            refused.byField() shouldBe mapOf("title" to "is blank", "slug" to "would be, too", "" to "a page needs a name")
            ValidationException("Page", found + Problem("title", "is short")).byField()["title"] shouldBe "is blank"
            refused.model() shouldBe "Page"
            refused.message shouldBe
                "a row of Page is not valid: title is blank; slug would be, too; a page needs a name\n  model: Page"
            page.get(PAGE.slug).shouldBeNull()
            db.statements(0) { shouldThrow<ValidationException> { PAGE.create(PAGE.title.to("")) } }
            PAGE.create(PAGE.title.to("x")).problems() shouldBe listOf()
        }

        contract("afterLoad runs once a row that was read, behind the result", USER, PAGE) { _ ->
            val huey = USER.create(USER.username.to("huey"))
            listOf("a", "b").forEach { PAGE.create(PAGE.title.to(it), PAGE.owner.to(huey)) }
            calls { PAGE.select().list() } shouldBe listOf("afterLoad", "afterLoad")
            calls { PAGE.get(1L) } shouldBe listOf("afterLoad")
            calls { PAGE.find(99L) } shouldBe listOf()
            calls { PAGE.select().stream().use { rows -> rows.forEach { Page.CALLS += "row" } } } shouldBe
                listOf("afterLoad", "row", "afterLoad", "row")
            calls { PAGE.select().chunked(2).use { it.count() } } shouldBe listOf("afterLoad", "afterLoad")
            calls { USER.select(USER, PAGE).leftJoin(PAGE, PAGE.owner).where(USER.username.eq("huey")).list() } shouldBe
                listOf("afterLoad", "afterLoad")
            calls { USER.select(USER, PAGE).leftJoin(PAGE, PAGE.owner).where(USER.username.ne("huey")).list() } shouldBe listOf()
            calls { USER.where(USER.username.eq("huey")).load(Load.many(PAGE.owner)).list() } shouldBe listOf("afterLoad", "afterLoad")
            calls { PAGE.raw("select * from page").list() } shouldBe listOf("afterLoad", "afterLoad")
            calls { PAGE.select().values(PAGE.title) } shouldBe listOf()
            calls { PAGE.update(PAGE.title.to("x")).where(PAGE.id.eq(1L)).returning(PAGE).list() } shouldBe listOf("afterLoad")
            val page = PAGE.get(1L)
            calls { page.refresh() } shouldBe listOf("afterLoad")
        }

        contract("a class without hooks is saved by one statement, in no transaction of its own", USER) { db ->
            db.statements(1) { USER.create(USER.username.to("huey")) }
            val watched = object : tour.Models.User() {
                override fun afterSave(inserted: Boolean) {
                    db.inTransaction() shouldBe true
                }
            }
            watched.username = "mickey"
            db.statements(1) { watched.save() }
            watched.persisted() shouldBe true
        }
    })
