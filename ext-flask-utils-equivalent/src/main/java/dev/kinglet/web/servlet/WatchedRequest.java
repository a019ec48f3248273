package dev.kinglet.web.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request that knows when its handler goes on in another thread. */
final class WatchedRequest extends HttpServletRequestWrapper {
    private final Exchange exchange;

    WatchedRequest(HttpServletRequest request, Exchange exchange) {
        super(request);
        this.exchange = exchange;
    }

    @Override
    public AsyncContext startAsync() {
        return startAsync(this, exchange.response());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        AsyncContext started = super.startAsync(request, response);
        started.addListener(new AsyncEnd(exchange));
        return new WatchedAsync(started, exchange);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new WatchedAsync(super.getAsyncContext(), exchange);
    }
}
