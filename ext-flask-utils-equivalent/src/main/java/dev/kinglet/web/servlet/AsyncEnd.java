package dev.kinglet.web.servlet;

import dev.kinglet.web.scope.OpenRequest;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Closes what an asynchronous request has, however it ends. What was not finished before is undone.
 * Nothing waits here: a thread that is still in the request closes it when it leaves.
 */
final class AsyncEnd implements AsyncListener {
    private final OpenRequest open;

    AsyncEnd(OpenRequest open) {
        this.open = open;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        open.close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        open.close();
    }

    @Override
    public void onError(AsyncEvent event) {
        open.close();
    }

    /** A request that is started anew adds a listener of its own. */
    @Override
    public void onStartAsync(AsyncEvent event) {}
}
