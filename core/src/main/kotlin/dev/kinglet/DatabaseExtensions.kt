package dev.kinglet

/**
 * Runs [body] in a transaction, or in a savepoint where there is one already, and answers what it answers; see
 * [Database.atomicResult], which Kotlin cannot call without naming its exception.
 */
public fun <R> Database.transaction(
    options: TransactionOptions = TransactionOptions.defaults(),
    body: Transaction.() -> R,
): R = atomicResult<R, RuntimeException>(options) { transaction -> transaction.body() }

/**
 * As [transaction], and runs [body] again after a serialization failure or a deadlock; see [Database.retryingResult]. It may
 * run several times, so it should read its rows itself and leave everything but the database to [Transaction.afterCommit].
 */
public fun <R> Database.retryingTransaction(
    options: RetryOptions = RetryOptions.defaults(),
    body: Transaction.() -> R,
): R = retryingResult<R, RuntimeException>(options) { transaction -> transaction.body() }

/** A function that runs in a transaction, or a savepoint, each time it is called. */
public fun <A, R> Database.transactional(body: (A) -> R): (A) -> R = { argument -> transaction { body(argument) } }

/** A function that runs in a transaction, or a savepoint, each time it is called. */
public fun <A, B, R> Database.transactional(
    body: (A, B) -> R,
): (A, B) -> R = { first, second -> transaction { body(first, second) } }
