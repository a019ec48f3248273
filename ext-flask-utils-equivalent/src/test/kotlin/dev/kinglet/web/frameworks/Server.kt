package dev.kinglet.web.frameworks

/** A framework that serves an [App] on loopback. Every route of [ServerSuite] is there. */
interface Server : AutoCloseable {
    val port: Int
}
