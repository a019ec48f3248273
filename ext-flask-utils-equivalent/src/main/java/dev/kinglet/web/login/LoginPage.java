package dev.kinglet.web.login;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.web.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that anonymous visitors are sent to: {@code LoginPage.at("/login/")}. The {@code
 * loginRequired} of each framework asks it what to answer.
 *
 * <p>Who asks for a page (GET, HEAD) is sent to the login page, with the address to go on to in
 * {@code next}; check it by {@link SafeRedirect} after the login. Everything else is an answer 401,
 * because what was sent along would be lost on the way. So is a GET for JSON that takes no HTML.
 */
public final class LoginPage {
    private final String path;
    private final String parameter;

    private LoginPage(String path, String parameter) {
        this.path = path;
        this.parameter = parameter;
    }

    /**
     * The page of this path.
     *
     * @param path local, as the browser has to ask for it (with the context path, where there is
     *     one); it may have a query
     * @throws ProgrammingException for another address
     */
    public static LoginPage at(String path) {
        String local = SafeRedirect.local(path);
        if (local == null || local.indexOf('#') >= 0) {
            throw new ProgrammingException(
                    "a login page that is no path of this site",
                    (String) null,
                    "begin it with one slash, as \"/login/\"");
        }
        return new LoginPage(local, "next");
    }

    /** The name of the parameter that holds the address to go on to; {@code next} if unsaid. */
    public LoginPage parameter(String name) {
        return new LoginPage(path, name);
    }

    /**
     * What to answer to an anonymous visitor: 302 to this page, or 401.
     *
     * @param method of the request
     * @param target of the request: path and query as they were sent, still encoded
     * @param accept the header of the request; may be null
     */
    public Problem.Answer answer(String method, String target, @Nullable String accept) {
        boolean page = method.equals("GET") || method.equals("HEAD");
        Map<String, String> headers = new LinkedHashMap<>();
        // the same address is another page for who is logged in
        headers.put("Cache-Control", "no-store");
        if (page && takesHtml(accept)) {
            headers.put("Location", addressFor(target));
            return new Problem.Answer(302, headers, "text/plain; charset=utf-8", "");
        }
        Problem.Answer told = Problem.of(401, "Log in first").answer(accept);
        headers.putAll(told.headers());
        headers.put("WWW-Authenticate", "Cookie realm=\"" + path + "\"");
        return new Problem.Answer(told.status(), headers, told.contentType(), told.text());
    }

    /** The address of the page, with the one to go on to where that is local. */
    public String addressFor(@Nullable String target) {
        String next = SafeRedirect.local(target);
        if (next == null) {
            return path;
        }
        return path
                + (path.indexOf('?') < 0 ? '?' : '&')
                + URLEncoder.encode(parameter, StandardCharsets.UTF_8)
                + '='
                + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    private static boolean takesHtml(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return true;
        }
        String types = accept.toLowerCase(Locale.ROOT);
        return types.contains("text/html")
                || types.contains("application/xhtml+xml")
                || types.contains("text/*")
                || !types.contains("json") && types.contains("*/*");
    }

    @Override
    public String toString() {
        return path;
    }
}
