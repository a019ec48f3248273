package dev.kinglet.web.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Closes what an asynchronous request has, however it ends. What was not finished before is undone.
 * Nothing waits here: a thread that is still in the request closes it when it leaves.
 */
final class AsyncEnd implements AsyncListener {
    private final Exchange exchange;

    AsyncEnd(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        exchange.close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        exchange.close();
    }

    @Override
    public void onError(AsyncEvent event) {
        exchange.close();
    }

    /** A request that is started anew adds a listener of its own. */
    @Override
    public void onStartAsync(AsyncEvent event) {}
}
