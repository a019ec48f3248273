package dev.kinglet.faults

import io.kotest.assertions.fail
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference

/** Waits for what another thread or process does; fails where it does not come. */
internal fun await(
    what: String,
    seconds: Long = 20,
    condition: () -> Boolean,
) {
    val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
    while (!condition()) {
        if (System.nanoTime() > end) fail("waited $seconds s for $what")
        Thread.sleep(5)
    }
}

internal fun CountDownLatch.awaitOrFail(what: String) {
    if (!await(20, TimeUnit.SECONDS)) fail("waited 20 s for $what")
}

/** Something that runs in a thread of its own. */
internal class Beside<R>(
    name: String,
    body: () -> R,
) {
    private val outcome = AtomicReference<Result<R>?>()
    val thread = Thread({ outcome.set(runCatching(body)) }, name).apply { start() }

    /** Its answer; what it failed with fails the test. */
    fun answer(): R = result().getOrThrow()

    /** What it failed with; null where it did not. */
    fun failure(): Throwable? = result().exceptionOrNull()

    private fun result(): Result<R> {
        thread.join(30_000)
        return outcome.get() ?: fail("${thread.name} still waits at\n" + thread.stackTrace.joinToString("\n"))
    }
}

internal fun <R> beside(
    name: String = "beside",
    body: () -> R,
) = Beside(name, body)
