package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.examples.twitter.Models.User;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as far as the session knows: key and name of the user, a secret for the forms, a
 * word for the next page. Reading the name costs no statement.
 */
public final class Visitor {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Context ctx;

    private Visitor(Context ctx) {
        this.ctx = ctx;
    }

    static Visitor of(Context ctx) {
        return new Visitor(ctx);
    }

    /** A handler for users only; everybody else is sent to log in. */
    interface UserHandler {
        void handle(Context ctx, User me) throws Exception;
    }

    static Handler loginRequired(UserHandler handler) {
        return ctx -> {
            Visitor visitor = of(ctx);
            User me = visitor.user();
            if (me == null) {
                visitor.flash("Please log in first.");
                ctx.redirect("/login", HttpStatus.SEE_OTHER);
            } else {
                handler.handle(ctx, me);
            }
        };
    }

    /** The name of the user; null when nobody is logged in. */
    public @Nullable String getName() {
        return ctx.sessionAttribute("username");
    }

    /** The key of the user; 0, which no user has, when nobody is logged in. */
    long id() {
        Long id = ctx.sessionAttribute("user_id");
        return id == null ? 0 : id;
    }

    /** The row of the user; null when nobody is logged in, or the user is gone. */
    @Nullable User user() {
        if (id() == 0) {
            return null;
        }
        User user = USER.find(id());
        if (user == null) {
            logOut();
        }
        return user;
    }

    void logIn(User user) {
        ctx.req().getSession();
        ctx.req().changeSessionId(); // nobody who knew the session before shares it now
        ctx.sessionAttribute("csrf", null);
        ctx.sessionAttribute("user_id", user.id());
        ctx.sessionAttribute("username", user.getUsername());
    }

    void logOut() {
        ctx.req().getSession().invalidate();
    }

    /** The secret that every form sends along; a page of another site cannot know it. */
    public String getCsrf() {
        String token = ctx.sessionAttribute("csrf");
        if (token == null) {
            byte[] bytes = new byte[24];
            RANDOM.nextBytes(bytes);
            token = Base64.getUrlEncoder().encodeToString(bytes);
            ctx.sessionAttribute("csrf", token);
        }
        return token;
    }

    boolean sentCsrf() {
        String expected = ctx.sessionAttribute("csrf");
        String sent = ctx.formParam("csrf");
        return expected != null
                && sent != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        sent.getBytes(StandardCharsets.UTF_8));
    }

    /** Says something on the next page. */
    void flash(String message) {
        ctx.sessionAttribute("flash", message);
    }

    /** What was to be said, once; null for nothing. */
    public @Nullable String getFlash() {
        String message = ctx.sessionAttribute("flash");
        if (message != null) {
            ctx.sessionAttribute("flash", null);
        }
        return message;
    }
}
