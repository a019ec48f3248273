package dev.kinglet.web.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the transactions before an asynchronous answer is completed. */
final class WatchedAsync implements AsyncContext {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.requests");

    private final AsyncContext async;
    private final Exchange exchange;

    WatchedAsync(AsyncContext async, Exchange exchange) {
        this.async = async;
        this.exchange = exchange;
    }

    /** Whoever calls this goes away, so an error becomes the answer here. */
    @Override
    public void complete() {
        try {
            exchange.finish();
        } catch (IOException | RuntimeException e) {
            exchange.open().fail(e);
            LOG.error("a request could not be finished: {}", exchange.open(), e);
            WatchedResponse response = exchange.response();
            if (!response.isCommitted()) {
                response.reset();
                response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            }
        } finally {
            exchange.close();
            async.complete();
        }
    }

    @Override
    public void dispatch() {
        async.dispatch();
    }

    @Override
    public void dispatch(String path) {
        async.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        async.dispatch(context, path);
    }

    @Override
    public void start(Runnable run) {
        async.start(run);
    }

    @Override
    public ServletRequest getRequest() {
        return async.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return async.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return async.hasOriginalRequestAndResponse();
    }

    @Override
    public void addListener(AsyncListener listener) {
        async.addListener(listener);
    }

    @Override
    public void addListener(
            AsyncListener listener, ServletRequest request, ServletResponse response) {
        async.addListener(listener, request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return async.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        async.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return async.getTimeout();
    }
}
