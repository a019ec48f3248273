package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.fixtures.Lives.Account.ACCOUNT
import dev.kinglet.fixtures.Lives.Page
import dev.kinglet.fixtures.Lives.Page.PAGE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Ensured
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.User
import tour.Models.User.USER
import java.math.BigDecimal
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors

/** Rows that are there or are made, one for everybody (WRT-27, WRT-31). */
class GetOrCreateSpec :
    FunSpec({
        contract("getOrCreate finds the row, or stores it with its defaults (WRT-27)", USER) { db ->
            val made =
                db.statements(2) {
                    USER.getOrCreate(listOf(USER.username.to("huey")), USER.email.to("h@x"))
                }
            made.created shouldBe true
            made.row.persisted() shouldBe true
            made.row.get(USER.email) shouldBe "h@x"
            val found =
                db.statements(1) {
                    USER.getOrCreate(listOf(USER.username.to("huey")), USER.email.to("other"))
                }
            found.created shouldBe false
            found.row shouldBe made.row
            found.row.get(USER.email) shouldBe "h@x"
            USER.getOrCreate(USER.username.to("mickey")).created shouldBe true
            USER.getOrCreate(listOf(USER.username.to("mickey"))) { _ -> error("not called") }.created shouldBe false
            USER.getOrCreate(listOf(USER.username.to("zaizee"))) { it.set(USER.email, "z@x") }.row.get(USER.email) shouldBe "z@x"
        }

        contract("a row is looked up by several values, by a row, and by NULL", USER, RELATIONSHIP, CATEGORY) { _ ->
            val huey = USER.create(USER.username.to("huey"))
            val mickey = USER.create(USER.username.to("mickey"))
            repeat(2) {
                RELATIONSHIP.getOrCreate(RELATIONSHIP.fromUser.to(huey), RELATIONSHIP.toUser.to(mickey)).created shouldBe (it == 0)
                CATEGORY.getOrCreate(CATEGORY.name.to("root"), CATEGORY.parent.toNull()).created shouldBe (it == 0)
            }
            val root = CATEGORY.get(1L)
            val leaf = CATEGORY.getOrCreate(CATEGORY.name.to("root"), CATEGORY.parent.to(root))
            leaf.created shouldBe true
            leaf.row.key(CATEGORY.parent) shouldBe 1L
            CATEGORY.getOrCreate(CATEGORY.parent.key().to(1L)).row shouldBe leaf.row
        }

        contract("what cannot be looked up is refused, and nothing is sent", USER, RELATIONSHIP) { db ->
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "nothing says which row of User is meant",
                    "User",
                    "name at least one value: column.to(value)",
                ) { USER.getOrCreate() }
                shouldRefuse<ModelException>(
                    "user.username is looked up by an expression, which a new row cannot hold",
                    "User",
                    "give a value, or find the row by a condition: find(..)",
                ) { USER.getOrCreate(USER.username.to(USER.username)) }
                shouldThrow<ModelException> { USER.getOrCreate(RELATIONSHIP.id.to(1L)) }.summary() shouldBe
                    "relationship.id is no column of User"
                shouldThrow<ModelException> { RELATIONSHIP.getOrCreate(RELATIONSHIP.fromUser.to(User())) }
            }
        }

        contract("what refuses the new row for another reason is thrown as it is (WRT-27)", USER) { db ->
            USER.create(USER.username.to("huey"))
            val taken =
                shouldThrow<IntegrityException> {
                    USER.getOrCreate(listOf(USER.email.to("h@x")), USER.username.to("huey"))
                }
            taken.kind() shouldBe IntegrityException.Kind.UNIQUE
            db.transaction {
                shouldThrow<IntegrityException> { USER.getOrCreate(USER.email.to("h@x")) }.kind() shouldBe
                    IntegrityException.Kind.NOT_NULL
                USER.create(USER.username.to("goes on"))
            }
            USER.select().count() shouldBe 2L
        }

        fun <R> race(
            threads: Int,
            body: (Int) -> R,
        ): List<R> {
            val pool = Executors.newFixedThreadPool(threads)
            val start = CyclicBarrier(threads)
            try {
                return (0 until threads)
                    .map {
                        pool.submit(
                            Callable {
                                start.await()
                                body(it)
                            },
                        )
                    }.map { it.get() }
            } finally {
                pool.shutdown()
            }
        }

        fun once(answers: List<Ensured<User>>) {
            answers.count { it.created } shouldBe 1
            answers.map { it.row.id() }.distinct().size shouldBe 1
        }

        contract("of eight threads one stores the row and all get it (WRT-27)", USER) { _ ->
            repeat(10) { round ->
                once(race(8) { USER.getOrCreate(USER.username.to("user $round")) })
            }
            USER.select().count() shouldBe 10L
        }

        contract("so it is in transactions, which go on (WRT-27)", USER) { db: Database ->
            repeat(10) { round ->
                once(
                    race(8) { thread ->
                        db.transaction {
                            val answer = USER.getOrCreate(USER.username.to("user $round"))
                            USER.create(USER.username.to("$round by $thread"))
                            answer
                        }
                    },
                )
            }
            USER.select().count() shouldBe 90L
        }

        contract("updateOrCreate changes the row or stores it, with its hooks (WRT-31)", USER, PAGE) { db ->
            Page.CALLS.clear()
            PAGE.updateOrCreate(listOf(PAGE.title.to("a")), PAGE.owner.toNull()).created shouldBe true
            Page.CALLS shouldContainExactly listOf("beforeSave", "validate", "afterSave, inserted", "afterCommit")
            val huey = USER.create(USER.username.to("huey"))
            val changed = PAGE.updateOrCreate(listOf(PAGE.title.to("a")), PAGE.owner.to(huey))
            changed.created shouldBe false
            changed.row.changed() shouldBe listOf()
            PAGE.get(1L).key(PAGE.owner) shouldBe huey.id()
            db.statements(1) { USER.updateOrCreate(listOf(USER.username.to("huey")), USER.email.toNull()) }.created shouldBe false
            val seen = USER.updateOrCreate(listOf(USER.username.to("huey"))) { it.set(USER.email, "${it.persisted()}") }
            seen.row.get(USER.email) shouldBe "true"
            USER.find(USER.username.eq("huey"))!!.get(USER.email) shouldBe "true"
            USER.find(USER.username.eq("nobody")).shouldBeNull()
        }

        contract("of eight threads that add to a row that may not be there, none loses its part (WRT-31)", USER, ACCOUNT) { _ ->
            val answers =
                race(8) { _ ->
                    (1..5).map { _ ->
                        ACCOUNT.updateOrCreate(listOf(ACCOUNT.owner.to("a"))) {
                            it.set(ACCOUNT.balance, it.get(ACCOUNT.balance) + BigDecimal.ONE)
                        }
                    }
                }
            answers.flatten().count { it.created } shouldBe 1
            ACCOUNT.select().get().get(ACCOUNT.balance).compareTo(BigDecimal(40)) shouldBe 0
            ACCOUNT.select().get().get(ACCOUNT.version) shouldBe 40
        }
    })
