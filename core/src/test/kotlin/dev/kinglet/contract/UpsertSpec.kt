package dev.kinglet.contract

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.expr.gt
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.Stock.Event.EVENT
import dev.kinglet.fixtures.Stock.Line.LINE
import dev.kinglet.fixtures.Stock.STOCK
import dev.kinglet.fixtures.Stock.Shelf.SHELF
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeKey
import dev.kinglet.query.Insert.Outcome
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import tour.Models.Tweet.TWEET
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors

/** What an insert does where a row of the same key is there. */
class UpsertSpec :
    FunSpec({
        fun insert(
            sku: String,
            quantity: Int = 1,
            place: String? = null,
        ) = STOCK.insert(STOCK.sku.to(sku), STOCK.quantity.to(quantity), STOCK.place.to(place), STOCK.gone.to(false))

        fun many(vararg rows: Pair<String, Int>) =
            STOCK.insertMany(listOf(STOCK.sku, STOCK.quantity), rows.map { listOf(it.first, it.second) })

        fun quantities() = STOCK.select().orderBy(STOCK.sku).list().associate { it.get(STOCK.sku) to it.get(STOCK.quantity) }
        val head = """insert into "stock" ("sku", "quantity", "place", "gone") values (?, ?, ?, ?) on conflict"""
        val binds = listOf("a", 1, null, false)

        test("what is sent (WRT-20, WRT-21, WRT-22, WRT-23)") {
            insert("a").onConflictIgnore().shouldRender("""$head do nothing returning "id"""", binds)
            insert("a").onConflict(STOCK.sku).doNothing().shouldRender("""$head ("sku") do nothing returning "id"""", binds)
            insert("a").onConflict(STOCK.sku).doUpdate(STOCK.quantity.toExcluded()).shouldRender(
                """$head ("sku") do update set "quantity" = "excluded"."quantity" returning "id"""",
                binds,
            )
            insert("a")
                .onConflict(STOCK.sku)
                .doUpdateWhere(
                    STOCK.quantity.excluded().gt(STOCK.quantity),
                    STOCK.quantity.to(STOCK.quantity.plus(STOCK.quantity.excluded())),
                    STOCK.place.to("b"),
                ).shouldRender(
                    """$head ("sku") do update set "quantity" = ("stock"."quantity" + "excluded"."quantity"), "place" = ?""" +
                        """ where "excluded"."quantity" > "stock"."quantity" returning "id"""",
                    binds + "b",
                )
            insert("a").onConflict(STOCK.sku).where(STOCK.place.eq("it's")).where(STOCK.gone.eq(false)).doNothing().shouldRender(
                """$head ("sku") where ("place" = 'it''s' and "gone" = 0) do nothing returning "id"""",
                binds,
                """$head ("sku") where ("place" = 'it''s' and "gone" = false) do nothing returning "id"""",
            )
            insert("a").onConflict(Fn.lower(STOCK.sku), STOCK.place).doNothing().shouldRender(
                """$head ((lower("sku")), "place") do nothing returning "id"""",
                binds,
            )
        }

        contract("an ignored row answers null, and its key is nobody's (WRT-08, WRT-22)", STOCK, EVENT, SHELF, LINE) { db ->
            val first: Long = insert("a").execute()
            val more: Long = insert("b").execute()
            insert("a", 5).onConflictIgnore().execute() shouldBe null // the row id that SQLite remembers is that of b
            insert("a", 5).onConflict(STOCK.sku).doNothing().execute() shouldBe null
            insert("c").onConflictIgnore().execute() shouldBe more + if (db.dialect() == Dialect.SQLITE) 1 else 3
            quantities() shouldBe mapOf("a" to 1, "b" to 1, "c" to 1)
            first shouldBe 1L
            EVENT.insert(EVENT.key.to("k")).onConflictIgnore().execute() shouldBe "k"
            EVENT.insert(EVENT.key.to("k")).onConflictIgnore().execute() shouldBe null
            val shelf = SHELF.insert(SHELF.place.to("x"), SHELF.level.to(1)).onConflictIgnore()
            shelf.execute() shouldBe CompositeKey.of("x", 1)
            shelf.execute() shouldBe null
            LINE.insert(LINE.text.to("no key")).onConflictIgnore().outcome() shouldBe Outcome.INSERTED
        }

        contract("only the conflict that is named is swallowed (WRT-22)", STOCK) { _ ->
            insert("a").execute()
            val sameKey = STOCK.insert(STOCK.id.to(1L), STOCK.sku.to("b"))
            shouldThrow<IntegrityException> { sameKey.onConflict(STOCK.sku).doNothing().execute() }.kind() shouldBe
                IntegrityException.Kind.UNIQUE
            shouldThrow<IntegrityException> { sameKey.onConflict(STOCK.sku).doUpdate(STOCK.quantity.to(9)).execute() }
            sameKey.onConflict(STOCK.id).doNothing().execute() shouldBe null
            sameKey.onConflictIgnore().execute() shouldBe null
            // NOT NULL is no conflict, and not ignored
            shouldThrow<IntegrityException> { STOCK.insert(STOCK.quantity.to(1)).onConflictIgnore().execute() }.kind() shouldBe
                IntegrityException.Kind.NOT_NULL
        }

        contract("an update answers the key of the row that was there; one that is blocked answers null (WRT-24)", STOCK) { _ ->
            val key: Long = insert("a", 3).execute()
            insert("b").execute()
            val same: Long = insert("a", 5).onConflict(STOCK.sku).doUpdate(STOCK.quantity.to(STOCK.quantity.plus(STOCK.quantity.excluded()))).execute()
            same shouldBe key
            val more = insert("a", 2).onConflict(STOCK.sku).doUpdateWhere(STOCK.quantity.excluded() gt STOCK.quantity, STOCK.quantity.toExcluded())
            more.execute() shouldBe null
            more.returning(STOCK).list() shouldBe listOf()
            quantities() shouldBe mapOf("a" to 8, "b" to 1)
            insert("a", 99).onConflict(STOCK.sku).doUpdateWhere(STOCK.quantity.excluded() gt STOCK.quantity, STOCK.quantity.toExcluded()).execute() shouldBe
                key
            insert("a", 7).onConflict(STOCK.sku).doUpdate(STOCK.quantity.toExcluded()).returning(STOCK).single().get(STOCK.quantity) shouldBe 7
        }

        contract("many rows: counted, and returned in order without those that were passed over (WRT-10, WRT-20)", STOCK) { db ->
            many("a" to 1, "b" to 2).execute() shouldBe 2
            val count: Int = many("a" to 5, "c" to 3).onConflictIgnore().execute()
            count shouldBe 1
            many("b" to 5, "d" to 4, "a" to 5, "e" to 5).onConflict(STOCK.sku).doNothing().returning(STOCK).values(STOCK.sku) shouldBe
                listOf("d", "e")
            many("f" to 6, "a" to 10, "b" to 20).onConflict(STOCK.sku).doUpdate(STOCK.quantity.toExcluded()).returning(STOCK).values(STOCK.sku) shouldBe
                listOf("f", "a", "b")
            quantities() shouldBe mapOf("a" to 10, "b" to 20, "c" to 3, "d" to 4, "e" to 5, "f" to 6)
            val rows = (1..1_000).map { "s$it" to it }.toTypedArray()
            many(*rows).execute() shouldBe 1_000
            val more = rows.map { it.first to it.second + 1 }.toTypedArray() + ("new" to 1)
            val raised = STOCK.quantity.to(STOCK.quantity.plus(1))
            db.statements(if (db.dialect() == Dialect.SQLITE) 10 else 1) {
                many(*more).onConflict(STOCK.sku).doUpdateWhere(STOCK.quantity.excluded() gt 500, raised).execute() shouldBe 502
            }
            STOCK.where(STOCK.sku eq "s500").scalar(STOCK.quantity) shouldBe 501
            STOCK.where(STOCK.sku eq "s499").scalar(STOCK.quantity) shouldBe 499
        }

        contract("a row twice in one call: PostgreSQL refuses to update it twice", STOCK) { db ->
            val twice = many("a" to 1, "a" to 2).onConflict(STOCK.sku).doUpdate(STOCK.quantity.toExcluded())
            if (db.dialect() == Dialect.SQLITE) {
                twice.execute() shouldBe 2
                quantities() shouldBe mapOf("a" to 2)
            } else {
                shouldThrow<dev.kinglet.errors.KingletException> { twice.execute() }.message!! shouldContain "a second time"
            }
            STOCK.delete().all().execute()
            many("a" to 1, "a" to 2).onConflictIgnore().execute() shouldBe 1
        }

        contract("rows of a query (WRT-12)", STOCK, EVENT, TWEET) { db ->
            many("a" to 1, "b" to 2).execute()
            val keys = STOCK.select(STOCK.sku)
            EVENT.insertFrom(listOf(EVENT.key), keys).execute() shouldBe 2
            val plain = """insert into "event" ("key") select """
            val postgres = plain + """"stock"."sku" from "stock""""
            db.sends(
                plain + """* from (select "stock"."sku" from "stock") where true on conflict do nothing""",
                plain + """"stock"."sku" from "stock" where "stock"."quantity" > ? on conflict do nothing""",
                postgres =
                    listOf(
                        "$postgres on conflict do nothing",
                        """$postgres where "stock"."quantity" > ? on conflict do nothing""",
                    ),
            ) {
                val none: Int = EVENT.insertFrom(listOf(EVENT.key), keys).onConflictIgnore().execute()
                none shouldBe 0
                EVENT.insertFrom(listOf(EVENT.key), keys.where(STOCK.quantity gt 1)).onConflictIgnore().execute() shouldBe 0
            }
            val both = keys.union(STOCK.select(Fn.upper(STOCK.sku)))
            EVENT.insertFrom(listOf(EVENT.key), both).onConflictIgnore().returning(EVENT).values(EVENT.key).sorted() shouldBe listOf("A", "B")
            val bodies = EVENT.insertFrom(listOf(EVENT.key, EVENT.body), STOCK.select(STOCK.sku, Fn.value("x")))
            bodies.onConflict(EVENT.key).doUpdate(EVENT.body.toExcluded()).execute() shouldBe 2
            EVENT.where(EVENT.body eq "x").count() shouldBe 2
        }

        contract("a partial unique index is meant by its predicate (WRT-23)", STOCK) { db ->
            db.execute("""drop index "stock_sku"""")
            db.execute("""create unique index "stock_there" on "stock" ("sku") where "gone" = ${if (db.dialect() == Dialect.SQLITE) "0" else "false"}""")
            STOCK.insert(STOCK.sku.to("a"), STOCK.gone.to(true)).execute()
            val upsert = insert("a", 5).onConflict(STOCK.sku).where(STOCK.gone.eq(false)).doUpdate(STOCK.quantity.toExcluded())
            upsert.outcome() shouldBe Outcome.INSERTED
            upsert.outcome() shouldBe Outcome.UPDATED
            STOCK.select().count() shouldBe 2
            STOCK.insert(STOCK.sku.to("a"), STOCK.gone.to(true)).onConflict(STOCK.sku).where(STOCK.gone.eq(false)).doNothing().outcome() shouldBe
                Outcome.INSERTED
        }

        contract("each row says what became of it (OPS-02)", STOCK) { db ->
            val skip = insert("a").onConflict(STOCK.sku).doNothing()
            skip.outcome() shouldBe Outcome.INSERTED
            skip.outcome() shouldBe Outcome.IGNORED
            insert("b").outcome() shouldBe Outcome.INSERTED
            val update = insert("c", 2).onConflict(STOCK.sku).doUpdate(STOCK.quantity.toExcluded())
            update.outcome() shouldBe Outcome.INSERTED
            update.outcome() shouldBe Outcome.UPDATED
            update.outcome() shouldBe Outcome.UPDATED
            val blocked = insert("c", 1).onConflict(STOCK.sku).doUpdateWhere(STOCK.quantity.excluded() gt STOCK.quantity, STOCK.quantity.toExcluded())
            blocked.outcome() shouldBe Outcome.IGNORED
            db.transaction {
                update.outcome() shouldBe Outcome.UPDATED
                insert("d").onConflict(STOCK.sku).doUpdate(STOCK.quantity.toExcluded()).outcome() shouldBe Outcome.INSERTED
            }
            shouldThrow<IntegrityException> {
                STOCK.insert(STOCK.id.to(1L), STOCK.sku.to("e")).onConflict(STOCK.sku).doUpdate(STOCK.quantity.to(1)).outcome()
            }
            db.inTransaction() shouldBe false
            val twice = if (db.dialect() == Dialect.SQLITE) 2 else 1
            db.statements(1) { skip.outcome() }
            db.statements(twice) { update.outcome() }
        }

        contract("replacing is SQLite's, and a constraint by name PostgreSQL's (WRT-13, WRT-20, WRT-22)", STOCK) { db ->
            insert("a", 1, "x").execute()
            val replace = STOCK.insert(STOCK.sku.to("a")).onConflictReplace()
            val named = insert("a", 7).onConflictConstraint("stock_unique_sku")
            if (db.dialect() == Dialect.SQLITE) {
                db.sends("""insert or replace into "stock" ("sku", "quantity", "gone") values (?, ?, ?) returning "id"""") { replace.execute() shouldBe 2L }
                STOCK.select().single().get(STOCK.place) shouldBe null
                replace.outcome() shouldBe Outcome.UPDATED
                many("a" to 3, "b" to 4).onConflictReplace().execute() shouldBe 2
                shouldRefuse<ProgrammingException>(
                    "SQLite finds no conflict by the name of a constraint",
                    "Stock",
                    "name its columns: onConflict(columns..)",
                ) { named.doNothing().execute() }
            } else {
                shouldRefuse<ProgrammingException>(
                    "PostgreSQL has no INSERT OR REPLACE",
                    "Stock",
                    "update the row that is there: onConflict(columns..).doUpdate(..)",
                ) { replace.execute() }
                db.execute("""alter table "stock" add constraint "stock_unique_sku" unique ("sku")""")
                db.execute("""drop index "stock_sku"""")
                named.doNothing().execute() shouldBe null
                db.sends(
                    postgres = listOf(head.replace("conflict", """conflict on constraint "stock_unique_sku" do update set "quantity" = "excluded"."quantity" returning "id"""")),
                ) { named.doUpdate(STOCK.quantity.toExcluded()).execute() shouldBe 1L }
                shouldThrow<IntegrityException> { STOCK.insert(STOCK.id.to(1L), STOCK.sku.to("z")).onConflictConstraint("stock_unique_sku").doNothing().execute() }
            }
        }

        contract("what cannot be meant is refused before it is sent (WRT-20)", STOCK) { db ->
            db.statements(0) {
                shouldRefuse<ProgrammingException>(
                    "a conflict of an insert into Stock has no target",
                    "Stock",
                    "name the columns of a key or a unique index, or call onConflictIgnore()",
                ) { insert("a").onConflict() }
                shouldRefuse<ProgrammingException>(
                    "an insert into Stock updates nothing on a conflict",
                    "Stock",
                    "name at least one: column.toExcluded(), or column.to(value); or call doNothing()",
                ) { insert("a").onConflict(STOCK.sku).doUpdate() }
                shouldRefuse<ProgrammingException>(
                    "an insert into Stock says twice what happens on a conflict",
                    "Stock",
                    "say it once",
                ) { insert("a").onConflictIgnore().onConflict(STOCK.sku).doNothing() }
                shouldRefuse<ProgrammingException>(
                    "tweet.content is no column of Stock",
                    "Stock",
                    "set a column of the table that is inserted into",
                ) { insert("a").onConflict(STOCK.sku).doUpdate(TWEET.content.to("x")) }
                shouldRefuse<ProgrammingException>(
                    "tweet.content is no column of Stock",
                    "Stock",
                    "name columns of the table that is inserted into",
                ) { insert("a").onConflict(TWEET.content) }
                shouldRefuse<ProgrammingException>(
                    "the constraint 'c' is named, so no index is found by a predicate",
                    "Stock",
                    "name columns: onConflict(columns..).where(..)",
                ) { insert("a").onConflictConstraint("c").where(STOCK.gone.eq(false)) }
                shouldRefuse<ProgrammingException>(
                    "column excluded.sku is of a source that is not in the query on Stock",
                    "Stock",
                    "excluded() is the row that an insert was to store: say it in onConflict(..).doUpdate(..)",
                ) { STOCK.where(STOCK.sku.excluded() eq "a").list() }
            }
        }

        for (kind in listOf(Kind.SQLITE_FILE, Kind.POSTGRES)) {
            test("of eight that take an event in at once, one does (OPS-02) [$kind]") {
                TestDatabases.fresh(kind) { db ->
                    db.bind(EVENT, STOCK).createTables(EVENT, STOCK)
                    val start = CyclicBarrier(8)
                    val pool = Executors.newFixedThreadPool(8)
                    val tasks =
                        (1..8).map {
                            Callable {
                                (1..25).map { n ->
                                    start.await()
                                    db.transaction {
                                        val outcome = EVENT.insert(EVENT.key.to("e$n")).onConflict(EVENT.key).doNothing().outcome()
                                        if (outcome == Outcome.INSERTED) insert("s$n").execute()
                                        val counted = insert("all", 1).onConflict(STOCK.sku)
                                        outcome to counted.doUpdate(STOCK.quantity.to(STOCK.quantity.plus(1))).outcome()
                                    }
                                }
                            }
                        }
                    val outcomes = pool.invokeAll(tasks).flatMap { it.get() }
                    pool.shutdown()
                    outcomes.count { it.first == Outcome.INSERTED } shouldBe 25
                    outcomes.count { it.first == Outcome.IGNORED } shouldBe 175
                    outcomes.count { it.second == Outcome.INSERTED } shouldBe 1
                    outcomes.count { it.second == Outcome.UPDATED } shouldBe 199
                    STOCK.select().count() shouldBe 26
                    STOCK.where(STOCK.sku eq "all").scalar(STOCK.quantity) shouldBe 200
                    db.connectionsInUse() shouldBe 0
                }
            }
        }
    })
