package dev.kinglet.web.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.kinglet.web.scope.OpenRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** An exchange that ends the transactions of its request before the answer leaves. */
final class WatchedExchange extends HttpExchange {
    private final HttpExchange exchange;
    private final OpenRequest open;
    private boolean leftUnanswered;

    WatchedExchange(HttpExchange exchange, OpenRequest open) {
        this.exchange = exchange;
        this.open = open;
    }

    @Override
    public void sendResponseHeaders(int status, long length) throws IOException {
        open.beforeFirstByte(status);
        String cost = open.serverTiming();
        if (cost != null) {
            exchange.getResponseHeaders().add("Server-Timing", cost);
        }
        exchange.sendResponseHeaders(status, length);
    }

    @Override
    public Headers getRequestHeaders() {
        return exchange.getRequestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return exchange.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return exchange.getRequestURI();
    }

    @Override
    public String getRequestMethod() {
        return exchange.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return exchange.getHttpContext();
    }

    /** Of one without an answer, as by an error in a block that closes it, the filter decides. */
    @Override
    public void close() {
        if (getResponseCode() == -1) {
            leftUnanswered = true;
        } else {
            exchange.close();
        }
    }

    boolean wasLeftUnanswered() {
        return leftUnanswered;
    }

    @Override
    public InputStream getRequestBody() {
        return exchange.getRequestBody();
    }

    @Override
    public OutputStream getResponseBody() {
        return exchange.getResponseBody();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return exchange.getRemoteAddress();
    }

    @Override
    public int getResponseCode() {
        return exchange.getResponseCode();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return exchange.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return exchange.getProtocol();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return exchange.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        exchange.setAttribute(name, value);
    }

    @Override
    public void setStreams(@Nullable InputStream input, @Nullable OutputStream output) {
        exchange.setStreams(input, output);
    }

    @Override
    public HttpPrincipal getPrincipal() {
        return exchange.getPrincipal();
    }
}
