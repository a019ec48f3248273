package dev.kinglet.web.scope;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a request has of its databases: a connection that is taken with its first statement and
 * given back when it ends, in a transaction if that was asked for, which is committed before the
 * answer leaves, and undone where the handler throws or answers an error. Made once and shared by
 * all requests; adapters of web frameworks call it.
 *
 * <p>Inside of a request tables are used as ever. A request within a request of the same thread is
 * a part of it: the outer one begins and ends all.
 */
public final class RequestScope {
    private final ScopeSettings settings;

    RequestScope(ScopeSettings settings) {
        this.settings = settings;
    }

    /** Keeps a connection a request, and begins no transaction. */
    public static RequestScope of(Database database, Database... more) {
        return builder(database, more).build();
    }

    /** For these databases, step by step. */
    public static RequestScopeBuilder builder(Database database, Database... more) {
        return new RequestScopeBuilder(database, more);
    }

    /**
     * Runs the body as a request that is answered when it returns: then it commits. Where the body
     * or the commit throws, it is rolled back.
     */
    public <R extends @Nullable Object, X extends Exception> R run(
            WebRequest request, RequestBody<R, X> body) throws X {
        return run(request, answer -> 200, body);
    }

    /**
     * As {@link #run(WebRequest, RequestBody)}, for answers that know their status: it rolls back
     * where that is an error.
     */
    public <R extends @Nullable Object, X extends Exception> R run(
            WebRequest request, ToIntFunction<? super R> status, RequestBody<R, X> body) throws X {
        try (OpenRequest open = begin(request)) {
            Scope entered = open.enter();
            try (entered) {
                R answer = body.run(open);
                open.finish(status.applyAsInt(answer));
                return answer;
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                open.fail(e);
                throw e;
            }
        }
    }

    /**
     * Begins a request, for adapters that cannot run it as a block. No connection is taken by that,
     * and no thread is in it: {@linkplain OpenRequest#enter enter} it.
     */
    public OpenRequest begin(WebRequest request) {
        return OpenRequest.begin(settings, request);
    }

    /**
     * The body, to be run by another thread in the request that this thread is in. That one waits
     * until this one has left the request, or is refused when that takes as long as a connection is
     * waited for: so do not wait for it here. In no request it is the body itself.
     */
    public static Runnable capture(Runnable body) {
        OpenRequest open = OpenRequest.current();
        return open == null
                ? body
                : () -> {
                    try (Scope entered = open.enter()) {
                        body.run();
                    }
                };
    }

    /** As {@link #capture(Runnable)}, with an answer. */
    public static <R extends @Nullable Object> Callable<R> capture(Callable<R> body) {
        OpenRequest open = OpenRequest.current();
        return open == null
                ? body
                : () -> {
                    try (Scope entered = open.enter()) {
                        return body.call();
                    }
                };
    }
}
