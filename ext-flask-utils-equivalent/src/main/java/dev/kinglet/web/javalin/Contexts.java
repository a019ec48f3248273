package dev.kinglet.web.javalin;

import dev.kinglet.web.Links;
import dev.kinglet.web.Paged;
import dev.kinglet.web.Parameters;
import dev.kinglet.web.Problem;
import dev.kinglet.web.login.LoginPage;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.function.Predicate;

/** What handlers of Javalin need of a {@link Context}, or say by it. */
public final class Contexts {
    private Contexts() {}

    /**
     * The parameters of the address, for a {@link dev.kinglet.web.Listing}; any text can be read.
     */
    public static Parameters parameters(Context ctx) {
        return Parameters.parse(ctx.queryString());
    }

    /** The addresses around this one, with its parameters. */
    public static Links links(Context ctx) {
        return Links.of(ctx.req().getRequestURI(), parameters(ctx));
    }

    /** Names the neighbours of a page in the headers; see {@link Links#headers}. */
    public static void link(Context ctx, Paged<?> page) {
        links(ctx).headers(page).forEach(ctx::header);
    }

    /** Answers a problem in the form that the client prefers. */
    public static void problem(Context ctx, Problem problem) {
        answer(ctx, problem.answer(ctx.header("Accept")));
    }

    /**
     * Lets only those in who are logged in: {@code routes.before("/drafts/*", loginRequired(page,
     * ctx -> ..))}, or {@code beforeMatched}. Who asks for a page is sent to the login page, and
     * everything else is an answer 401; the handler does not run then.
     *
     * @param isLoggedIn runs in the request, and may ask the database
     */
    public static Handler loginRequired(LoginPage page, Predicate<? super Context> isLoggedIn) {
        return ctx -> {
            if (!isLoggedIn.test(ctx)) {
                String query = ctx.queryString();
                String target = ctx.req().getRequestURI() + (query == null ? "" : "?" + query);
                answer(ctx, page.answer(ctx.req().getMethod(), target, ctx.header("Accept")));
                ctx.skipRemainingHandlers();
            }
        };
    }

    static void answer(Context ctx, Problem.Answer answer) {
        answer.headers().forEach(ctx::header);
        ctx.status(answer.status()).contentType(answer.contentType()).result(answer.text());
    }
}
