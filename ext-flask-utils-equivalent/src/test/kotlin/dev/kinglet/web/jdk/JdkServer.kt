package dev.kinglet.web.jdk

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import dev.kinglet.web.scope.RequestScope
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors

/** The server of the JDK on loopback, in a request scope. */
class JdkServer(
    scope: RequestScope,
    handlers: Map<String, (HttpExchange) -> Unit>,
) : AutoCloseable {
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private val executor: ExecutorService = Executors.newFixedThreadPool(16)
    private val client = HttpClient.newHttpClient()

    init {
        server.executor = executor
        for ((path, handler) in handlers) {
            server.createContext(path) { exchange -> exchange.use { handler(it) } }.filters.add(HttpServerFilter(scope))
        }
        server.start()
    }

    val port: Int get() = server.address.port

    fun send(
        path: String,
        method: String = "GET",
        accept: String = "*/*",
    ): HttpResponse<String> =
        client.send(
            HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:$port$path"))
                .header("Accept", accept)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString(),
        )

    override fun close() {
        server.stop(0)
        executor.shutdown()
    }
}

/** Answers a text. */
fun HttpExchange.answer(
    status: Int,
    text: String,
) {
    val body = text.toByteArray()
    sendResponseHeaders(status, body.size.toLong())
    responseBody.write(body)
}
