package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.web.login.LoginPage;
import dev.kinglet.web.login.Visitor;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.UnauthorizedResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who asks. The signed cookie has the key and the name of the user: reading them is no query. */
final class Who {
    private static final LoginPage LOGIN = LoginPage.at("/login/");

    private Who() {}

    static Visitor visitor(Context ctx) {
        return Objects.requireNonNull(ctx.attribute("visitor"));
    }

    static void logIn(Context ctx, User user) {
        visitor(ctx).logIn(user.id() + " " + user.getUsername());
    }

    /** The key of the user; 0, which no user has, when nobody is logged in. */
    static long id(Context ctx) {
        String user = visitor(ctx).getUser();
        return user == null ? 0 : Long.parseLong(user.split(" ")[0]);
    }

    static @Nullable String name(Context ctx) {
        String user = visitor(ctx).getUser();
        return user == null ? null : user.split(" ")[1];
    }

    /** The row of the user; null when nobody is logged in, or the user is gone. */
    static @Nullable User user(Context ctx) {
        User user = id(ctx) == 0 ? null : USER.find(id(ctx));
        if (user == null && id(ctx) != 0) {
            visitor(ctx).logOut();
        }
        return user;
    }

    /** A handler for users only. */
    interface UserHandler {
        void handle(Context ctx, User me) throws Exception;
    }

    /** Everybody else is sent to log in. A form that was sent would be lost on the way: 401. */
    static Handler loginRequired(UserHandler handler) {
        return ctx -> {
            User me = user(ctx);
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
}
