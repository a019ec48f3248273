package dev.kinglet.web.login;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A login form, as an application in Java has it, whatever its framework. */
final class VisitorCaller {
    private static final Visitors VISITORS =
            Visitors.of(SessionKeys.random()).lifetime(Duration.ofDays(1)).insecure();
    private static final AttemptLimit LIMIT = AttemptLimit.of(1, Duration.ofMinutes(1));

    private VisitorCaller() {}

    static String logIn(String user, String password) {
        List<String> cookies = new ArrayList<>();
        Visitor page = VISITORS.open(null, cookies::add);
        String token = page.getCsrf();
        String session = cookies.get(0).split(";")[0];
        Visitor visitor = VISITORS.open(session, cookies::add);
        if (!visitor.sent(token) || visitor.isLoggedIn()) {
            return "403";
        }
        if (!LIMIT.attempt("127.0.0.1")) {
            return "429 " + LIMIT.retryAfterSeconds();
        }
        if (!password.equals("secret")) {
            return "422";
        }
        LIMIT.forget("127.0.0.1");
        visitor.logIn(user);
        visitor.flash("Welcome.");
        return user.equals(visitor.getUser()) && !visitor.hasFlash() ? "303" : "500";
    }
}
