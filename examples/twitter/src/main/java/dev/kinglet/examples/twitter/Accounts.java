package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.examples.twitter.Models.User;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Join, log in, log out. A form that is refused comes back with what was typed and why. */
final class Accounts {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,30}");

    private final Database db;
    private final LoginLimit limit = new LoginLimit(Clock.systemUTC());

    Accounts(Database db) {
        this.db = db;
    }

    void joinForm(Context ctx) {
        ctx.render("join", Map.of());
    }

    void join(Context ctx) {
        String username = username(ctx);
        String password = text(ctx, "password");
        Map<String, String> errors = new LinkedHashMap<>();
        if (!NAME.matcher(username).matches()) {
            errors.put("username", "Use 1 to 30 letters, digits or underscores.");
        }
        if (password.length() < 8) {
            errors.put("password", "Use 8 characters or more.");
        }
        if (errors.isEmpty()) {
            try {
                // In a transaction, so that a name that is taken leaves nothing behind.
                User user =
                        db.atomicResult(
                                transaction ->
                                        USER.create(
                                                USER.username.to(username),
                                                USER.passwordHash.to(Passwords.hash(password))));
                Visitor.of(ctx).logIn(user);
                Visitor.of(ctx).flash("Welcome, " + username + ".");
                ctx.redirect("/", HttpStatus.SEE_OTHER);
                return;
            } catch (IntegrityException e) {
                if (e.kind() != IntegrityException.Kind.UNIQUE) {
                    throw e;
                }
                errors.put("username", "This name is taken.");
            }
        }
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        ctx.render("join", Map.of("username", username, "errors", errors));
    }

    void loginForm(Context ctx) {
        ctx.render("login", Map.of("demo", Seeds.PASSWORD));
    }

    void login(Context ctx) {
        if (!limit.attempt(ctx.ip())) {
            ctx.status(HttpStatus.TOO_MANY_REQUESTS);
            ctx.header("Retry-After", String.valueOf(LoginLimit.PERIOD.toSeconds()));
            refuseLogin(ctx, "Too many attempts. Please wait a minute.");
            return;
        }
        User user = USER.find(USER.username.eq(username(ctx)));
        String hash = user == null ? null : user.getPasswordHash();
        if (!Passwords.check(text(ctx, "password"), hash)) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            refuseLogin(ctx, "The name or the password is wrong."); // and nobody learns which
            return;
        }
        limit.forget(ctx.ip());
        Visitor.of(ctx).logIn(Objects.requireNonNull(user));
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }

    void logout(Context ctx) {
        Visitor.of(ctx).logOut();
        Visitor.of(ctx).flash("You are logged out.");
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }

    private static void refuseLogin(Context ctx, String why) {
        ctx.render(
                "login",
                Map.of(
                        "username",
                        username(ctx),
                        "errors",
                        Map.of("login", why),
                        "demo",
                        Seeds.PASSWORD));
    }

    private static String username(Context ctx) {
        return text(ctx, "username").strip().toLowerCase(Locale.ROOT);
    }

    private static String text(Context ctx, String field) {
        return Objects.requireNonNullElse(ctx.formParam(field), "");
    }
}
