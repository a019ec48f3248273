@file:OptIn(DelicateCoroutinesApi::class, ExperimentalCoroutinesApi::class)

package dev.kinglet

import dev.kinglet.errors.OperationalException
import dev.kinglet.internal.exec.CarriedSession
import dev.kinglet.internal.exec.Transactions
import dev.kinglet.model.Table
import kotlinx.coroutines.CopyableThreadContextElement
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.ThreadContextElement
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.util.Collections
import java.util.WeakHashMap
import kotlin.coroutines.CoroutineContext

/**
 * Runs [body] in a transaction that belongs to the coroutine, or in a savepoint where it is in one already: commits when it
 * returns, rolls back when it throws or is cancelled. Inside of it tables are used as ever.
 *
 * The transaction stays with the coroutine in whatever thread it goes on, `withContext(..)` included. A coroutine that is
 * launched in it (`launch`, `async`) would use the one connection at the same time: it is refused when it does. Statements
 * block, so the body runs in [Dispatchers.IO]; no more coroutines have a transaction at once than there are connections,
 * and those that wait block no thread.
 */
public suspend fun <R> Database.suspendTransaction(
    options: TransactionOptions = TransactionOptions.defaults(),
    body: suspend Transaction.() -> R,
): R =
    suspendConnection {
        val open = transactions().begin(options.mode())
        val result =
            try {
                val answer = Transaction(open).body()
                currentCoroutineContext().ensureActive()
                answer
            } catch (e: Throwable) {
                open.rollback(e)
                throw e
            }
        open.commit()
        result
    }

/**
 * As [suspendTransaction], and runs [body] again after a serialization failure or a deadlock; see
 * [Database.retryingResult]. It waits without blocking a thread.
 */
public suspend fun <R> Database.suspendRetryingTransaction(
    options: RetryOptions = RetryOptions.defaults(),
    body: suspend Transaction.() -> R,
): R {
    Retries.refuseInside(transactions())
    var attempt = 1
    while (true) {
        val pause =
            try {
                return suspendTransaction(options.transaction(), body)
            } catch (e: OperationalException) {
                retries().pauseAfter(attempt++, e, options, transactions())
            }
        delay(pause)
    }
}

/**
 * Keeps one connection for the coroutine while [body] runs; it is borrowed when it is first needed. Each coroutine that is
 * launched in it has its own. The body runs in [Dispatchers.IO].
 */
public suspend fun <R> Database.suspendConnection(body: suspend () -> R): R {
    val carried = currentCoroutineContext()[SessionKey(transactions())]
    return when {
        carried != null && carried.session.isThere -> body()

        // in runBlocking, inside of a scope of its thread: its connection is there already
        transactions().isKept -> carry(body)

        else -> throughGate { carry(body) }
    }
}

/**
 * Makes [tables] use this database in the coroutine, as [Database.use] does in a thread, and in those that are launched in
 * it: `withContext(memory.usedBy(USER)) { .. }`.
 */
public fun Database.usedBy(vararg tables: Table<*, *>): CoroutineContext.Element = UseElement(this, tables)

private suspend fun <R> Database.carry(body: suspend () -> R): R {
    val session = transactions().carry()
    try {
        return withContext(Dispatchers.IO + SessionElement(transactions(), session, isNew = true)) { body() }
    } finally {
        session.close()
    }
}

// as many as there are connections: who waits for one of them in a thread blocks that thread, and those who have one
// need threads to go on
private val gates = Collections.synchronizedMap(WeakHashMap<Transactions, Semaphore>())

private suspend fun <R> Database.throughGate(body: suspend () -> R): R {
    val gate = gateOf(transactions())
    var entered = false
    try {
        // who waited for so long goes on, and is told by the pool who has the connections
        withTimeoutOrNull(transactions().patience()) {
            gate.acquire()
            entered = true
        }
        return body()
    } finally {
        if (entered) gate.release()
    }
}

private fun gateOf(transactions: Transactions): Semaphore =
    gates.computeIfAbsent(transactions) { Semaphore(it.maximum()) }

// those of a database, which it shares with its schemas
private data class SessionKey(
    val transactions: Transactions,
) : CoroutineContext.Key<SessionElement>

private class SessionElement(
    private val transactions: Transactions,
    val session: CarriedSession,
    // a new element is copied when it is added to a context, and that copy whenever a coroutine is launched
    private val isNew: Boolean,
) : CopyableThreadContextElement<Any?> {
    override val key: CoroutineContext.Key<SessionElement> get() = SessionKey(transactions)

    override fun updateThreadContext(context: CoroutineContext): Any? = session.enter()

    override fun restoreThreadContext(
        context: CoroutineContext,
        oldState: Any?,
    ) = session.leave(oldState)

    override fun copyForChild(): SessionElement =
        SessionElement(transactions, if (isNew) session else session.forLaunched(), isNew = false)

    override fun mergeForChild(overwritingElement: CoroutineContext.Element): CoroutineContext =
        (overwritingElement as SessionElement).let { if (it.isNew) it.copyForChild() else it }
}

private class UseElement(
    private val database: Database,
    private val tables: Array<out Table<*, *>>,
) : ThreadContextElement<Scope> {
    private data class Key(
        val element: UseElement,
    ) : CoroutineContext.Key<UseElement>

    override val key: CoroutineContext.Key<UseElement> = Key(this)

    override fun updateThreadContext(context: CoroutineContext): Scope = database.use(*tables)

    override fun restoreThreadContext(
        context: CoroutineContext,
        oldState: Scope,
    ) = oldState.close()
}
