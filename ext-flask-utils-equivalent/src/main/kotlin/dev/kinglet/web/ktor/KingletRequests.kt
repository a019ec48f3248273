package dev.kinglet.web.ktor

import dev.kinglet.errors.KingletException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.web.Problem
import dev.kinglet.web.scope.OpenRequest
import dev.kinglet.web.scope.RequestScope
import dev.kinglet.web.scope.WebRequest
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.ApplicationCallPipeline
import io.ktor.server.application.ApplicationPlugin
import io.ktor.server.application.Hook
import io.ktor.server.application.PipelineCall
import io.ktor.server.application.call
import io.ktor.server.application.createApplicationPlugin
import io.ktor.server.application.hooks.CallFailed
import io.ktor.server.application.hooks.ResponseBodyReadyForSend
import io.ktor.server.application.log
import io.ktor.server.request.httpMethod
import io.ktor.server.request.path
import io.ktor.util.AttributeKey
import io.ktor.util.pipeline.PipelinePhase
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** What [KingletRequests] is told. */
public class KingletRequestsConfig {
    /** What a request has of its databases. It has to be said. */
    public var scope: RequestScope? = null

    /**
     * How many requests at once may block a thread before they have a connection, most of them because they wait for one;
     * 64 if unsaid. Requests that have a connection never wait for a thread of these.
     */
    public var threads: Int = 64
}

/**
 * Runs each call in a [RequestScope]: `install(KingletRequests) { scope = .. }`. Handlers use tables as ever, in the
 * transaction of their request, however often they suspend and in whatever thread they go on.
 *
 * It commits when the answer is about to be sent (`call.respond`), so what a client was told is so; statements after that
 * commit by themselves. It is rolled back where the handler throws, is cancelled, or answers 500 or more. Handlers run in
 * threads that may block, as statements do.
 *
 * [dev.kinglet.web.NotFound] and what else [Problem.answer] knows becomes its answer; an error of a database an answer 500
 * without its text. `StatusPages` sees exceptions before that if it is installed after this plugin.
 */
public val KingletRequests: ApplicationPlugin<KingletRequestsConfig> =
    createApplicationPlugin("KingletRequests", ::KingletRequestsConfig) {
        val scope =
            pluginConfig.scope ?: throw ProgrammingException(
                "KingletRequests without a scope",
                null as String?,
                "install(KingletRequests) { scope = RequestScope.builder(db).transactions().build() }",
            )
        val waiting = Dispatchers.IO.limitedParallelism(pluginConfig.threads)

        on(Around) { call, proceed ->
            val open = scope.begin(KtorRequest(call))
            call.attributes.put(OPEN, open)
            // closed in a thread that may block; and here, too, where the call is cancelled before it gets there
            open.use { withContext(RequestDispatcher(open, waiting)) { open.use { it.answer(call, proceed) } } }
        }
        on(ResponseBodyReadyForSend) { call, content ->
            call.attributes.getOrNull(OPEN)?.let { open ->
                open.beforeFirstByte((content.status ?: call.response.status())?.value ?: 200)
                open.serverTiming()?.let { call.response.headers.append("Server-Timing", it) }
            }
        }
        on(CallFailed) { call, cause ->
            val accept = call.request.headers["Accept"]
            val answer =
                Problem.answer(cause, accept) ?: (cause as? KingletException)?.let {
                    call.application.log.error("${call.request.httpMethod.value} ${call.request.path()}", it)
                    Problem.of(500, null).answer(accept)
                }
            if (answer != null && !call.response.isCommitted) call.respondAnswer(answer)
        }
    }

private val OPEN = AttributeKey<OpenRequest>("dev.kinglet.web.scope")

private suspend fun OpenRequest.answer(
    call: ApplicationCall,
    proceed: suspend () -> Unit,
) {
    try {
        enter().close() // where it cannot be entered this tells why; a context element could not
        withContext(RequestElement(this)) { proceed() }
        // where nobody has answered there is nothing to be sent yet, and Ktor says 404 later
        finish(call.response.status()?.value ?: 200)
    } catch (e: Throwable) {
        fail(e)
        throw e
    }
}

/** All that comes after the logging of calls, and before other plugins, which may ask the database too. */
private object Around : Hook<suspend (PipelineCall, suspend () -> Unit) -> Unit> {
    private val phase = PipelinePhase("KingletRequests")

    override fun install(
        pipeline: ApplicationCallPipeline,
        handler: suspend (PipelineCall, suspend () -> Unit) -> Unit,
    ) {
        pipeline.insertPhaseBefore(ApplicationCallPipeline.Plugins, phase)
        pipeline.intercept(phase) { handler(call) { proceed() } }
    }
}

private class KtorRequest(
    private val call: ApplicationCall,
) : WebRequest {
    override fun method(): String = call.request.httpMethod.value.uppercase()

    override fun path(): String = call.request.path()

    override fun header(name: String): String? = call.request.headers[name]

    override fun toString(): String = "${method()} ${path()}"
}
