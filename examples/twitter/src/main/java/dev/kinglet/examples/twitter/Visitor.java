package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.web.login.CsrfTokens;
import dev.kinglet.web.login.LoginPage;
import dev.kinglet.web.login.Session;
import dev.kinglet.web.login.SessionCookie;
import dev.kinglet.web.login.SessionKeys;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.UnauthorizedResponse;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking: the key and the name of a user, as the signed cookie says. Nothing is kept on the
 * server, and reading the name costs no statement.
 */
public final class Visitor {
    private static final LoginPage LOGIN = LoginPage.at("/login/");

    private final Context ctx;
    private final Cookies cookies;
    private @Nullable Session session;
    private @Nullable User user;

    /** What is signed: who is logged in, a word for the next page, and forms. */
    record Cookies(SessionCookie session, SessionCookie flash, CsrfTokens tokens) {

        static Cookies of(SessionKeys keys, boolean https) {
            SessionCookie session = SessionCookie.of("session", keys);
            SessionCookie flash = SessionCookie.of("flash", keys).lifetime(Duration.ofMinutes(1));
            return new Cookies(
                    https ? session : session.insecure(),
                    https ? flash : flash.insecure(),
                    CsrfTokens.of(keys));
        }
    }

    private Visitor(Context ctx, Cookies cookies) {
        this.ctx = ctx;
        this.cookies = cookies;
        this.session = cookies.session().read(ctx.header("Cookie"));
    }

    /** Before anything else is done with a request. */
    static Visitor enter(Context ctx, Cookies cookies) {
        Visitor visitor = new Visitor(ctx, cookies);
        ctx.attribute("visitor", visitor);
        return visitor;
    }

    static Visitor of(Context ctx) {
        return Objects.requireNonNull(ctx.attribute("visitor"));
    }

    /** A handler for users only. */
    interface UserHandler {
        void handle(Context ctx, User me) throws Exception;
    }

    /** Everybody else is sent to log in. A form that was sent would be lost on the way: 401. */
    static Handler loginRequired(UserHandler handler) {
        return ctx -> {
            User me = of(ctx).user();
            if (me != null) {
                handler.handle(ctx, me);
            } else if (ctx.method() == HandlerType.GET) {
                ctx.redirect(LOGIN.addressFor(address(ctx)));
            } else {
                throw new UnauthorizedResponse();
            }
        };
    }

    /** Path and query of the page that is asked for. */
    static String address(Context ctx) {
        String query = ctx.queryString();
        return ctx.req().getRequestURI() + (query == null ? "" : "?" + query);
    }

    /** The name of the user; null when nobody is logged in. */
    public @Nullable String getName() {
        return session == null || session.isAnonymous() ? null : session.value().split(" ")[1];
    }

    /** The key of the user; 0, which no user has, when nobody is logged in. */
    long id() {
        return session == null || session.isAnonymous()
                ? 0
                : Long.parseLong(session.value().split(" ")[0]);
    }

    /** The row of the user; null when nobody is logged in, or the user is gone. */
    @Nullable User user() {
        if (user == null && id() != 0) {
            user = USER.find(id());
            if (user == null) {
                logOut();
            }
        }
        return user;
    }

    void logIn(User user) {
        // a new session, so that nobody who knew the one before shares it
        begin(Session.of(user.id() + " " + user.getUsername()));
    }

    void logOut() {
        begin(Session.anonymous());
    }

    /** What every form sends along; a page of another site cannot know it. */
    public String getCsrf() {
        Session known = session == null ? begin(Session.anonymous()) : session;
        return cookies.tokens().token(known);
    }

    boolean sentCsrf() {
        return cookies.tokens().matches(ctx.formParam("csrf"), session);
    }

    /** Says something on the next page. */
    void flash(String message) {
        setCookie(cookies.flash().header(Session.of(message)));
    }

    /** What was to be said, once; null for nothing. */
    public @Nullable String getFlash() {
        Session said = cookies.flash().read(ctx.header("Cookie"));
        if (said == null) {
            return null;
        }
        setCookie(cookies.flash().cleared());
        return said.value();
    }

    private Session begin(Session next) {
        session = next;
        setCookie(cookies.session().header(next));
        return next;
    }

    private void setCookie(String line) {
        ctx.res().addHeader("Set-Cookie", line);
    }
}
