package dev.kinglet.web.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Lets so many requests in at once. The others wait in their order, and no thread waits for them.
 */
final class Admission {
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final long patience;
    private int free;

    Admission(int requests, long patience) {
        this.free = requests;
        this.patience = patience;
    }

    /** Whether there is room now; then it is this request's until that is closed. */
    synchronized boolean admits(Exchange exchange) {
        if (free == 0) {
            return false;
        }
        free--;
        exchange.onClose(this::leave);
        return true;
    }

    /** Dispatches the request again when there is room, which then is its. */
    void park(Exchange exchange, HttpServletRequest request) {
        AsyncContext async = request.startAsync();
        async.setTimeout(patience);
        Waiting one = new Waiting(exchange, async);
        async.addListener(one);
        synchronized (this) {
            if (!admits(exchange)) { // else somebody has left meanwhile
                waiting.add(one);
                return;
            }
        }
        async.dispatch();
    }

    private void leave() {
        Waiting next;
        synchronized (this) {
            free++;
            next = waiting.poll();
            if (next != null) {
                admits(next.exchange);
            }
        }
        if (next != null) {
            next.async.dispatch();
        }
    }

    private synchronized boolean forget(Waiting one) {
        return waiting.remove(one);
    }

    /** Who waits for too long is told to come again. */
    private final class Waiting implements AsyncListener {
        private final Exchange exchange;
        private final AsyncContext async;

        Waiting(Exchange exchange, AsyncContext async) {
            this.exchange = exchange;
            this.async = async;
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            if (forget(this)) {
                exchange.close();
                HttpServletResponse response = exchange.response();
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                response.setHeader("Retry-After", "1");
                async.complete();
            }
        }

        @Override
        public void onError(AsyncEvent event) {
            if (forget(this)) {
                exchange.close();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
