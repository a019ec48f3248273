package guide

import dev.kinglet.Database
import dev.kinglet.RetryOptions
import dev.kinglet.TransactionOptions
import dev.kinglet.expr.*
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.retryingTransaction
import dev.kinglet.suspendConnection
import dev.kinglet.suspendRetryingTransaction
import dev.kinglet.suspendTransaction
import dev.kinglet.transaction
import dev.kinglet.transactional
import dev.kinglet.usedBy
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import java.time.Duration

/** The regions of the page on transactions, in Kotlin. */
object KotlinTransactions {
    fun block(db: Database): Long {
        // region block
        val authors =
            db.transaction {
                val ursula = Author.create { name = "Ursula" }
                Book.create(Book.author set ursula, Book.title set "Lavinia")
                Author.select().count()
            }
        // endregion
        return authors
    }

    fun parts(
        db: Database,
        names: List<String>,
    ) {
        // region parts
        db.transaction {
            for (it in names) {
                Author.create { name = it }
                if (it.isEmpty()) rollback() // this part only
                commit() // kept, whatever comes
            }
        }
        // endregion
    }

    fun options(db: Database): List<Author> {
        // region options
        val report = TransactionOptions.defaults().repeatableRead().readOnly().statementTimeout(Duration.ofSeconds(30))
        val authors = db.transaction(report) { Author.select().list() }
        // endregion
        return authors
    }

    fun after(db: Database): List<String> {
        val mails = mutableListOf<String>()
        // region after
        db.transaction {
            val author = Author.create { name = "Virginia" }
            afterCommit { mails += "welcome, ${author.name}" }
            afterRollback { mails.clear() }
        }
        // endregion
        return mails
    }

    fun again(db: Database): Int {
        // region again
        val serializable = RetryOptions.defaults().attempts(20).transaction(TransactionOptions.defaults().serializable())
        val changed =
            db.retryingTransaction(serializable) {
                val ursula = Author.get(Author.name eq "Ursula") // read in the body
                ursula.bio = "wrote Lavinia"
                ursula.save()
            }
        // endregion
        return changed
    }

    fun functions(db: Database) {
        // region functions
        val register = db.transactional { name: String -> Author.create { this.name = name } }
        register("Zadie")
        // endregion
    }

    fun manual(db: Database) {
        // region manual
        db.manual().use { manual ->
            manual.begin()
            Author.create { name = "by hand" }
            manual.commit() // or rollback()
        }
        // endregion
    }

    suspend fun coroutines(
        db: Database,
        fetchBio: suspend (String) -> String,
    ): Int {
        // region coroutines
        val changed =
            db.suspendTransaction {
                val zadie = Author.get(Author.name eq "Zadie")
                zadie.bio = fetchBio("Zadie") // may go on in another thread
                withContext(Dispatchers.Default) { zadie.save() } // the same transaction
            }
        // endregion
        return changed
    }

    suspend fun launched(db: Database) {
        // region launched
        db.suspendTransaction {
            val names = Author.select().values(Author.name)
            coroutineScope {
                names.map { name -> async { Author.get(Author.name eq name) } } // refused
            }
        }
        // endregion
    }

    suspend fun other(
        db: Database,
        memory: Database,
    ) {
        // region scopes
        db.suspendConnection {
            // one connection, no transaction
            Author.select().list()
            delay(1)
            Author.select().count()
        }
        withContext(memory.usedBy(Author)) { Author.select().list() } // as use(..) in a thread
        db.suspendRetryingTransaction { Author.select().list() } // waits without a thread
        // endregion
    }
}
