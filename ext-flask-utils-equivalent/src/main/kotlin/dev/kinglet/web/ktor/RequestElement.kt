package dev.kinglet.web.ktor

import dev.kinglet.Scope
import dev.kinglet.errors.KingletException
import dev.kinglet.web.scope.OpenRequest
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.ThreadContextElement
import kotlin.coroutines.CoroutineContext

/** Puts a request into each thread that runs a part of its coroutine. */
internal class RequestElement(
    private val open: OpenRequest,
) : ThreadContextElement<Scope> {
    companion object Key : CoroutineContext.Key<RequestElement>

    override val key: CoroutineContext.Key<RequestElement> get() = Key

    override fun updateThreadContext(context: CoroutineContext): Scope =
        try {
            open.enter()
        } catch (e: KingletException) {
            // an element that throws would leave its coroutine hanging for good
            context[Job]?.cancel(CancellationException("the request cannot go on in this coroutine", e))
            Scope {}
        }

    override fun restoreThreadContext(
        context: CoroutineContext,
        oldState: Scope,
    ) = oldState.close()
}

/**
 * The threads of one request. Those who wait for a connection block theirs; who has one goes on in others, of which there
 * are enough: else all threads could be held by those who wait for it.
 */
internal class RequestDispatcher(
    private val open: OpenRequest,
    private val waiting: CoroutineDispatcher,
) : CoroutineDispatcher() {
    override fun dispatch(
        context: CoroutineContext,
        block: Runnable,
    ) = (if (open.isConnected) goingOn else waiting).dispatch(context, block)

    private companion object {
        // more than any pool has connections; a thread is made when it is needed
        val goingOn = Dispatchers.IO.limitedParallelism(1000)
    }
}
