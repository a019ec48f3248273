package dev.kinglet

/**
 * Runs [body] in a transaction, or in a savepoint where there is one already, and answers what it answers; see
 * [Database.atomicResult], which Kotlin cannot call without naming its exception.
 */
public fun <R> Database.transaction(body: Transaction.() -> R): R =
    atomicResult<R, RuntimeException> { transaction -> transaction.body() }
