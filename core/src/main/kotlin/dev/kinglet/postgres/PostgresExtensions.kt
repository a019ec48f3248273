package dev.kinglet.postgres

import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.channels.trySendBlocking
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.callbackFlow

/**
 * The messages of these channels, for as long as the flow is collected; each collector listens on a connection of its own. A
 * collector that is slow makes messages wait in the server, and none is dropped. See [Postgres.listen].
 *
 * @param onStart is called when nothing that is sent from now on is missed
 * @param onReconnect is called when messages may have been missed; see [Listener.Handler.reconnected]
 */
public fun Postgres.notifications(
    vararg channels: String,
    onStart: () -> Unit = {},
    onReconnect: () -> Unit = {},
): Flow<Notification> =
    callbackFlow {
        val listener =
            listen(
                channels.asList(),
                object : Listener.Handler {
                    override fun received(notification: Notification) {
                        trySendBlocking(notification)
                    }

                    override fun reconnected() = onReconnect()
                },
            )
        onStart()
        awaitClose { listener.close() }
    }
