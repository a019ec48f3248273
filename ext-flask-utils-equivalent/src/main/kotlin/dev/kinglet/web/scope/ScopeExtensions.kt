package dev.kinglet.web.scope

import dev.kinglet.Database

/** A request scope for these databases: `requestScope(db) { transactions(); exclude("/health") }`. */
public fun requestScope(
    database: Database,
    vararg more: Database,
    settings: RequestScopeBuilder.() -> Unit = {},
): RequestScope = RequestScope.builder(database, *more).apply(settings).build()

/** Runs [body] as a request that is answered when it returns. See [RequestScope.run]. */
public fun <R> RequestScope.handle(
    request: WebRequest,
    body: OpenRequest.() -> R,
): R = run<R, Exception>(request) { it.body() }

/** As [handle], for answers that know their [status]: an error undoes what the body did. */
public fun <R> RequestScope.handle(
    request: WebRequest,
    status: (R) -> Int,
    body: OpenRequest.() -> R,
): R = run<R, Exception>(request, { status(it) }) { it.body() }
