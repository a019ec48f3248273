package dev.kinglet.contract

import dev.kinglet.Chunks
import dev.kinglet.errors.DataException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Stock.Line.LINE
import dev.kinglet.fixtures.Stock.STOCK
import dev.kinglet.fixtures.Stock.Shelf.SHELF
import dev.kinglet.fixtures.Stock.Ticket.TICKET
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeKey
import dev.kinglet.query.Cte
import dev.kinglet.query.Insert.Outcome
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.LocalDateTime

/** Inserts of one row, of none, and of a query's. */
class InsertSpec :
    FunSpec({
        contract("a row of a map, by columns and by their names in Java and SQL (WRT-08)", USER, TWEET) { _ ->
            val huey = USER.get(USER.insert(mapOf("username" to Fn.lower(Fn.value("HUEY")))).execute())
            huey.username shouldBe "huey"
            val at = LocalDateTime.of(2026, 1, 2, 3, 4)
            val byColumn = TWEET.insert(mapOf(TWEET.user to huey, TWEET.content to "a", TWEET.timestamp to at)).execute()
            val byName = TWEET.insert(mapOf("user" to 1, "content" to "a", "timestamp" to "2026-01-02T03:04")).execute()
            val inSql = TWEET.insert(mapOf("user_id" to huey, "content" to "a", "timestamp" to at)).execute()
            TWEET.where(TWEET.user.eq(huey), TWEET.content eq "a", TWEET.timestamp eq at).orderBy(TWEET.id).values(TWEET.id) shouldBe
                listOf(byColumn, byName, inSql)
            shouldRefuse<ModelException>("'name' is no column of Tweet", "Tweet", "there are [id, user, content, timestamp]") {
                TWEET.insert(mapOf("name" to "a"))
            }
            shouldThrow<ModelException> { TWEET.insert(mapOf("content" to null)) }.summary() shouldBe "tweet.content is never null"
            shouldThrow<ModelException> { TWEET.insert(mapOf(USER.email to "x")) }.summary() shouldBe "user.email is no column of Tweet"
        }

        contract("a composite key is answered whole (WRT-08)", SHELF) { _ ->
            SHELF.insert(SHELF.level.to(2), SHELF.place.to("a")).execute() shouldBe CompositeKey.of("a", 2)
            SHELF.get(CompositeKey.of("a", 2)).get(SHELF.used) shouldBe 0
        }

        contract("a row that names nothing has its defaults (WRT-11)", TICKET, LINE) { db ->
            db.sends("""insert into "ticket" default values returning "id"""") { TICKET.insert().execute() shouldBe 1L }
            TICKET.insert().returning(TICKET).single().id() shouldBe 2L
            TICKET.insert(mapOf<String, Any>()).execute() shouldBe 3L
            TICKET.create().id() shouldBe 4L
            LINE.insert(LINE.text.to("x")).execute() shouldBe null
        }

        test("a row that is stored where a condition holds (WRT-29)") {
            val there = STOCK.where(STOCK.sku eq "a")
            STOCK.insertWhere(Fn.exists(there).not(), STOCK.sku.to("a"), STOCK.quantity.to(Fn.value(2).plus(1)), STOCK.place.toNull()).shouldRender(
                """insert into "stock" ("sku", "quantity", "place", "gone") select ?, (cast(? as integer) + ?), ?, ? """ +
                    """where not (exists (select "stock"."id", "stock"."sku", "stock"."quantity", "stock"."place", "stock"."gone" """ +
                    """from "stock" where "stock"."sku" = ?)) returning "id"""",
                listOf("a", 2, 1, null, false, "a"),
                """insert into "stock" ("sku", "quantity", "place", "gone") select cast(? as text), (cast(? as integer) + ?), cast(? as text), cast(? as boolean) """ +
                    """where not (exists (select "stock"."id", "stock"."sku", "stock"."quantity", "stock"."place", "stock"."gone" """ +
                    """from "stock" where "stock"."sku" = ?)) returning "id"""",
            )
        }

        contract("a condition decides, and defaults are filled in (WRT-29)", STOCK) { _ ->
            val insert = STOCK.insertWhere(Fn.exists(STOCK.where(STOCK.sku eq "a")).not(), STOCK.sku.to("a"), STOCK.place.toNull())
            insert.execute() shouldBe 1L
            insert.execute() shouldBe null
            insert.outcome() shouldBe Outcome.IGNORED
            STOCK.get(1L).get(STOCK.quantity) shouldBe 0
            STOCK.insertWhere(Fn.value(1) eq 1, STOCK.sku.to("a")).onConflict(STOCK.sku).doUpdate(STOCK.quantity.to(7)).execute() shouldBe 1L
            STOCK.insertWhere(Fn.value(1) eq 1, STOCK.sku.to("a")).onConflictIgnore().execute() shouldBe null
            STOCK.get(1L).get(STOCK.quantity) shouldBe 7
            // a value that the column refuses is refused, not cut
            shouldThrow<DataException> { STOCK.insertWhere(Fn.value(1) eq 1, STOCK.sku.to("b"), STOCK.place.to("much too long")).execute() }
        }

        contract("rows of queries, of lists of values, and expressions with sub-selects (WRT-12)", STOCK, SHELF) { db ->
            val values = Cte.values("new", listOf(STOCK.sku, STOCK.quantity), listOf(listOf("a", 1), listOf("b", 2)))
            val all = values.select(values.col(STOCK.sku), values.col(STOCK.quantity).times(10), Fn.value(false))
            db.sends(
                """with "new" ("sku", "quantity") as (values (?, ?), (?, ?)) insert into "stock" ("sku", "quantity", "gone") """ +
                    """select "new"."sku", ("new"."quantity" * ?), cast(? as integer) from "new"""",
                postgres =
                    listOf(
                        """with "new" ("sku", "quantity") as (values (cast(? as text), cast(? as integer)), (?, ?)) insert into "stock" """ +
                            """("sku", "quantity", "gone") select "new"."sku", ("new"."quantity" * ?), cast(? as boolean) from "new"""",
                    ),
            ) { STOCK.insertFrom(listOf(STOCK.sku, STOCK.quantity, STOCK.gone), all).execute() shouldBe 2 }
            val most = STOCK.select().asValue(Fn.max(STOCK.quantity))
            val key = STOCK.insert(STOCK.sku.to("c"), STOCK.quantity.to(most.coalesce(0).plus(1))).execute()
            STOCK.get(key).get(STOCK.quantity) shouldBe 21
            val big = STOCK.where(STOCK.quantity.gt(10)).cte("big")
            val places = big.select(big.col(STOCK.sku), Fn.value(1), Fn.value(0))
            SHELF.insertFrom(SHELF.columns(), places).with(big).returning(SHELF).values(SHELF.place).sorted() shouldBe listOf("b", "c")
            shouldRefuse<ProgrammingException>(
                "insert of 1 columns from a query of 3",
                "Shelf",
                "select one for each of [shelf.place]",
            ) { SHELF.insertFrom(listOf(SHELF.place), places).execute() }
        }

        contract("a write in front of a write (WRT-17, CTE)", STOCK, LINE) { db ->
            STOCK.insertMany(listOf(STOCK.sku), listOf(listOf("a"), listOf("b"))).execute()
            val gone = STOCK.delete().where(STOCK.sku eq "a").returning(STOCK, STOCK.sku).cte("gone")
            val moved = LINE.insertFrom(listOf(LINE.text), gone.select(gone.col(STOCK.sku)))
            if (db.dialect() == Dialect.SQLITE) {
                shouldThrow<ProgrammingException> { moved.execute() }.summary() shouldBe "SQLite has no writes inside of other statements"
            } else {
                moved.execute() shouldBe 1
                STOCK.select().values(STOCK.sku) shouldBe listOf("b")
                LINE.insert(LINE.text.to("y")).with(STOCK.delete().all().returning(STOCK).cte("all")).execute()
                STOCK.select().count() shouldBe 0
            }
        }

        contract("work in portions, each of them committed (WRT-28)", LINE) { db ->
            var read = 0
            val items = generateSequence(1) { it + 1 }.take(10).onEach { read++ }
            val seen = mutableListOf<Int>()
            val failed =
                shouldThrow<IllegalStateException> {
                    db.batchCommit(items.asIterable(), 4) { n ->
                        db.inTransaction() shouldBe true
                        LINE.insert(LINE.text.to("line $n")).execute()
                        seen += n
                        if (n == 7) error("no 7") else Unit
                    }
                }
            failed.message shouldBe "no 7"
            seen shouldBe (1..7).toList()
            read shouldBe 8
            LINE.select().count() shouldBe 4
            db.statements(0) { db.batchCommit(listOf<Int>(), 4) { } }
            db.transaction {
                db.batchCommit(listOf(1, 2, 3), 2) { LINE.insert(LINE.text.to("more $it")).execute() }
                rollback()
            }
            LINE.select().count() shouldBe 4
        }

        test("items in lists of so many, read as they are asked for (WRT-28)") {
            var read = 0
            val items = generateSequence(1) { it + 1 }.take(7).onEach { read++ }.asIterable()
            val chunks = Chunks.of(items, 3).iterator()
            read shouldBe 0
            chunks.next() shouldBe listOf(1, 2, 3)
            read shouldBe 3
            chunks.asSequence().toList() shouldBe listOf(listOf(4, 5, 6), listOf(7))
            shouldThrow<NoSuchElementException> { chunks.next() }
            Chunks.of(listOf<Int>(), 3).toList() shouldBe listOf()
            shouldRefuse<ProgrammingException>("chunks of 0 items", null, "ask for 1 item or more") { Chunks.of(items, 0) }
        }
    })
