package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.web.login.SafeRedirect;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Join, log in, log out. A form that is refused comes back with what was typed and why. */
final class Accounts {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,30}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_BIO = 160;

    private final Database db;
    private final Views views;
    private final boolean demo;
    private final LoginLimit limit = new LoginLimit(Clock.systemUTC());

    Accounts(Database db, Views views, boolean demo) {
        this.db = db;
        this.views = views;
        this.demo = demo;
    }

    void joinForm(Context ctx) {
        views.show(ctx, "join", Map.of());
    }

    void join(Context ctx) {
        String username = username(ctx);
        String password = text(ctx, "password");
        String email = text(ctx, "email").strip();
        Map<String, String> errors = new LinkedHashMap<>();
        if (!NAME.matcher(username).matches()) {
            errors.put("username", "Use 1 to 30 letters, digits or underscores.");
        }
        if (!email.isEmpty()
                && (email.length() > LONGEST_EMAIL || !EMAIL.matcher(email).matches())) {
            errors.put("email", "This is no address. You can leave it out.");
        }
        if (password.length() < 8) {
            errors.put("password", "Use 8 characters or more.");
        }
        if (errors.isEmpty()) {
            String hash = Passwords.hash(password); // which takes a while: not in a transaction
            try {
                // A savepoint of the request's transaction, which goes on when the name is taken.
                User user =
                        db.atomicResult(
                                savepoint ->
                                        USER.create(
                                                USER.username.to(username),
                                                USER.passwordHash.to(hash),
                                                USER.email.to(email)));
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
        views.show(ctx, "join", Map.of("username", username, "email", email, "errors", errors));
    }

    void loginForm(Context ctx) {
        showLogin(ctx, "", ctx.queryParam("next"), Map.of());
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
        ctx.redirect(SafeRedirect.to(ctx.formParam("next"), "/"), HttpStatus.SEE_OTHER);
    }

    void logout(Context ctx) {
        Visitor.of(ctx).logOut();
        Visitor.of(ctx).flash("You are logged out.");
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }

    void aboutForm(Context ctx, User me) {
        showAbout(ctx, Objects.requireNonNullElse(me.getBio(), ""), Map.of());
    }

    void about(Context ctx, User me) {
        String bio = text(ctx, "bio").strip();
        int length = bio.codePointCount(0, bio.length());
        if (length > LONGEST_BIO) {
            String why = "This has " + length + " characters; " + LONGEST_BIO + " is the most.";
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            showAbout(ctx, bio, Map.of("bio", why));
            return;
        }
        me.set(USER.bio, bio);
        me.save(); // this one column
        Visitor.of(ctx).flash("Saved.");
        ctx.redirect("/users/" + me.getUsername() + "/", HttpStatus.SEE_OTHER);
    }

    private void showAbout(Context ctx, String bio, Map<String, String> errors) {
        views.show(ctx, "about", Map.of("bio", bio, "errors", errors));
    }

    private void refuseLogin(Context ctx, String why) {
        showLogin(ctx, username(ctx), ctx.formParam("next"), Map.of("login", why));
    }

    private void showLogin(
            Context ctx, String username, @Nullable String next, Map<String, String> errors) {
        Map<String, Object> model = new HashMap<>();
        model.put("username", username);
        model.put("next", SafeRedirect.to(next, "/"));
        model.put("errors", errors);
        if (demo) {
            model.put("demo", Seeds.PASSWORD);
        }
        views.show(ctx, "login", model);
    }

    private static String username(Context ctx) {
        return text(ctx, "username").strip().toLowerCase(Locale.ROOT);
    }

    private static String text(Context ctx, String field) {
        return Objects.requireNonNullElse(ctx.formParam(field), "");
    }
}
