package dev.kinglet.faults

import java.io.IOException
import java.io.InputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/** A network between the library and a server that can be cut or can fall silent. */
internal class Proxy(
    private val target: Int,
) : AutoCloseable {
    private val door = ServerSocket(0, 50, InetAddress.getByName("localhost"))
    private val links = CopyOnWriteArrayList<Link>()

    @Volatile private var frozen = false

    @Volatile private var rule: Rule? = null

    val port: Int = door.localPort

    /** Where the line is cut: before bytes with that text reach the server, or when the answer to them comes back. */
    private class Rule(
        val text: String,
        val delivered: Boolean,
    )

    init {
        thread(isDaemon = true, name = "proxy") {
            while (!door.isClosed) {
                val client = try {
                    door.accept()
                } catch (e: IOException) {
                    break
                }
                links += Link(client, Socket("localhost", target))
            }
        }
    }

    /** Ends all connections at once. */
    fun cut() {
        links.forEach(Link::close)
        links.clear()
    }

    /** Nothing passes any more, and nobody is told. */
    fun freeze() {
        frozen = true
    }

    fun thaw() {
        frozen = false
    }

    /** Cuts the line instead of handing on the next bytes with that text. */
    fun cutBefore(text: String) {
        rule = Rule(text, delivered = false)
    }

    /** Hands on the next bytes with that text, and cuts the line when the answer comes. */
    fun cutAnswerTo(text: String) {
        rule = Rule(text, delivered = true)
    }

    override fun close() {
        door.close()
        cut()
    }

    private inner class Link(
        val client: Socket,
        val server: Socket,
    ) {
        @Volatile private var cutAtAnswer = false

        init {
            client.tcpNoDelay = true
            server.tcpNoDelay = true
            pump(client.getInputStream(), server) { bytes ->
                val now = rule
                if (now != null && String(bytes, Charsets.ISO_8859_1).contains(now.text)) {
                    rule = null
                    if (now.delivered) cutAtAnswer = true else throw IOException("cut")
                }
            }
            pump(server.getInputStream(), client) { if (cutAtAnswer) throw IOException("cut") }
        }

        private fun pump(
            from: InputStream,
            to: Socket,
            pass: (ByteArray) -> Unit,
        ) = thread(isDaemon = true, name = "proxy-pump") {
            val buffer = ByteArray(8192)
            try {
                while (true) {
                    val count = from.read(buffer)
                    if (count < 0) break
                    while (frozen) Thread.sleep(5)
                    val bytes = buffer.copyOf(count)
                    pass(bytes)
                    to.getOutputStream().write(bytes)
                    to.getOutputStream().flush()
                }
            } catch (e: IOException) {
                // cut
            }
            close()
        }

        fun close() {
            for (socket in listOf(client, server)) {
                try {
                    socket.close()
                } catch (e: IOException) {
                    // closed
                }
            }
        }
    }
}
