package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.StaleRowException
import dev.kinglet.fixtures.Lives
import dev.kinglet.fixtures.Lives.Account.ACCOUNT
import dev.kinglet.fixtures.Lives.Seat.SEAT
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import tour.Models.User.USER
import java.math.BigDecimal
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

/** Rows with a version: nobody writes over what someone else wrote (WRT-31, MOD-32). */
class VersionSpec :
    FunSpec({
        contract("a version counts from one, and each save asks for the one that was read", USER, ACCOUNT) { db ->
            val mine = ACCOUNT.create(ACCOUNT.owner.to("a"), ACCOUNT.balance.to(BigDecimal("1.5")))
            mine.get(ACCOUNT.version) shouldBe 1
            mine.set(ACCOUNT.note, "x")
            db.statements(1) { mine.save() } shouldBe 1
            mine.get(ACCOUNT.version) shouldBe 2
            ACCOUNT.get(1L).get(ACCOUNT.version) shouldBe 2
            db.statements(0) { mine.save() } shouldBe 0
        }

        contract("an upsert counts the version up and sets what each write sets, as an update does", USER, ACCOUNT) { _ ->
            val mine = ACCOUNT.create(ACCOUNT.owner.to("a"), ACCOUNT.balance.to(BigDecimal("1.5")))
            val later = ACCOUNT.get(mine.id()).get(ACCOUNT.changedAt).plusDays(1)
            Lives.now = later
            ACCOUNT
                .insert(ACCOUNT.owner.to("a"), ACCOUNT.balance.to(BigDecimal("2")))
                .onConflict(ACCOUNT.owner)
                .doUpdate(ACCOUNT.balance.toExcluded())
                .execute()
            val stored = ACCOUNT.get(mine.id())
            stored.get(ACCOUNT.version) shouldBe 2
            stored.get(ACCOUNT.changedAt) shouldBe later
            mine.set(ACCOUNT.note, "x")
            shouldThrow<StaleRowException> { mine.save() }
        }

        contract("a lost race tells row, key and what the others changed, and leaves the object", USER, ACCOUNT) { db ->
            ACCOUNT.create(ACCOUNT.owner.to("a"), ACCOUNT.balance.to(BigDecimal("1.5")))
            val mine = ACCOUNT.get(1L)
            val theirs = ACCOUNT.get(1L)
            theirs.set(ACCOUNT.note, "theirs")
            theirs.set(ACCOUNT.balance, BigDecimal("2.5"))
            theirs.save()
            mine.set(ACCOUNT.note, "mine")
            mine.set(ACCOUNT.owner, "b")
            val lost = db.statements(2) { shouldThrow<StaleRowException> { mine.save() } }
            lost.summary() shouldBe "a row of Account was not saved: someone else wrote it since it was read (note, balance)"
            lost.model() shouldBe "Account"
            lost.hint() shouldBe "refresh() it, and do again what was to be changed"
            lost.key() shouldBe 1L
            lost.columns() shouldContainExactly listOf("note", "balance")
            lost.deleted() shouldBe false
            lost.message!! shouldNotContain "theirs"
            mine.changed() shouldContainExactly listOf(ACCOUNT.owner, ACCOUNT.note)
            mine.get(ACCOUNT.version) shouldBe 1
            mine.refresh()
            mine.set(ACCOUNT.note, "mine")
            mine.save() shouldBe 1
            ACCOUNT.get(1L).get(ACCOUNT.version) shouldBe 3
        }

        contract("only what was read is compared, and a decimal by its value", USER, ACCOUNT) { _ ->
            val mine = ACCOUNT.create(ACCOUNT.owner.to("a"), ACCOUNT.balance.to(BigDecimal("1.5")))
            val partly = ACCOUNT.select(ACCOUNT.id, ACCOUNT.owner, ACCOUNT.version).get()
            ACCOUNT.update(ACCOUNT.note.to("theirs")).all().execute()
            mine.set(ACCOUNT.owner, "b")
            shouldThrow<StaleRowException> { mine.save() }.columns() shouldBe listOf("note")
            partly.set(ACCOUNT.owner, "b")
            shouldThrow<StaleRowException> { partly.save() }.summary() shouldBe
                "a row of Account was not saved: someone else wrote it since it was read"
            partly.set(ACCOUNT.version, 2) // as a form that came back says
            partly.save() shouldBe 1
            partly.get(ACCOUNT.version) shouldBe 3
        }

        contract("a row that is gone, or whose version was not read, is no silent nothing", USER, ACCOUNT) { db ->
            val mine = ACCOUNT.create(ACCOUNT.owner.to("a"))
            val partly = ACCOUNT.select(ACCOUNT.id, ACCOUNT.owner).get()
            partly.set(ACCOUNT.owner, "b")
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "save() of a row of Account whose version account.version is not known",
                    "Account",
                    "select the version with the row",
                ) { partly.save() }
            }
            ACCOUNT.delete().all().execute()
            mine.set(ACCOUNT.owner, "b")
            val lost = shouldThrow<StaleRowException> { mine.save() }
            lost.deleted() shouldBe true
            lost.columns() shouldBe listOf()
            lost.summary() shouldBe "a row of Account was not saved: someone else deleted it since it was read"
            lost.hint() shouldBe "insert() stores it again"
            mine.insert() shouldBe 1
            mine.get(ACCOUNT.version) shouldBe 1
        }

        contract("deleting asks for the version, too; a row that is gone already is no error", USER, SEAT) { db ->
            SEAT.create(SEAT.line.to("A"), SEAT.number.to(1))
            val mine = SEAT.get(CompositeKey.of("A", 1))
            val theirs = SEAT.get(CompositeKey.of("A", 1))
            theirs.set(SEAT.guest, "huey")
            db.sends(
                """update "seat" set "guest" = ?, "version" = ? where ("seat"."line" = ? and "seat"."number" = ? and "seat"."version" = ?)""",
            ) { theirs.save() }
            theirs.get(SEAT.version) shouldBe 2L
            val lost = shouldThrow<StaleRowException> { mine.delete() }
            lost.summary() shouldBe "a row of Seat was not deleted: someone else wrote it since it was read (guest)"
            lost.key() shouldBe CompositeKey.of("A", 1)
            mine.persisted() shouldBe true
            theirs.delete() shouldBe 1
            mine.delete() shouldBe 0
            mine.persisted() shouldBe false
        }

        contract("of eight threads that change what they read, none loses a change", USER, ACCOUNT) { db ->
            ACCOUNT.create(ACCOUNT.owner.to("a"))
            val lost = AtomicInteger()
            val threads = Executors.newFixedThreadPool(8)
            try {
                (1..8)
                    .map {
                        threads.submit {
                            repeat(10) {
                                while (true) {
                                    val account = ACCOUNT.get(1L)
                                    account.set(ACCOUNT.balance, account.get(ACCOUNT.balance) + BigDecimal.ONE)
                                    try {
                                        account.save()
                                        break
                                    } catch (_: StaleRowException) {
                                        lost.incrementAndGet()
                                    }
                                }
                            }
                        }
                    }.forEach { it.get() }
            } finally {
                threads.shutdown()
            }
            ACCOUNT.get(1L).get(ACCOUNT.balance).compareTo(BigDecimal(80)) shouldBe 0
            ACCOUNT.get(1L).get(ACCOUNT.version) shouldBe 81
        }
    })
