package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.errors.IntegrityException;
import dev.kinglet.errors.ValidationException;
import dev.kinglet.errors.ValidationException.Problem;
import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.web.login.AttemptLimit;
import dev.kinglet.web.login.SafeRedirect;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Join, log in, log out. */
final class Accounts {
    private final Views views;
    private final AttemptLimit limit = AttemptLimit.of(10, Duration.ofMinutes(1));

    Accounts(Views views) {
        this.views = views;
    }

    /** What the model refuses is told by {@link Views#refuse}. */
    void join(Context ctx) {
        User user;
        try {
            user =
                    USER.create(
                            USER.username.to(username(ctx)),
                            USER.passwordHash.to(Passwords.hash(Views.text(ctx, "password"))),
                            USER.email.to(Views.text(ctx, "email").strip()),
                            USER.bio.to(Views.text(ctx, "bio").strip()));
        } catch (IntegrityException e) { // only names are unique, and the transaction is undone
            Problem taken = new Problem("username", "This name is taken.");
            throw new ValidationException("User", List.of(taken));
        }
        Who.logIn(ctx, user);
        Views.go(ctx, "/", "Welcome, " + user.getUsername() + ".");
    }

    void loginForm(Context ctx) {
        String next = SafeRedirect.to(ctx.queryParam("next"), "/");
        views.show(ctx, "login", Map.of("typed", Map.of("next", next)));
    }

    void login(Context ctx) {
        if (!limit.attempt(ctx.ip())) {
            ctx.header("Retry-After", String.valueOf(limit.retryAfterSeconds()));
            refuse(ctx, HttpStatus.TOO_MANY_REQUESTS, "Too many attempts. Please wait a minute.");
            return;
        }
        User user = USER.find(USER.username.eq(username(ctx)));
        if (!Passwords.check(Views.text(ctx, "password"), user) || user == null) {
            // and nobody learns which
            refuse(ctx, HttpStatus.UNPROCESSABLE_CONTENT, "The name or the password is wrong.");
            return;
        }
        limit.forget(ctx.ip());
        Who.logIn(ctx, user);
        Views.back(ctx);
    }

    private void refuse(Context ctx, HttpStatus status, String why) {
        views.refuse(ctx, status, Map.of("login", why));
    }

    void logout(Context ctx) {
        Who.visitor(ctx).logOut();
        Views.go(ctx, "/", "You are logged out.");
    }

    private static String username(Context ctx) {
        return Views.text(ctx, "username").strip().toLowerCase(Locale.ROOT);
    }
}
