package tour

import dev.kinglet.fixtures.Stock
import dev.kinglet.fixtures.Stock.Event.EVENT
import dev.kinglet.fixtures.Stock.STOCK
import dev.kinglet.fixtures.Stock.Shelf.SHELF
import dev.kinglet.fixtures.Stock.Ticket.TICKET
import dev.kinglet.fixtures.contract
import dev.kinglet.model.insertMany
import dev.kinglet.model.insertRows
import dev.kinglet.model.set
import dev.kinglet.query.into
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Writing statements from Java, and what Kotlin says shorter. */
class WriteCallerSpec :
    FunSpec({
        val all = arrayOf(STOCK, EVENT, SHELF, TICKET)
        val java = WriteCaller()

        contract("inserts from Java", *all) { db -> java.inserts(db) }
        contract("conflicts from Java", *all) { db -> java.conflicts(db) }
        contract("updates and deletes from Java", *all) { db -> java.updates(db) }
        contract("portions from Java", *all) { db -> java.portions(db) }

        contract("from Kotlin: sequences, infix assignments, reified classes", *all) { db ->
            val key: Long = STOCK.insert(STOCK.sku set "a", STOCK.quantity set 1).execute()
            val again: Long =
                STOCK
                    .insert(STOCK.sku set "a", STOCK.quantity set 2)
                    .onConflict(STOCK.sku)
                    .doUpdate(STOCK.quantity set STOCK.quantity.plus(STOCK.quantity.excluded()))
                    .execute()
            again shouldBe key
            val ignored: Long? = STOCK.insert(STOCK.sku set "a").onConflictIgnore().execute()
            ignored shouldBe null
            val count: Int = STOCK.insertMany(listOf(STOCK.sku), (1..3).asSequence().map { listOf("s$it") }).execute()
            count shouldBe 3
            STOCK.insertMany(sequenceOf(mapOf("sku" to "m"), mapOf(STOCK.sku to "n"))).execute() shouldBe 2
            STOCK.insertRows(sequenceOf(Stock().apply { set(STOCK.sku, "o") })).execute() shouldBe 1

            data class Kept(
                val sku: String,
                val quantity: Int,
            )
            val kept: List<Kept> = STOCK.delete().where(STOCK.sku.eq("a")).returning(STOCK, STOCK.sku, STOCK.quantity).into()
            kept shouldBe listOf(Kept("a", 3))
            db.batchCommit(listOf("x", "y"), 1) { STOCK.insert(STOCK.sku set it).execute() }
            STOCK.update(STOCK.place set "p").all().using(db).execute() shouldBe 8
        }
    })
