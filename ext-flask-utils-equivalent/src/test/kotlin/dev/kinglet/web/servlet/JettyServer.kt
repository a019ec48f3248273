package dev.kinglet.web.servlet

import jakarta.servlet.DispatcherType
import jakarta.servlet.Filter
import jakarta.servlet.http.HttpServlet
import jakarta.servlet.http.HttpServletRequest
import jakarta.servlet.http.HttpServletResponse
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler
import org.eclipse.jetty.ee10.servlet.FilterHolder
import org.eclipse.jetty.ee10.servlet.ServletContextHandler
import org.eclipse.jetty.ee10.servlet.ServletHolder
import org.eclipse.jetty.server.Server
import org.eclipse.jetty.server.ServerConnector
import org.eclipse.jetty.util.thread.QueuedThreadPool
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration
import java.util.EnumSet

typealias Handler = (HttpServletRequest, HttpServletResponse) -> Unit

/** A Jetty on loopback: filters in order, and what answers each path. */
class JettyServer(
    filters: List<Filter>,
    handlers: Map<String, Handler>,
    threads: Int = 64,
    errorPage: String? = null,
) : AutoCloseable {
    private val server = Server(QueuedThreadPool(threads, minOf(8, threads)))
    private val connector = ServerConnector(server, 1, 1)

    init {
        connector.host = "127.0.0.1"
        connector.acceptQueueSize = 1_000
        server.addConnector(connector)
        val context = ServletContextHandler("/")
        for (filter in filters) {
            val holder = FilterHolder(filter).also { it.isAsyncSupported = true }
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR))
        }
        for ((path, handler) in handlers) {
            val holder = ServletHolder(Handled(handler)).also { it.isAsyncSupported = true }
            context.addServlet(holder, path)
        }
        if (errorPage != null) {
            context.errorHandler = ErrorPageErrorHandler().also { it.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, errorPage) }
        }
        server.handler = context
        server.start()
    }

    val port: Int get() = connector.localPort

    fun uri(path: String): URI = URI.create("http://127.0.0.1:$port$path")

    fun request(
        path: String,
        method: String = "GET",
        headers: Map<String, String> = mapOf(),
    ): HttpRequest =
        HttpRequest
            .newBuilder(uri(path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .also { headers.forEach(it::header) }
            .build()

    fun send(
        path: String,
        method: String = "GET",
        headers: Map<String, String> = mapOf(),
    ): HttpResponse<String> = CLIENT.send(request(path, method, headers), HttpResponse.BodyHandlers.ofString())

    override fun close() = server.stop()

    private class Handled(
        private val handler: Handler,
    ) : HttpServlet() {
        override fun service(
            request: HttpServletRequest,
            response: HttpServletResponse,
        ) = handler(request, response)
    }

    companion object {
        val CLIENT: HttpClient = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
    }
}
