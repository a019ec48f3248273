package dev.kinglet.web.javalin;

import dev.kinglet.web.BadCursor;
import dev.kinglet.web.BadRequest;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Problem;
import dev.kinglet.web.Redirect;
import dev.kinglet.web.scope.OpenRequest;
import dev.kinglet.web.scope.RequestScope;
import dev.kinglet.web.servlet.DatabaseErrorFilter;
import dev.kinglet.web.servlet.RequestScopeFilter;
import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.servlet.JavalinServlet;
import io.javalin.http.servlet.JavalinServletContext;
import io.javalin.http.servlet.SubmitOrder;
import io.javalin.http.servlet.Task;
import io.javalin.plugin.Plugin;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.List;
import kotlin.Unit;
import kotlin.jvm.functions.Function2;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;

/**
 * Runs each request in a {@link RequestScope}: {@code config.registerPlugin(new
 * KingletRequests(scope))}. Handlers, those of before and after, and what turns exceptions into
 * answers use tables as ever, in the transaction of their request.
 *
 * <p>It commits when the first byte of the answer is about to leave, so what a client was told is
 * so. It is rolled back where a handler or a future throws, whatever the answer to that is, and
 * where the status is 500 or more.
 *
 * <p>Work that a handler gives to another thread ({@code ctx.future}) is in the request by {@link
 * RequestScope#capture}. {@link NotFound} and what else {@link Problem#answer} knows becomes its
 * answer; register exceptions of that kind after this plugin to answer in another way.
 */
public final class KingletRequests extends Plugin<Void> {
    private final RequestScopeFilter requests;

    /** Of this scope, which says what a request has of its databases. */
    public KingletRequests(RequestScope scope) {
        this(new RequestScopeFilter(scope));
    }

    /**
     * Of this filter, which may let {@linkplain RequestScopeFilter#atMost so many} in at once:
     * where futures keep connections while they wait for something.
     */
    public KingletRequests(RequestScopeFilter requests) {
        this.requests = requests;
    }

    @Override
    public String name() {
        return "KingletRequests";
    }

    @Override
    public void onInitialize(JavalinState state) {
        // around the servlet: results, streams and futures are written after the last handler
        state.jetty.modifyServletContextHandler(this::filter);
        for (Class<? extends Exception> known :
                List.of(NotFound.class, BadRequest.class, BadCursor.class, Redirect.class)) {
            state.routes.exception(known, (e, ctx) -> answer(e, ctx));
        }
    }

    @Override
    public void onStart(JavalinState state) {
        state.servletRequestLifecycle.add(KingletRequests::undoAfterExceptions);
    }

    private void filter(ServletContextHandler handler) {
        for (Filter filter : List.of(new DatabaseErrorFilter(), requests)) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            handler.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        }
    }

    /**
     * The last that Javalin does with a request: nobody else sees exceptions that have an answer.
     */
    private static void undoAfterExceptions(
            Function2<? super SubmitOrder, ? super Task, Unit> submit,
            JavalinServlet servlet,
            JavalinServletContext ctx,
            String uri) {
        OpenRequest open = OpenRequest.current();
        if (open == null) {
            return;
        }
        submit.invoke(
                SubmitOrder.LAST,
                new Task(
                        false,
                        () -> {
                            if (ctx.getExceptionOccurred()) {
                                open.rollbackOnly();
                            }
                            return Unit.INSTANCE;
                        }));
    }

    private static void answer(Exception known, Context ctx) {
        Problem.Answer answer = Problem.answer(known, ctx.header("Accept"));
        if (answer != null) {
            Contexts.answer(ctx, answer);
        }
    }
}
