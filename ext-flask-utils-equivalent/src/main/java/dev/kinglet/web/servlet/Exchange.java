package dev.kinglet.web.servlet;

import dev.kinglet.web.scope.OpenRequest;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.scope.WebRequest;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A request of the container with its open scope, and what its handlers are given instead. */
final class Exchange {
    private final OpenRequest open;
    private final WatchedRequest request;
    private final WatchedResponse response;
    private final AtomicReference<@Nullable Runnable> onClose = new AtomicReference<>();

    private Exchange(OpenRequest open, HttpServletRequest request, HttpServletResponse response) {
        this.open = open;
        this.response = new WatchedResponse(response, open);
        this.request = new WatchedRequest(request, this);
    }

    static Exchange begin(
            RequestScope scope, HttpServletRequest request, HttpServletResponse response) {
        return new Exchange(scope.begin(new View(request)), request, response);
    }

    OpenRequest open() {
        return open;
    }

    WatchedRequest request() {
        return request;
    }

    WatchedResponse response() {
        return response;
    }

    /** Whether a handler was given what belongs to this. */
    boolean isIn(ServletRequest given) {
        return given == request
                || given instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(request);
    }

    /** To be run when it is closed. */
    void onClose(Runnable work) {
        onClose.set(work);
    }

    /** Gives all back; again and again does no harm. */
    void close() {
        open.close();
        Runnable work = onClose.getAndSet(null);
        if (work != null) {
            work.run();
        }
    }

    /** Whether this dispatch is a further part of it. */
    boolean goesOn() {
        return !open.isClosed();
    }

    /** Whether the handler has begun to answer in another thread. */
    boolean goesOnElsewhere() {
        return request.isAsyncStarted();
    }

    /** The handler is done: what it wrote goes to the container, the transactions end. */
    void finish() throws IOException {
        response.drain();
        open.finish(response.getStatus());
        response.tellCost();
    }

    /** What is kept of it is asked for later, when the container may have used it again. */
    private static final class View implements WebRequest {
        private final HttpServletRequest request;
        private final String method;
        private final String path;

        View(HttpServletRequest request) {
            this.request = request;
            this.method = request.getMethod();
            String rest = request.getPathInfo();
            this.path = request.getServletPath() + (rest == null ? "" : rest);
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public @Nullable String header(String name) {
            return request.getHeader(name);
        }
    }
}
