package guide

import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.together
import guide.FirstSteps.Tweet.TWEET
import guide.FirstSteps.User.USER
import guide.Transactions.Delivery.DELIVERY
import guide.Transactions.Incoming
import guide.Transactions.Message.MESSAGE
import guide.Transactions.Rejected.REJECTED
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.util.concurrent.atomic.AtomicInteger

/** The recipe for messages, on every database (TXN-13, TXN-15, OPS-03). */
class MessagesSpec :
    FunSpec({
        val tables = arrayOf(USER, TWEET, MESSAGE, DELIVERY, REJECTED)

        contract("a message has its effects once, and is acknowledged after them", *tables) { db -> messages(db) }

        contract("eight consumers that are given the same message handle it once", *tables) { db ->
            val acknowledged = AtomicInteger()
            repeat(10) { round ->
                together(8) { Transactions.handle(db, Incoming("m$round", "user $round")) { acknowledged.incrementAndGet() } }
            }
            acknowledged.get() shouldBe 80
            DELIVERY.select().orderBy(DELIVERY.id).values(DELIVERY.text) shouldContainExactly (0..9).map { "welcome, user $it" }
            REJECTED.select().count() shouldBe 0
        }
    })
