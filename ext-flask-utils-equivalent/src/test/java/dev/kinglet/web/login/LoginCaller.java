package dev.kinglet.web.login;

import dev.kinglet.web.Problem;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The helpers as an application in Java calls them, whatever its framework. */
final class LoginCaller {
    private static final SessionKeys KEYS =
            SessionKeys.of("2", "the secret of this year, 32 bytes or more")
                    .andOlder("1", "the secret of last year, 32 bytes or more".getBytes());
    private static final SessionCookie COOKIE =
            SessionCookie.of("session", KEYS)
                    .lifetime(Duration.ofDays(30))
                    .path("/")
                    .strict()
                    .insecure();
    private static final CsrfTokens TOKENS = CsrfTokens.of(KEYS).lifetime(Duration.ofHours(8));
    private static final LoginPage LOGIN = LoginPage.at("/login/").parameter("next");

    private LoginCaller() {}

    static String page(@Nullable String cookies) {
        Session session = COOKIE.read(cookies);
        if (session == null || session.isAnonymous()) {
            Problem.Answer answer = LOGIN.answer("GET", "/drafts/", "text/html");
            return answer.status() + " " + answer.headers().get("Location");
        }
        return "drafts of " + session.value();
    }

    static List<String> login(String user, String next) {
        return List.of(COOKIE.header(Session.of(user)), SafeRedirect.to(next, "/"));
    }

    static String form(String cookies) {
        Session session = COOKIE.read(cookies);
        return TOKENS.token(session == null ? Session.anonymous() : session);
    }

    static String post(String cookies, String token) {
        return TOKENS.matches(token, COOKIE.read(cookies)) ? "saved" : "403";
    }

    static String logout() {
        return COOKIE.cleared();
    }
}
