package tour

import dev.kinglet.fixtures.contract
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import tour.Models.User.USER

class TransactionCallerSpec :
    FunSpec({
        contract("blocks from Java", USER) { db -> TransactionCaller.blocks(db) }
        contract("options from Java", USER) { db -> TransactionCaller.options(db) }
        contract("work after a commit from Java", USER) { db ->
            TransactionCaller.works(db) shouldContainExactly
                listOf("committed", "too", "at once", "java.lang.AssertionError: mail")
        }
        contract("transactions in hand from Java", USER) { db -> TransactionCaller.manual(db) }
        contract("functions in a transaction from Java", USER) { db -> TransactionCaller.functions(db) }
        contract("repeated transactions from Java", USER) { db -> TransactionCaller.repeated(db) }
    })
